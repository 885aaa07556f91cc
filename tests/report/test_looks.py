"""The colours of the reports are readable."""

from __future__ import annotations

import pytest

from datamap.figures.style import INK, INK_SOFT, PAPER, contrast
from datamap.report.blocks import TONES
from datamap.report.looks import TONE_COLOURS, WASH


@pytest.mark.parametrize("tone", sorted(TONE_COLOURS))
def test_text_on_a_tone_can_be_read(tone: str) -> None:
    """Text of a tone has at least 4.5 to 1 on its own ground and on white (WCAG 2.2, 1.4.3)."""
    look = TONE_COLOURS[tone]

    assert contrast(look["text"], look["fill"]) >= 4.5
    assert contrast(look["text"], PAPER) >= 4.5
    assert contrast(INK, look["fill"]) >= 4.5


def test_every_tone_has_its_colours() -> None:
    """No tone of the blocks is without a look."""
    assert set(TONE_COLOURS) == set(TONES) - {""}


def test_small_print_can_be_read() -> None:
    """Soft ink on the wash of a table head is readable."""
    assert contrast(INK_SOFT, WASH) >= 4.5
