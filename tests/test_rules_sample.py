"""The findings of the sample, one by one: acceptance 6.5 to 6.7 held against general rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from datamap.analysis.answer import Answer
from datamap.facts import Facts
from datamap.inventory import read_workbook
from datamap.model import Finding
from datamap.rules import Findings, foreign_chain, joint_use_elements, provision_elements

ROOT = Path(__file__).parent.parent
EXPECT: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "acceptance.yaml").read_text("utf-8"))[
    "expect"
]

E, W, Q, I = "error", "warning", "question", "information"  # noqa: E741 (the letters of acceptance 6.5)
NS, WK, CF, OK = "not_stated", "weak", "conflict", "no_gap"

# finding -> (rule, things it is about, status, severity, clauses that it must reach)
FINDINGS: dict[str, tuple[str, str, str, str, str]] = {
    "F-01": ("HM-1", "notice", NS, W, ""),
    "F-02": ("JP-21-items", "C3", CF, W, "C3"),
    "F-03": ("JP-2-3b", "CL01 CL02", NS, Q, "C3"),
    "F-04": ("JP-21-2m", "CL01 CL02", WK, W, "C3 C3b"),
    "F-05": ("JP-17-1b-open", "P1 P2", WK, W, "P1 P2"),
    "F-06": ("JP-17-1b", "P3", WK, W, "P3"),
    "F-07": ("JP-17-1c", "IU03 FL02", NS, Q, "P3 J2"),
    "F-10": ("JP-27-1-ack", "C4a", WK, Q, "C4a"),
    "F-11": ("JP-27-1", "FL04 FL05 FL06 FL07 FL08", NS, Q, "C4a C4b T1 T2"),
    "F-12": ("JP-27-dup", "FL04", CF, W, "C4a"),
    "F-13": ("JP-17-1d", "FL05 FL06 FL07 FL08 FL09 FL10", CF, W, "P2 T1 T2 T3"),
    "F-14": ("JP-18-3", "FL16 FL17", WK, W, "C9"),
    "F-15": ("JP-27-1-pub", "C9", WK, W, "C9"),
    "F-16": ("JP-27-may", "C4b", WK, W, "C4b"),
    "F-17": ("JP-27-0", "FL13", NS, Q, "P3"),
    "F-18": ("JP-27-0", "FL14", NS, Q, "P3"),
    "F-19": ("JP-27-0-list", "operator", NS, Q, ""),
    "F-20": ("JP-22c", "CL05 IU05", WK, W, "P4"),
    "F-21": ("JP-CARD", "CL05 IU05", WK, Q, "P4"),
    "F-22": ("JP-27-5-3e", "J1 J2", NS, E, "J1 J2"),
    "F-23": ("JP-27-5-3b", "J1", WK, W, "J1"),
    "F-24": ("JP-27-5-3d", "J2", WK, W, "J2"),
    "F-25": ("JP-MIN-1", "FL02", WK, W, "J2"),
    "F-26": ("JP-27-5-3g", "J2", WK, Q, "J2"),
    "F-27": ("JP-21-4", "FL02", WK, W, "J2"),
    "F-28": ("JP-27-5-3x", "J3", WK, W, "J3"),
    "F-29": ("JP-27-5-3c", "group_companies", OK, I, "G1"),
    "F-30": ("JP-27-5-3c", "other_group_companies", WK, W, "G2"),
    "F-31": ("JP-23", "operator", WK, Q, ""),
    "F-32": ("JP-28-0", "FL06 FL08 FL10", NS, Q, "T1 T2 T3"),
    "F-33": ("JP-28-1", "FL06", NS, Q, "T2"),
    "F-34": ("JP-27-1-bundle", "T3", WK, W, "T3"),
    "F-35": ("JP-33-35", "C6", CF, W, "C6"),
    "F-36": ("JP-MIN-2", "FL09 FL10", WK, W, "T3"),
    "F-37": ("JP-25a", "contractors", WK, W, "E1"),
    "F-38": ("JP-28-j", "FL11", NS, Q, "E1"),
    "F-39": ("JP-37", "R1", NS, Q, "R1"),
    "F-40": ("JP-2-7-claim", "C7", WK, Q, "C7"),
    "F-41": ("JP-TBA-27-12", "FL18", NS, Q, "C7"),
    "F-42": ("JP-17-1b", "C7", WK, W, "C7"),
    "F-43": ("JP-37-desk", "R1", WK, W, "R1"),
    "F-44": ("JP-32-1a", "K1", NS, Q, "K1"),
    "F-45": ("JP-32-1e", "K1", WK, Q, "K1"),
    "F-46": ("JP-22a", "CL01 CL02 CL03 CL04 CL06 CL07", NS, W, ""),
    "F-47": ("JP-29-1", "FL05 FL06 FL07 FL08 FL09 FL10", NS, Q, "T1 T2 T3"),
    "F-48": ("JP-20-1o", "operator", NS, Q, ""),
    "F-49": ("HM-2", "notice", NS, W, ""),
    "F-50": ("JP-26-R", "operator", NS, I, ""),
    "F-51": ("EU-3", "operator", NS, Q, ""),
    "F-52": ("JP-2026-R", "operator", NS, I, ""),
    "F-53": ("JP-32-1c", "R1", OK, I, "R1"),
    "F-54": ("JP-36", "R2", OK, I, "R2"),
    "F-55": ("JP-27-5-3a", "FL01 FL02", OK, I, "J1 J2"),
    "F-56": ("JP-27-5-3b", "J2", OK, I, "J2"),
    "F-57": ("JP-17-limit", "P4", OK, I, "P4"),
}

# further rules that acceptance 6.5 names beside the first
ALSO: tuple[tuple[str, str, str, str, str], ...] = (
    ("F-13", "JP-17-1e", "FL09 FL10", CF, W),
    ("F-20", "JP-22c", "IU05", WK, W),
    ("F-31", "JP-32-1d", "notice", WK, Q),
    ("F-32", "JP-28-2a", "FL06 FL08 FL10", NS, Q),
    ("F-32", "JP-28-2b", "FL06 FL08 FL10", NS, Q),
    ("F-32", "JP-28-2c", "FL06 FL08 FL10", NS, Q),
    ("F-32", "JP-28-2d", "FL06 FL08 FL10", NS, Q),
    ("F-34", "JP-28-1", "FL10", WK, W),
    ("F-37", "JP-25-scope", "E1", WK, W),
    ("F-38", "JP-10-7", "FL11", NS, Q),
    ("F-39", "JP-33-1", "R1", NS, Q),
    ("F-39", "JP-33-5", "R1", NS, Q),
    ("F-39", "JP-35", "R1", NS, Q),
    ("F-39", "JP-38", "R1", NS, Q),
    ("F-40", "JP-31-q", "FL18", NS, Q),
    ("F-42", "HM-3", "C7", WK, I),
    ("F-45", "JP-32-1f", "operator", NS, Q),
)


@pytest.fixture(scope="module")
def by_id(findings: Findings) -> dict[str, Finding]:
    """Give the findings by id."""
    return {finding.id: finding for finding in findings}


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_of_the_acceptance_table_comes_out(name: str, by_id: dict[str, Finding]) -> None:
    """Each finding F-xx has its rule, things, status, severity and clauses."""
    rule, things, status, severity, clauses = FINDINGS[name]
    found = [by_id[f"{rule}:{thing}"] for thing in things.split()]

    assert {(status, severity)} == {(f.status.value, f.severity.value) for f in found}
    assert set(clauses.split()) <= {clause for f in found for clause in f.clauses}


@pytest.mark.parametrize(("name", "rule", "things", "status", "severity"), ALSO)
def test_further_rules_of_a_finding_agree(
    name: str, rule: str, things: str, status: str, severity: str, by_id: dict[str, Finding]
) -> None:
    """The other rules that the table names for a finding say the same kind of thing."""
    found = [by_id[f"{rule}:{thing}"] for thing in things.split()]

    assert {(status, severity)} == {(f.status.value, f.severity.value) for f in found}, name


def test_the_table_has_all_55_findings() -> None:
    """Numbers F-08 and F-09 are free; all others up to F-57 are held."""
    numbers = {f"F-{n:02}" for n in range(1, 58)} - {"F-08", "F-09"}

    assert numbers == set(FINDINGS)


def test_must_fire_and_must_be_ok(by_id: dict[str, Finding]) -> None:
    """Nothing of the must-fire set is settled, everything of the must-be-ok set is."""
    for name in EXPECT["must_fire"]:
        rule, things, *_ = FINDINGS[name]
        assert all(by_id[f"{rule}:{thing}"].status.value != OK for thing in things.split()), name
    for name in EXPECT["must_be_ok"]:
        rule, things, *_ = FINDINGS[name]
        assert all(by_id[f"{rule}:{thing}"].status.value == OK for thing in things.split()), name


def test_every_finding_can_be_walked_back(findings: Findings) -> None:
    """Each finding names article or own check, facts, question and remedy in both languages."""
    for finding in findings:
        assert finding.facts or not finding.rule.startswith("JP"), finding.id
        for text in (finding.title, finding.message, finding.question, finding.remedy):
            assert text.ja, finding.id
            assert text.en, finding.id


def test_unrecorded_countries_are_asked_for(by_id: dict[str, Finding]) -> None:
    """The flows whose country the text does not tell are those of the acceptance table."""
    asked = {f.about for f in by_id.values() if f.rule == "JP-28-u" and f.status.value == NS}

    assert set(EXPECT["flows_country_unknown"]) == asked


def test_undetermined_kinds_are_asked_for(by_id: dict[str, Finding]) -> None:
    """The flows without a kind are those of the acceptance table."""
    asked = {f.about for f in by_id.values() if f.rule == "JP-27-0" and f.status.value == NS}

    assert set(EXPECT["flows_undetermined"]) == asked


def _cells(answer: Answer, about: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in answer.as_records():
        found.setdefault(row[about], {})[row["element"]] = row["state"]
    return found


def test_elements_of_joint_use(facts: Facts) -> None:
    """Table 6.6: the five elements of each clause on joint use, and the one for a person."""
    names = {
        "resp_name": "responsible_name",
        "resp_address": "responsible_address",
        "resp_rep": "responsible_representative",
    }
    expected = {
        clause: {names.get(key, key): state for key, state in elements.items()}
        for clause, elements in EXPECT["joint_use_elements"].items()
    }
    actual = _cells(joint_use_elements(facts), "clause")

    assert {c: e | {"beforehand": "needs_person"} for c, e in expected.items()} == actual


def test_elements_of_provision(facts: Facts) -> None:
    """Table 6.7: what is stated about provision at home and abroad."""
    n_a, ns, person = "not_applicable", "not_stated", "needs_person"
    home = {"foreign_consent": n_a, "country": n_a, "regime": n_a, "recipient_measures": n_a}
    abroad = {"country": ns, "regime": ns, "recipient_measures": ns}
    both = {"recipients": "weak", "records": person, "stop_route": "weak"}
    lodging, shops = {"consent": ns, "items_listed": ns}, {"consent": "ok", "items_listed": "weak"}
    expected = {
        "FL05": lodging | home | both,
        "FL07": lodging | home | both,
        "FL06": lodging | abroad | both | {"foreign_consent": ns},
        "FL08": lodging | abroad | both | {"foreign_consent": ns},
        "FL09": shops | home | both,
        "FL10": shops | abroad | both | {"foreign_consent": "weak"},
    }

    assert expected == _cells(provision_elements(facts), "flow")


def test_decision_chain_of_provision_abroad(facts: Facts) -> None:
    """Each flow to others has one route, or the fact that would settle it."""
    rows = {row["flow"]: row for row in foreign_chain(facts).as_records()}
    flows = {f"FL{n:02}" for n in range(1, 19)}
    unknown = set(EXPECT["flows_country_unknown"])

    assert flows == set(rows)
    assert {f for f, row in rows.items() if row["asks"] == "recipient_in_japan"} == unknown
    assert {f for f, row in rows.items() if row["asks"] == "designated_country"} == {"FL06", "FL08"}
    assert (rows["FL10"]["route"], rows["FL10"]["asks"]) == ("consent_claimed", "foreign_consent_informed")
    assert {f for f, row in rows.items() if row["route"] == "not_foreign"} == flows - unknown - {
        "FL06",
        "FL08",
        "FL10",
    }


def test_no_rule_or_fact_knows_the_sample() -> None:
    """Neither rules nor facts name a flow, a clause, a party or a word of the sample."""
    workbook = read_workbook(ROOT)
    names = {flow.id for flow in workbook.inventory.flows}
    names |= {clause.id for clause in workbook.notice.clauses if len(clause.id) > 2}
    names |= {party.key for party in workbook.organisation.parties} - {"website", "administration", "police"}
    names |= {group.key for group in workbook.organisation.groups} - {"authorities"}
    names |= {term.key for term in workbook.vocabulary.terms("purposes") if term.own}
    sources = [*(ROOT / "datamap/laws").rglob("*.toml"), *(ROOT / "datamap/facts").rglob("*.py")]
    sources += [*(ROOT / "datamap/rules").rglob("*.py")]
    for path in sources:
        words = set(path.read_text("utf-8").replace('"', " ").replace("'", " ").split())
        assert not words & (names - {"joint_users"}), path
