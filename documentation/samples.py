"""A warehouse of the bundled sample reports, loaded for the pages that show what is in it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.home import REPOSITORY, Home

SAMPLES = REPOSITORY / "samples" / "reports"


@contextmanager
def loaded_samples() -> Iterator[Home]:
    """A home that holds the sample reports and is gone afterwards; a load takes half a minute.

    Raises WarehouseError with the end of the load's words where it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        environment = os.environ | {"JIXIAO_HOME": str(home.root), "REPORTS": str(SAMPLES)}
        done = subprocess.run(
            [sys.executable, "-m", "orchestration.run"],
            cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise WarehouseError(f"The sample reports did not load:\n{(done.stdout + done.stderr)[-2000:]}")
        yield home
