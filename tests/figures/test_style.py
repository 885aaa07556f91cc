"""Colours that everybody can read and tell apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from datamap.figures import style
from datamap.figures.flows.ribbon import DOMESTIC
from datamap.figures.style import blend, channels, contrast

# Severity 1.0 of Machado, Oliveira and Fernandes (2009); linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ]),
    "deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ]),
    "tritanopia": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip


def lab(colour: str, vision: str) -> np.ndarray:
    """Return a colour in CIE Lab as somebody with the given vision sees it."""
    rgb = np.array(channels(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(VISION[vision] @ linear, 0, 1)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = matrix @ seen / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_category_colours_differ_for_every_kind_of_colour_vision(vision: str) -> None:
    """No two category colours, nor one and the red of gaps or the grey of the rest, look alike."""
    colours = [*style.CATEGORIES, style.OTHER, style.GAP]
    for one, other in combinations(colours, 2):
        assert np.linalg.norm(lab(one, vision) - lab(other, vision)) > 11, (one, other)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (style.INK, style.PAPER),
        (style.INK, style.CARD_HOLDER),
        (style.INK, style.CARD_COUNTRY),
        (style.INK, style.GAP_SOFT),
        (style.INK_SOFT, style.PAPER),
        (style.INK_SOFT, style.CARD_HOLDER),
        (style.GAP_INK, style.PAPER),
        (style.GAP_INK, style.GAP_SOFT),
        (style.PAPER, style.INK),
        (style.PAPER, style.ACCENT),
        *((style.ink_on(ground), ground) for ground in (*style.LEVELS, *style.SHADES, *style.CATEGORIES)),
    ],
)
def test_text_reaches_level_aa_on_its_ground(ink: str, ground: str) -> None:
    """Every pair of ink and ground in use has a contrast of 4.5 at least (WCAG 2.2, 1.4.3)."""
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("edge", [style.GAP, style.GAP_EDGE, style.INK_SOFT])
def test_marks_that_carry_meaning_reach_three_to_one(edge: str) -> None:
    """Lines that say something stand out from paper (WCAG 2.2, 1.4.11)."""
    assert contrast(edge, style.PAPER) >= 3.0


def test_a_gap_is_redder_than_any_category_on_paper() -> None:
    """A red ribbon is told from a pale one even before its dashes are seen."""
    for colour in style.CATEGORIES:
        pale = blend(colour, style.PAPER, DOMESTIC)
        assert np.linalg.norm(lab(pale, "normal") - lab(style.GAP, "normal")) > 40


def test_levels_darken_from_first_to_last() -> None:
    """Without colour the levels still run from light to dark."""
    for scale in (style.LEVELS, style.SHADES):
        lights = [lab(colour, "normal")[0] for colour in scale]
        assert lights == sorted(lights, reverse=True)
