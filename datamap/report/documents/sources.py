"""The law that calls for each element of a document, as data with a mark of how far it was checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from datamap.model import Lang, Text
from datamap.rules.articles import article_text
from datamap.vocabulary import text

FILE = Path(__file__).parent / "sources.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the law.

    Attributes
    ----------
    act : key of the act (`appi`, `gdpr`). law : its short name. article : as in the law files (`27(5)(iii)`).
    verified : whether its text was read for this project; otherwise the document says so.
    """

    act: str
    law: Text
    article: str
    verified: bool

    def in_lang(self, lang: Lang) -> str:
        """Return it as it is cited, marked where nobody has checked it."""
        said = self.law.in_lang(lang)
        if self.article:
            place = self.article if self.act == "gl" else article_text(self.article).in_lang(lang)
            said += ("" if lang == "ja" else " ") + place
        return said if self.verified else text("documents", "unverified", source=said).in_lang(lang)


@cache
def read_sources() -> tuple[dict[str, Source], dict[str, str]]:
    """Return the sources by key, and the keys of the sources behind each question, parted by spaces.

    Examples
    --------
    >>> sources, asks = read_sources()
    >>> [sources[key].in_lang("en") for key in asks["operator_address"].split()]
    ['APPI 32(1)(i)', 'GDPR 13(1)(a) (text not checked)']
    """
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    laws = {key: Text(**names) for key, names in raw["law"].items()}
    sources = {
        key: Source(one["law"], laws[one["law"]], one.get("article", ""), one["verified"])
        for key, one in raw["source"].items()
    }
    return sources, raw["asks"]


def sources_of(question: str) -> list[str]:
    """Return the keys of the sources behind a question: the APPI's first, then those of other laws."""
    return read_sources()[1][question].split()


def sources_text(keys: Iterable[str], lang: Lang) -> str:
    """Return sources as they are cited, joined."""
    known = read_sources()[0]
    return ("、" if lang == "ja" else "; ").join(known[key].in_lang(lang) for key in keys if key)
