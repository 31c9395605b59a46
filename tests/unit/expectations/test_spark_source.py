"""The suites' queries in Spark's words; that Spark understands them is shown by tests/cluster."""

import sqlglot

from expectations.catalog import suites
from expectations.spark_source import spark_sql


def test_a_query_of_duckdb_becomes_one_of_spark() -> None:
    assert spark_sql("select a from t where regexp_matches(a, '^[[:space:]]x$')") == (
        r"SELECT a FROM t WHERE a RLIKE '^[\\s]x$'"
    )


def test_every_query_of_the_suites_can_be_said_in_sparks_words() -> None:
    queries = [e.sql for suite in suites() for e in suite.expectations if e.sql is not None]
    said = [spark_sql(query) for query in queries]
    assert all(sqlglot.parse_one(query, read="spark") for query in said)
    assert not [query for query in said if "regexp_matches" in query.lower()]
