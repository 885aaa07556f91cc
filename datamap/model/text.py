"""Words that exist in Japanese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One statement in both languages.

    Everything a person reads is a `Text` until the moment it is shown, so that no
    output can exist in one language only.

    Examples
    --------
    >>> greeting = Text(ja="行{row}", en="row {row}")
    >>> greeting.fill(row=3).in_lang("en")
    'row 3'
    """

    ja: str
    en: str

    def in_lang(self, lang: Lang) -> str:
        """Return the statement in one language."""
        return self.ja if lang == "ja" else self.en

    def fill(self, **values: object) -> Text:
        """Put values into the `{placeholders}`; a `Text` value goes in by language."""
        filled = {
            lang: self.in_lang(lang).format(
                **{k: v.in_lang(lang) if isinstance(v, Text) else v for k, v in values.items()}
            )
            for lang in LANGS
        }
        return Text(**filled)

    @classmethod
    def same(cls, words: str) -> Text:
        """Return a text that reads alike in both languages (names, figures, keys)."""
        return cls(ja=words, en=words)


EMPTY = Text(ja="", en="")
