"""Loads every term that extraction knows into one automaton.

Terms come from two places: the dbt seeds (items, measures, funding sources, classes), which dbt joins
again to decide codes, and `cue_term.csv` beside this module, which only extraction needs (words of
change, comparison, ownership and the like). A term may play several roles: 上级补助 is a measure and
a source of funding, and the sentence decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import ahocorasick

from ingest.vocabulary.reading import read_seed, read_vocabulary

WHOLE_DEPARTMENT = (
    "total"  # item term (dbt takes item codes as terms) of a figure that names no narrower item
)


@dataclass(slots=True)
class Term:
    """One term with the roles that it can play. Codes are those of the seeds."""

    text: str
    item: str | None = None  # item_code of a fixed item
    classes: tuple[str, ...] = ()  # function.… and economic.… codes that bear this name
    official: bool = False  # the full name of a class of the first level: that reading goes first
    measure: str | None = None
    sign: int = 1
    funding: str | None = None
    cues: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms by their text, and the automaton that finds them."""

    terms: dict[str, Term]
    automaton: ahocorasick.Automaton
    class_names: dict[str, str] = field(default_factory=dict)  # code -> official name
    whole_labels: tuple[tuple[str, str], ...] = ()  # row labels of the department as a whole, exact or end

    kinds: dict[str, str] = field(default_factory=dict)  # report kind by its term

    def is_budget_document(self, kind_term: str | None) -> bool:
        """Whether a report of this kind states budgets, not accounts."""
        return kind_term is not None and self.kinds.get(kind_term, kind_term) == "department_budget"

    def lists_classes(self, kind_term: str | None) -> bool:
        """Whether a report of this kind goes by functional classes: accounts and budgets do."""
        kind = self.kinds.get(kind_term, kind_term) if kind_term is not None else None
        return kind in ("final_accounts", "department_budget")

    def is_project_report(self, kind_term: str | None) -> bool:
        """Whether a report of this kind is about a project, not a department."""
        return kind_term is not None and self.kinds.get(kind_term, kind_term) == "project_expenditure"

    def measure_of(self, term: str) -> str:
        """The measure code of a measure term. Raises KeyError for an unknown term."""
        measure = self.terms[term].measure
        if measure is None:
            raise KeyError(term)
        return measure


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The vocabulary, read once a process. Raises VocabularyError where a list cannot be read."""
    terms: dict[str, Term] = {}

    def term(text: str) -> Term:
        return terms.setdefault(text, Term(text))

    for row in read_seed("item_term"):
        term(row["term"]).item = row["item_code"]
    for row in read_seed("measure_term"):
        entry = term(row["term"])
        entry.measure, entry.sign = row["measure"], int(row["sign"])
    for row in read_seed("funding_term"):
        term(row["term"]).funding = row["funding_source"]
    cues: dict[str, set[str]] = {}
    for row in read_vocabulary("cue_term"):
        cues.setdefault(row["term"], set()).add(row["cue"])
    for text, names in cues.items():
        term(text).cues = frozenset(names)
    class_names = _add_classes(term, "function_class", "function")
    class_names |= _add_classes(term, "economic_class", "economic")

    automaton = ahocorasick.Automaton()
    for text, entry in terms.items():
        if not text.startswith("="):
            automaton.add_word(text, entry)
    automaton.make_automaton()
    whole = tuple((row["label"], row["position"]) for row in read_seed("whole_department_label"))
    kinds = {row["term"]: row["report_kind"] for row in read_seed("report_kind_term")}
    return Vocabulary(terms, automaton, class_names, whole, kinds)


def _add_classes(term: Callable[[str], Term], seed: str, prefix: str) -> dict[str, str]:
    """Enters each class under its name, its aliases and both with or without 支出."""
    names: dict[str, str] = {}
    for row in read_seed(seed):
        code = f"{prefix}.{row['code']}"
        names[code] = row["name_zh"]
        spellings = [row["name_zh"], *filter(None, row["aliases"].split("|"))]
        for spelling in {s for name in spellings for s in _spellings(name)}:
            entry = term(spelling)
            if entry.item is None and code not in entry.classes:
                entry.classes += (code,)
                entry.official |= spelling == row["name_zh"] and len(row["code"]) == 3
    return names


def _spellings(name: str) -> set[str]:
    bare = name.removesuffix("支出")
    return {name, bare, bare + "支出"} if len(bare) > 3 else {name}
