"""The assessment in the outlines asked for: field by field, what is known, from which rows, and what is open.

One content, several structures (`datamap/risk/outlines/*.toml`). What the inventory knows is filled and
names its rows; what only a person knows stands as a question; `n/a` stands with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datamap.report.blocks import (
    CHAPTER,
    PART,
    SECTION,
    Block,
    Cell,
    Section,
    cell,
    column,
    notice,
    pairs,
    section,
    table,
    tile,
    tiles,
    words,
)
from datamap.report.column_widths import fits_upright
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.spreadsheets import Sheet
from datamap.risk.content import Row
from datamap.risk.filled import Checked, FilledField, FilledOutline, FilledSection
from datamap.risk.outline import column_label

CHECK_TONE = {"settled": "good", "open": "warn", "nothing": "mute"}
OURS = frozenset({
    "acceptable", "answer", "asset_type", "event", "extent", "followed", "impact", "level", "need",
    "need_for", "outcome", "phase", "principle", "rated_by", "result", "right", "sources", "special",
    "stage", "state", "status", "step", "triggers", "verdict", "without_ground",
})  # fmt: skip
"""Columns whose cells are words of the tool: they begin with a capital, as headings do."""

FLOWS_NAMED, MISSING_NAMED = 6, 10
"""So many rows, and so many things that are missing, are named in a cell."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an outline is laid out.

    Attributes
    ----------
    more : file that holds every row where a table is cut. form : it is the report itself, its sections
        are the chapters; else an annex, whose tables are cut sooner.
    """

    more: str
    form: bool = False


def outline_chapters(results: Results, speech: Speech) -> list[Section]:
    """Return a chapter for each outline that was asked for."""
    made: list[Section] = []
    for filled in filled_outlines(results):
        key = filled.outline.key
        title = speech.say("outline_chapter", title=speech.of(filled.outline.title))
        made.append(section(f"outline-{key}", title, outline_overview(filled, speech)))
        look = Look(f"tables/outline-{key}.csv")
        made += [outline_section(part, filled, look, speech) for part in filled.sections]
    return made


def filled_outlines(results: Results) -> Iterator[FilledOutline]:
    """Yield the outlines asked for, filled."""
    yield from (results.assessment.outline(key) for key in results.wish.outlines)


def outline_overview(filled: FilledOutline, speech: Speech) -> list[Block]:
    """Return how full an outline is, section by section, and whether its sections fit one another."""
    outline = filled.outline
    verified = speech.say("outline_verified" if outline.verified else "outline_not_verified")
    states = [one.state for one in filled.checks]
    first: list[Block] = [
        words(speech.say("outline_lead", publisher=outline.publisher, version=outline.version), lead=True),
        notice(speech.say("outline_caution"), [verified, speech.of(outline.caution)], tone="warn"),
        tiles(
            [
                tile(f"{filled.share:.0%}", speech.say("outline_share")),
                tile(len(filled.open), speech.say("outline_open"), tone="ask" if filled.open else ""),
                tile(
                    f"{states.count('settled')} / {len(states)}",
                    speech.say("outline_checks"),
                    tone="warn" if "open" in states else "",
                ),
            ]
        ),
        words(speech.say("outline_about")),
        _shares(filled, speech),
    ]
    if filled.checks:
        first.append(_checks(filled, speech))
    return first


def _shares(filled: FilledOutline, speech: Speech) -> Block:
    """Return how full each section is."""
    heads = [
        column(speech.say("outline_section"), 0.8),
        column(speech.say("outline_title"), 3.2),
        column(speech.say("outline_share"), 0.9, align="right"),
        column(speech.say("outline_fields"), 0.9, align="right"),
        column(speech.say("outline_open"), 0.9, align="right"),
    ]
    rows: list[list[Cell | str]] = []
    for part in filled.sections:
        if part.share is None:
            continue
        done = sum(one.state in {"filled", "not_applicable"} for one in part.fields)
        missing = len({key for one in part.fields for key in one.open})
        rows.append(
            [
                cell(part.section.number, to=_anchor(filled, part)),
                speech.of(part.section.title),
                _share(part.share),
                f"{done} / {len(part.fields)}",
                str(missing),
            ]
        )
    return table(speech.say("outline_shares"), heads, rows)


def _share(share: float) -> Cell:
    tone = "good" if share >= 1 else "warn" if share > 0 else "ask"
    return cell(f"{share:.0%}", tone=tone)


def _checks(filled: FilledOutline, speech: Speech) -> Block:
    """Return the cross-checks: whether each holds, and what lacks what it asks, by name."""
    heads = [
        column(speech.say("outline_check"), 3.4),
        column(speech.say("state"), 0.9),
        column(speech.say("outline_missing"), 3.2),
    ]
    rows: list[list[Cell | str]] = [
        [
            speech.of(one.check.title),
            cell(speech.of(speech.risk(f"check_state_is_{one.state}")), tone=CHECK_TONE[one.state]),
            speech.some((_name(key, one, filled, speech) for key in one.missing), MISSING_NAMED),
        ]
        for one in filled.checks
    ]
    return table(speech.say("outline_cross_checks"), heads, rows)


def _name(key: str, one: Checked, filled: FilledOutline, speech: Speech) -> str:
    """Return what a row that lacks something is about: its first words, not its key."""
    rows: Mapping[str, tuple[Row, ...]] = filled.rows
    if one.check.rule == "residual_high_bars_approval":
        return speech.say(f"decision_is_{key}")
    if one.check.rule == "three_events":
        return speech.of(speech.risk(f"event_is_{key}"))
    there = {row.key: [speech.either(words) for words in row.cells.values()] for row in rows[one.check.every]}
    first, *more = there.get(key) or [""]
    alike = sum(cells[:1] == [first] for cells in there.values()) > 1
    return (
        speech.say("named_with", one=first, other=more[0])
        if first and alike and any(more[:1])
        else first or key
    )


def _anchor(filled: FilledOutline, part: FilledSection) -> str:
    return f"outline-{filled.outline.key}-{part.section.number}"


def outline_section(part: FilledSection, filled: FilledOutline, look: Look, speech: Speech) -> Section:
    """Return one section of an outline with its fields."""
    number, said = part.section.number, speech.of(part.section.title)
    blocks = [block for one in part.fields for block in _field(one, filled, look, speech)]
    top = min(one.section.depth for one in filled.sections) == part.section.depth
    if look.form:
        level = CHAPTER if top else SECTION
        wide = not all(fits_upright(it) for it in blocks if it["kind"] == "table")
        return section(_anchor(filled, part), f"{number} {said}", blocks, level=level, wide=wide)
    title = speech.say("outline_heading", number=number, title=said)
    return section(_anchor(filled, part), title, blocks, level=SECTION if top else PART, paper="dense")


def _field(one: FilledField, filled: FilledOutline, look: Look, speech: Speech) -> Iterator[Block]:
    """Yield one field: a table of its rows, or lines where there is one row or none."""
    label = speech.of(one.field.label)
    if one.state == "not_applicable" or not one.rows:
        yield pairs([(label, _without_rows(one, speech))])
        return
    place, before = _first_shown(one, filled)
    if len(one.rows) == 1:
        yield pairs(_lines(one, one.rows[0], speech), caption=_caption(one, label, speech))
    elif before is not one:
        said = speech.say("outline_same_as", number=place.section.number, label=speech.of(before.field.label))
        yield pairs([(label, cell(said, to=_anchor(filled, place)))])
    else:
        yield _rows(one, look, speech, caption=_caption(one, label, speech))
    if one.note and not any(one.note.words in row.cells.values() for row in one.rows):
        yield words(speech.say("outline_said", said=speech.either(one.note.words)))


def _first_shown(one: FilledField, filled: FilledOutline) -> tuple[FilledSection, FilledField]:
    """Return where the same rows stand first: a form does not print one table twice."""
    return next(
        (part, other)
        for part in filled.sections
        for other in part.fields
        if other is one or (other.rows == one.rows and other.field.columns == one.field.columns)
    )


def _rows(one: FilledField, look: Look, speech: Speech, *, caption: str) -> Block:
    """Return the rows of a field as a table, with the flows they rest on."""
    heads = [column(_head(name, speech)) for name in one.field.columns]
    named = any(row.flows for row in one.rows)
    heads += [column(speech.say("rests_on"))] if named else []
    rows: list[list[Cell | str]] = [
        [*_cells(one, row, speech), *([_flows(row, speech)] if named else [])] for row in one.rows
    ]
    return table(caption, heads, rows, more=look.more)


def _caption(one: FilledField, label: str, speech: Speech) -> str:
    """Return the name of a field and how far it is filled; nothing of what has to be is not "partly"."""
    state = "open" if one.state == "partly" and not one.share else one.state
    said = speech.of(speech.risk(f"field_is_{state}"))
    if state != "partly":
        return speech.say("outline_field_whole", label=label, state=said)
    return speech.say("outline_field", label=label, state=said, share=f"{one.share:.0%}")


def _head(name: str, speech: Speech) -> str:
    """Return what stands above a column, with a capital as everywhere in the reports."""
    return speech.title(speech.of(column_label(name)))


def _without_rows(one: FilledField, speech: Speech) -> Cell:
    if one.state == "not_applicable":
        reason = speech.either(one.note.reason) if one.note else ""
        return cell(speech.of(speech.risk("field_is_not_applicable")), tone="mute", sub=reason)
    asked = speech.of(one.question)
    return cell(speech.of(speech.risk("field_is_open")), tone="ask", sub=asked)


def _lines(one: FilledField, row: Row, speech: Speech) -> Iterator[tuple[str, Cell]]:
    for name, shown in zip(one.field.columns, _cells(one, row, speech), strict=True):
        yield _head(name, speech), shown
    if row.flows:
        yield speech.say("rests_on"), cell(_flows(row, speech))


def _cells(one: FilledField, row: Row, speech: Speech) -> list[Cell]:
    """Return the cells of a row: what is missing stands out, what a person filled says so."""
    made = []
    for name in one.field.columns:
        said = speech.either(row.cell(name))
        said = speech.title(said) if name in OURS and name not in row.by_person else said
        if name in row.drafted:
            made.append(cell(said, tone="ask", sub=speech.of(speech.risk("field_is_draft"))))
        elif said:
            made.append(cell(said, sub=speech.say("outline_by_person") if name in row.by_person else ""))
        else:
            made.append(
                cell(speech.say("outline_to_fill"), tone="ask") if name in one.field.needs else speech.blank
            )
    return made


def _flows(row: Row, speech: Speech) -> str:
    return speech.some(row.flows, FLOWS_NAMED)


def outline_sheets(results: Results, speech: Speech) -> Iterator[Sheet]:
    """Yield every outline asked for as one sheet."""
    yield from (outline_sheet(filled, speech) for filled in filled_outlines(results))


def outline_sheet(filled: FilledOutline, speech: Speech) -> Sheet:
    """Return an outline as one sheet: a line for each cell of each field."""
    heads = tuple(
        speech.say(key)
        for key in (
            "outline_section", "outline_title", "outline_field_name", "state", "outline_share", "outline_row",
            "outline_column", "outline_content", "rests_on", "question",
        )
    )  # fmt: skip
    rows = tuple(line for part in filled.sections for one in part.fields for line in _told(part, one, speech))
    title = speech.say("sheet_outline", name=filled.outline.key)
    return Sheet(f"outline-{filled.outline.key}", title, heads, rows, filled.summary.text(speech.lang))


def _told(part: FilledSection, one: FilledField, speech: Speech) -> Iterator[tuple[str, ...]]:
    field = (
        part.section.number,
        speech.of(part.section.title),
        speech.of(one.field.label),
        speech.of(speech.risk(f"field_is_{one.state}")),
        f"{one.share:.0%}",
    )
    asked = speech.of(one.question) if one.open else ""
    if not one.rows or one.state == "not_applicable":
        note = speech.either(one.note.reason) if one.note else ""
        yield (*field, "", "", note, "", asked)
        return
    for row in one.rows:
        for name in one.field.columns:
            said = speech.either(row.cell(name))
            head = speech.of(column_label(name))
            yield (
                *field,
                row.key,
                head,
                said,
                speech.join(row.flows),
                asked if name in row.drafted or not said else "",
            )
