"""Rule `three_public_row`: the one data row of the national form of the three public expenses.

Its heads span so widely that they are often lost; the order of the form (合计, 因公出国, 用车小计, 购置,
运行, 接待; first 预算数, then 决算数) is taken only where the sums prove it.
"""

from decimal import Decimal

from ingest.amounts.model import Item

_ITEMS = (
    ("three_public", "三公经费"),
    ("three_public.overseas", "因公出国(境)费"),
    ("three_public.vehicle", "公务用车购置及运行维护费"),
    ("three_public.vehicle_purchase", "公务用车购置费"),
    ("three_public.vehicle_operation", "公务用车运行维护费"),
    ("three_public.reception", "公务接待费"),
)
_BUDGET, _SPENT = "预算数", "决算数"


def read_row(values: list[Decimal], head: str) -> list[tuple[Item, str]] | None:
    """Item and measure term of each value of a row; None for another row. `head`: caption and heads."""
    if (
        "三公" not in head
        or len(values) not in (6, 12)
        or not all(_adds_up(values[i : i + 6]) for i in range(0, len(values), 6))
    ):
        return None
    if not any(values):
        return None
    both = len(values) == 12
    if both and not (_BUDGET in head and _SPENT in head):
        return None
    first = _BUDGET if both or _SPENT not in head else _SPENT
    measures = [first] * 6 + [_SPENT] * (len(values) - 6)
    return [
        (Item(code, term, term), measure) for (code, term), measure in zip(_ITEMS * 2, measures, strict=False)
    ]


def _adds_up(six: list[Decimal]) -> bool:
    total, overseas, vehicle, purchase, operation, reception = six
    return total == overseas + vehicle + reception and vehicle == purchase + operation
