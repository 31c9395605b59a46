"""`make test-cluster`: a load on a real cluster that loses a worker, against the same load on DuckDB.

Starts a standalone cluster of one master and two workers on loopback, loads COPIES (default 40) copies of each
sample report through it, kills one worker with its executors while it extracts, and compares every mart with
those of a load on DuckDB, row for row. Exit code 0 where they are the same.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from tests.cluster.parity import TIMES, differences
from tests.cluster.standalone import LOOPBACK, Cluster, standalone
from warehouse.home import Home
from warehouse.settings import REPOSITORY

SAMPLES = REPOSITORY / "samples" / "reports"
CONFIGURATION = Path(__file__).with_name("conf")
_LOAD_SECONDS = 3600


def main() -> int:
    """Run the trial; returns the exit code."""
    copies = int(os.environ.get("COPIES", "40"))
    with tempfile.TemporaryDirectory(prefix="jixiao-cluster-") as place:
        folder = Path(place)
        count = multiply(SAMPLES, folder / "reports", copies)
        print(f"{count} reports")
        on_duckdb, on_spark = Home(folder / "duckdb"), Home(folder / "spark")
        _time("DuckDB", begin_load(on_duckdb, folder / "reports"))
        with standalone(folder) as cluster:
            print(f"cluster {cluster.url} with {len(cluster.workers)} workers")
            load = begin_load(on_spark, folder / "reports", cluster.url)
            committed = kill_during_extraction(cluster, on_spark, load)
            print(f"worker 1 killed after {committed} of the tasks of extraction")
            _time("Spark, with a worker lost", load)
        found = compare(on_duckdb, on_spark)
    for difference in found:
        print(difference)
    print("every mart is the same" if not found else f"{len(found)} tables differ")
    return 1 if found else 0


def multiply(samples: Path, folder: Path, copies: int) -> int:
    """Write so many copies of each report, each of other bytes: blank lines at its end. Returns how many in all."""
    folder.mkdir()
    for path in samples.glob("*.txt"):
        for number in range(copies):
            (folder / f"{path.stem}-{number}.txt").write_bytes(path.read_bytes() + b"\n" * number)
    return copies * len(list(samples.glob("*.txt")))


def begin_load(home: Home, reports: Path, cluster: str | None = None) -> subprocess.Popen[bytes]:
    """`make run` as a process of its own, on the cluster where there is one; its output lies beside the home."""
    settings = {"JIXIAO_HOME": str(home.root), "REPORTS": str(reports), "DO_NOT_TRACK": "1"}
    if cluster:
        settings |= {
            "JIXIAO_ENGINE": "spark",
            "JIXIAO_SPARK_MASTER": cluster,
            "JIXIAO_SPARK_DRIVER_HOST": LOOPBACK,
            "SPARK_CONF_DIR": str(CONFIGURATION),
        }
    with home.root.with_suffix(".log").open("wb") as log:
        command = [sys.executable, "-m", "orchestration.run"]
        return subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | settings, cwd=REPOSITORY)


def kill_during_extraction(cluster: Cluster, home: Home, load: subprocess.Popen[bytes]) -> int:
    """Kill a worker once a task of extraction has ended and others have not; returns how many had.

    Raises RuntimeError where extraction is over, or the load, before that can be seen.
    """
    job = home.tables.with_name("extraction") / "record"
    while load.poll() is None:
        committed = len(list(job.glob("_temporary/0/task_*")))
        if (job / "_SUCCESS").exists():
            break
        if committed:
            cluster.kill_worker(1)
            return committed
        time.sleep(0.05)
    raise RuntimeError(f"No task of extraction was seen to end; see {home.root.with_suffix('.log')}")


def compare(on_duckdb: Home, on_spark: Home) -> list[object]:
    """The tables of the marts in which two published warehouses differ."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{on_duckdb.published}' AS duckdb_load (READ_ONLY)")
        connection.execute(f"ATTACH '{on_spark.published}' AS spark_load (READ_ONLY)")
        return list(differences(connection, "duckdb_load", "spark_load", ["marts"], but=TIMES))


def _time(name: str, load: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    code = load.wait(_LOAD_SECONDS)
    print(f"{name}: {time.monotonic() - began:.0f} s")
    if code:
        raise RuntimeError(f"The load on {name} failed with exit code {code}.")


if __name__ == "__main__":
    sys.exit(main())
