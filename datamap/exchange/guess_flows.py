"""How the rows of a foreign table most likely become flows of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from datamap.exchange.content_match import Sample
from datamap.exchange.drafts import Draft, DraftColumn
from datamap.exchange.entries import parted
from datamap.exchange.mapping import BLANKS, SLOT, base_of, heading_form
from datamap.exchange.sides import AWAY, COLLECTION, OURS, PROVISION, Party, give_sides, kind_of, slots_of
from datamap.exchange.sourcing import Source
from datamap.vocabulary import fold

_MARKS = ("/", "／", "\n", "；", ";", "、", "|")
_SPLIT_SHARE = 0.05

_ROUTE = "foreign_route"
"""Goes where the ground goes: ledgers write routes abroad among the grounds."""

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


def draft_rows(draft: Draft, source: Source) -> None:
    """Draft how rows become flows: split lists of recipients, make collections, fill what is required."""
    mapped = {column.to: column for column in draft.columns if column.to}
    recipients = sum(column.to == "recipient" for column in draft.columns)
    draft.constants = {"kind": "undetermined", "items": "*"}
    source_column = mapped.get("source")
    gathered = source_column is None or bool(_GATHERED.search(fold(source_column.heading)))
    if gathered or recipients != 1:
        parties = give_sides(draft.columns)
        draft.flows = list(_flows(draft.columns, parties))
        if source_column is not None:
            _directly(source_column)
    _split(draft, source)


def _split(draft: Draft, source: Source) -> None:
    """Draft which cells name several parties, and what stands beside them one by one."""
    recipients = [column for column in draft.columns if base_of(column.to) == "recipient"]
    marks = _marks_between(recipients)
    for column in recipients if marks else ():
        if any(_often(column.sample, mark) for mark in marks):
            slot = column.to.removeprefix("recipient")
            beside = (f"{key}{slot}" for key in AWAY)
            draft.split += [column.to, *(key for key in beside if _paired(draft, source, key, column, marks))]
    if draft.split:
        draft.split_at = marks


def _flows(columns: Sequence[DraftColumn], parties: Mapping[str, Party]) -> Iterator[dict[str, object]]:
    """Yield the flows that a row of a register of processing stands for."""
    mapped = {column.to: column for column in columns if column.to}
    asked = [key for key in ("source", "subjects") if key in mapped]
    subject = f"{{{'|'.join(asked)}}}" if asked else "本人 / data subject"
    home = "{department}" if "department" in mapped else "operator"
    away = [key for key in AWAY if key in mapped or (key == _ROUTE and "basis" in mapped)]
    yield {
        "ending": "-c",
        "without": away,
        "put": {"kind": "collection", "source": subject, "recipient": home} | _own(columns, COLLECTION),
    }
    ours = [key for key in OURS if key in mapped]
    unheld = {} if any(p.name == PROVISION for p in parties.values()) else _own(columns, PROVISION)
    for number, (target, party) in enumerate(parties.items(), start=1):
        own = _own(columns, party.name)
        put = {"source": home, **_said_by(mapped[target], mapped)}
        if SLOT in target:
            put["recipient"] = f"{{{target}}}"
        shared = [key for key in away if key not in own] + [f"{key}{SLOT}{PROVISION}" for key in unheld]
        yield {
            "ending": "-h" if len(parties) == 1 else f"-h{number}",
            "when": [target],
            "without": ours,
            "if_alone": shared if len(parties) > 1 else [],
            "put": unheld | put | own,
        }


def _own(columns: Sequence[DraftColumn], name: str) -> dict[str, str]:
    """Return what columns say of one side alone; where these are blank, what is said of the whole row."""
    whole = {column.to for column in columns} - {*AWAY, *OURS}
    slots = {base_of(slot): slot for slot in slots_of(columns, name)}
    if "basis" in slots and name != COLLECTION:
        slots.setdefault(_ROUTE, f"{_ROUTE}{SLOT}{name}")
    return {key: f"{{{slot}|{key}}}" if key in whole else f"{{{slot}}}" for key, slot in slots.items()}


def _directly(column: DraftColumn) -> None:
    """Let words that say *from the person* stand for the people concerned, who are named elsewhere."""
    if column.sample is not None:
        column.values |= {cell: "" for cell in column.sample.cells if _FROM_THE_PERSON.fullmatch(fold(cell))}


def _said_by(column: DraftColumn, mapped: Mapping[str, DraftColumn]) -> dict[str, str]:
    """Return kind and role as far as the heading of the recipients says them and no column does."""
    kind = kind_of(column.heading)
    said = {"kind": kind, "recipient_role": ROLES.get(kind, "")}
    return {key: value for key, value in said.items() if value and key not in mapped}


def _marks_between(recipients: Iterable[DraftColumn]) -> list[str]:
    samples = [column.sample for column in recipients]
    return [mark for mark in _MARKS if any(_often(sample, mark) for sample in samples)]


def _often(sample: Sample | None, mark: str) -> bool:
    return sample is not None and sample.share(lambda cell: mark in cell.strip(mark)) >= _SPLIT_SHARE


def _paired(draft: Draft, source: Source, key: str, party: DraftColumn, marks: list[str]) -> bool:
    """Tell whether a column has several entries where there are several recipients.

    They then belong together one by one; where their numbers differ nothing is attributed to anybody.
    """
    beside = max((c for c in draft.columns if c.to == key), key=lambda c: c.sure, default=None)
    if beside is None:
        return False
    headings = [heading_form(heading) for heading in source.headings]
    at, with_ = (headings.index(heading_form(column.heading)) for column in (beside, party))
    counts = [
        (_count(row[at], marks), _count(row[with_], marks))
        for _, row in source.rows()
        if row[at] and row[with_]
    ]
    return any(a > 1 and b > 1 for a, b in counts)


def _count(cell: str, marks: list[str]) -> int:
    return len(parted(cell, marks, BLANKS))
