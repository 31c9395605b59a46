{{ amounts_of_mart('budget') }}
