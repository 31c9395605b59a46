-- Items that always make up another one: basic and project, the parts of 三公, of procurement.
-- Each stated value of the whole is tested against the parts' values that come nearest to it.
with

reading as (
    {{ sum_of_items('R102', 'total', ['basic', 'project']) }}
    union all
    {{ sum_of_items('R103', 'basic', ['basic.personnel', 'basic.operating']) }}
    union all
    {{ sum_of_items('R104', 'three_public', ['three_public.vehicle', 'three_public.reception'],
                    optional=['three_public.overseas']) }}
    union all
    {{ sum_of_items('R104', 'three_public', ['three_public.vehicle_operation', 'three_public.reception'],
                    optional=['three_public.overseas', 'three_public.vehicle_purchase'],
                    without='three_public.vehicle') }}
    union all
    {{ sum_of_items('R105', 'three_public.vehicle', ['three_public.vehicle_purchase', 'three_public.vehicle_operation']) }}
    union all
    {{ sum_of_items('R106', 'procurement', ['procurement.goods', 'procurement.services'],
                    optional=['procurement.works']) }}
)

{{ best_reading('reading') }}
