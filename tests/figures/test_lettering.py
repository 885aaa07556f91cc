"""Words that fit their box: smaller, on several lines, or cut, but never outside."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from datamap.figures.fonts import printable, width
from datamap.figures.lettering import ELLIPSIS, TIGHT, ellipsise, fit, wrap
from datamap.figures.style import TEXT_FLOOR

LABELS = st.text(
    alphabet="氏名住所旅券番号（）、。・ーァアカナabcXYZ 0123-<&$_^{}𠮷م", min_size=1, max_size=60
).filter(lambda words: bool(printable(words)))


@given(LABELS, st.floats(24, 160), st.floats(6.5, 11), st.sampled_from([0.0, 18.0, 40.0]))
def test_a_fitted_label_keeps_to_its_box(words: str, room: float, size: float, height: float) -> None:
    """Whatever the label, its lines are no wider than the room, and no more than the height holds."""
    for bold in (False, True):
        fitted = fit(words, room, size, bold=bold, height=height)
        assert fitted.width(bold=bold) <= room + 1e-6
        assert TEXT_FLOOR <= fitted.size <= size
        assert len(fitted.lines) <= max(1, int(height / (fitted.size * TIGHT)))


@given(LABELS, st.floats(30, 200))
def test_wrapping_loses_nothing_but_spaces(words: str, room: float) -> None:
    """A paragraph broken into lines still holds every character."""
    shown = printable(words)
    assert "".join(wrap(shown, room, 8)).replace(" ", "") == shown.replace(" ", "")


def test_a_short_label_keeps_its_size() -> None:
    """What fits is set at the size asked for, on one line."""
    assert fit("氏名", 60, 9).lines == ("氏名",)


def test_a_long_label_is_broken_before_it_is_cut() -> None:
    """Where there is height for two lines a name is not cut."""
    fitted = fit("株式会社近畿日本ツーリスト首都圏", 100, 9, height=24)
    assert len(fitted.lines) == 2
    assert not fitted.cut


def test_a_label_that_cannot_fit_ends_in_an_ellipsis() -> None:
    """What is cut says so."""
    fitted = fit("長" * 200, 40, 9)
    assert fitted.cut
    assert fitted.lines[0].endswith(ELLIPSIS)


def test_lines_do_not_begin_with_what_may_not_stand_first() -> None:
    """Small kana, closing brackets and the long mark do not begin a line (kinsoku)."""
    for line in wrap("キャッシュカード（クレジット）、ポイントカード。", 40, 8)[1:]:
        assert line[0] not in "ッュ）、。ー"


def test_ellipsise_leaves_short_words_alone() -> None:
    """Nothing is cut that fits."""
    assert ellipsise("旅券番号", width("旅券番号", 8) + 0.01, 8) == "旅券番号"
