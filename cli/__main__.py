"""`python -m cli`: the same as `jixiao`, for where the script is not installed."""

from cli.app import main

if __name__ == "__main__":
    main()
