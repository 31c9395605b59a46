{{ amounts_of_mart('expenditure') }}
