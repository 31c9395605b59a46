"""Documents go through the spool unchanged, in any order, and hold no memory meanwhile."""

import tracemalloc
from datetime import UTC, datetime

from ingest.records import Document
from ingest.spool import Spool, Spooled


def document(name: str, text: str = "正文") -> Document:
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    return Document(f"r_{name}", name, name, "text/plain", "utf-8", 6, name, text, moment, None)


def test_documents_come_back_in_the_order_that_is_asked_for() -> None:
    spool = Spool()
    places = {name: spool.put(document(name)) for name in "abc"}
    spooled = Spooled(spool, [places[name] for name in "cab"])
    assert [found.source_name for found in spooled] == ["c", "a", "b"]
    assert (spooled[0], spooled[-1], len(spooled[1:])) == (document("c"), document("b"), 2)


def test_what_is_put_in_after_a_look_is_kept_too() -> None:
    spool = Spool()
    first = spool.put(document("a"))
    assert spool.get(first) == document("a")
    second = spool.put(document("b"))
    assert [spool.get(first), spool.get(second)] == [document("a"), document("b")]


def test_texts_are_not_kept_in_memory() -> None:
    tracemalloc.start()
    spool = Spool()
    places = [spool.put(document(str(number), "字" * 100_000)) for number in range(200)]
    assert sum(len(found.text) for found in Spooled(spool, places)) == 20_000_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
