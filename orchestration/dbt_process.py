"""dbt's command line in a process that ends with the load that began it; `orchestration/dbt` starts it."""

from warehouse.processes import end_with_parent

if __name__ == "__main__":
    end_with_parent()
    from dbt.cli.main import cli  # takes a second, in which the load may die

    cli(prog_name="dbt")
