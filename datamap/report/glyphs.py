"""The typefaces of a report: what they cannot show, and the few glyphs a page needs of them."""

from __future__ import annotations

import io
import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable
from functools import cache, lru_cache

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, sfnt

from datamap.figures.fonts import GETA, font_paths

BREAK = "\u200b"
"""Where a long word may be broken (zero width space)."""

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONG = re.compile(r"[!-~]{15,}")
_JOINT = re.compile(r"([/_.:;,@&=?-](?=[!-~])|[^\W_]{16}(?=[^\W_]{4}))")


@cache
def covered() -> frozenset[int]:
    """Return the code points that the typefaces of the PDF can show."""
    return frozenset().union(*(_points(face) for face in font_paths()))


@cache
def _points(face: str) -> frozenset[int]:
    """Return the code points that one face has."""
    with _opened(face) as font:
        return frozenset(font.getBestCmap())


def _opened(face: str) -> TTFont:
    """Open a face with its glyphs numbered: the files hold no names, and to invent some takes long.

    The bounds of the whole face stay as they are in a subset, so that no outline is taken apart.
    """
    font = TTFont(font_paths()[face], lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    font.setGlyphOrder([f"glyph{number:05d}" for number in range(font["maxp"].numGlyphs)])
    return font


def plain(words: str) -> str:
    r"""Return a text without controls and without marks that turn the writing direction.

    What a user typed can hide there; what the page shows and what is read aloud must agree.

    Examples
    --------
    >>> plain("tour\u202egpj.exe"), plain("a\x07b"), plain("a\r\nb")
    ('tourgpj.exe', 'a�b', 'a\nb')
    """
    if words.isascii() and words.isprintable():
        return words
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _INVISIBLE.sub("", lines)))


@lru_cache(maxsize=50_000)
def printable(words: str) -> tuple[str, str]:
    """Return a text as the PDF can set it, and the characters it had to leave out.

    Examples
    --------
    >>> printable("𠮷野家 ไ")
    ('𠮷野家 〓', 'ไ')
    """
    words = plain(words)
    known = covered()
    if all(ord(character) in known or character == "\n" for character in words):
        return _breakable(words), ""
    kept, missing = [], []
    for character in words:
        near = unicodedata.normalize("NFKC", character)
        if ord(character) in known or character == "\n":
            kept.append(character)
        elif all(ord(part) in known for part in near):
            kept.append(near)
        else:
            kept.append(GETA)
            missing.append(character)
    return _breakable("".join(kept)), "".join(dict.fromkeys(missing))


def _breakable(words: str) -> str:
    """Let a long word, such as a digest or an address, run over the end of a line."""
    return _LONG.sub(lambda long: _JOINT.sub(rf"\1{BREAK}", long[0]), words)


def subset(face: str, letters: Iterable[str]) -> bytes:
    """Return a WOFF of one face with just the glyphs of these letters, and of ASCII.

    The tables are stored, not compressed: the same input gives the same bytes whichever
    zlib the machine has.
    """
    options = Options()
    options.layout_features = ["kern", "palt", "ccmp", "locl"]
    options.flavor = "woff"
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["meta"]
    options.name_IDs = [0, 1, 2, 13, 14]
    points = set(map(ord, letters))
    with _opened(face) as font:
        worker = Subsetter(options)
        worker.populate(unicodes=sorted((points | set(range(0x20, 0x7F))) & _points(face)))
        worker.subset(font)
        font.flavor = "woff"
        return _stored(font)


def _stored(font: TTFont) -> bytes:
    """Write a font as WOFF without compression."""
    level = sfnt.ZLIB_COMPRESSION_LEVEL
    target = io.BytesIO()
    sfnt.ZLIB_COMPRESSION_LEVEL = 0
    try:
        font.save(target)
    finally:
        sfnt.ZLIB_COMPRESSION_LEVEL = level
    return target.getvalue()


def embedded(words: Iterable[str]) -> dict[str, str]:
    """Return the faces a page embeds, each as base64 of its WOFF subset.

    `fallback` is there only if the text has characters that the main face lacks.
    """
    letters = frozenset[str]().union(*words)
    rare = frozenset(letter for letter in letters if ord(letter) not in _points("regular"))
    faces = dict.fromkeys(("regular", "bold"), letters)
    if any(ord(letter) in _points("fallback") for letter in rare):
        faces["fallback"] = rare
    return {face: b64encode(subset(face, wanted)).decode() for face, wanted in faces.items()}
