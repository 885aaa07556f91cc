"""How the rows of a foreign table most likely become flows of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from datamap.exchange.content_match import Sample
from datamap.exchange.drafts import Draft, DraftColumn
from datamap.exchange.entries import parted
from datamap.exchange.mapping import BLANKS, SLOT, base_of, heading_form
from datamap.exchange.sourcing import Source
from datamap.vocabulary import fold

AWAY = ("recipient_role", "countries", "foreign_route", "basis", "gdpr_tool")
"""Columns of ours that speak of the recipient outside."""

_OURS = ("system", "mode", "provision", "retention", "retention_basis")
_MARKS = ("/", "／", "\n", "；", ";", "、", "|")
_SPLIT_SHARE = 0.05

_KINDS = {
    "entrustment": re.compile(r"委託|外注|\bprocessors?\b|sous-traitant", re.IGNORECASE),
    "joint_use": re.compile(r"共同利用|\bjoint\b", re.IGNORECASE),
    "third_party": re.compile(r"第三者", re.IGNORECASE),
    "": re.compile(r"提供|移転", re.IGNORECASE),
}
"""What a heading says about the kind of handing over; "" = it says that there is one."""

_GATHERED = re.compile(
    r"取得|入手|収集|出所|どこから|だれから|obtained|collected|source|origin", re.IGNORECASE
)
"""What the heading of a column says that tells where data come from, not who hands them over."""

_FROM_THE_PERSON = re.compile(
    r"本人(?:から|より|記入|申告|の?申請)?|本人からの申請"
    r"|(?:directly\s+)?(?:from\s+)?(?:the\s+)?(?:individual|data subject)s?",
    re.IGNORECASE,
)

ROLES = {"entrustment": "processor", "joint_use": "joint_user"}


def kind_of(heading: str) -> str:
    """Return the kind of handing over that a heading speaks of, "" if it names none or several.

    Examples
    --------
    >>> kind_of("委託先名"), kind_of("提供先・委託先"), kind_of("第三者提供先")
    ('entrustment', '', 'third_party')
    """
    found = [kind for kind, pattern in _KINDS.items() if pattern.search(fold(heading))]
    if "third_party" in found and "" in found:
        found.remove("")
    return found[0] if len(found) == 1 else ""


def draft_rows(draft: Draft, source: Source) -> None:
    """Draft how rows become flows: split lists of recipients, make collections, fill what is required."""
    recipients = [column for column in draft.columns if base_of(column.to) == "recipient"]
    mapped = {column.to: column for column in draft.columns if column.to}
    marks = _marks_between(recipients)
    if marks:
        split = [column.to for column in recipients if any(_often(column.sample, m) for m in marks)]
        if "recipient" in split:
            split += [key for key in ("countries", "recipient_role") if _paired(draft, source, key, marks)]
        draft.split, draft.split_at = split, marks
    draft.constants = {"kind": "undetermined", "items": "*"}
    source_column = mapped.get("source")
    gathered = source_column is None or bool(_GATHERED.search(fold(source_column.heading)))
    if gathered or len(recipients) != 1:
        draft.flows = list(_flows(mapped, recipients))
        if source_column is not None:
            _directly(source_column)


def _flows(
    mapped: Mapping[str, DraftColumn], recipients: Sequence[DraftColumn]
) -> Iterator[dict[str, object]]:
    """Yield the flows that a row of a register of processing stands for."""
    asked = [key for key in ("source", "subjects") if key in mapped]
    subject = f"{{{'|'.join(asked)}}}" if asked else "本人 / data subject"
    home = "{department}" if "department" in mapped else "operator"
    away = [key for key in AWAY if key in mapped]
    yield {
        "ending": "-c",
        "without": away,
        "put": {"kind": "collection", "source": subject, "recipient": home},
    }
    ours = [key for key in _OURS if key in mapped]
    for number, column in enumerate(recipients, start=1):
        put = {"source": home, **_said_by(column, mapped)}
        if SLOT in column.to:
            put["recipient"] = f"{{{column.to}}}"
        without = ours + [key for key in away if mapped[key].about not in {"", column.to}]
        ending = "-h" if len(recipients) == 1 else f"-h{number}"
        yield {"ending": ending, "when": [column.to], "without": without, "put": put}


def _directly(column: DraftColumn) -> None:
    """Let words that say *from the person* stand for the people concerned, who are named elsewhere."""
    if column.sample is not None:
        column.values |= {cell: "" for cell in column.sample.cells if _FROM_THE_PERSON.fullmatch(fold(cell))}


def _said_by(column: DraftColumn, mapped: Mapping[str, DraftColumn]) -> dict[str, str]:
    """Return kind and role as far as the heading of the recipients says them and no column does."""
    kind = kind_of(column.heading)
    said = {"kind": kind, "recipient_role": ROLES.get(kind, "")}
    return {key: value for key, value in said.items() if value and key not in mapped}


def give_slots(columns: Iterable[DraftColumn], others: Iterable[DraftColumn]) -> None:
    """Keep several columns of recipients apart, each for flows of its own.

    A column about the recipient (its country) belongs to the recipients that its heading speaks of
    too; where that is not one of them it goes to the note, since it would be said of the wrong party.
    """
    slots: dict[str, str] = {}
    for number, column in enumerate(columns, start=1):
        kind = kind_of(column.heading)
        name = f"recipient{SLOT}{kind or 'other'}"
        column.to = f"{name}{number}" if name in slots.values() else name
        slots.setdefault(kind, column.to)
    for column in others:
        if column.to in AWAY:
            kind = kind_of(column.heading)
            column.about = slots.get(kind) or (slots.get("", "") if kind == "third_party" else "")
            column.to = column.to if column.about else ""


def _marks_between(recipients: Iterable[DraftColumn]) -> list[str]:
    samples = [column.sample for column in recipients]
    return [mark for mark in _MARKS if any(_often(sample, mark) for sample in samples)]


def _often(sample: Sample | None, mark: str) -> bool:
    return sample is not None and sample.share(lambda cell: mark in cell.strip(mark)) >= _SPLIT_SHARE


def _paired(draft: Draft, source: Source, key: str, marks: list[str]) -> bool:
    """Tell whether a column has several entries where there are several recipients.

    They then belong together one by one; where their numbers differ nothing is attributed to anybody.
    """
    surest = sorted(enumerate(draft.columns), key=lambda pair: pair[1].sure)
    places = {column.to: at for at, column in surest if column.to}
    if key not in places:
        return False
    headings = [heading_form(heading) for heading in source.headings]
    at, with_ = (headings.index(heading_form(draft.columns[places[k]].heading)) for k in (key, "recipient"))
    counts = [
        (_count(row[at], marks), _count(row[with_], marks))
        for _, row in source.rows()
        if row[at] and row[with_]
    ]
    return any(a > 1 and b > 1 for a, b in counts)


def _count(cell: str, marks: list[str]) -> int:
    return len(parted(cell, marks, BLANKS))
