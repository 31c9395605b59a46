"""Masks the persons whom a report itself lists: the cells under 姓名 and other labels of persons.

A row of such a list is quoted without its head, and the same person may stand elsewhere without a telling
word. So the names are gathered from the tables of the whole report and masked in all that it publishes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from ingest.indicators.personal_names import stated_names
from ingest.indicators.privacy import MASK
from ingest.structure.model import Block, Table

_WORDS = (
    "title", "evidence", "item_label", "budget_unit", "level1", "level2", "level3", "indicator_name",
    "project_name", "target_text", "actual_text",
)  # fmt: skip
_SHORT = 2

Record = TypeVar("Record", bound=NamedTuple)


class Roster:
    """The persons listed in the tables of one report."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        names = stated_names(_headed(blocks))
        # 高山 in a list is no reason to mask 高山蔬菜: two characters must stand by themselves
        patterns = [re.escape(name) if len(name) > _SHORT else _alone(name) for name in sorted(names)]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def without(self, records: Sequence[Record]) -> list[Record]:
        """The records with *** for every listed person in their published words."""
        return [self.masked(record) for record in records]

    def masked(self, record: Record) -> Record:
        """The record with *** for every listed person in its published words."""
        if self._pattern is None:
            return record
        changed: dict[str, Any] = {
            field: self._pattern.sub(MASK, words)
            for field in _WORDS
            if (words := getattr(record, field, None)) and self._pattern.search(words)
        }
        return record._replace(**changed) if changed else record


def _alone(name: str) -> str:
    return rf"(?<![\u4e00-\u9fff]){re.escape(name)}(?=[^\u4e00-\u9fff]|$|等|的|与|和|及|家|户|项目)"


def _headed(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """(head, cell) of every cell in every table with heads."""
    for block in blocks:
        if not isinstance(block, Table):
            continue
        for row in block.rows:
            for cell, path in zip(row, block.header_paths, strict=False):
                if cell is not None and cell.text and path:
                    yield path[-1], cell.text
