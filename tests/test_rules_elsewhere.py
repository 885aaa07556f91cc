"""The same rules on another organisation's notice, in another trade and under another law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from datamap.facts import Facts, establish_facts
from datamap.inventory import Workbook, read_workbook
from datamap.rules import Findings, evaluate, foreign_chain, joint_use_elements, provision_elements

SCHOOL = Path(__file__).parent / "workbooks" / "language-school"
AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def school() -> Workbook:
    """Give the made-up language school in Ireland."""
    return read_workbook(SCHOOL)


@pytest.fixture(scope="module")
def facts(school: Workbook) -> Facts:
    """Give its facts."""
    return establish_facts(school, AS_OF)


@pytest.fixture(scope="module")
def findings(facts: Facts) -> Findings:
    """Give what all rules find about it."""
    return evaluate(facts)


def _status(findings: Findings, finding_id: str) -> tuple[str, str]:
    found = findings.get(finding_id)
    return found.status.value, found.severity.value


def test_the_gdpr_is_judged_and_the_appi_only_asked_about(findings: Findings) -> None:
    """An operator in Ireland is held to the GDPR; for the Japanese acts one question stands."""
    laws = set(findings.table["law"])
    japanese = findings.select(law="appi").table["id"].tolist()

    assert laws == {"appi", "gdpr"}
    assert japanese == ["JP-171-scope:operator"]
    assert _status(findings, "JP-171-scope:operator") == ("not_stated", "question")


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        ("EU-9:C2", ("gap", "error")),
        ("EU-28:helpdesk_in", ("gap", "error")),
        ("EU-28:platform_host", ("no_gap", "information")),
        ("EU-28:mailer_us", ("not_stated", "question")),
        ("EU-44:E4", ("gap", "error")),
        ("EU-45:E2", ("no_gap", "information")),
        ("EU-45:T1", ("no_gap", "information")),
        ("EU-46:E3", ("no_gap", "information")),
        ("EU-46-tia:E3", ("no_gap", "information")),
        ("EU-6:U1", ("not_stated", "question")),
        ("EU-6-f:C4", ("no_gap", "information")),
        ("EU-7:C3", ("no_gap", "information")),
        ("EU-13:notice", ("no_gap", "information")),
        ("EU-14:C4", ("not_stated", "question")),
        ("EU-15-22:notice", ("no_gap", "information")),
        ("EU-24-25:operator", ("gap", "warning")),
        ("EU-30-1e:statistics", ("gap", "error")),
        ("EU-33:operator", ("no_gap", "information")),
        ("EU-37:operator", ("no_gap", "information")),
    ],
)
def test_a_rule_of_the_gdpr_answers_as_the_school_is(
    finding: str, expected: tuple[str, str], findings: Findings
) -> None:
    """Gaps stand where the school has gaps, and nowhere else."""
    assert expected == _status(findings, finding)


def test_there_is_no_joint_use_to_check(facts: Facts) -> None:
    """No clause states joint use, so no element is asked for; provision has its row."""
    assert len(joint_use_elements(facts)) == 0
    assert set(provision_elements(facts).table["flow"]) == {"T1"}


def test_its_recipients_abroad_have_routes(facts: Facts) -> None:
    """From Ireland to Ireland nothing goes abroad; the United Kingdom is designated; the others are open."""
    routes = dict(foreign_chain(facts).table[["flow", "route"]].itertuples(index=False))

    assert routes == {
        "E1": "not_foreign",
        "T1": "designated",
        "E2": "unknown",
        "E3": "unknown",
        "E4": "unknown",
    }


def test_an_answer_opens_the_japanese_rules(school: Workbook) -> None:
    """Serving people in Japan, as answered, brings the APPI in with its own findings."""
    us = school.organisation
    answered = replace(us, answers=(*us.answers, ("appi_in_scope", "yes")))
    findings = evaluate(establish_facts(replace(school, organisation=answered), AS_OF))

    assert _status(findings, "JP-27-1:T1") == ("not_stated", "question")
    assert _status(findings, "JP-32-1a:P7") == ("no_gap", "information")
    assert _status(findings, "HM-1:notice") == ("no_gap", "information")


def test_without_an_answer_the_gdpr_is_only_asked_about(school: Workbook) -> None:
    """With the three questions blank and no country in Europe on record, nothing of the GDPR is judged."""
    blank = replace(school.organisation, answers=(), countries=("JP",))
    findings = evaluate(establish_facts(replace(school, organisation=blank), AS_OF))

    assert findings.select(law="gdpr").table["id"].tolist() == ["EU-3:operator"]


@pytest.mark.parametrize(
    ("countries", "answers", "judged"),
    [
        (("IE",), (), True),
        (("JP", "DE"), (), True),
        (("JP",), (), False),
        ((), (), False),
        (("GB",), (), False),
        (("DE",), (("eu_establishment", "no"), ("eu_offering", "no"), ("eu_monitoring", "no")), False),
        (("JP",), (("eu_offering", "yes"),), True),
    ],
)
def test_a_country_of_the_eea_is_a_recorded_establishment(
    school: Workbook,
    countries: tuple[str, ...],
    answers: tuple[tuple[str, str], ...],
    judged: bool,  # noqa: FBT001
) -> None:
    """The rules of the GDPR run for an operator in the EEA, unless a person answered that there is none."""
    us = replace(school.organisation, countries=countries, answers=answers)
    facts = establish_facts(replace(school, organisation=us), AS_OF)

    assert (facts.truth("gdpr_in_scope").at(0) is True) is judged


def test_findings_narrow_down_and_say_themselves(findings: Findings) -> None:
    """Findings can be selected, gathered by rule, shown, and written as records."""
    errors = findings.select(severity="error").open()
    record = errors.in_lang("en").as_records()[0]

    assert {record["severity"] for record in errors.as_records()} == {"error"}
    assert set(record) >= {"id", "rule", "law", "article", "status", "flows", "clauses", "message", "facts"}
    assert errors.by_rule().table["things"].sum() == len(errors)
    assert "errors" in errors.text("en")
    assert errors.worded("ja")["条文"].iloc[0].startswith("9条")
    assert "<script" not in findings._repr_html_()
    with pytest.raises(KeyError):
        findings.get("EU-9:nowhere")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Give the findings about a clinic that has recorded flows, but no notice."""
    folder = tmp_path_factory.mktemp("clinic")
    folder.joinpath("inventory.csv").write_text(
        "id,kind,items,subjects,source,recipient,purposes,basis,department\n"
        "F1,collection,medical_history,customer,customer,Ward,provide_service,,Ward\n"
        "F2,entrustment,name,customer,Ward,Laboratory,train_ai,,Ward\n"
        "F3,internal_use,name,customer,Ward,Ward,train_ai,,Ward\n",
        "utf-8",
    )
    return evaluate(establish_facts(read_workbook(folder), AS_OF))


def test_without_a_notice_no_text_is_pointed_to(clinic: Findings) -> None:
    """Where no notice is on record, what is open is not recorded; no message speaks of a text."""
    messages = [finding.message for finding in clinic.open()]

    assert messages
    assert not [m.ja for m in messages if "この文面" in m.ja]
    assert not [m.en for m in messages if "this text" in m.en]


@pytest.mark.parametrize("finding", ["JP-18-1:F3", "JP-27-5-1:F2", "JP-20-2p:F1"])
def test_without_a_notice_purposes_and_supply_are_questions(clinic: Findings, finding: str) -> None:
    """More may have been told, and the person may have handed the item over: nothing accuses."""
    assert _status(clinic, finding) == ("not_stated", "question")
