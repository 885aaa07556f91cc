"""The ten risk seeds of the acceptance table (6.8) come out of general conditions, none of them typed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from datamap.inventory import Workbook
from datamap.risk import Assessment, read_threats

SEEDS = {
    "R1": ("identifier_spread:passport_no", {"FL02", "FL03"}, {"J2"}),
    "R2": ("open_recipient_class:other_group_companies", {"FL03"}, {"G2"}),
    "R3": ("abroad_unprotected", {"FL06", "FL08", "FL10"}, {"T1", "T2", "T3"}),
    "R4": ("sent_ahead_unneeded", {"FL09", "FL10"}, {"T3"}),
    "R5": ("payment_data_theft:card_information", {"FL12"}, {"P4"}),
    "R6": ("profile_reveals:purchase_history", {"FL02", "FL03"}, {"J2"}),
    "R7": ("authority_on_request", {"FL16", "FL17"}, {"C9"}),
    "R8": ("no_route_to_object", {"FL01", "FL07", "FL18"}, {"R1"}),
    "R9": ("others_registered_untold", {"CL02"}, set()),
    "R10 changed": ("wrong_at_service", {"FL05", "FL06"}, {"P2"}),
    "R10 lost": ("lost_at_service", {"FL05", "FL06"}, {"P2"}),
}
"""Seed -> id of the risk, flows among its flows, clauses among its clauses."""

KINDS = {
    "R1": ("DD.1", "DD.4"), "R2": ("DD.4", "U", "Nc"), "R3": ("DD.4", "Nc"), "R4": ("DD.1",),
    "R6": ("L.2",), "R7": ("Nc",), "R8": ("U",), "R9": ("U",),
}  # fmt: skip
"""Seed -> LINDDUN codes of the acceptance table."""

EVENTS = {"R5": "illegitimate_access", "R10 changed": "unwanted_change", "R10 lost": "disappearance"}

PROBLEMS = {
    "R1": {"economic_loss", "loss_of_trust"}, "R2": {"loss_of_self_determination"}, "R5": {"economic_loss"},
    "R6": {"dignity_loss"}, "R8": {"loss_of_self_determination"}, "R9": {"loss_of_trust"},
    "R10 changed": {"economic_loss", "loss_of_liberty"},
}  # fmt: skip

MEASURES = {
    "R1": {"item_reduction", "field_encryption", "access_control"}, "R2": {"closed_recipient_list"},
    "R3": {"country_register", "foreign_information_sheet", "item_reduction"},
    "R4": {"separate_opt_in", "send_on_request"}, "R5": {"tokenisation"},
    "R6": {"notice_of_analysis", "opt_out_of_marketing", "sensitive_left_out"},
    "R7": {"authority_request_log", "legal_review"}, "R8": {"single_rights_desk"},
    "R9": {"notice_to_third_persons", "guardian_step"}, "R10 changed": {"content_confirmation"},
    "R10 lost": {"backup_restore", "content_confirmation"},
}  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_each_seed_comes_out_with_its_flows_and_clauses(assessment: Assessment, seed: str) -> None:
    """Every risk seed of the table is elicited, about the right flows and clauses."""
    risk_id, flows, clauses = SEEDS[seed]
    risk = assessment.risk(risk_id).risk

    assert flows <= set(risk.flows)
    assert clauses <= set(risk.clauses)


@pytest.mark.parametrize("seed", KINDS)
def test_each_seed_has_its_linddun_codes(assessment: Assessment, seed: str) -> None:
    """The types of the acceptance table stand on the risk."""
    assert set(KINDS[seed]) <= set(assessment.risk(SEEDS[seed][0]).linddun)


@pytest.mark.parametrize("seed", SEEDS)
def test_design_and_event_are_told_apart(assessment: Assessment, seed: str) -> None:
    """Seeds of EDPB 4.1 are events; all others lie in the design (3.1)."""
    assert assessment.risk(SEEDS[seed][0]).event == EVENTS.get(seed, "")


@pytest.mark.parametrize("seed", PROBLEMS)
def test_each_seed_names_what_it_does_to_people(assessment: Assessment, seed: str) -> None:
    """The problems for individuals of the table stand on the risk."""
    assert PROBLEMS[seed] <= set(assessment.risk(SEEDS[seed][0]).risk.rights)


@pytest.mark.parametrize("seed", MEASURES)
def test_each_seed_has_candidate_measures(assessment: Assessment, seed: str) -> None:
    """The candidate measures of the table are offered."""
    assert MEASURES[seed] <= set(assessment.risk(SEEDS[seed][0]).risk.candidates)


def test_profiling_cannot_be_excluded_for_the_own_use_of_unnamed_items(assessment: Assessment) -> None:
    """Use whose items are not recorded stays open beside the joint use that names purchase history."""
    assert "IU03" in assessment.risk("profile_reveals:purchase_history").possible


def test_the_catalogue_does_not_know_the_sample(workbook: Workbook, root: Path) -> None:
    """No data file of the room names a flow, a clause, a party or an own word of the sample."""
    own = {
        row.split(",")[1]
        for row in (root / "records/vocabulary.csv").read_text(encoding="utf-8").splitlines()[1:]
    }
    named = {*workbook.inventory.coded("id").values, *workbook.inventory.groups, *own}
    named |= {party.key for party in workbook.organisation.parties}
    data = "\n".join(f.read_text(encoding="utf-8") for f in sorted((root / "datamap/risk").rglob("*.toml")))

    assert [word for word in sorted(named) if f'"{word}"' in data] == []


def test_every_threat_is_held_against_the_flows(assessment: Assessment) -> None:
    """What comes out is in the catalogue, or is the person's own."""
    known = {threat.key for threat in read_threats()} | {"own"}

    assert {one.risk.threat for one in assessment.register} <= known


def test_ids_are_unique_and_made_of_threat_and_thing(assessment: Assessment) -> None:
    """A risk is named by its threat and what it is about, so that a rating finds it again."""
    ids = [one.id for one in assessment.register]

    assert len(set(ids)) == len(ids)
    assert all(one.id.partition(":")[0] == one.risk.threat for one in assessment.register)


def test_the_example_ratings_of_a_person_all_find_their_risk(assessment: Assessment) -> None:
    """Each rating and plan of the worked example stands on a risk that exists."""
    ids = {one.id for one in assessment.register}

    assert {rating.risk for rating in assessment.human.ratings} <= ids
    assert {risk for action in assessment.human.actions for risk in action.risks} <= ids


def test_the_decision_is_left_to_a_person(assessment: Assessment) -> None:
    """The worked example is marked as one and decides nothing."""
    assert assessment.human.example
    assert assessment.human.decision.outcome == ""
