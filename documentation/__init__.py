"""Pages of docs/ that are made of the warehouse itself: the cookbook, the data dictionary, dbt's documentation."""
