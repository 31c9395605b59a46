"""What a Spark session is told, without one."""

from pathlib import Path

import pytest

from cluster.session import configuration
from warehouse.errors import SettingsError
from warehouse.settings import read_settings

FOLDER = Path("/tables")


def test_it_listens_on_loopback_unless_told_otherwise() -> None:
    told = configuration(read_settings({}), FOLDER)
    assert {told["spark.driver.host"], told["spark.driver.bindAddress"]} == {"127.0.0.1"}


def test_a_cluster_reaches_it_by_the_address_of_the_settings() -> None:
    told = configuration(read_settings({"JIXIAO_SPARK_DRIVER_HOST": "10.0.0.5"}), FOLDER)
    assert told["spark.driver.host"] == "10.0.0.5"


def test_it_serves_no_page_and_fetches_nothing() -> None:
    told = configuration(read_settings({}), FOLDER)
    assert told["spark.ui.enabled"] == "false"
    assert not [name for name in told if name.startswith("spark.jars")]


@pytest.mark.parametrize("master", ["local", "local[4]", "local[*]", "spark://head:7077"])
def test_masters(master: str) -> None:
    assert read_settings({"JIXIAO_SPARK_MASTER": master}).spark_master == master


def test_a_master_of_another_kind_is_refused() -> None:
    with pytest.raises(SettingsError, match="JIXIAO_SPARK_MASTER"):
        read_settings({"JIXIAO_SPARK_MASTER": "yarn"})
