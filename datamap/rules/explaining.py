"""Why a finding is as it is: article, facts with the cells they were read from, what would change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from datamap.analysis.frames import pd
from datamap.analysis.worksheet import Worksheet
from datamap.facts import Facts
from datamap.facts.trace import Trace
from datamap.model import EMPTY, Finding, FindingStatus, Rule, RuleVersion, Text
from datamap.rules.articles import article_of
from datamap.rules.chain import STEPS, foreign_chain
from datamap.rules.findings import Findings, finding_record
from datamap.rules.flipping import flips
from datamap.rules.labels import RuleWords, named, words_of
from datamap.rules.ruling import Outcome, Ruling
from datamap.vocabulary import read_vocabulary, text

CHAIN_FACTS = frozenset({fact for _, fact, _ in STEPS} | {"foreign_consent_informed", "other_foreign_route"})
"""A rule about a flow that names one of these is a step of the decision chain of APPI 28."""

SETTLED = frozenset({Outcome.MET, Outcome.NOT_APPLICABLE})
"""Outcomes that have no weight."""

PARTS = (("when", "applies"), ("unless_any", "met"), ("weak_if_any", "part"))
"""Where a version names its conditions, and what they are for."""


@dataclass(frozen=True)
class TraceWords(RuleWords):
    """Words of the cells that facts were read from, fields of a clause (`clause.T2.claims`) among them."""

    def knows(self, column: str) -> bool:
        """Whether the cells of this column are keys that have labels."""
        return _list_of(column) in CLAUSE_LISTS if column.startswith("clause.") else super().knows(column)

    def label(self, column: str, key: str) -> Text:
        """Return the label of one key in one column."""
        if column.startswith("clause.") and self.vocabulary is not None:
            return self.vocabulary.label(_list_of(column), key)
        return super().label(column, key)


CLAUSE_LISTS = frozenset(
    {"claims", "items", "kinds", "measures", "purposes", "rights", "sections", "subjects"}
)
"""Lists of words that fields of a clause come from."""


def _list_of(column: str) -> str:
    """Return the list of words of a field of a clause (`clause.T2.kind` -> `kinds`)."""
    field = column.rpartition(".")[2]
    return {"kind": "kinds", "section": "sections"}.get(field, field)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Explanation(Worksheet):
    """One finding taken apart.

    `table` has one row per condition of the rule: `used_for` (`applies`, `met`, `part`), `fact`,
    `wanted` and `value` (`yes`, `no`, `not_recorded`). Sheets: `evidence` (file, row, column and
    what is written, by fact), `changes` (facts that would have to be otherwise, the status then,
    where to write it), `chain` (the decision chain of provision abroad, where the rule is one of
    its steps).

    Attributes
    ----------
    finding : what is explained. law_text : article with the name of its act.
    """

    finding: Finding
    law_text: Text = EMPTY

    def as_object(self) -> dict[str, Any]:
        """Return the explanation for JSON, with the finding itself."""
        return {**super().as_object(), "finding": finding_record(self.finding, self.lang)}


def explain(findings: Findings, finding_id: str) -> Explanation:
    """Take one finding apart.

    Parameters
    ----------
    finding_id : rule and thing (`JP-28-1:FL06`); also of a thing to which the rule does not apply.

    Raises
    ------
    KeyError
        If the rule is not in force on the day, or there is no such thing.
    """
    if findings.facts is None or findings.laws is None:
        raise ValueError("findings without their facts")
    finding, ruling = findings.judged(finding_id)
    facts, rule, version = findings.facts, ruling.rule, ruling.version
    law_text = article_of(findings.laws.get(rule.law), version)
    words = _words(facts, version)
    traces = {name: facts.trace(finding.about_type, finding.about, name) for name in version.fact_names}
    sheets = [_evidence(traces, words), _changes(finding, ruling, traces, words)]
    if finding.about_type == "flow" and CHAIN_FACTS & set(version.fact_names):
        sheets.append(_chain(facts, finding.about))
    return Explanation(
        name="explanation",
        table=_conditions(finding, version),
        title=text("rules", "explain_title", id=finding.id, title=finding.title),
        summary=text("rules", "explain_summary", message=finding.message, status=_status(finding)),
        words=words,
        lists=frozenset(),
        parts=tuple(sheet for sheet in sheets if len(sheet)),
        notes=_notes(finding, rule, version, law_text),
        finding=finding,
        law_text=law_text,
    ).in_lang(findings.lang)


def _status(finding: Finding) -> Text:
    return text("rules", f"status_is_{finding.status.value}")


def _words(facts: Facts, version: RuleVersion) -> TraceWords:
    questions = {name: facts.question(name) for name in version.fact_names}
    said = named("answer")
    made = words_of(
        facts,
        fact=questions,
        for_facts=questions,
        used_for=named("used_for"),
        wanted=said,
        value=said,
        status=named("status"),
        severity=named("severity"),
    )
    return TraceWords(made.vocabulary, made.places, made.groups, labels=made.labels)


def _say(value: bool | None) -> str:  # noqa: FBT001
    return {True: "yes", False: "no", None: "not_recorded"}[value]


def _conditions(finding: Finding, version: RuleVersion) -> pd.DataFrame:
    known = dict(finding.facts)
    rows = []
    for attribute, used in PARTS:
        for condition in getattr(version, attribute):
            name = condition.removeprefix("!")
            rows.append((used, name, _say(name == condition), _say(known[name])))
    return pd.DataFrame(rows, columns=["used_for", "fact", "wanted", "value"], dtype=object)


def _evidence(traces: dict[str, tuple[Trace, ...]], words: RuleWords) -> Worksheet:
    """List what each fact was read from, the same cell once."""
    read: dict[Trace, list[str]] = {}
    for name, found in traces.items():
        for trace in found:
            read.setdefault(trace, []).append(name)
    rows = [
        (one.file, "" if one.row is None else str(one.row), one.thing, one.column, one.value, ";".join(names))
        for one, names in read.items()
    ]
    columns = ["file", "row", "thing", "column", "written", "for_facts"]
    return Worksheet(
        name="evidence",
        table=pd.DataFrame(rows, columns=columns, dtype=object),
        title=text("rules", "explain_evidence"),
        summary=text("rules", "explain_evidence_summary", count=len(rows)),
        words=words,
        lists=frozenset({"for_facts"}),
        cells=("written",),
    )


def _changes(
    finding: Finding, ruling: Ruling, traces: dict[str, tuple[Trace, ...]], words: RuleWords
) -> Worksheet:
    """List the smallest changes of facts that change the status, the way to *no gap* first."""
    found = flips(ruling.version, dict(finding.facts))
    now = finding.status, finding.assumption.severity if finding.assumption else finding.severity
    rows = [
        (
            _settings(flip.facts, words),
            ruling.status(flip.outcome).value,
            "" if flip.outcome in SETTLED else ruling.severity(flip.outcome).value,
            _joined(places_of([one for name, _ in flip.facts for one in traces[name]])),
        )
        for flip in found
        if (ruling.status(flip.outcome), ruling.severity(flip.outcome)) != now
    ]
    rows.sort(key=lambda row: row[1] != FindingStatus.NO_GAP.value)
    return Worksheet(
        name="changes",
        table=pd.DataFrame(rows, columns=["if_so", "status", "severity", "written_in"], dtype=object),
        title=text("rules", "explain_changes"),
        summary=text("rules", "explain_changes_summary"),
        words=words,
        lists=frozenset(),
        none=frozenset({"severity"}),
    )


def _settings(facts: tuple[tuple[str, bool], ...], words: RuleWords) -> Text:
    said = [
        text("rules", "explain_fact", question=words.label("fact", name), value=_answer(value))
        for name, value in facts
    ]
    return Text(ja="、かつ".join(one.ja for one in said), en=", and ".join(one.en for one in said))


def _answer(value: bool) -> Text:  # noqa: FBT001
    return text("rules", f"answer_is_{_say(value)}")


PLACES = 4
"""Cells that are named for one change."""


def places_of(traces: Iterable[Trace]) -> tuple[Text, ...]:
    """Return where a fact is written: file, row and column or key.

    Examples
    --------
    >>> places_of((Trace("inventory.csv", 7, "countries", "", "F1"),))[0].ja
    'inventory.csv:7 国'
    """
    columns = {column.key: column.label for column in read_vocabulary().columns}
    said = []
    for one in dict.fromkeys((one.file, one.row, one.column) for one in traces):
        file, row, column = one
        label = columns.get(column, Text.same(column))
        place = file if row is None else f"{file}:{row}"
        said.append(Text(ja=f"{place} {label.ja}", en=f"{place} {label.en}"))
    more = (Text.same(f"… +{len(said) - PLACES}"),) if len(said) > PLACES else ()
    return (*said[:PLACES], *more)


def _joined(parts: Iterable[Text]) -> Text:
    listed = list(parts)
    return Text(ja="、".join(one.ja for one in listed), en="; ".join(one.en for one in listed))


def _chain(facts: Facts, flow: str) -> Worksheet:
    found = foreign_chain(facts)
    rows = found.table[found.table["flow"] == flow].reset_index(drop=True)
    return Worksheet(
        name="chain",
        table=rows,
        title=found.title,
        summary=text("rules", "explain_chain"),
        words=found.words,
        lists=found.lists,
        none=found.none,
    )


def _notes(finding: Finding, rule: Rule, version: RuleVersion, law_text: Text) -> tuple[Text, ...]:
    """Say the article, since when, whether somebody read it for us, and what to ask and to do."""
    notes = [
        text("rules", "explain_article", article=law_text, since=since_when(version), read=how_read(rule)),
        text("rules", "explain_source", source=rule.source) if rule.source else EMPTY,
        text("rules", "explain_question", question=finding.question),
        text("rules", "explain_remedy", remedy=finding.remedy),
        _assumed(finding),
    ]
    return tuple(note for note in notes if note.en)


def since_when(version: RuleVersion) -> Text:
    """Say from when on a version is in force; nothing where the beginning is not recorded."""
    return text("rules", "explain_since", day=version.in_force.isoformat()) if version.in_force else EMPTY


def how_read(rule: Rule) -> Text:
    """Say whether somebody read the text for us, or that the rule is a check of our own."""
    if rule.kind == "house":
        return text("rules", "explain_house")
    if rule.verified_on is None:
        return text("rules", "explain_unverified")
    return text("rules", "explain_verified", day=rule.verified_on.isoformat())


def _assumed(finding: Finding) -> Text:
    held = finding.assumption
    if held is None:
        return EMPTY
    state = text("rules", f"assumption_is_{held.state.value}")
    record = held.record
    return text(
        "rules", "explain_assumed", state=state, until=record.until, role=record.role, reason=record.reason
    )
