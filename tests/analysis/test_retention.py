"""How long items are kept along the flows."""

from __future__ import annotations

from datetime import date

import maps
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.analysis.periods import Period
from datamap.analysis.retention import Keeping, retention

COLUMNS = "id kind subjects items source recipient retention status until treatment"
DAY = date(2026, 4, 1)


def keeping(*rows: str, **declared: object) -> dict[str, str]:
    """Return what is said of each flow."""
    table = retention(maps.inventory(*rows, columns=COLUMNS, **declared), as_of=DAY).table
    return dict(zip(table["flow"], table["keeping"], strict=True))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("F collection customer name customer shop P1Y . . .", Keeping.RECORDED),
        ("F collection customer name customer shop . . . .", Keeping.NOT_RECORDED),
        ("F collection customer name customer shop law_unnamed_period . . .", Keeping.LAW_UNNAMED),
        ("F collection customer name customer shop indefinite . . .", Keeping.INDEFINITE),
        ("F collection customer name customer shop P1M ended 2026-02-28 .", Keeping.OVERDUE),
        ("F collection customer name customer shop P2M ended 2026-02-28 .", Keeping.RECORDED),
        ("F collection customer name customer shop . ended 2026-02-28 .", Keeping.ENDED_NO_PERIOD),
        ("F collection customer name customer shop P1D . 2026-03-01 .", Keeping.OVERDUE),
        (
            "F collection customer name customer shop contract_end+P1Y ended 2020-01-01 .",
            Keeping.ENDED_NO_DAY,
        ),
        ("F collection customer name customer shop contract_end ended 2020-01-01 .", Keeping.ENDED_NO_DAY),
        ("F collection customer name customer shop contract_end+P1Y . 2027-01-01 .", Keeping.RECORDED),
        (
            "F collection customer name customer shop purpose_fulfilled ended 2026-01-01 .",
            Keeping.ENDED_NO_DAY,
        ),
        ("F collection customer name customer shop P90D ended . .", Keeping.ENDED_NO_DAY),
        ("F collection customer name customer shop indefinite ended 2020-01-01 .", Keeping.INDEFINITE),
    ],
)
def test_each_state_of_a_flow(row: str, expected: Keeping) -> None:
    """Blank is not recorded; what has ended is overdue from the last day of its period on."""
    assert keeping(row)["F"] == expected


def test_flows_that_leave_nobody_or_have_not_begun_do_not_count() -> None:
    """Anonymised and aggregated flows and planned ones keep nothing that has to be erased."""
    found = keeping(
        "A internal_use customer name shop lab P1Y . . anonymised",
        "B internal_use customer name shop lab P1Y . . aggregated",
        "C internal_use customer name shop lab P1Y planned . .",
    )

    assert found == {}


def test_a_copy_kept_longer_than_by_its_source_is_named_with_the_flow_it_outlives() -> None:
    """The flow into the source stands behind the flow itself."""
    found = retention(
        maps.inventory(
            "F1 collection customer contact customer crm P1Y . . .",
            "F2 entrustment customer email crm mailer P18M . . .",
            "F3 entrustment customer name crm mailer P18M . . .",
            columns=COLUMNS,
        ),
        as_of=DAY,
    ).table.set_index("flow")

    assert found.loc["F2", "keeping"] == Keeping.LONGER_THAN_SOURCE
    assert found.loc["F2", "flows"] == "F2;F1"
    assert found.loc["F3", "keeping"] == Keeping.RECORDED


def test_a_second_flow_that_keeps_the_item_as_long_clears_the_copy() -> None:
    """The source holds the item anyway for as long."""
    found = keeping(
        "F1 collection customer name customer crm P1Y . . .",
        "F2 collection customer name customer crm P3Y . . .",
        "F3 entrustment customer name crm mailer P2Y . . .",
    )

    assert found["F3"] == Keeping.RECORDED


def test_the_calendar_lists_by_day_what_has_an_end() -> None:
    """A running flow with a last day ahead is in the calendar, one without an end is not."""
    found = retention(
        maps.inventory(
            "F1 collection customer name customer shop P1Y . 2026-12-31 .",
            "F2 collection customer name customer shop P1M ended 2026-01-31 .",
            "F3 collection customer name customer shop P1Y . . .",
            columns=COLUMNS,
        ),
        as_of=DAY,
    )

    assert found.calendar[["due", "flow"]].values.tolist() == [["2026-02-28", "F2"], ["2027-12-31", "F1"]]
    assert found.table.set_index("flow").loc["F3", ["due", "received_before"]].tolist() == ["", "2025-04-01"]


def test_no_day_is_counted_from_an_event_whose_day_is_not_recorded() -> None:
    """The last day of a flow is not the day on which a treatment, an employment or a year ended."""
    found = retention(
        maps.inventory(
            "F1 internal_use patient name clinic records treatment_end+P5Y ended 2021-03-31 .",
            "F2 collection customer invoice customer accounts fiscal_year_end+P7Y . 2026-06-30 .",
            columns=COLUMNS,
        ),
        as_of=DAY,
    )

    assert found.table["due"].tolist() == ["", ""]
    assert found.calendar.empty
    assert "counts not recorded 1" in found.text("en")


def test_nothing_was_received_before_the_flow_began_and_the_system_is_no_recipient() -> None:
    """A day before the beginning is left blank; who keeps and where stand apart."""
    table = maps.inventory(
        "F1 collection customer name customer shop crm P5Y 2025-01-01",
        "F2 collection customer name customer shop crm P1Y 2025-01-01",
        columns="id kind subjects items source recipient system retention since",
    )
    found = retention(table, as_of=DAY).table

    assert found["received_before"].tolist() == ["", "2025-04-01"]
    assert found.loc[0, ["recipient", "system"]].tolist() == ["shop", "crm"]


def test_periods_that_begin_differently_cannot_be_compared() -> None:
    """One year after a contract and two years after receipt say nothing of each other."""
    one, other = Period.of("contract_end+P1Y"), Period.of("P2Y")
    assert one is not None
    assert other is not None

    assert one.longer_than(other) is None
    assert other.longer_than(one) is None


@given(years=st.integers(1, 30), months=st.integers(0, 11), other=st.integers(1, 30))
def test_longer_is_the_order_of_ends(years: int, months: int, other: int) -> None:
    """A period is longer exactly if, begun on one day, it ends later."""
    one, two = Period("", f"P{years}Y{months}M"), Period("", f"P{other}Y")
    ends = one.end(DAY), two.end(DAY)
    assert ends[0] is not None
    assert ends[1] is not None

    assert one.longer_than(two) == (ends[0] > ends[1])
