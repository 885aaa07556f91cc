"""The cells of an answer in words."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.model import Lang, Text


@dataclass(frozen=True, slots=True)
class Said:
    """Says the keys of one answer in one language, or in both."""

    answer: Answer
    lang: Lang

    def one(self, column: str, key: str) -> str:
        """Return one key in words; a blank one is not recorded."""
        return self.answer.words.in_lang(column, str(key), self.lang)

    def every(self, column: str, cell: str, joiner: str = "・") -> str:
        """Return the keys of a list cell in words; a blank cell is blank."""
        joiner = joiner if self.lang == "ja" else ", "
        return joiner.join(self.one(column, key) for key in str(cell).split(SEPARATOR) if key)

    def both(self, column: str, key: str) -> Text:
        """Return one key in both languages."""
        words = self.answer.words
        return Text(ja=words.in_lang(column, str(key), "ja"), en=words.in_lang(column, str(key), "en"))
