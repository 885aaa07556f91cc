"""The gallery of figures in `docs/` shows every figure there is, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from datamap import figures
from datamap.model import LANGS


def test_every_figure_is_in_the_gallery(root: Path) -> None:
    """Each function that draws is named once a language, and every picture of the page is there."""
    page = (root / "docs" / "figures.md").read_text(encoding="utf-8")
    drawn = sorted(set(figures.__all__) - {"Display"})

    assert sorted(re.findall(r"`(draw_\w+)`", page)) == sorted(drawn * len(LANGS))
    pictures = re.findall(r"\]\((images/[^)]+)\)", page)
    assert len(pictures) == len(drawn) * len(LANGS)
    assert all((root / "docs" / name).is_file() for name in pictures)
