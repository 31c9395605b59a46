"""Reads the amounts of one paragraph, clause by clause, the way a reader carries the subject along.

The reader walks the tokens. Each number closes a label (the words since the last number); the label
says item, measure, funding and year, and what it leaves out is taken from the whole that it is a part
of, from the sister before it, from the sentence's subject, or from the heading.
"""

import re
from dataclasses import dataclass, field

from ingest.amounts import labels as lb
from ingest.amounts.labels import BUDGET_PARTS, CLOSING, Label
from ingest.amounts.lexer import is_sentence_end, tokenize
from ingest.amounts.model import BUDGETED, SPENT, Claim, Draft, Findings, ForeignAmount, Item, Token
from ingest.amounts.rules import available, comparison, lists, names, ownership, project, zero
from ingest.amounts.scope import Scope, read_scope
from ingest.context import ReportContext
from ingest.structure.model import Paragraph
from ingest.structure.numbers import Number
from ingest.vocabulary.vocabulary import Term, Vocabulary

_REACHED_US = re.compile(r"(?:拨入|划入|进入|到位|下达).{0,4}(?:我|本)[局委办院馆校站单部]")
_PROJECT_SPENDING = frozenset({"项目支出", "专项支出"})
_RECEIVED = "=received_from_above"
_MAY_HOLD_MONEY = re.compile(r"[元万亿]|未发生|零支出|未安排")
_YEAR_LEADS = re.compile(r"^(?:至|截至|截止|截止到|在|其中:?|另|按照|比|较|与|我[局委办院]|\s|\d\.|\(?[一二三四五六七八九十\d]{1,2}[).、])*$")


@dataclass(slots=True)
class Level:
    """One level of a list: the parts of `whole`, or the sentence itself (whole None)."""

    whole: Draft | None
    firsts: list[Draft] = field(default_factory=list)  # first figure of each item named at this level
    counts: list[int] = field(default_factory=list)  # how many figures each has
    in_bracket: bool = False


class ParagraphReader:
    """State of reading one paragraph."""

    def __init__(self, paragraph: Paragraph, vocabulary: Vocabulary, context: ReportContext, found: Findings) -> None:
        self.paragraph, self.text = paragraph, paragraph.text
        self.vocabulary, self.context, self.found = vocabulary, context, found
        self.scope: Scope = read_scope(paragraph.headings)
        self.year = context.fiscal_year
        self.subject: Item | None = self.scope.item
        self.subject_is_stated = False
        self.levels: list[Level] = [Level(None)]
        self.last: Draft | None = None  # last figure of this sentence
        self.top: Draft | None = None  # first figure of the last sentence that had one
        self.mentioned: Item | None = None  # item of this sentence that has no level yet (接待费较上年减少…)
        self.pairing: lists.Pairing | None = None
        self.lists_subject = False  # 主要用于 and the like stood in the sentence without a figure before
        self.sentence: list[Draft] = []
        self.sentence_start = 0
        self.sentence_tokens: list[Token] = []
        self.near: list[Token] = []
        self.earlier: list[Token] = []
        self.colon = False
        self.label_start = 0
        self.evidence = (0, 0)

    # walking -----------------------------------------------------------------------------------

    def read(self) -> None:
        """Walks the paragraph and adds what it finds."""
        tokens = self._without_own_names(tokenize(self.text, self.vocabulary))
        for at, token in enumerate(tokens):
            if token.kind == "mark":
                self._mark(token)
            elif token.kind == "number":
                self._number(token, tokens, at)
            else:
                if token.kind == "cue" and token.term and "parts" in token.term.cues:
                    self._open_parts(token)
                self.near.append(token)
            self.sentence_tokens.append(token)
        self._end_sentence(len(self.text))
        self._zero_words(tokens)

    def _without_own_names(self, tokens: list[Token]) -> list[Token]:
        """The tokens without words that only stand in the department's own name (某县档案馆)."""
        own = [n for n in (*self.context.own_names, self.context.department_name) if n and n in self.text]
        spans = [(m.start(), m.end()) for name in own for m in re.finditer(re.escape(name), self.text)]
        if not spans:
            return tokens
        return [t for t in tokens if t.kind == "number" or not any(s <= t.start and t.end <= e for s, e in spans)]

    def _zero_words(self, tokens: list[Token]) -> None:
        for found in zero.find_zero_words(self.text, tokens, self.vocabulary):
            start, end = self.paragraph.span(found.start, found.end)
            years = [int(t.number.value) for t in tokens if t.kind == "year" and t.number and t.start < found.start and t.number.value > 1900]
            near = self.text[max(0, found.start - 40) : found.start]
            year = years[-1] if years and str(years[-1]) in near else self.context.fiscal_year
            self.found.drafts.append(
                Draft("zero_word", found.item, found.measure, found.value, "元", start, end,
                      self.paragraph.span(*self._sentence_around(found.start)), year=year, qualifier="zero_word")
            )

    def _sentence_around(self, at: int) -> tuple[int, int]:
        begin = self.text.rfind("。", 0, at) + 1
        end = self.text.find("。", at)
        return begin, end + 1 if end >= 0 else len(self.text)

    def _mark(self, token: Token) -> None:
        if is_sentence_end(token):
            self._end_sentence(token.end)
            return
        if token.mark == "(":
            if self.last and self._just_after(self.last, token.start):
                self.levels.append(Level(self.last, in_bracket=True))
                self._new_clause(token.end, keep=False)
            return
        if token.mark == ")":
            if any(level.in_bracket for level in self.levels):
                level = self.levels.pop()
                while not level.in_bracket:
                    level = self.levels.pop()
                self.last = level.whole
                self._new_clause(token.end, keep=False)
            return
        if token.mark == "、":
            return
        self.colon = token.mark == ":"
        self._new_clause(token.end, keep=True)

    def _just_after(self, draft: Draft, position: int) -> bool:
        return bool(self.sentence_tokens) and self.sentence_tokens[-1].kind == "number" and (
            position - self.sentence_tokens[-1].end <= 1
        )

    def _new_clause(self, start: int, keep: bool) -> None:
        self.earlier = [*self.earlier, *self.near] if keep else []
        self.near, self.label_start = [], start
        if not keep:
            self.colon = False

    def _end_sentence(self, end: int) -> None:
        available.reread_wholes(self.sentence, self.vocabulary)
        self._settle_subject()
        if not self.sentence:
            self._take_title(end)
        self.mentioned, self.pairing, self.lists_subject = None, None, False
        if self.sentence:
            self.top = self._topic_figure()
        elif self.year != self.context.fiscal_year:
            self.year = self.context.fiscal_year
        self.levels = [Level(None)]
        self.sentence, self.sentence_tokens = [], []
        self.last = None
        self.sentence_start = end
        self._new_clause(end, keep=False)

    def _take_title(self, end: int) -> None:
        """A sentence that is nothing but an item (…(类)…(款)…(项)。) is the subject of what follows."""
        tokens = [*self.earlier, *self.near]
        if not any(t.kind == "item" for t in tokens) or any(t.kind == "number" for t in self.sentence_tokens):
            return
        text = self.text[self.sentence_start : end]
        label = Label(text, self.sentence_start, end, tokens)
        item = lb.item_in(label, tokens, None, self.vocabulary)
        if item is not None and item.code != "other" and len(re.sub(r"[类款项一二三四五六七八九十.]", "", label.residue())) <= 2:
            self.subject, self.subject_is_stated = item, True

    def _topic_figure(self) -> Draft:
        """The figure that a 其中 at the head of the next sentence divides: the last one of the topic."""
        first = self.sentence[0]
        return next(
            d for d in reversed(self.sentence) if d.item.same(first.item) and d.whole is first.whole and d.year == first.year
        )

    def _settle_subject(self) -> None:
        """The topic of the next sentence: this one's first item, or what several sisters belong to."""
        own = [d for d in self.sentence if d.dropped is None or d.dropped != "foreign"]
        firsts = [d for d in self.levels[0].firsts if d in own]
        if not firsts:
            return
        codes = list(dict.fromkeys(d.item.code for d in firsts))
        if len(codes) == 1:
            self.subject, self.subject_is_stated = firsts[0].item, True
            return
        self.subject, self.subject_is_stated = self._parent_of(codes), True

    def _parent_of(self, codes: list[str]) -> Item:
        if self.subject and all(lb.is_part(c, self.subject.code) for c in codes):
            return self.subject
        first = next((d.item for d in self.sentence if d.item.code == codes[0]), None)
        if first and all(lb.is_part(c, first.code) for c in codes[1:]):
            return first
        parent = lb.common_parent(codes)
        for draft in reversed(self.found.drafts):
            if draft.item.code == parent:
                return draft.item
        return lb.whole_department(self.vocabulary) if parent == "total" else Item(parent, _fixed_term(parent), parent)

    def _open_parts(self, token: Token) -> None:
        """其中 and its like: what follows are parts of the figure just before."""
        whole = self.last
        if whole is None and self.top is not None and token.start - self.sentence_start <= 2:
            whole = self.top
        if whole is None:
            whole = self._whole_of_words(token)
        if re.search(r"按[^，,。;；]{2,10}$", self.text[max(0, token.start - 14) : token.end].rstrip(":")) and (
            self.sentence or self.top
        ):
            whole = self.sentence[0] if self.sentence and self.sentence[0].whole is None else self.top
            self.levels = [Level(None)]
        if whole is not None and self.levels[-1].whole is not whole:
            self.levels.append(Level(whole))
        self.lists_subject |= whole is None

    def _whole_of_words(self, token: Token) -> Draft | None:
        """项目支出主要包括:…: the last figure of the item that the words name."""
        named = [t.term.item for t in self.near if t.kind == "item" and t.term and t.term.item and t.end <= token.start]
        if not named or named[-1] == "total":
            return None
        start = self.paragraph.span(0, 1)[0]
        for draft in reversed(self.found.drafts[-40:]):
            if draft.item.code == named[-1] and draft.whole is None and draft.start < start + len(self.text) * 4:
                return draft
        for draft in reversed(self.found.drafts[-40:]):
            if draft.item.code == named[-1] and self.vocabulary.measure_of(draft.measure) == "expenditure":
                return draft
        return None

    # numbers -----------------------------------------------------------------------------------

    def _number(self, token: Token, tokens: list[Token], at: int) -> None:
        number = token.number
        assert number is not None
        if number.kind not in ("money", "percent", "points", "times"):
            self.near.append(token) if number.kind == "count" else None
            return
        label = Label(self.text[self.label_start : token.start], self.label_start, token.start, self.near, self.earlier, self.colon)
        after = self.text[token.end : token.end + 40]
        self.evidence = (self.sentence_start, self._sentence_end(tokens, at))
        if number.kind == "money":
            self._money(number, label, after)
        else:
            self._ratio(number, label)
            if self.last is None:
                self.mentioned = lb.item_in(label, label.near, None, self.vocabulary) or self.mentioned
        self._new_clause(token.end, keep=False)

    def _sentence_end(self, tokens: list[Token], at: int) -> int:
        return next((t.end for t in tokens[at + 1 :] if is_sentence_end(t)), len(self.text))

    def _ratio(self, number: Number, label: Label) -> None:
        relation = None
        if label.has("up", "down", "same"):
            relation = "change_pct"
        elif label.has("execution_rate") or any(t.kind == "cue" and t.term and "execution_rate" in t.term.cues for t in label.near):
            relation = "execution_rate"
        elif label.has("share"):
            relation = "share_of_whole"
        if relation and number.kind == "percent":
            self._claim(relation, number, label)

    def _claim(self, relation: str, number: Number, label: Label) -> None:
        figure = self.last or self.top
        if figure is not None and figure.dropped == "foreign":
            return
        start, end = self.paragraph.span(number.start, number.end)
        base_year = None
        if relation.startswith("change") and self.year is not None:
            stated = [t for t in label.near if t.kind == "year" and t.number and t.number.value > 1900]
            base_year = int(stated[-1].number.value) if stated and stated[-1].number else self.year - 1
        self.found.claims.append(
            Claim(relation, start, end, number.value, number.unit or None, comparison.direction(label),
                  self.paragraph.span(*self.evidence), figure, None, self.year, base_year)
        )

    def _money(self, number: Number, label: Label, after: str) -> None:
        kind = comparison.kind_of(label, after)
        if kind == comparison.CHANGE or kind == comparison.DIFFERENCE:
            self.mentioned = lb.item_in(label, label.near, None, self.vocabulary) or self.mentioned
            self._claim("change_amount" if kind == comparison.CHANGE else "budget_difference", number, label)
            return
        if number.in_range:
            self._leave(number, "range")
            return
        year, year_is_stated = self._year_of(label)
        self.pairing = lists.pairing_of(label) or self.pairing
        if self.pairing is not None and self.pairing.tokens and self._paired(number, label, year):
            return
        whole = self.levels[-1].whole
        parent = whole.item.code if whole else next((i.code for i in (self.mentioned, self.subject) if i), None)
        fixed = lb.item_in(label, label.near, parent, self.vocabulary)
        is_contract_item = fixed is not None and fixed.role is None and fixed.code.split(".")[0] not in ("function", "economic")
        reason = ownership.outside_reason(label, self.sentence_tokens, is_contract_item, self._in_name_list())
        if reason is None and whole is not None and whole.dropped:
            reason = self._part_of_outside(whole, label, fixed)
        if kind == comparison.LIMIT and reason is None:
            if comparison.is_limit_on_budget(after) and (fixed or self.subject):
                self._add(number, "bounded_budget", fixed or self.subject, BUDGETED, year, None, True, True)
            else:
                self._leave(number, "bound")
            return
        if reason is not None:
            self._outside(number, reason, label, fixed, year)
            return
        self._level(number, label, after, fixed, year, year_is_stated, kind == comparison.BASE)

    def _paired(self, number: Number, label: Label, year: int | None) -> bool:
        """Adds the number under the next name of a list read with 分别."""
        assert self.pairing is not None
        if label.text.strip("、和及与,，") and not label.has("respectively"):
            self.pairing = None
            return False
        token = self.pairing.tokens.pop(0)
        if self.pairing.kind == "item":
            item = lb.item_in(label, [token], None, self.vocabulary)
            measure = lb.measure_in([t for t in label.near if t.kind == "measure" and t.start >= token.end]) if label.near else None
            term = measure.text if measure else (self.last.measure if self.last and not self.last.dropped else SPENT)
        else:
            item = self.subject or lb.whole_department(self.vocabulary)
            term = token.term.text if token.term else SPENT
        if item is None or item.code == "other":
            return False
        self._add(number, "respectively", item, term, year, None, True, True)
        return True

    def _part_of_outside(self, whole: Draft, label: Label, fixed: Item | None) -> str | None:
        """Parts of somebody else's money are somebody else's, unless the label says otherwise."""
        if whole.dropped == "cumulative" and (label.last("year") or "本年" in label.text or "当年" in label.text):
            return None
        measure = lb.measure_in(label.near)
        if measure is not None and measure.measure in CLOSING and whole.dropped == "cumulative":
            self.levels.pop()
            self.last = None
            return None
        if _REACHED_US.search(label.text):
            return None
        if fixed is not None and fixed.role is None:
            while len(self.levels) > 1:
                self.levels.pop()
            return None
        return "foreign"

    def _outside(self, number: Number, reason: str, label: Label, fixed: Item | None, year: int | None) -> None:
        self._leave(number, reason)
        measure = lb.measure_in(label.near)
        name = names.name_before(re.sub(r"(?:累计|计划|估算)*(?:总投资|概算|总概算|累计).*$", "", label.text)) if reason == "cumulative" else ""
        if fixed is None or fixed.code == "project":
            fixed = Item("project.item", None, name) if names.is_name(name) and names.ends_in_carrier(name) and not names.is_generic(name) else fixed
        ghost = Draft("outside", fixed or self.subject or lb.whole_department(self.vocabulary),
                      measure.text if measure else SPENT, number.value, number.unit, number.start, number.end,
                      self.evidence, year=year, dropped="cumulative" if reason == "cumulative" else "foreign")
        self.last = ghost

    def _leave(self, number: Number, reason: str) -> None:
        self.found.foreign.append(ForeignAmount(*self.paragraph.span(number.start, number.end), number, reason))

    # levels ------------------------------------------------------------------------------------

    def _level(self, number: Number, label: Label, after: str, fixed: Item | None, year: int | None,
               year_is_stated: bool, is_base: bool) -> None:
        measure = lb.measure_in(label.near)
        if _REACHED_US.search(label.text) and self.levels[-1].whole is not None and self.levels[-1].whole.dropped:
            self._add(number, "clause_part", lb.whole_department(self.vocabulary), _RECEIVED, year, None, False, True)
            return
        funding, measure = self._funding_of(label, measure)
        measure = self._of_the_same_balance(measure)
        item = self._item_of(label, fixed, measure, after)
        left_whole = self._leave_levels(item, measure, funding)
        whole = self.levels[-1].whole
        rule = "clause_named"
        if item is None:
            if is_base and self.last is not None and not self.last.dropped:
                item = self.last.item
            elif left_whole is not None and not left_whole.dropped:
                item = left_whole.item
            else:
                item = self._carried_item(label, measure, funding, year_is_stated or is_base)
            rule = "clause_part" if whole else "clause_carried"
            if item is None:
                self._leave(number, "no_item")
                return
            explicit_item = False
        else:
            explicit_item = True
            if self.scope.is_achievement and measure is None and item.code == "project" and not item.label.endswith("支出"):
                self._leave(number, "unclear_name")
                return
            if item.role == "project.item" and not self._name_is_welcome(label, item, measure):
                self._leave(number, "unclear_name")
                return
            if self._continues_outside(item, measure):
                self._outside(number, "foreign", label, None, year)
                return
            if whole:
                rule = "clause_part"
        explicit_measure = measure is not None
        term = measure.text if measure else self._carried_measure(label, item, year_is_stated or is_base, explicit_item)
        if term is not None and self.vocabulary.measure_of(term) == "transfer_in" and funding and measure is None:
            term = term if self.vocabulary.terms[funding].funding != "local" else None
        if term is None:
            self._leave(number, "no_measure")
            return
        if funding is None and (not self._is_budget_part(term) or self.vocabulary.measure_of(term) == "initial_budget"):
            funding = self._carried_funding(item, whole, explicit_item)
        if not explicit_item and not whole and not self.subject_is_stated and not self.sentence and self.scope.item:
            rule = "clause_heading"
        if self.vocabulary.measure_of(term) == "balance_total" and item.code != "total":
            term = SPENT
        term = budget_reading(term, year, self.vocabulary, self.context)
        if after.startswith("(") and self._says_more_than_budget(after, term):
            term, rule = "=available_by_parts", "available_by_parts"
        self._add(number, rule, item, term, year, funding, explicit_item, explicit_measure, is_base)

    def _of_the_same_balance(self, measure: Term | None) -> Term | None:
        """年初结转和结余82万元，其中基本支出结转10万元: 结转 is the whole's, at the year's beginning."""
        whole = self.levels[-1].whole
        if measure is None or whole is None or measure.measure != "carryover_out" or re.search(r"年末|期末|下年|累计", measure.text):
            return measure
        own = self.vocabulary.terms[whole.measure]
        return own if own.measure == "carryover_in" else measure

    def _carried_funding(self, item: Item, whole: Draft | None, explicit_item: bool) -> str | None:
        """The source that a whole, the same item just before, or the heading limits the number to."""
        if whole is not None and not whole.dropped:
            return whole.funding
        if self.last is not None and not self.last.dropped and not explicit_item and self.last.item.same(item):
            return self.last.funding
        if self.scope.funding is not None:
            source = self.vocabulary.terms[self.scope.funding].funding
            if item.code.split(".")[0] == "function" or source in ("government_fund", "state_capital"):
                return self.scope.funding
        return None

    def _continues_outside(self, item: Item, measure: Term | None) -> bool:
        """Whether a list that began with others' money goes on with a class or a name."""
        loose = item.role is not None or item.code.split(".")[0] in ("function", "economic")
        if not loose or measure is not None or self.levels[-1].whole is not None:
            return False
        return self.scope.is_achievement or (self.last is not None and self.last.dropped is not None)

    def _says_more_than_budget(self, after: str, term: str) -> bool:
        if self.vocabulary.measure_of(term) != "initial_budget" or "年初" in term:
            return False
        inside = after[1 : after.find(")")] if ")" in after else after[1:]
        return re.match(r"(?:包?含|其中)?.{0,4}(?:上级|上年结[转余]|中央|省级|追加)", inside) is not None

    def _is_budget_part(self, term: str) -> bool:
        return self.vocabulary.measure_of(term) in (BUDGET_PARTS | CLOSING)

    def _year_of(self, label: Label) -> tuple[int | None, bool]:
        """The year of the number: one that leads its clause or stands right before item or measure."""
        stated = None
        for tokens, is_near in ((label.earlier, False), (label.near, True)):
            for token in tokens:
                if token.kind != "year" or token.number is None or token.number.value < 1900:
                    continue
                if self._year_counts(token, tokens, is_near, label):
                    stated = int(token.number.value)
        fiscal = self.context.fiscal_year
        compares = label.has("compare_year", "weak_compare")
        if stated is not None:
            if not compares:
                self.year = stated
            return stated, True
        if fiscal is not None and not compares and re.search(r"(?<!上)本年|当年|今年", label.text):
            self.year = fiscal
            return fiscal, self.last is not None and self.last.year != fiscal
        if fiscal is not None and re.search(r"(?:上年度?|去年)(?!结|末|同期|度?结)", label.text) and not compares:
            before = [t for t in label.near if t.kind in ("measure", "funding", "item") and "上年" in self.text[t.start : t.end]]
            if not before:
                return fiscal - 1, True
        return self.year, False

    def _year_counts(self, token: Token, tokens: list[Token], is_near: bool, label: Label) -> bool:
        clause_start = max(self.text.rfind(c, 0, token.start) for c in "，,;；。:(") + 1
        clause_start = max(clause_start, label.start if is_near else 0)
        if _YEAR_LEADS.match(self.text[clause_start : token.start]):
            return True
        following = next((t for t in tokens if t.start >= token.end and t.kind in ("item", "measure")), None)
        return following is not None and following.start - token.end <= 2

    def _funding_of(self, label: Label, measure: Term | None) -> tuple[str | None, Term | None]:
        """Funding term and measure; 上年结余支出 among parts of spending is a source, not a measure."""
        token = _strong_source(label)
        whole = self.levels[-1].whole
        spending = whole is not None and self.vocabulary.measure_of(whole.measure) == "expenditure"
        near_measures = [t for t in label.near if t.kind == "measure"]
        if spending and token is not None and measure is not None and measure.measure in (BUDGET_PARTS | {"revenue", "carryover_out"}):
            says_spent = label.text.rstrip().endswith("支出")
            firm = "weak" not in self.vocabulary.terms[whole.measure].cues and not whole.measure.startswith("=")
            if says_spent or measure.measure == "revenue" or (firm and measure.measure == "transfer_in"):
                return token.term.text if token.term else None, None
        if token is None or token.term is None or not self._is_adjacent(token, label):
            return None, measure
        if self.text[: token.end].endswith(("局本级", "委本级", "办本级", "厅本级", "部门本级", "单位本级", "机关本级")) or (
            token.term.text.startswith("本级") and self.text[token.start - 1] in "局委办厅院校馆"
        ):
            return None, measure
        in_income_list = whole is not None and not whole.dropped and self.vocabulary.measure_of(whole.measure) == "revenue" and not label.last("item")
        if in_income_list and measure is not None and measure.measure == "revenue":
            return token.term.text, measure
        if "loose_funding" in token.term.cues and (label.last("item") or near_measures and not self._covers(token, near_measures)):
            return None, measure
        if measure is not None and measure.measure in ("carryover_in", "transfer_in", "budget_adjustment", "carryover_out", "returned"):
            source = token.term.funding or ""
            if source in ("superior", "carryover", "local", "other", "all"):
                return None, measure
        if measure is not None and measure.measure == "revenue" and "loose_funding" in token.term.cues:
            return None, measure
        return token.term.text, measure

    def _is_adjacent(self, token: Token, label: Label) -> bool:
        """Whether a source stands right at an item, a measure or the number (区财政批复的… is an actor)."""
        gap = 1
        edges = [label.end, *(t.start for t in label.near if t.kind in ("item", "measure") and t.end > token.start)]
        return any(token.start < edge <= token.end + gap for edge in edges) or any(
            t.start <= token.start and token.end <= t.end for t in label.near if t.kind == "measure"
        )

    @staticmethod
    def _covers(token: Token, measures: list[Token]) -> bool:
        return any(m.start <= token.start and token.end <= m.end for m in measures)

    def _item_of(self, label: Label, fixed: Item | None, measure: Term | None, after: str) -> Item | None:
        """The item that the label names: fixed, of a class, or a name of its own."""
        if fixed is not None and fixed.code.startswith("procurement.") and "采购" not in fixed.label:
            fixed = fixed if self._parent_code().startswith("procurement") else None
        whole = self.levels[-1].whole
        repeats = fixed is not None and whole is not None and fixed.code == "project" == whole.item.code and fixed.label not in _PROJECT_SPENDING
        if fixed is not None and fixed.code != "other" and not repeats and self._stands_alone(label, fixed):
            return fixed
        raw = label.text
        cut = [t for t in label.near if t.kind == "cue" and t.term and t.term.cues & {"parts"}]
        if cut:
            raw = self.text[cut[-1].end : label.end]
        balance = next((t for t in label.near if t.kind == "measure" and t.term and t.term.measure in CLOSING | BUDGET_PARTS
                        and "预算" not in t.term.text and t.start > label.start), None)
        if balance is not None and self.text[label.end - len(raw) : balance.start]:
            raw = self.text[label.end - len(raw) : balance.start]
        name = names.name_before(raw)
        trailing = names.name_after(after) if label.has("other_rest") or not names.is_name(name) else None
        vehicle = names.vehicle_cost(name, self.text[self.sentence_start : label.end])
        if vehicle is not None:
            return vehicle
        if names.is_generic(name) and not trailing:
            return Item("project", "项目支出", name) if name.endswith(("项目", "专项")) and measure else None
        if trailing:
            return names.named_item(trailing, self._parent_code())
        if fixed is not None and fixed.code == "other" and fixed.label == name:
            return fixed
        left = label.residue(self.text.index(raw, label.start) if raw else None)
        if not names.is_name(name) or (len(left) < 2 and fixed is None):
            return fixed if fixed and fixed.code != "other" else None
        if not names.ends_in_carrier(name) and not self._in_name_list():
            whole_is_total = whole is not None and not whole.dropped and whole.item.code == "total" and self._spends(whole)
            if measure is not None and measure.text == "支出" and whole_is_total and fixed is None:
                return Item("other", None, name + "支出")
            return fixed if fixed and fixed.code != "other" else None
        return names.named_item(name, self._parent_code())

    def _spends(self, whole: Draft) -> bool:
        return self.vocabulary.measure_of(whole.measure) == "expenditure"

    def _parent_code(self) -> str:
        whole = self.levels[-1].whole
        if whole:
            return whole.item.code
        return self.subject.code if self.subject else "total"

    def _in_name_list(self) -> bool:
        whole = self.levels[-1].whole
        if whole is None:
            return self.lists_subject and self.subject is not None and self.subject.code == "project"
        return whole.item.code.split(".")[0] in ("project", "function") and not whole.dropped

    def _stands_alone(self, label: Label, fixed: Item) -> bool:
        """Whether a fixed item's term is the whole phrase, not the tail or head of a longer name."""
        token = next((t for t in reversed(label.near) if t.kind == "item" and t.term and t.term.text == fixed.label), None)
        if token is None:
            return True
        bounded = token.start == label.start or self.text[token.start - 1] in "的:，,、和)"
        if fixed.code == "project" and not fixed.label.endswith("支出"):
            start = max(label.start, self.text.rfind("的", 0, token.start) + 1)
            cut = "".join(_without(self.text, start, token.start, label.near))
            return bounded or not names.has_own_name(cut)
        if fixed.code.split(".")[0] not in ("function", "economic"):
            return True
        if label.residue(token.end, label.end) and names.ends_in_carrier(names.name_before(self.text[token.start : label.end])):
            return False
        return bounded or len(label.residue(label.start, token.start)) < 2

    def _name_is_welcome(self, label: Label, item: Item, measure: Term | None) -> bool:
        """Names are read in lists of projects and in sections on spending, not among achievements."""
        whole = self.levels[-1].whole
        if whole is not None and not whole.dropped and whole.item.code.split(".")[0] in ("project", "total", "function"):
            return not (self.scope.is_achievement and measure is None and whole.item.code == "total")
        if self.scope.is_achievement:
            return False
        subject = self.subject.code.split(".")[0] if self.subject else ""
        if self._in_name_list():
            return True
        if subject in ("project", "function"):
            return names.ends_in_carrier(item.label)
        return measure is not None and names.ends_in_carrier(item.label)

    def _leave_levels(self, item: Item | None, measure: Term | None, funding: str | None) -> Draft | None:
        """Closes the lists that the number no longer belongs to; the whole of the last one closed."""
        left: Draft | None = None
        while len(self.levels) > 1:
            whole = self.levels[-1].whole
            assert whole is not None
            if self._belongs(whole, item, measure, funding) or self.levels[-1].in_bracket:
                break
            left = self.levels.pop().whole
        return left

    def _belongs(self, whole: Draft, item: Item | None, measure: Term | None, funding: str | None) -> bool:
        whole_measure = self.vocabulary.measure_of(whole.measure)
        if item is not None:
            if lb.is_part(item.code, whole.item.code):
                return True
            if item.code != whole.item.code or item.role:
                return False
            if funding or (measure and measure.measure != whole_measure):
                return True
            if not whole.explicit_item:  # the part bears the item that the whole only inherited
                whole.item = lb.whole_department(self.vocabulary)
                return True
            return False
        if measure is None:
            return True
        if self._completes_last(measure):
            return True
        if whole_measure == "expenditure":
            weak = "weak" in self.vocabulary.terms[whole.measure].cues or whole.measure.startswith("=")
            return measure.measure == "expenditure" or (weak and measure.measure in BUDGET_PARTS)
        if whole_measure == "carryover_out":
            return measure.measure in CLOSING
        return measure.measure in lb.BUDGET

    def _completes_last(self, measure: Term) -> bool:
        """接待费预算4万元，支出3万元: the second measure is said of the item just named."""
        level = self.levels[-1]
        if not level.firsts or measure.measure in CLOSING:
            return False
        as_before = len(level.counts) >= 2 and level.counts[-2] >= 2
        if not level.firsts[-1].explicit_measure and not as_before:
            return False
        return self.vocabulary.measure_of(level.firsts[-1].measure) != measure.measure

    def _carried_item(self, label: Label, measure: Term | None, funding: str | None, dated: bool) -> Item | None:
        """The item of a number whose label names none."""
        level = self.levels[-1]
        if measure is None and funding is None and not dated and level.whole is None:
            return None
        left = label.residue()
        if measure is None and level.whole is None and not dated and len(left) >= 2:
            return None
        if measure is not None and "weak" in measure.cues and len(left) >= (3 if level.whole is None else 2) and not funding:
            return None
        if self.last is not None and self.last.dropped == "foreign" and not dated:
            return None
        if measure is None and funding is None and len(left) >= 2:
            return None
        if level.firsts and not (level.whole is not None and funding):
            last, single = level.firsts[-1], all(c == 1 for c in level.counts)
            closing = measure is not None and measure.measure in (CLOSING | BUDGET_PARTS | {"adjusted_budget"})
            if len(level.firsts) >= 2 and single and (closing or not last.explicit_measure):
                return level.whole.item if level.whole else self._parent_of([d.item.code for d in level.firsts])
            if level.whole is not None and measure is not None:
                return last.item if self._completes_last(measure) else level.whole.item
            if level.whole is not None and not last.explicit_measure and len(level.firsts) > 1:
                return level.whole.item
            return last.item
        if level.whole is not None:
            return level.whole.item
        if self.mentioned is not None and self.mentioned.code != "other":
            return self.mentioned
        this_year = self.last is not None and self.last.dropped == "cumulative" and re.search(r"本年|当年|今年", label.text)
        if self.last is not None and (self.last.dropped is None or this_year):
            return self.last.item
        if self.subject is not None and (not self.scope.is_achievement or self.subject_is_stated):
            return self.subject
        return self._default_item(label, measure, left)

    def _default_item(self, label: Label, measure: Term | None, left: str) -> Item | None:
        """The department as a whole, where the measure is strong or stands bare behind a year."""
        if measure is None or self.scope.is_achievement:
            return None
        if "weak" in measure.cues and (len(left) >= 1 or not (label.last("year") or label.has("own"))):
            return None
        return lb.whole_department(self.vocabulary)

    def _carried_measure(self, label: Label, item: Item, dated: bool, explicit: bool) -> str | None:
        """The measure of a number whose label names none."""
        level = self.levels[-1]
        earlier = lb.measure_in(label.earlier)
        if earlier is not None and (label.earlier_is_topic or "weak" not in earlier.cues) and level.whole is None:
            return earlier.text
        if dated and self.last is not None and not self.last.dropped:
            return self.last.measure
        if level.firsts and level.firsts[-1].explicit_measure:
            return level.firsts[-1].measure
        if level.whole is not None:
            whole = level.whole
            return whole.measure if self.vocabulary.measure_of(whole.measure) != "balance_total" else SPENT
        if level.firsts:
            return level.firsts[-1].measure
        if self.scope.measure is not None:
            return self.scope.measure
        if item.code == "total" and not item.role and not (explicit and item.label.endswith("支出")):
            return None
        if item.role == "other":
            return None
        return SPENT

    def _sums_into(self, measure: str, whole: Draft) -> bool:
        """Whether an amount of this measure is part of the whole's amount, not merely said beside it."""
        whole_measure = self.vocabulary.measure_of(whole.measure)
        if measure == whole_measure or measure in CLOSING and whole_measure == "carryover_out":
            return True
        loose = whole.measure.startswith("=") or "weak" in self.vocabulary.terms[whole.measure].cues
        return measure in BUDGET_PARTS and (loose or whole_measure in ("adjusted_budget", "revenue", "initial_budget"))

    def _add(self, number: Number, rule: str, item: Item | None, measure: str, year: int | None,
             funding: str | None, explicit_item: bool, explicit_measure: bool, is_base: bool = False) -> None:
        assert item is not None
        single = self.found.around.project if self.vocabulary.is_project_report(self.context.kind_term) else None
        if single is not None and project.means_project(item):
            item = single
        level = self.levels[-1]
        start, end = self.paragraph.span(number.start, number.end)
        whole = level.whole if level.whole is not None and not level.whole.dropped else None
        code = self.vocabulary.measure_of(measure)
        if whole is not None and not self._sums_into(code, whole):
            whole = None
        draft = Draft(rule, item, measure, number.value, number.unit, start, end, self.paragraph.span(*self.evidence),
                      year=year, funding=funding, qualifier="approximate" if number.approximate else None,
                      whole=whole, explicit_item=explicit_item, explicit_measure=explicit_measure)
        if whole is not None and whole.year is not None and year == self.context.fiscal_year and whole.year != year:
            draft.year = whole.year
        if is_base:
            pass
        elif explicit_item and not (level.firsts and level.firsts[-1].item.same(item)):
            level.firsts.append(draft)
            level.counts.append(1)
        elif level.counts and level.firsts[-1].item.same(item):
            level.counts[-1] += 1
        self.found.drafts.append(draft)
        if is_base:  # what the sentence goes on to say is not about the level compared with
            return
        self.sentence.append(draft)
        self.last = draft


def budget_reading(term: str, year: int | None, vocabulary: Vocabulary, context: ReportContext) -> str:
    """The measure term as a budget document means it: this year's 收入, 支出 and 预算总额 are budgets there."""
    if not vocabulary.is_budget_document(context.kind_term) or year != context.fiscal_year:
        return term
    if vocabulary.measure_of(term) == "balance_total" and "预算" in term:
        return BUDGETED
    if vocabulary.measure_of(term) in ("revenue", "expenditure", "adjusted_budget") and not re.search(r"决算|执行|实际|调整", term):
        return BUDGETED
    return term


def _without(text: str, begin: int, end: int, tokens: list[Token]) -> list[str]:
    """The pieces of text[begin:end] that no measure, source or year covers."""
    pieces, at = [], begin
    for token in tokens:
        if token.kind in ("measure", "funding", "year") and token.start < end and token.end > at:
            pieces.append(text[at : max(at, token.start)])
            at = token.end
    return [*pieces, text[at:end]] if at < end else pieces


def _strong_source(label: Label) -> Token | None:
    """The last source that the label names; a loose one (财政拨款) yields to the firm one right before it."""
    found = [t for t in label.near if t.kind == "funding"]
    if len(found) >= 2 and found[-2].end == found[-1].start and found[-1].term and "loose_funding" in found[-1].term.cues:
        return Token("funding", found[-2].start, found[-1].end, found[-2].term)
    return found[-1] if found else None


def _fixed_term(code: str) -> str:
    return {"basic": "基本支出", "project": "项目支出", "three_public": "三公经费", "procurement": "政府采购"}.get(code, code)


def read_paragraph(paragraph: Paragraph, vocabulary: Vocabulary, context: ReportContext, found: Findings) -> None:
    """Adds the amounts of one paragraph to `found`."""
    if _MAY_HOLD_MONEY.search(paragraph.text):
        ParagraphReader(paragraph, vocabulary, context, found).read()
