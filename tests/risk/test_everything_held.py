"""A recorded `all` counts as what the source holds for certain, wherever items are asked about."""

from __future__ import annotations

from datetime import date

import pytest
from risk_made import make_workbook

from datamap.analysis.everything import items_written_out
from datamap.analysis.reach import reach
from datamap.facts import establish_facts
from datamap.inventory import Workbook
from datamap.risk import Assessment, assess

DAY = date(2026, 11, 22)
COLLECTED = {"kind": "collection", "subjects": "patient", "source": "patient", "recipient": "ward"}
ENTRUSTED = {"kind": "entrustment", "subjects": "patient"}


@pytest.fixture(scope="module")
def clinic() -> Workbook:
    """Give a clinic whose cloud hands everything it holds to support abroad, once without pregnancy."""
    return make_workbook(
        COLLECTED | {"items": "name;medical_history;pregnancy", "persons": "52000"},
        ENTRUSTED
        | {
            "items": "name;medical_history;pregnancy",
            "source": "ward",
            "recipient": "cloud",
            "countries": "DE",
        },
        ENTRUSTED | {"items": "all", "source": "cloud", "recipient": "support", "countries": "IN"},
        ENTRUSTED | {"items": "all;-pregnancy", "source": "cloud", "recipient": "backup", "countries": "US"},
        ENTRUSTED | {"items": "all", "source": "archive", "recipient": "printer", "countries": "JP"},
        ENTRUSTED | {"items": "all", "source": "patient", "recipient": "guide", "countries": "JP"},
        ENTRUSTED | {"subjects": "employee", "items": "all", "source": "cloud", "recipient": "audit"},
    )


@pytest.fixture(scope="module")
def assessed(clinic: Workbook) -> Assessment:
    """Give the assessment of the clinic."""
    return assess(clinic, as_of=DAY)


def test_all_is_written_out_as_what_the_source_holds(clinic: Workbook) -> None:
    """What is left out stays out; a place that holds nothing on record, and people, add nothing."""
    cells = items_written_out(clinic.inventory, DAY).texts()

    assert cells[2:] == [
        "all;medical_history;name;pregnancy",
        "all;-pregnancy;medical_history;name",
        "all",
        "all",
        "all",
    ]


def test_all_goes_where_reach_says_that_it_goes(clinic: Workbook) -> None:
    """Facts about items and the certain reading of reach tell the same hand-overs."""
    held = reach(clinic, as_of=DAY, item="pregnancy").table["place"]
    listed = establish_facts(clinic, DAY).truth("special_category_listed")

    assert {"support"} <= set(held)
    assert "backup" not in set(held)
    assert listed.values() == (True, True, True, True, False, False, False)


def test_what_goes_with_all_is_at_risk_where_it_goes(assessed: Assessment) -> None:
    """The support abroad that gets everything stands under the risk of each grave item it gets."""
    health = assessed.risk("sensitive_exposed:medical_history").risk
    pregnancy = assessed.risk("sensitive_exposed:pregnancy").risk

    assert health.flows == ("M00", "M01", "M02", "M03")
    assert pregnancy.flows == ("M00", "M01", "M02")


def test_a_list_that_is_all_is_rated_by_what_it_holds(assessed: Assessment) -> None:
    """More than needed may be handed over: what that is weighs, and is not light."""
    spread = assessed.risk("unspecified_items_outside")
    priority = spread.priority("inherent", assessed.scale)

    assert "medical_history" in spread.risk.items
    assert priority != "low"


def test_tables_of_items_name_the_flows_that_carry_all(assessed: Assessment) -> None:
    """Special categories, items and their need are told with every flow that carries them."""
    for content in ("special_grounds", "data_items", "minimisation"):
        (row,) = (one for one in assessed.content[content] if one.key == "medical_history")
        assert {"M02", "M03"} <= set(row.flows), content
