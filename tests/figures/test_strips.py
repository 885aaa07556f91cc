"""Figures for an upright page, and risk by place: counted, said in words, the same every time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from datamap.figures import draw_places_at_risk, draw_standing, draw_timeline
from datamap.figures.heat_map import Axes, Risk, heat_map
from datamap.figures.scene import Box, Words
from datamap.figures.strips import STRIP_WIDTH
from datamap.figures.style import TEXT_FLOOR
from datamap.figures.timeline import Step
from datamap.inventory import read_workbook
from datamap.model import LANGS, Lang, Text
from datamap.risk import Assessment, assess

DAY = date(2026, 11, 22)
NAMES = {"error": Text("要対応", "error"), "question": Text("確認事項", "question")}
COUNTS = {"error": {"new": 2, "open": 1}, "question": {"open": 40, "accepted": 3, "closed": 9}}
STEPS = [
    Step(
        "1", Text("旅券番号の送信を減らす", "Send fewer passport numbers"), Text("", ""), "2026-10-01", "late"
    ),
    Step("2", Text("契約を結ぶ", "Conclude contracts"), Text("法務", "legal"), "2027-06-30", "due"),
    Step("3", Text("研修", "Training"), Text("", ""), "", "no_date"),
    Step("4", Text("消去", "Erase"), Text("", ""), "2026-09-01", "done"),
]


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    """The assessment of the made-up tour operator."""
    return assess(read_workbook(Path(__file__).parents[2] / "examples" / "tour-operator"), as_of=DAY)


@pytest.mark.parametrize("lang", LANGS)
def test_states_are_counted_and_told_apart_without_colour(lang: Lang) -> None:
    """Each state has its own ground or hatch and a name in the legend; each bar has its total."""
    shown = draw_standing(COUNTS, NAMES, lang=lang)
    looks = {(box.fill, box.hatch) for box in shown.scene.of(Box) if isinstance(box, Box) and ":" in box.part}
    said = [words.text for words in shown.scene.of(Words) if isinstance(words, Words)]

    assert dict(shown.numbers) == {"new": 2, "open": 41, "accepted": 3, "closed": 9}
    assert len(looks) == 4
    assert {"3", "52"} <= set(said)
    assert shown.svg() == draw_standing(COUNTS, NAMES, lang=lang).svg()


@pytest.mark.parametrize("lang", LANGS)
def test_the_plan_says_in_words_how_each_line_stands(lang: Lang) -> None:
    """A late line, one without a date and a done one are named as such; marks stay on the sheet."""
    shown = draw_timeline(STEPS, DAY, lang=lang)
    marks = [w.text for w in shown.scene.of(Words) if isinstance(w, Words) and w.part.startswith("mark:")]

    assert marks == (
        ["期限超過 2026-10-01", "2027-06-30", "期日未記録", "完了 2026-09-01"]
        if lang == "ja"
        else ["late 2026-10-01", "2027-06-30", "no date", "done 2026-09-01"]
    )
    assert all(box.x >= 0 and box.right <= STRIP_WIDTH for box in shown.scene.of(Box) if isinstance(box, Box))
    assert shown.numbers["late"] == shown.numbers["no_date"] == 1


def test_a_plan_too_long_for_the_page_is_cut_and_says_so() -> None:
    """What is not drawn is counted and stands in the table."""
    many = [Step(str(n), Text(f"措置{n}", f"step {n}"), Text("", ""), "2027-01-01", "due") for n in range(40)]
    shown = draw_timeline(many, DAY, lang="en")

    drawn = {w.part for w in shown.scene.of(Words) if isinstance(w, Words) and w.part.startswith("step:")}

    assert shown.numbers["left_out"] == 40 - len(drawn) > 0
    assert shown.notes
    assert len(shown.table) == 40


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_to_be_done_is_written_out(lang: Lang) -> None:
    """A long line of the plan takes several lines of type; nothing is cut or touches the next."""
    said = Text(
        "免税店等への提供を申込みとは別の選択欄にし、" * 3, "Make the hand-over a choice of its own, " * 4
    )
    shown = draw_timeline([Step(k, said, Text("", ""), "2027-06-30", "due") for k in "ab"], DAY, lang=lang)
    words = [w for w in shown.scene.of(Words) if isinstance(w, Words) and w.part.startswith("step:")]
    first, second = ([w.y for w in words if w.part == f"step:{key}"] for key in "ab")

    assert "".join(w.text for w in words if w.part == "step:a").replace(" ", "") == said.in_lang(
        lang
    ).strip().replace(" ", "")
    assert len(first) > 1
    assert max(first) + TEXT_FLOOR < min(second)


@pytest.mark.parametrize("lang", LANGS)
def test_places_at_risk_wear_a_tag_in_words(lang: Lang, assessment: Assessment) -> None:
    """Each place on the map that a risk runs to has a tag with priority and number, on the sheet."""
    shown = draw_places_at_risk(assessment, lang=lang)
    tags = [w for w in shown.scene.of(Words) if isinstance(w, Words) and w.part.startswith("risk:")]
    boxes = [b for b in shown.scene.of(Box) if isinstance(b, Box) and b.part.startswith("risk:")]
    marked = {box.part.removeprefix("risk:card:") for box in boxes}

    assert shown.numbers["tags"] == len(tags) == len(boxes) > 5
    assert all(words.text[0] in ("高中低" if lang == "ja" else "HML") for words in tags)
    assert all(words.size >= TEXT_FLOOR for words in tags)
    assert all(box.right <= shown.scene.width for box in boxes)
    assert all(shown.cards[card] for card in marked)


def test_a_heat_map_without_a_difference_says_so() -> None:
    """Where no rating differs before and after measures a note tells; one difference ends it."""
    levels = (Text("低い", "low"), Text("高い", "high"))
    axes = Axes(levels, levels, (("low", "medium"), ("medium", "high")))
    same = heat_map([Risk("a", Text("甲", "one"), (1, 2), (1, 2))], axes, lang="en")
    other = heat_map([Risk("a", Text("甲", "one"), (1, 2), (1, 1))], axes, lang="en")

    assert "No rating that counts differs" in " ".join(same.notes)
    assert other.notes == ()
