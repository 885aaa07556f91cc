"""Heat map, matrix and completeness bars: their numbers, held against the results they draw."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from measuring import assert_readable, words_of

from datamap.analysis.completeness import completeness
from datamap.figures import draw_completeness, draw_heat_map, draw_matrix
from datamap.figures.heat_map import Axes, Risk, heat_map
from datamap.figures.scene import Box, Dot
from datamap.inventory import Workbook, read_inventory, read_workbook
from datamap.model import LANGS, Lang, Text
from datamap.risk import assess
from datamap.risk.assess import Assessment

FOUR = tuple(Text.same(str(level)) for level in range(1, 5))
AXES = Axes(FOUR, FOUR, (("low", "low", "low", "medium"),) * 2 + (("medium", "medium", "high", "high"),) * 2)


@pytest.fixture(scope="module")
def assessment(workbook: Workbook, as_of: date) -> Assessment:
    """Give the assessment of the sample."""
    return assess(workbook, as_of=as_of)


@pytest.mark.parametrize("lang", LANGS)
def test_the_heat_map_of_the_sample_can_be_read(assessment: Assessment, lang: Lang) -> None:
    """Every word in its place, none too small, none missing."""
    assert_readable(draw_heat_map(assessment, lang=lang).scene)


def test_every_open_risk_is_on_the_heat_map(assessment: Assessment) -> None:
    """As many dots before as risks are rated, in the cells of the ratings that count."""
    display = draw_heat_map(assessment)
    risks = [risk for risk in assessment.register if risk.closed is None]
    assert display.numbers["risks"] == len(risks) == len(display.table)
    ratings = Counter((r.likelihood, r.severity) for risk in risks if (r := risk.standing("inherent")))
    drawn = Counter(
        shape.part
        for shape in display.scene.shapes
        if isinstance(shape, Dot) and shape.part.startswith("cell:")
    )
    before = Counter({f"cell:{levels}": count for levels, count in ratings.items()})
    assert all(drawn[part] >= count for part, count in before.items())


def test_a_rating_by_a_person_looks_different_from_a_proposal() -> None:
    """Filled and hollow dots: who rated is told without colour."""
    risks = [
        Risk("a", Text.same("a"), (1, 1), (1, 1), person_before=True),
        Risk("b", Text.same("b"), (4, 4), (2, 2)),
    ]
    dots = [shape for shape in heat_map(risks, AXES).scene.shapes if isinstance(shape, Dot)]
    assert len({dot.fill for dot in dots if dot.part != "legend"}) == 2


def test_levels_stand_in_words_in_every_cell() -> None:
    """A cell says low, medium or high; its colour only repeats it."""
    display = heat_map([], AXES, lang="en")
    words = Counter(words.text for words in words_of(display.scene) if words.part.startswith("cell:"))
    assert words == {"low": 2 * 6, "medium": 2 * 6, "high": 2 * 4}


def test_two_hundred_risks_are_counted_where_they_do_not_fit() -> None:
    """What has no room as a dot or a name is counted, and stands in the table."""
    risks = [
        Risk(f"r{n}", Text.same(f"リスク {n} " * 4), (2, 3), (1, 1) if n % 2 else None) for n in range(200)
    ]
    display = heat_map(risks, AXES, lang="en")
    assert_readable(display.scene)
    assert display.numbers["medium_before"] == 200
    assert display.numbers["not_rated_after"] == 100
    assert any(words.text.startswith("+") for words in words_of(display.scene))
    assert str(200 - display.numbers["listed"]) in display.notes[0]
    assert len(display.table) == 200


@pytest.mark.parametrize("levels", [2, 3, 5])
def test_other_scales_are_drawn_too(levels: int) -> None:
    """A scale of two to five levels gives a matrix of as many cells."""
    names = tuple(Text.same(str(level)) for level in range(levels))
    axes = Axes(names, names, (("low",) * levels,) * levels)
    display = heat_map([Risk("a", Text.same("a"), (levels, levels), None)], axes)
    cells = {
        shape.part
        for shape in display.scene.shapes
        if isinstance(shape, Box) and shape.part.startswith("cell:")
    }
    assert len(cells) == levels**2
    assert_readable(display.scene)


@pytest.mark.parametrize("lang", LANGS)
def test_the_matrix_of_the_sample_can_be_read(workbook: Workbook, as_of: date, lang: Lang) -> None:
    """Heads inside the sheet, marks in their cells, everything in type of a readable size."""
    assert_readable(draw_matrix(workbook, as_of=as_of, lang=lang).scene)


def test_the_matrix_tells_recorded_from_possible(as_of: date) -> None:
    """A listed item is certain, an open list makes the source's other items possible, no more."""
    rows = (
        "id,kind,items,source,recipient\n"
        "F1,collection,name;phone,customer,shop\n"
        "F2,entrustment,name;+,shop,mailer\n"
        "F3,entrustment,all;-phone,shop,store\n"
        "F4,entrustment,email,other,printer\n"
    )
    display = draw_matrix(read_inventory(rows.encode()), as_of=as_of, lang="en")
    found = {(r["recipient"], r["item"]): r["reading"] for r in display.table.to_dict("records")}
    assert found == {
        ("mailer", "Name"): "certain",
        ("mailer", "Phone number"): "possible",
        ("store", "Name"): "certain",
        ("printer", "E-mail address"): "certain",
    }
    assert (display.numbers["certain"], display.numbers["possible"]) == (3, 1)


@pytest.mark.parametrize("lang", LANGS)
def test_a_large_matrix_keeps_everything_in_shared_lines(root: Path, as_of: date, lang: Lang) -> None:
    """Recipients and items beyond the sheet share a line by role or category; the table names all."""
    display = draw_matrix(read_workbook(root / "examples" / "tour-operator"), as_of=as_of, lang=lang)
    assert_readable(display.scene)
    assert display.numbers["grouped"] > 0
    assert display.numbers["recipients"] == display.table["recipient"].nunique()
    assert len(display.table) == display.numbers["certain"] + display.numbers["possible"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("by", ["column", "activity", "department"])
def test_completeness_is_what_the_answer_says(workbook: Workbook, by: str, lang: Lang) -> None:
    """The bars are the counts of `completeness`; their parts fill the bar."""
    display = draw_completeness(workbook, by=by, lang=lang)  # type: ignore[arg-type]
    assert_readable(display.scene)
    counted = completeness(workbook, by=by).table  # type: ignore[arg-type]
    for part in ("cells", "recorded", "recorded_unknown", "not_recorded"):
        assert display.numbers[part] == counted[part].sum()
    assert len(display.table) == len(counted)


def test_completeness_by_something_else_is_refused(workbook: Workbook) -> None:
    """The three ways of counting are named."""
    with pytest.raises(ValueError, match="column, activity, department"):
        draw_completeness(workbook, by="country")  # type: ignore[arg-type]
