"""The account of an import: what was taken, what was changed on the way, what was refused and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from datamap.exchange.spoken import Spoken
from datamap.exchange.targets import in_words as in_words_of
from datamap.exchange.writing import csv_file
from datamap.model import EMPTY, Lang, Text
from datamap.vocabulary import text

Outcome = Literal["new", "same", "changed", "refused", "passed_over", "gone", "read_as"]

OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "same", "refused", "passed_over", "gone")
"""What can become of a row; `gone` is a flow of the present inventory that the file does not have."""

HEADS = ("row", "flow", "outcome", "column", "was", "became", "why")
_LEAST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the account.

    Attributes
    ----------
    row : of the spreadsheet; None for a flow that is not in it. flow : its id. outcome : see `OUTCOMES`;
        `read_as` tells of one cell that was read otherwise than it stands.
    column : ours, or their heading. was, became : of the cell. why : in words.
    sheet : where the row is, if several sheets were read as one.
    """

    row: int | None
    flow: str
    outcome: Outcome
    column: str = ""
    was: str = ""
    became: str = ""
    why: Text = EMPTY
    sheet: str = ""

    @property
    def place(self) -> str:
        """The row, with its sheet where there are several: `A!7`."""
        row = "" if self.row is None else str(self.row)
        return f"{self.sheet}!{row}" if self.sheet else row


@dataclass(slots=True)
class Account:
    """Everything that is to be said about an import, row by row.

    Attributes
    ----------
    entries : in the order of the file. columns : their heading -> ours, "note", or "" = not taken.
    sheet : where the rows were read. remarks : about the file as a whole.
    """

    entries: list[Entry] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    remarks: list[Text] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """Return how many rows had an outcome."""
        return self.counts()[outcome]

    def counts(self) -> Counter[str]:
        """Return the number of rows by outcome; several lines about one row count once."""
        rows = {(e.place, e.flow, e.outcome) for e in self.entries if e.outcome != "read_as"}
        return Counter(outcome for _, _, outcome in rows)

    def cells_read_otherwise(self) -> Counter[Text]:
        """Return how many cells were read otherwise than they stand, by reason."""
        return Counter(entry.why for entry in self.entries if entry.outcome == "read_as")

    def as_csv(self, lang: Lang, spoken: Spoken) -> bytes:
        """Return the whole account as a table, a line a column and an entry; keys are put into words."""
        heads = [text("exchange", f"account_{key}").in_lang(lang) for key in HEADS]
        lines = (self._line(entry, lang, spoken) for entry in self.entries)
        return csv_file(heads, chain(self._where_columns_went(lang), lines))

    def _where_columns_went(self, lang: Lang) -> Iterable[list[str]]:
        what = text("exchange", "outcome_column").in_lang(lang)
        for heading, ours in self.columns.items():
            went = "; ".join(in_words_of(target).in_lang(lang) for target in ours.split(";") if target)
            yield [
                "",
                "",
                what,
                "",
                harmless(heading),
                went or text("exchange", "not_taken").in_lang(lang),
                "",
            ]

    def _line(self, entry: Entry, lang: Lang, spoken: Spoken) -> list[str]:
        outcome = text("exchange", f"outcome_{entry.outcome}").in_lang(lang)
        was, became = in_words(entry, spoken)
        cells = (entry.flow, outcome, spoken.heading(entry.column), was, became, entry.why.in_lang(lang))
        return [*map(harmless, (entry.place, *cells))]

    def as_records(self, lang: Lang) -> list[dict[str, object]]:
        """Return the account for JSON: an object an entry."""
        return [
            {
                "row": entry.row,
                "sheet": entry.sheet or self.sheet,
                "flow": entry.flow,
                "outcome": entry.outcome,
                "column": entry.column,
                "was": entry.was,
                "became": entry.became,
                "why": entry.why.in_lang(lang),
            }
            for entry in self.entries
        ]


def in_words(entry: Entry, spoken: Spoken) -> tuple[str, str]:
    """Return what a cell was and became, keys as people call them; what they wrote stays as written."""
    was = spoken.cell(entry.column, entry.was) if entry.outcome == "changed" else entry.was
    return was, spoken.cell(entry.column, entry.became)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula; the account is for reading only."""
    return "'" + cell if cell.lstrip()[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} else cell


def sorted_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries in the order of the file; what is not in the file stands last."""
    return sorted(entries, key=lambda e: (e.row is None, e.row or 0, e.outcome == "read_as"))
