"""The tables of the reports as sheets: labelled, complete, one for each question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import pandas as pd

from datamap import __version__
from datamap.analysis.answer import Answer
from datamap.analysis.handovers import handovers, overseas
from datamap.analysis.holdings import holdings
from datamap.analysis.words import heading
from datamap.inventory.formats import read_persons
from datamap.inventory.keylists import parse_keylist
from datamap.model import Range
from datamap.report.context.audit.words import evidence, state_word
from datamap.report.context.finding_tables import thing
from datamap.report.context.outlines import outline_sheets
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.spreadsheets import Cell, Sheet


def sheets(results: Results, speech: Speech) -> list[Sheet]:
    """Return every table of the export in one language, the list of what they are first."""
    day = results.as_of
    book = results.workbook
    found = results.assessment
    answers: list[tuple[str, Answer]] = [
        ("recipients", handovers(book, as_of=day)),
        ("overseas", overseas(book, as_of=day)),
        ("foreign-chain", results.chain),
        ("provision", results.provision),
        ("joint-use", results.joint_use),
        ("notice", results.conformance),
        ("holdings", holdings(book, as_of=day)),
        *((f"completeness-{by}", answer) for by, answer in results.completeness.items()),
        ("screening", found.screening),
        ("necessity", found.necessity),
        ("risks", found.risks),
        ("ratings", found.ratings),
        ("measures", found.measures),
        ("plan", found.plan),
        ("leverage", found.leverage),
        ("decision", found.decision),
        ("places-at-risk", found.places),
        ("threats", found.coverage),
        ("questions", found.questions),
    ]
    made = [_flows(results, speech), _places(speech), _findings(results, speech), _clauses(speech)]
    made += [sheet_of_answer(name, answer, speech) for name, answer in answers]
    made += outline_sheets(results, speech)
    made = [sheet for sheet in made if sheet.rows]
    return [about_sheet(made, results, speech), *made]


def sheet_of_answer(name: str, answer: Answer, speech: Speech) -> Sheet:
    """Return an answer as a sheet: labels as people read them, numbers as numbers."""
    worded = answer.worded(speech.lang)
    columns = []
    for place, key in enumerate(answer.table.columns):
        raw = answer.table[key]
        numbers = (
            pd.api.types.is_numeric_dtype(raw) and not raw.isna().any() and not str(key).startswith("share")
        )
        columns.append(raw.tolist() if numbers else worded.iloc[:, place].astype(str).tolist())
    rows = tuple(zip(*columns, strict=True))
    return Sheet(
        name,
        speech.say(f"sheet_{name}"),
        tuple(map(str, worded.columns)),
        rows,
        answer.text(speech.lang),
    )


def _flows(results: Results, speech: Speech) -> Sheet:
    """Return the inventory as people read it; each distinct cell is worded once."""
    inventory = results.workbook.inventory
    columns: list[list[Cell]] = [list(map(int, inventory.rows))]
    for name in inventory.columns:
        cells = inventory.coded(name)
        said = [_said(name, value, speech) for value in cells.values]
        columns.append([said[code] for code in cells.codes.tolist()])
    heads = (speech.say("sheet_row"), *(speech.of(heading(name)) for name in inventory.columns))
    about = speech.say("sheet_flows_about", file=inventory.file)
    return Sheet("flows", speech.say("sheet_flows"), heads, tuple(zip(*columns, strict=True)), about)


def _said(column: str, value: str, speech: Speech) -> str:
    """Say one cell of the inventory; blank stays blank."""
    if not value:
        return ""
    if column in {"items", "subjects"}:
        return speech.listed(column, parse_keylist(value))
    if column == "persons":
        return speech.persons(read_persons(value) or Range())
    special: dict[str, Callable[[str], str]] = {
        "activity": speech.activity,
        "retention": speech.retention,
        **dict.fromkeys(("source", "recipient", "system", "department"), speech.place),
    }
    if column in special:
        return special[column](value)
    known = {entry.key: entry for entry in speech.workbook.vocabulary.columns}.get(column)
    if known is None or not known.vocabulary:
        return value
    return speech.join(map(partial(speech.label, known.vocabulary), value.split(";")))


def _places(speech: Speech) -> Sheet:
    keys = (
        "key",
        "sheet_place",
        "sheet_place_type",
        "recipient_class",
        "country",
        "sheet_member_of",
        "sheet_open_ended",
    )
    rows = tuple(
        (
            place.key,
            speech.either(place.label),
            speech.say(f"place_is_{place.type}"),
            speech.label("roles", place.role),
            speech.countries(place.countries),
            speech.join(map(speech.place, place.member_of)),
            speech.yes_no(place.open_ended),
        )
        for place in speech.workbook.inventory.places.values()
    )
    return Sheet(
        "places",
        speech.say("sheet_places"),
        tuple(map(speech.say, keys)),
        rows,
        speech.say("sheet_places_about"),
    )


def _findings(results: Results, speech: Speech) -> Sheet:
    keys = (
        "sheet_id", "severity", "sheet_status", "sheet_state", "finding", "law", "article", "about",
        "flows", "clauses", "sheet_evidence", "seen", "question", "remedy",
    )  # fmt: skip
    former, states = results.wish.former, results.standing.state
    label = results.findings.words.label
    articles = {matter.rule: speech.of(matter.article) for matter in results.matters}
    rows = tuple(
        (
            one.id,
            speech.of(label("severity", one.severity.value)),
            speech.of(label("status", one.status.value)),
            state_word(states[one.id], speech, former) if one.id in states else "",
            speech.of(one.title),
            speech.of(label("law", one.law)),
            articles.get(one.rule, one.article),
            thing(one.about_type, one.about, speech),
            speech.join(one.flows),
            speech.join(one.clauses),
            evidence(one.flows, one.clauses, results, speech, None),
            speech.of(one.message),
            speech.of(one.question),
            speech.of(one.remedy),
        )
        for one in results.findings.findings
    )
    return Sheet(
        "findings",
        speech.say("findings"),
        tuple(map(speech.say, keys)),
        rows,
        results.findings.text(speech.lang),
    )


def _clauses(speech: Speech) -> Sheet:
    """Return the notice as read, clause by clause, in our own words."""
    keys = (
        "clauses", "sheet_lines", "sheet_section", "sheet_gist", "subjects", "items", "purposes",
        "recipients", "country", "retention", "sheet_rights", "measures", "sheet_claims",
    )  # fmt: skip
    rows = tuple(
        (
            one.id,
            "–".join(map(str, dict.fromkeys(one.lines))) if one.lines else "",
            speech.label("sections", one.section),
            speech.either(one.gist),
            speech.labels("subjects", one.subjects),
            _open(speech.labels("items", one.items), speech, is_open=one.items_open),
            _open(speech.labels("purposes", one.purposes), speech, is_open=one.purposes_open),
            _open(speech.join(map(speech.place, one.recipients)), speech, is_open=one.recipients_open),
            speech.countries(one.countries),
            speech.retention(one.retention),
            speech.labels("rights", one.rights),
            speech.labels("measures", one.measures),
            speech.labels("claims", one.claims),
        )
        for one in speech.workbook.notice.clauses
    )
    return Sheet(
        "clauses",
        speech.say("sheet_clauses"),
        tuple(map(speech.say, keys)),
        rows,
        speech.say("sheet_clauses_about"),
    )


def _open(said: str, speech: Speech, *, is_open: bool) -> str:
    return speech.say("open_list", listed=said) if is_open and said else said


def about_sheet(made: Iterable[Sheet], results: Results, speech: Speech, folder: str = "tables/") -> Sheet:
    """Return the first sheet: what this is, what it rests on, what each sheet holds.

    Parameters
    ----------
    folder : where each sheet lies as CSV too; "" = it does not.
    """
    organisation = speech.either(results.workbook.organisation.name) or speech.say("organisation_unnamed")
    rows: list[tuple[Cell, ...]] = [
        (speech.say("organisation"), organisation),
        (speech.say("as_of"), results.as_of.isoformat()),
        (speech.say("made_with"), f"datamap {__version__}"),
        (speech.say("caution"), speech.say("caution_not_advice")),
        (speech.say("not_recorded"), speech.say("sheet_blank")),
    ]
    rows += [(f"SHA-256: {file}", digest) for file, digest in results.workbook.sha256.items()]
    rows += [
        (
            sheet.title,
            " ".join(part for part in (sheet.about, f"({folder}{sheet.name}.csv)" if folder else "") if part),
        )
        for sheet in made
    ]
    heads = (speech.say("sheet_what"), speech.say("meaning"))
    return Sheet("about", speech.say("sheet_about"), heads, tuple(rows))
