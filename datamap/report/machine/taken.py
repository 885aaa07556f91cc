"""What comes back from a PDF: every entry of the sheet taken, or refused with the reason; none lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datamap.inventory import Workbook
from datamap.model import Problem, Severity
from datamap.records.assessment import REPEATED, read_assessment
from datamap.records.page import Page
from datamap.records.toml_text import toml_text
from datamap.report.machine.sheet import untagged
from datamap.risk.human import FILE
from datamap.risk.human_sheet import human_part
from datamap.vocabulary import Vocabulary, problem, read_vocabulary

_ENTRY = re.compile(r"(\w+)(?:\[(\d+)\])?")
NAMES = {
    "answer": ("question",),
    "rating": ("risk", "stage"),
    "measure": ("measure", "risks"),
    "own_risk": ("key",),
    "closed_risk": ("risk",),
}
"""Lists of the sheet, and what tells their entries from one another."""

STATES = ("new", "same", "different", "refused")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the sheet that a PDF carries.

    Attributes
    ----------
    table : `rating`, `decision`, or a value at the top. number : its place in a list, from 1; None = no list.
    name : what it is about (`identifier_spread:passport_no inherent`). value : as carried.
    state : `new`, `same` or `different` beside the workbook's own sheet; `refused` with its `problems`.
    """

    table: str
    number: int | None
    name: str
    value: Any
    state: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """The sheet that a PDF carries, sorted out.

    Attributes
    ----------
    entries : every entry, in the order carried. sheet : those taken, as `tomllib` would return them.
    warnings : remarks about entries that were taken.
    """

    entries: tuple[Entry, ...]
    sheet: Mapping[str, Any]
    warnings: tuple[Problem, ...]

    @property
    def refused(self) -> tuple[Entry, ...]:
        """The entries that were not taken."""
        return tuple(entry for entry in self.entries if entry.state == "refused")

    def count(self, state: str) -> int:
        """Return how many entries have a state."""
        return sum(entry.state == state for entry in self.entries)

    def as_toml(self) -> str:
        """Return the sheet as TOML; what was refused stands below it, commented out, with why."""
        parts = [toml_text(self.sheet)]
        for entry in self.refused:
            reasons = "".join(f"# ! {_line(one.message.en)}\n" for one in entry.problems)
            parts.append(f"{reasons}{_commented(entry)}")
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One entry while it is looked at."""

    table: str
    number: int | None
    value: Any
    problems: tuple[Problem, ...] = ()


def take(data: Mapping[str, Any], workbook: Workbook | None = None) -> Taken:
    """Sort out the sheet of a document that a PDF carried.

    Parameters
    ----------
    data : the document (`data_of_pdf`). workbook : the one it is for; None = there is none, then flows
        and activities are not held against an inventory.

    Returns
    -------
    Taken. An entry is refused if the sheet could not be read with it, as strictly as
    `records/assessment.toml` itself is read; it is never mended in silence.
    """
    pieces = list(_pieces(data["sheet"]))
    while True:
        kept = [piece for piece in pieces if not piece.problems]
        page = _read(_sheet(kept), workbook)
        errors = [one for one in page.problems if one.severity is Severity.ERROR]
        if not errors:
            break
        pieces = _marked(pieces, kept, errors)
    own: Mapping[str, Any] = workbook.assessment.raw if workbook else {}
    entries = tuple(Entry(p.table, p.number, _name(p), p.value, _state(p, own), p.problems) for p in pieces)
    return Taken(entries, _sheet(kept), tuple(page.problems))


def _pieces(carried: Mapping[str, Any]) -> Iterator[_Piece]:
    """Yield every entry, its values as TOML has them; one that cannot be is refused here."""
    for table, content in carried.items():
        listed = isinstance(content, list) and table in REPEATED and bool(content)
        for number, value in enumerate(content, start=1) if listed else [(None, content)]:
            try:
                plain = untagged(value)
                toml_text({str(table): plain})
                str(table).encode()
            except (ValueError, RecursionError) as error:
                why = (
                    problem(
                        "record_bad_toml_value",
                        severity="error",
                        file=FILE,
                        column=_safe(table),
                        why=_safe(error),
                    ),
                )
                yield _Piece(_safe(table), number, _safe(json.dumps(value)), why)
            else:
                yield _Piece(str(table), number, plain)


def _sheet(pieces: Sequence[_Piece]) -> dict[str, Any]:
    """Return the entries as one table."""
    found: dict[str, Any] = {}
    for piece in pieces:
        if piece.number is None:
            found[piece.table] = piece.value
        else:
            found.setdefault(piece.table, []).append(piece.value)
    return found


def _read(sheet: dict[str, Any], workbook: Workbook | None) -> Page:
    """Read a sheet as strictly as the file; the page holds what is wrong."""
    terms: Vocabulary = workbook.vocabulary if workbook else read_vocabulary()
    page = Page(FILE, terms, table=sheet)
    record = read_assessment(page)
    if any(one.severity is Severity.ERROR for one in page.problems):
        return page
    flows, activities = _known(sheet) if workbook is None else _recorded(workbook)
    human_part(page, record, flows, activities)
    return page


def _recorded(workbook: Workbook) -> tuple[frozenset[str], frozenset[str]]:
    found = (workbook.inventory.coded(column).values for column in ("id", "activity"))
    return tuple(map(frozenset, found))  # type: ignore[return-value]


def _known(sheet: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the flows and activities that a sheet itself names: without a workbook all are welcome."""
    scope = sheet.get("scope", {})
    risks = [entry for entry in sheet.get("own_risk", []) if isinstance(entry, dict)]
    flows = (flow for entry in risks for flow in _listed(entry.get("flows")))
    return frozenset(map(str, flows)), frozenset(map(str, _listed(scope.get("activities"))))


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _marked(pieces: list[_Piece], kept: list[_Piece], errors: Sequence[Problem]) -> list[_Piece]:
    """Return the pieces, those that errors are about refused; each round refuses one at least."""
    places: dict[tuple[str, int | None], int] = {}
    seen: dict[str, int] = {}
    for position, piece in enumerate(kept):
        nth = None if piece.number is None else seen.setdefault(piece.table, 0)
        places[piece.table, nth] = position
        if nth is not None:
            seen[piece.table] += 1
    found: dict[int, list[Problem]] = {}
    for error in errors:
        for position in _positions(error.column or "", places):
            found.setdefault(position, []).append(error)
    if not found:
        raise ValueError(f"{errors[0].column}: belongs to no entry")
    refused = {id(kept[position]): tuple(why) for position, why in found.items()}
    return [_Piece(p.table, p.number, p.value, refused[id(p)]) if id(p) in refused else p for p in pieces]


def _positions(path: str, places: Mapping[tuple[str, int | None], int]) -> list[int]:
    """Return the pieces that a key path is about: an entry, or all of a list."""
    match = _ENTRY.match(path)
    table = match[1] if match else path
    number = int(match[2]) if match and match[2] else None
    exact = [places[key] for key in ((table, number), (path, None), (table, None)) if key in places][:1]
    return exact or [position for (name, _), position in places.items() if name in {table, path}]


def _name(piece: _Piece) -> str:
    """Return what an entry is about."""
    if not isinstance(piece.value, Mapping):
        return ""
    parts = (piece.value.get(key, "") for key in NAMES.get(piece.table, ()))
    return " ".join(
        ", ".join(map(str, part)) if isinstance(part, list) else str(part) for part in parts
    ).strip()


def _state(piece: _Piece, own: Mapping[str, Any]) -> str:
    """Tell how an entry stands beside the workbook's own sheet."""
    if piece.problems:
        return "refused"
    if piece.number is None:
        return "new" if piece.table not in own else "same" if own[piece.table] == piece.value else "different"
    there = [entry for entry in _listed(own.get(piece.table)) if isinstance(entry, Mapping)]
    if piece.value in there:
        return "same"
    alike = [e for e in there if _name(_Piece(piece.table, 1, e)) == _name(piece)]
    return "different" if alike else "new"


def _commented(entry: Entry) -> str:
    value = entry.value if entry.number is None else [entry.value]
    try:
        words = toml_text({entry.table: value})
    except ValueError:
        words = str(entry.value)
    return "".join(f"# {_line(line)}\n" for line in words.splitlines())


def _line(words: str) -> str:
    """Return words as one line of a comment."""
    return re.sub(r"[\x00-\x08\x0a-\x1f\x7f]", " ", _safe(words))


def _safe(words: Any) -> str:
    """Return words that a file can hold."""
    return str(words).encode("utf-8", errors="replace").decode()
