"""The vendored typefaces and how text is measured and made fit to print."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.ttLib import TTFont

from datamap.figures.fonts import GETA, font, font_paths, missing, printable, register, width
from datamap.figures.paint import Painter
from datamap.figures.scene import Words
from datamap.vocabulary import read_vocabulary, texts


def test_every_font_file_has_its_licence_beside_it() -> None:
    """A typeface is never shipped without the text of its licence."""
    for path in font_paths().values():
        family = path.stem.split("-")[0]
        licence = path.parent / f"{family}-OFL.txt"
        assert path.exists()
        assert "SIL Open Font License" in licence.read_text(encoding="utf-8")


def test_the_faces_are_the_ones_named() -> None:
    """The files hold what their names say, with a real bold."""
    weights = {name: TTFont(path)["OS/2"].usWeightClass for name, path in font_paths().items()}
    assert weights == {"regular": 400, "bold": 700, "fallback": 400}


def test_names_as_people_write_them_are_never_tofu() -> None:
    """Rare kanji, company marks and half-width kana have a glyph in one of the faces."""
    assert missing("髙﨑𠮷①㈱～―→≧ｱﾊﾟｰﾄ…・「」（）“”–·×¥") == ""


def test_every_word_of_the_product_has_a_glyph() -> None:
    """All labels of the vocabulary and all texts of figures can be printed, in both languages."""
    vocabulary = read_vocabulary()
    labels = [term.label for name in vocabulary.lists for term in vocabulary.terms(name)]
    for words in [*labels, *texts("figures").values()]:
        assert missing(words.ja + words.en) == "", words


def test_what_no_face_has_becomes_a_geta_mark() -> None:
    """A character without a glyph is shown as a printer's mark, not as an empty box."""
    assert printable("ไทย") == GETA * 3
    assert missing(printable("ไทย 漢字 😀 \U0001f9ff")) == ""


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x07", "\ufe0f", "\ud800"])
def test_characters_that_hide_or_turn_text_are_left_out(hidden: str) -> None:
    """Direction marks, zero-width and control characters never reach a figure."""
    assert printable(f"株式{hidden}会社") == "株式会社"


def test_line_breaks_and_tabs_become_one_space() -> None:
    """A label stands on the lines we give it, not on its own."""
    assert printable(" 山田\r\n\t旅行 ") == "山田 旅行"


def test_a_line_is_drawn_as_wide_as_it_was_measured() -> None:
    """What fits when measured fits when drawn: kerning and fallback faces included."""
    for words in (
        "クレジットカード情報（VISA）",
        "Transport, lodging & AVATAR",
        "𠮷野家 عربي",
        "<b>$x^2$</b>",
    ):
        for bold in (False, True):
            drawn = Painter(1.0).artists(Words(0, 0, words, 9.0, bold=bold))[0]
            prop = drawn.get_fontproperties()
            assert prop == font(9.0, bold=bold)
            assert drawn.get_parse_math() is False
            assert width(words, 9.0, bold=bold) > 0


def test_registering_leaves_the_users_settings_alone(caplog: pytest.LogCaptureFixture) -> None:
    """No rcParams change and nothing is logged when figures make their typefaces known."""
    before = dict(mpl.rcParams)
    with caplog.at_level(logging.DEBUG, logger="matplotlib.font_manager"):
        register.cache_clear()
        register()
        width("新しい測定 𠮷", 11.0, bold=True)
    assert dict(mpl.rcParams) == before
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


def test_drawing_says_nothing_on_stderr(root: Path) -> None:
    """A figure with rare kanji in bold leaves stderr empty: matplotlib finds every weight."""
    code = (
        "import pandas as pd\n"
        "from datamap.figures.display import Display\n"
        "from datamap.figures.scene import Scene, Words\n"
        "s = Scene(200, 40, (Words(4, 20, '𠮷野家 عربي 😀 x', 9, bold=True),))\n"
        "d = Display(s, 't', 'f', {}, pd.DataFrame())\n"
        "d.svg(); d.png()\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stderr == ""
