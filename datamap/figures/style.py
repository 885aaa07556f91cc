"""Colours, type sizes and spacing: the one visual language of figures and reports.

Plain constants, hex strings and points, so that a template can use them as they are.
What they are for and how they were chosen stands in `docs/style.md`; the tests hold
the contrast of every text colour and the distance of the category colours to it.

References
----------
Contrast: W3C, Web Content Accessibility Guidelines 2.2, success criteria 1.4.3 and 1.4.11.
Colour vision: Machado, Oliveira and Fernandes (2009), IEEE TVCG 15(6), 1291-1298.
"""

from __future__ import annotations

PAPER = "#FFFFFF"
INK = "#18222E"
INK_SOFT = "#4A5968"
RULE = "#8796A5"
RULE_SOFT = "#C9D2DB"
CARD = "#FFFFFF"
CARD_HOLDER = "#EEF3F8"
CARD_COUNTRY = "#F1F3F5"
ACCENT = "#1F4E79"

GAP = "#C8281F"
GAP_INK = "#A81D15"
GAP_EDGE = "#8E1710"
GAP_SOFT = "#FBE9E7"

CATEGORIES: tuple[str, ...] = (
    "#3563B8",  # blue
    "#E39A2D",  # orange
    "#158468",  # teal
    "#66438F",  # purple
    "#AFAF58",  # olive
    "#5F3A2A",  # brown
    "#6CB0E6",  # sky
    "#D998BE",  # pink
)
"""Colours of item categories, in the order they are given out. Red is kept for gaps."""

OTHER = "#75828B"
"""Colour of what is not specified, and of categories beyond the eight."""

MIXED = "#8DA2BA"
"""Colour of ribbons in which several categories are laid together."""

LEVELS: tuple[str, ...] = ("#F4F1E4", "#F3D58F", "#E2894A", "#A5302A")
"""Grounds of the levels negligible, limited, significant, maximum (light to dark)."""

PRIORITIES: dict[str, str] = {"low": "#EEF2E6", "medium": "#F3D58F", "high": "#E08B62"}
"""Grounds of priorities; the word always stands beside the colour."""

SHADES: tuple[str, ...] = ("#F4F7FA", "#CBDCEC", "#8FB4D6", "#3F73A8", "#1F4E79")
"""Grounds of a plain amount, none to most."""

READING_CERTAIN = "#3563B8"
READING_POSSIBLE = "#DCE6F5"

PAGE_WIDTH = 770.0
PAGE_HEIGHT = 520.0
"""Points a figure may take on A4 landscape (842 x 595 pt) beside margins and a caption."""

TEXT_FLOOR = 6.5
"""Smallest type in points on the printed page."""

TITLE_SIZE = 12.5
HEADING_SIZE = 9.5
BODY_SIZE = 8.0
NOTE_SIZE = 7.0

SPACE = 4.0
"""The step of spacing: gaps and paddings are multiples of it."""

LINE_HEIGHT = 1.35

_DARK = 0.04045  # below it sRGB is linear


def channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of a hex colour, each from 0 to 1.

    Examples
    --------
    >>> channels("#FF0080")
    (1.0, 0.0, 0.5019607843137255)
    """
    return (
        int(colour[1:3], 16) / 255,
        int(colour[3:5], 16) / 255,
        int(colour[5:7], 16) / 255,
    )


def luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour (WCAG 2.2)."""
    linear = [
        value / 12.92 if value <= _DARK else ((value + 0.055) / 1.055) ** 2.4 for value in channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3).

    Examples
    --------
    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: str) -> str:
    """Return the text colour that reads better on a ground: dark ink or white.

    Examples
    --------
    >>> ink_on("#A5302A"), ink_on("#F3D58F") == INK
    ('#FFFFFF', True)
    """
    return INK if contrast(INK, ground) >= contrast(PAPER, ground) else PAPER


def blend(colour: str, ground: str, share: float) -> str:
    """Return the colour laid over a ground with the given share of opacity.

    Examples
    --------
    >>> blend("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(channels(colour), channels(ground), strict=True)
    mixed = [round(255 * (share * top + (1 - share) * below)) for top, below in pairs]
    return "#{:02X}{:02X}{:02X}".format(*mixed)
