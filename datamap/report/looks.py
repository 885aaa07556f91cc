"""The colours of the reports: what a tone looks like on a page and in the PDF.

The ink, the rules and the accent are the figures' own (`figures/style.py`). A tone never
speaks alone: the words beside it say the same.
"""

from __future__ import annotations

from datamap.figures.style import ACCENT, INK, INK_SOFT, RULE_SOFT

WASH = "#F3F6F9"

TONE_COLOURS: dict[str, dict[str, str]] = {
    "bad": {"text": "#9B1C16", "fill": "#FDECEA", "edge": "#D0443B"},
    "warn": {"text": "#7A4B00", "fill": "#FFF3D9", "edge": "#C98710"},
    "ask": {"text": "#174A82", "fill": "#E7F0FA", "edge": "#4B84C4"},
    "good": {"text": "#1A5C38", "fill": "#E5F4EA", "edge": "#4D9A6C"},
    "info": {"text": "#33475B", "fill": "#EEF2F6", "edge": "#8497AB"},
    "mute": {"text": INK_SOFT, "fill": "#F3F4F6", "edge": "#98A3AE"},
}

LOOKS: dict[str, object] = {
    "ink": INK,
    "soft": INK_SOFT,
    "hair": RULE_SOFT,
    "accent": ACCENT,
    "wash": WASH,
    "tones": TONE_COLOURS,
}
"""What both templates are given."""
