"""Threats come up where the table says so, and say no more than it does."""

from __future__ import annotations

from datetime import date

import pytest
from risk_made import make_workbook

from datamap.risk import assess, read_threats
from datamap.risk.threats import Threat

ABROAD = {"items": "name", "recipient": "them", "countries": "US", "foreign_route": "consent_informed"}


def _threats(day: date, *rows: dict[str, str]) -> set[str]:
    """Return the ids of the risks that are known to hold on some rows."""
    found = assess(make_workbook(*rows), as_of=day).register
    return {one.id for one in found if one.risk.flows}


def test_information_given_to_the_person_counts_as_a_look_at_the_destination(day: date) -> None:
    """The route by consent alone shows nothing; the sheet of information recorded with it does."""
    assert "abroad_unprotected" in _threats(day, ABROAD)
    assert "abroad_unprotected" not in _threats(day, ABROAD | {"measures": "foreign_information_sheet"})


def test_a_public_body_does_not_track_online(day: date) -> None:
    """An answer to the police with an address of a device in it is no tracking."""
    row = {"items": "ip_address;cookie_id", "recipient": "them"}

    assert "tracked_online" in _threats(day, row | {"kind": "external_transmission"})
    assert "tracked_online" not in _threats(day, row | {"kind": "authority"})


@pytest.mark.parametrize(
    ("kind", "fits"), [("third_party", True), ("entrustment", False), ("external_transmission", False)]
)
def test_a_list_of_children_at_a_cloud_gives_nothing_away(day: date, kind: str, fits: bool) -> None:  # noqa: FBT001
    """Belonging to a group shows in an exchange with a third party, not in the choice of a service."""
    found = _threats(day, {"items": "name", "subjects": "child_under_16", "kind": kind})

    assert ("listing_reveals" in found) is fits


def test_an_own_department_is_no_processor(day: date) -> None:
    """Work written down as entrusted to a department leaks at no processor."""
    row = {"items": "name", "kind": "entrustment", "recipient": "it", "recipient_role": "department"}

    assert "entrustee_leak" not in _threats(day, row)
    assert "entrustee_leak" in _threats(day, row | {"recipient_role": "processor"})


def test_a_password_is_a_matter_of_accounts_and_a_card_of_payment(day: date) -> None:
    """Nobody is charged for a stolen password alone; what is feared is somebody else logging in."""
    found = _threats(day, {"items": "password;card_number", "kind": "collection"})

    assert "account_takeover" in found
    assert [risk for risk in sorted(found) if risk.startswith("payment_data_theft")] == [
        "payment_data_theft:card_number"
    ]
    assert "payment_data_theft" not in {
        risk.partition(":")[0] for risk in _threats(day, {"items": "login_credentials"})
    }


@pytest.mark.parametrize(("items", "fits"), [("gps_location", True), ("location", True), ("name", False)])
def test_a_position_may_be_used_to_follow_people(day: date, items: str, fits: bool) -> None:  # noqa: FBT001
    """Whoever sees where somebody is can follow them."""
    assert ("location_followed" in _threats(day, {"items": items, "kind": "collection"})) is fits


@pytest.mark.parametrize("threat", read_threats(), ids=lambda threat: threat.key)
def test_what_is_only_blank_is_never_said_to_be_missing(threat: Threat) -> None:
    """No text says that something was not done, has not been checked or is not shown."""
    texts = (threat.title, threat.scenario)
    said = " ".join(part for text in texts for part in (text.ja, text.en))

    for claim in ("has not been", "have not been", "is shown", "示されて", "おらず"):
        assert claim not in said.replace("記録されておらず", "")
