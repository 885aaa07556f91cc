"""A worksheet: an answer that a person works through, fills in and files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.arguments import refused
from datamap.analysis.frames import pd
from datamap.analysis.words import heading
from datamap.model import Lang, Text

FILLED_IN = ("done", "done_on", "remark")
"""Columns that a person fills in: whether it was done, when, and what there is to say."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Worksheet(Answer):
    """An answer with further sheets behind it.

    Cells may hold a `Text`, which is shown in the language asked for.

    Attributes
    ----------
    name : what the worksheet is called in files (`erasure`).
    parts : further sheets, in order.
    paper : columns that fit across a page; the others are in the spreadsheet. () = all.
    ahead : names of the parts that are printed before this sheet, in their order.
    printed : sheets that are printed instead of this one, which the spreadsheet has in full.
    folded : entries of one cell that paper shows; the spreadsheet has all. None = all of them.
    notes : what whoever works with it has to know.
    cells : columns that hold cells of the inventory, said in the words of the row's `column`.
    """

    name: str
    parts: tuple[Worksheet, ...] = ()
    paper: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    printed: tuple[Worksheet, ...] = ()
    folded: int | None = None
    notes: tuple[Text, ...] = ()
    cells: tuple[str, ...] = ()

    def part(self, name: str) -> Worksheet:
        """Return one of the sheets by its name; BadQuestion names those there are."""
        for sheet in self.sheets():
            if sheet.name == name:
                return sheet
        known = [sheet.name for sheet in self.sheets()]
        raise refused("unknown_sheet", name, known, name=name, sheets=", ".join(known))

    def sheets(self) -> Iterator[Worksheet]:
        """Yield this sheet and those behind it."""
        yield self
        for part in self.parts:
            yield from part.sheets()

    def chapters(self) -> Iterator[Worksheet]:
        """Yield the sheets as they are printed: what is to be done first, long lists folded."""
        first = [part for name in self.ahead for part in self.parts if part.name == name]
        yield from first
        yield from self.printed or (self,)
        for part in self.parts:
            if part not in first:
                yield from part.chapters()

    def in_lang(self, lang: Lang) -> Self:
        """Return the same worksheet with all its sheets, shown in this language."""
        parts, printed = (tuple(s.in_lang(lang) for s in group) for group in (self.parts, self.printed))
        return self._with(lang=lang, parts=parts, printed=printed)

    def worded(self, lang: Lang | None = None, *, most: int | None = None) -> pd.DataFrame:
        """Return the table as people read it; see `Answer.worded`."""
        speech = lang or self.lang
        frame = super().worded(speech, most=most)
        for name in self.cells:
            pairs = zip(self.table["column"], self.table[name], strict=True)
            frame[heading(name).in_lang(speech)] = [self._cell(c, v, speech) for c, v in pairs]
        return frame

    def _cell(self, column: str, cell: str, lang: Lang) -> str:
        if not cell or not self.words.knows(column):
            return cell
        said = [self.words.in_lang(column, entry, lang) for entry in cell.split(SEPARATOR)]
        return ("、" if lang == "ja" else ", ").join(said)

    def as_object(self) -> dict[str, Any]:
        """Return the worksheet for JSON: title, summary, rows, notes, and its further sheets."""
        return {
            "name": self.name,
            "title": self.title.in_lang(self.lang),
            "summary": self.text(),
            "rows": self.as_records(),
            "notes": [note.in_lang(self.lang) for note in self.notes],
            "sheets": [part.as_object() for part in self.parts],
        }

    def _said(self, column: str, cell: Any, lang: Lang, most: int | None) -> str:
        return cell.in_lang(lang) if isinstance(cell, Text) else super()._said(column, cell, lang, most)

    def _plain(self, column: str, cell: Any) -> Any:
        return cell.in_lang(self.lang) if isinstance(cell, Text) else super()._plain(column, cell)
