"""`make fuzz` reads 21,000 mutated inputs, `make fuzz N=100000` as many as one likes, beginning with number FROM.

Each number makes the same input every time, so a finding is repeated with `make fuzz FROM=number N=1`.
"""

import os
import sys
import time

from tests.fuzz.fuzz import findings

USUAL_COUNT = 21_000


def main() -> None:
    """Prints the outcomes; exits with 1 where something was found."""
    first, count = int(os.environ.get("FROM") or 0), int(os.environ.get("N") or USUAL_COUNT)
    begin = time.monotonic()
    outcomes, found = findings(range(first, first + count), os.cpu_count() or 1)
    for outcome, times in outcomes.most_common():
        print(f"{times:>8,}  {outcome}")
    print(f"{count:,} inputs in {time.monotonic() - begin:.0f} s, {len(found)} findings")
    print("\n".join(found))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
