"""The vendored typefaces: where they lie, how wide text runs, what no face can show.

BIZ UDPGothic (Morisawa, SIL Open Font License 1.1) is a universal-design face with a real
bold; Noto Sans JP (Adobe and Google, SIL OFL 1.1) steps in for rare kanji such as 𠮷, and
DejaVu Sans, which matplotlib brings along, for other scripts. They are registered under
names of our own, so that another version installed on the machine never changes a figure.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path

from datamap.figures.style import LINE_HEIGHT

REGULAR, BOLD = 400, 700
FAMILIES = ("datamap text", "datamap kanji", "datamap scripts")
GETA = "〓"
"""Printed where no typeface has the character, as Japanese compositors do."""

CENTRE = 0.38
"""Height of the middle of a line of Japanese text above its baseline, in ems."""

_FOLDER = Path(__file__).parent.parent / "fonts"
_MEASURED_AT = 100.0
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # they only choose between glyphs


def font_paths() -> dict[str, Path]:
    """Return the font files in `datamap/fonts/`, by a plain name.

    Returns
    -------
    dict
        `regular`, `bold` (BIZ UDPGothic) and `fallback` (Noto Sans JP Regular).

    Examples
    --------
    >>> sorted(font_paths())
    ['bold', 'fallback', 'regular']
    """
    return {
        "regular": _FOLDER / "BIZUDPGothic-Regular.ttf",
        "bold": _FOLDER / "BIZUDPGothic-Bold.ttf",
        "fallback": _FOLDER / "NotoSansJP-Regular.ttf",
    }


def _files(weight: int) -> tuple[Path, Path, Path]:
    """Return the face of each family for one weight, in the order they are tried."""
    ours = font_paths()
    scripts = Path(mpl.get_data_path()) / "fonts" / "ttf"
    bold = weight == BOLD
    return (
        ours["bold" if bold else "regular"],
        ours["fallback"],  # one weight only: a bold of 5 MB more for a handful of kanji
        scripts / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"),
    )


@cache
def register() -> tuple[str, ...]:
    """Make the faces known to matplotlib under our own family names, once.

    Each family gets an entry for both weights, because matplotlib writes to stderr when it
    has to take another weight. No rcParams are touched.

    Returns
    -------
    tuple of str
        The family names, in the order of fallback.
    """
    known = {(entry.name, entry.weight) for entry in fontManager.ttflist}
    for weight in (REGULAR, BOLD):
        for family, path in zip(FAMILIES, _files(weight), strict=True):
            if (family, weight) not in known:
                fontManager.ttflist.append(
                    FontEntry(fname=str(path), name=family, weight=weight, size="scalable")
                )
    return FAMILIES


@lru_cache(maxsize=64)
def font(size: float, *, bold: bool = False) -> FontProperties:
    """Return the font properties to draw with, at a size in points."""
    return FontProperties(
        family=list(register()), weight=BOLD if bold else REGULAR, size=size, stretch="normal"
    )


@lru_cache(maxsize=20_000)
def _width_at_scale(words: str, *, bold: bool) -> float:
    """Return the width of a line at the size measurements are kept in."""
    prop = font(_MEASURED_AT, bold=bold)
    width, _, _ = text_to_path.get_text_width_height_descent(words, prop, False)
    return float(width)


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Return the width in points of one line of text.

    Examples
    --------
    >>> width("氏名", 10) == 2 * width("氏名", 5)
    True
    """
    return _width_at_scale(words, bold=bold) * size / _MEASURED_AT if words else 0.0


def line_height(size: float) -> float:
    """Return the distance of two baselines in points."""
    return size * LINE_HEIGHT


@cache
def _faces() -> tuple[FT2Font, ...]:
    """Return the opened regular faces, to ask which characters they have."""
    return tuple(FT2Font(str(path)) for path in _files(REGULAR))


@lru_cache(maxsize=20_000)
def has_glyph(character: str) -> bool:
    """Tell whether one of the faces can show the character."""
    return any(face.get_char_index(ord(character)) for face in _faces())


def missing(words: str) -> str:
    """Return the characters of a text that none of the faces has, each once, in order.

    Examples
    --------
    >>> missing("𠮷野家"), missing("ก")
    ('', 'ก')
    """
    return "".join(dict.fromkeys(c for c in words if not has_glyph(c)))


def printable(words: str) -> str:
    r"""Return a text as it can be set on one line: no controls, no tofu.

    Line breaks and tabs become spaces; marks that are invisible or change the writing
    direction of what follows are left out; what no face can show becomes a geta mark.

    Examples
    --------
    >>> printable("株式会社\n山田\u202e"), printable("ก旅行")
    ('株式会社 山田', '〓旅行')
    """
    kept = []
    for character in " ".join(words.split()):
        if unicodedata.category(character) in _UNSEEN or character in _SELECTORS:
            continue
        kept.append(character if has_glyph(character) else GETA)
    return "".join(kept)
