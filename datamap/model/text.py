"""Words that exist in Japanese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
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
        """Put values into the `{placeholders}`; a `Text` value goes in by language.

        `{count:row|rows}` is the word for one where the value is 1, else the word for several.

        Examples
        --------
        >>> Text(ja="{count}行", en="{count} {count:row|rows}").fill(count=1).en
        '1 row'
        """
        filled = {
            lang: _filled(
                self.in_lang(lang),
                {k: v.in_lang(lang) if isinstance(v, Text) else v for k, v in values.items()},
            )
            for lang in LANGS
        }
        return Text(**filled)

    @classmethod
    def same(cls, words: str) -> Text:
        """Return a text that reads alike in both languages (names, figures, keys)."""
        return cls(ja=words, en=words)


class _Counting(Formatter):
    """Knows one more thing to write behind a colon: a word for one, a bar, a word for several."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Return the word that goes with a number, or the value as it is."""
        one, bar, several = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else several


_COUNTING = _Counting()


def _filled(words: str, values: dict[str, object]) -> str:
    """Fill one language; the slower way is for words that know one from several."""
    return _COUNTING.vformat(words, (), values) if "|" in words else words.format(**values)


EMPTY = Text(ja="", en="")
