"""How the work of a report grows with the workbook: counted in calls of functions, never by the clock."""

from __future__ import annotations

import cProfile
from datetime import date
from functools import cache

from grown import grown

from datamap.analysis.changes import Change
from datamap.report.context.books import impact_assessment
from datamap.report.context.results import compute
from datamap.report.editions import PAGE, PAPER, edition
from datamap.report.machine import json_bytes, workbook_data
from datamap.risk import assess, assess_change, sign, verify

DAY = date(2026, 11, 22)
SMALL, MIDDLE, LARGE = 125, 250, 500


@cache
def work(flows: int) -> int:
    """Return how many functions are called to assess a workbook, and to write its report and its data.

    The count is the same on every machine. Left out is what no workbook changes: the templates, and the
    typefaces that a page takes along.
    """
    workbook = grown(flows)
    meter = cProfile.Profile()
    meter.enable()
    results = compute(workbook, DAY)
    book = impact_assessment(results, "en")
    for medium in (PAGE, PAPER):
        edition(book, medium)
    json_bytes(workbook_data(results))
    meter.disable()
    return sum(entry.callcount for entry in meter.getstats())


def test_twice_the_rows_is_at_most_two_and_a_half_times_the_work() -> None:
    """As a whole, and for what is added alone: what every report costs cannot hide a square."""
    work(20)  # loads modules and fills what is read once
    small, middle, large = work(SMALL), work(MIDDLE), work(LARGE)

    assert middle <= 2.5 * small
    assert large <= 2.5 * middle
    assert large - middle <= 2.5 * (middle - small)


def test_risks_grow_with_the_workbook_that_is_measured() -> None:
    """The measure would be worth nothing if only the rows grew: 2,000 flows stand for 200 risks."""
    few, many = (len(compute(grown(flows), DAY).assessment.register) for flows in (SMALL, LARGE))

    assert many > 2.5 * few > 40


@cache
def work_beside(flows: int) -> int:
    """Return how many functions are called for what `datamap assess` shows and no report does."""
    before = grown(flows)
    first = assess(before, as_of=DAY)
    signature = sign(first, role="dpo", signed_on=DAY)
    rows = before.inventory.coded("id").texts()
    meter = cProfile.Profile()
    meter.enable()
    change = assess_change(before, DAY, (Change(flows=tuple(rows[::2]), cells=(("retention", "P1Y"),)),))
    change.as_dict("en")
    change.risks.as_object()
    first.leverage_steps()
    for one in first.register:
        first.one(one.id).moving_steps.worded("en")
    verify(before, signature, as_of=DAY)
    meter.disable()
    return sum(entry.callcount for entry in meter.getstats())


def test_changes_steps_and_signatures_grow_as_little() -> None:
    """A change of every second flow, measures step by step, each risk by itself, a signature held again."""
    work_beside(20)
    small, middle = work_beside(SMALL), work_beside(MIDDLE)

    assert middle <= 2.5 * small
