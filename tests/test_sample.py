"""The sample workbook against the acceptance table of the notice (`tests/acceptance.yaml`).

Every count and list of the table is held against what `read_workbook` loads, never against a
constant of its own; the finding ids and the joint-use elements are held where they are computed.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from datamap.inventory import Workbook
from datamap.model import ABROAD, EMPTY, Clause, Flow, Kind

ACCEPTANCE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "acceptance.yaml").read_text(encoding="utf-8")
)
EXPECT: dict[str, Any] = ACCEPTANCE["expect"]

INSIDE = {Kind.COLLECTION, Kind.INTERNAL_USE, Kind.DERIVATION}
"""Kinds of flow that stay with the operator; the 18 drafted flows are all others."""


@pytest.fixture(scope="module")
def drafted(workbook: Workbook) -> tuple[Flow, ...]:
    """Give the flows that leave the operator."""
    return tuple(flow for flow in workbook.inventory.flows if flow.kind not in INSIDE)


def clause(workbook: Workbook, name: str) -> Clause:
    """Return one clause."""
    return next(c for c in workbook.notice.clauses if c.id == name)


def stated(workbook: Workbook, field: str) -> set[str]:
    """Return every key that some clause states in a field."""
    return {key for c in workbook.notice.clauses for key in getattr(c, field)}


def keys(workbook: Workbook, list_name: str, words: Iterable[str]) -> set[str]:
    """Return the keys that the words of the acceptance table mean."""
    found = {word: workbook.vocabulary.find(list_name, word) for word in words}
    assert None not in found.values(), found
    return {key for key in found.values() if key}


def concrete(workbook: Workbook, items: Iterable[str]) -> set[str]:
    """Return the items that are not a class without contents ("answers to optional questions")."""
    return {item for item in items if "open_class" not in workbook.vocabulary.flags("items", item)}


# --- the text -------------------------------------------------------------------------------------


def test_the_sample_reads_without_a_problem(workbook: Workbook) -> None:
    """Neither errors nor warnings: the sample is the model that people copy."""
    assert workbook.problems == ()


def test_the_text_is_the_one_that_was_read(workbook: Workbook) -> None:
    """Hash prefix and length name the text; no date or version is invented."""
    seed, notice = ACCEPTANCE["seed"], workbook.notice

    assert (notice.sha256_prefix, notice.lines) == (seed["sha256_prefix"], seed["lines"])
    assert (notice.date, notice.version) == ("", "")


def test_every_clause_is_there_with_its_lines(workbook: Workbook) -> None:
    """As many clauses as expected, each with a gist in both languages, in the order of the text."""
    clauses = workbook.notice.clauses
    lines = [c.lines for c in clauses if c.lines]

    assert len(clauses) == EXPECT["clauses"]
    assert all(c.gist.ja and c.gist.en and c.gist.ja != c.gist.en for c in clauses)
    assert len(lines) == len(clauses)
    assert lines == sorted(lines)
    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(lines))


def test_every_clause_about_handling_is_borne_out_by_a_flow(workbook: Workbook) -> None:
    """Each clause that has a kind is named in the `notice` cell of some flow."""
    named = {key for flow in workbook.inventory.flows for key in flow.notice}
    handling = {c.id for c in workbook.notice.clauses if c.kind}

    assert handling <= named


# --- people, items, purposes, measures --------------------------------------------------------------


def test_subject_groups(workbook: Workbook) -> None:
    """The four groups that the text names; `customer` is only what stands above them."""
    groups = keys(workbook, "subjects", EXPECT["subjects_stated"])
    in_flows = {s for flow in workbook.inventory.flows for s in flow.subjects.named}

    assert stated(workbook, "subjects") - {"customer"} == groups
    assert in_flows - {"customer"} == groups
    assert all(workbook.vocabulary.is_a("subjects", s, "customer") for s in ("inquirer", "applicant"))


def test_concrete_items_and_open_classes(workbook: Workbook) -> None:
    """Twelve items with a name; optional answers and "など" are the two classes without one."""
    items = stated(workbook, "items")
    open_lists = [c for c in workbook.notice.clauses if c.items_open]

    assert len(concrete(workbook, items)) == EXPECT["items_concrete"]
    assert len(items - concrete(workbook, items)) + bool(open_lists) == 2


def test_items_used_but_not_listed_where_collection_is_described(workbook: Workbook) -> None:
    """What other clauses name beyond the list of the collection clause."""
    collection = [c for c in workbook.notice.clauses if c.section == "collection"]
    listed = {item for c in collection for item in c.items}
    missing = concrete(workbook, stated(workbook, "items") - listed)

    assert len(missing) == EXPECT["items_missing_from_collection_clause"]


def test_items_of_joint_use(workbook: Workbook) -> None:
    """Nine items for applicants, closed; three for people who enquire, open."""
    applicants, inquirers = clause(workbook, "J2"), clause(workbook, "J1")
    expected = EXPECT["joint_items_inquirer"]

    assert set(applicants.items) == keys(workbook, "items", EXPECT["joint_items_applicant"])
    assert not applicants.items_open
    assert set(inquirers.items) == keys(workbook, "items", expected["listed"])
    assert inquirers.items_open is expected["open"]


def test_joint_use_rows_carry_the_items_of_their_clauses(workbook: Workbook) -> None:
    """The flows say what the clauses say: the same items, open where the clause is open."""
    for flow, name in (("FL01", "J1"), ("FL02", "J2")):
        row, said = workbook.inventory.flow(flow), clause(workbook, name)

        assert (row.items.named, row.items.open) == (said.items, said.items_open)
        assert set(row.purposes) == set(said.purposes)


def test_items_for_duty_free_shops(workbook: Workbook) -> None:
    """Three groups of items, in the clause and in both rows, with an open list."""
    expected = keys(workbook, "items", EXPECT["dutyfree_items"])

    for items in (
        clause(workbook, "T3").items,
        *(workbook.inventory.flow(f).items.named for f in ("FL09", "FL10")),
    ):
        assert set(items) == expected
    assert workbook.inventory.flow("FL10").items.open


def test_purposes(workbook: Workbook) -> None:
    """Fifteen purposes, the same in the clauses and in the flows, numbered in the own words."""
    purposes = stated(workbook, "purposes")
    in_flows = {p for flow in workbook.inventory.flows for p in flow.purposes}
    numbers = {workbook.vocabulary.find("purposes", f"PU{n:02d}") for n in range(1, EXPECT["purposes"] + 1)}

    assert len(purposes) == EXPECT["purposes"]
    assert in_flows == purposes == numbers


def test_measures(workbook: Workbook) -> None:
    """Eight measures: in the clauses, and as controls of the organisation with the same clauses."""
    controls = workbook.organisation.controls

    assert len(stated(workbook, "measures")) == EXPECT["measures"]
    assert {control.measure for control in controls} == stated(workbook, "measures")
    for control in controls:
        assert set(control.clauses) == {
            c.id for c in workbook.notice.clauses if control.measure in c.measures
        }


def test_headings_of_measures_that_nothing_is_said_about(workbook: Workbook) -> None:
    """Rules of handling, physical, technical and external measures have no measure stated."""
    headings = {t.key for t in workbook.vocabulary.terms("measures") if "heading" in t.flags}
    covered = {
        h
        for h in headings
        for m in stated(workbook, "measures")
        if workbook.vocabulary.is_a("measures", m, h)
    }

    assert headings - covered == {"rules_of_handling", "physical", "technical", "external_environment"}


def test_items_that_carry_a_legal_flag(workbook: Workbook) -> None:
    """The identification code, and the item whose misuse costs money."""
    items = concrete(workbook, stated(workbook, "items"))
    flagged = {
        flag: {i for i in items if flag in workbook.vocabulary.flags("items", i)}
        for flag in ("id_code", "property_damage")
    }

    assert flagged["id_code"] == keys(workbook, "items", EXPECT["id_code_items"])
    assert flagged["property_damage"] == keys(workbook, "items", EXPECT["property_damage_items"])


def test_retention(workbook: Workbook) -> None:
    """One retention is stated, for one item, and no length is invented."""
    in_clauses = {i: c.retention for c in workbook.notice.clauses if c.retention for i in c.items}
    in_flows = {i: f.retention for f in workbook.inventory.flows if f.retention for i in f.items.named}

    assert in_clauses == EXPECT["retention_stated"]
    assert in_flows == EXPECT["retention_stated"]


# --- places and flows -------------------------------------------------------------------------------


def test_joint_users(workbook: Workbook) -> None:
    """Fifteen named companies and one open class, under one group."""
    members = [workbook.inventory.places[key] for key in workbook.inventory.groups["joint_users"]]
    named = [place for place in members if not place.open_ended]

    assert len(named) == EXPECT["joint_users"]["named"]
    assert len(members) - len(named) == EXPECT["joint_users"]["open_ended"]
    assert all(place.label.ja != place.label.en for place in named)


def test_nobody_is_named_responsible_for_the_joint_use(workbook: Workbook) -> None:
    """The text names no responsible party, address or representative, so none is recorded."""
    group = next(g for g in workbook.organisation.groups if g.key == "joint_users")

    assert (group.responsible_party, group.responsible_address, group.responsible_representative) == (
        "",
        EMPTY,
        "",
    )
    assert {workbook.organisation.address, workbook.organisation.representative} == {EMPTY}


def test_drafted_flows(drafted: tuple[Flow, ...]) -> None:
    """The flows out of the house, numbered without a gap."""
    assert [flow.id for flow in drafted] == [f"FL{n:02d}" for n in range(1, EXPECT["flows"] + 1)]


def test_kinds_of_the_drafted_flows(drafted: tuple[Flow, ...]) -> None:
    """What the text does not settle stays undetermined."""
    assert [f.id for f in drafted if f.kind == Kind.UNDETERMINED] == EXPECT["flows_undetermined"]
    assert [f.id for f in drafted if f.kind == Kind.JOINT_USE] == ["FL01", "FL02", "FL03"]
    assert [f.id for f in drafted if f.kind == Kind.ENTRUSTMENT] == ["FL11"]


def test_countries_of_the_drafted_flows(drafted: tuple[Flow, ...]) -> None:
    """Abroad without a name, not recorded, and never a foreign country that the text does not name."""
    named_abroad = {c for flow in drafted for c in flow.countries} - {"JP", ABROAD}

    assert [f.id for f in drafted if ABROAD in f.countries] == EXPECT["flows_explicit_foreign"]
    assert [f.id for f in drafted if not f.countries] == EXPECT["flows_country_unknown"]
    assert len(named_abroad) == EXPECT["country_named_for_foreign"]


def test_no_ground_is_recorded_that_the_text_does_not_claim(drafted: tuple[Flow, ...]) -> None:
    """Consent stands only where the text asks for it; a note says that the form was not seen."""
    assert [f.id for f in drafted if f.basis == "consent"] == ["FL09", "FL10"]
    assert {f.basis for f in drafted if f.kind in {Kind.UNDETERMINED, Kind.AUTHORITY}} == {"undetermined"}
    assert {f.basis for f in drafted if f.id in {"FL05", "FL06", "FL07", "FL08", "FL18"}} == {""}


def test_every_flow_says_where_it_was_read(workbook: Workbook) -> None:
    """Each row names its clauses and its source."""
    assert all(flow.notice and flow.evidence for flow in workbook.inventory.flows)


def test_what_is_handed_on_was_collected(workbook: Workbook) -> None:
    """Every item that a drafted flow lists is collected from the same people, by a stated clause."""
    flows = workbook.inventory.flows
    held = {
        (s, i) for f in flows if f.kind == Kind.COLLECTION for s in f.subjects.named for i in f.items.named
    }

    for flow in flows:
        if flow.kind in INSIDE or flow.subjects.named == ("customer",):
            continue
        for item in flow.items.named:
            assert any((subject, item) in held for subject in flow.subjects.named), (flow.id, item)


def test_desks_are_those_of_the_text(workbook: Workbook) -> None:
    """Requests go to the desk of the application, for applicants; enquiries to the office."""
    desks = {desk.key: desk for desk in workbook.organisation.desks}

    assert desks["sales_desk"].subjects == ("applicant",)
    assert set(desks["sales_desk"].serves) == set(clause(workbook, "R1").rights)
    assert "complaint" not in {right for desk in desks.values() for right in desk.serves}


# --- what must never be carried -----------------------------------------------------------------------


def sample_files(root: Path) -> list[Path]:
    """Return the files that state the sample."""
    return [root / "inventory.csv", *sorted((root / "records").iterdir())]


def test_no_telephone_number_is_carried(root: Path) -> None:
    """No run of digits that could be one, in any width or with any dash; the seed's is redacted."""
    dashes = r"[-\s()（）‐‑‒–—―−ー－.]"
    number = re.compile(rf"(?<![\dA-Za-z-])0\d{{1,4}}{dashes}?\d{{1,4}}{dashes}?\d{{3,4}}(?![\dA-Za-z])")
    for path in sample_files(root):
        written = unicodedata.normalize("NFKC", path.read_text(encoding="utf-8"))

        assert number.findall(written) == [], path.name
        assert "TEL" not in written


def test_no_person_is_named(workbook: Workbook) -> None:
    """Who answers is said by role: the officer of lines 96–97 has no name anywhere in the sample."""
    roles = {p.manager.ja for p in workbook.organisation.parties if p.manager.ja}
    contact = clause(workbook, "K1")

    assert "named_officer" in ACCEPTANCE["seed"]["redact"]
    assert roles == {"個人情報管理責任者"}
    assert {flow.owner for flow in workbook.inventory.flows} == {""}
    assert workbook.organisation.officer == EMPTY
    assert (contact.subjects, contact.recipients) == ((), ())


def test_no_sentence_claims_what_a_tool_must_not(root: Path) -> None:
    """No word of breach, no consent that was had, in the files of the sample."""
    for path in sample_files(root):
        written = path.read_text(encoding="utf-8")
        for claim in (*EXPECT["must_not_claim"][:2], "違反", "同意を得て", "適法", "compliant", "violates"):
            assert claim not in written, (path.name, claim)
