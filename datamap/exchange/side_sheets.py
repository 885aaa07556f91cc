"""The sheets beside the inventory: places and groups, clauses of the notice, words of one's own.

Each is a list of columns that says how a value becomes a cell; reading goes the same way back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from datamap.inventory import Workbook
from datamap.model import Clause, Group, Organisation, Party, Term, Text
from datamap.vocabulary import text
from datamap.vocabulary.checking import OPEN_LISTS
from datamap.vocabulary.own_terms import COLUMNS

YES = "yes"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a side sheet: its key and what kind of value its cells hold.

    `kind` is `text`, `both` (a column for each language), `list`, `flag` or `lines` (two figures).
    """

    key: str
    kind: str = "text"

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings' keys: two where the value is a text in both languages."""
        return (f"{self.key}_ja", f"{self.key}_en") if self.kind == "both" else (self.key,)


PLACES = (
    Field("table"),
    Field("key"),
    Field("name", "both"),
    Field("role"),
    Field("countries", "list"),
    Field("aliases", "list"),
    Field("manager", "both"),
    Field("members", "list"),
    Field("open_ended", "flag"),
    Field("boundary"),
    Field("responsible_party"),
    Field("responsible_address", "both"),
    Field("responsible_representative"),
    Field("as_of"),
    Field("note", "both"),
)
"""Departments, systems, parties and groups of `records/organisation.toml`."""

CLAUSES = (
    Field("id"),
    Field("section"),
    Field("kind"),
    Field("lines", "lines"),
    Field("subjects", "list"),
    Field("items", "list"),
    Field("items_open", "flag"),
    Field("items_unspecified", "flag"),
    Field("purposes", "list"),
    Field("purposes_open", "flag"),
    Field("recipients", "list"),
    Field("recipients_open", "flag"),
    Field("countries", "list"),
    Field("retention"),
    Field("rights", "list"),
    Field("measures", "list"),
    Field("claims", "list"),
    Field("relates_to", "list"),
    Field("gist", "both"),
)
"""Clauses of `records/notice.toml`."""

WORDS = tuple(Field(key) for key in COLUMNS)
"""Words of `records/vocabulary.csv`."""

SHEETS: dict[str, tuple[Field, ...]] = {"places": PLACES, "clauses": CLAUSES, "words": WORDS}
"""Side sheet -> its columns, in the order in which they stand in a workbook."""

NEEDED = {"places": {"table", "key"}, "clauses": {"id", "gist_ja"}, "words": {"list", "key", "parent"}}
"""Headings by which a sheet is known for what it is."""

Row = dict[str, str]


def side_rows(workbook: Workbook) -> dict[str, list[Row]]:
    """Return the rows of every side sheet: heading key -> cell."""
    return {
        "places": [place_row(place) for place in places_of(workbook.organisation)],
        "clauses": [clause_row(clause) for clause in workbook.notice.clauses],
        "words": [word_row(term) for term in own_words(workbook)],
    }


def places_of(organisation: Organisation) -> Iterable[Party | Group]:
    """Return everything that the organisation declares as a place: departments first, groups last."""
    return (*organisation.parties, *organisation.groups)


def own_words(workbook: Workbook) -> list[Term]:
    """Return the words of the workbook's own, list by list."""
    return [term for name in OPEN_LISTS for term in workbook.vocabulary.terms(name) if term.own]


def place_row(place: Party | Group) -> Row:
    """Return a place as the cells of its row."""
    table = place.type if isinstance(place, Party) else "group"
    return {"table": table} | cells_of(PLACES[1:], lambda key: getattr(place, key, None))


def clause_row(clause: Clause) -> Row:
    """Return a clause as the cells of its row."""
    return cells_of(CLAUSES, lambda key: getattr(clause, key))


def word_row(term: Term) -> Row:
    """Return a word as the cells of its row."""
    named = {f"{key}_{lang}": getattr(getattr(term, key), lang) for key in ("label", "help")
             for lang in ("ja", "en")}  # fmt: skip
    row = {key: named.get(key, getattr(term, key, "")) for key in COLUMNS}
    return row | {"flags": ";".join(sorted(term.flags)), "aliases": ";".join(term.aliases)}


def cells_of(fields: Iterable[Field], value_of: Callable[[str], Any]) -> Row:
    """Return the cells of a row; a value that the thing does not have is blank."""
    row: Row = {}
    for field in fields:
        value = value_of(field.key)
        if field.kind == "both":
            said = value if isinstance(value, Text) else Text("", "")
            row |= {f"{field.key}_ja": said.ja, f"{field.key}_en": said.en}
        elif field.kind == "list":
            row[field.key] = ";".join(value or ())
        elif field.kind == "flag":
            row[field.key] = YES if value else ""
        elif field.kind == "lines":
            row[field.key] = "" if value is None else f"{value[0]}-{value[1]}"
        else:
            row[field.key] = value or ""
    return row


def heading(sheet: str, key: str) -> Text:
    """Return the heading of a column of a side sheet."""
    return text("exchange", f"side_{sheet}_{key}")
