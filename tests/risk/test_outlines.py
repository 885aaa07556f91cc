"""Outlines: one content, five structures, filled with its rows, open where only a person knows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from risk_made import make_workbook

from datamap.facts import establish_facts
from datamap.inventory import Workbook
from datamap.model import Contract, Desk, Group, Organisation, PersonRating, Text
from datamap.risk import Assessment, assess, outline_keys, strays_of
from datamap.risk.content import FILLERS
from datamap.risk.exposure import Ledger
from datamap.risk.filled import FilledField, FilledOutline, fill
from datamap.risk.outline import Outline, read_contents, read_outline
from datamap.risk.screening import read_criteria
from datamap.risk.wording import Wording
from datamap.rules import Findings

DAY = date(2026, 11, 22)

EDPB = """
0.1 0.2 0.3 0.4 0.5 1.1.a 1.1.b 1.1.c 1.1.d 1.2 1.3 1.4 2.1.a 2.1.b 2.2.a 2.2.b 2.3.a 2.3.b 2.3.c 2.3.d 2.3.e
3.1 3.2 3.3 4.1.a 4.1.b 4.1.c 4.2.a 4.2.b 4.2.c 5.1 5.2 6
""".split()  # noqa: SIM905
"""Sections of the European template that have fields (regulation.md 4.2)."""

ROW = {
    "id": "A",
    "items": "name;email",
    "purposes": "answer_inquiries",
    "subjects": "inquirer",
    "countries": "JP",
}


def filled_with(*answers: dict[str, str], key: str = "edpb-1.0-consultation", **more: Any) -> FilledOutline:
    """Fill an outline for one flow with some answers."""
    book = make_workbook(ROW, record={"answer": list(answers)} | more.pop("record", {}), **more)
    return fill(assess(book, as_of=DAY), key)


def field_of(outline: FilledOutline, content: str) -> FilledField:
    """Return the first field that shows a content."""
    return next(
        one for section in outline.sections for one in section.fields if one.field.content.key == content
    )


@pytest.fixture(params=outline_keys())
def outline(request: pytest.FixtureRequest) -> Outline:
    """Give each outline in turn."""
    return read_outline(request.param)


def test_five_outlines_come_with_the_package() -> None:
    """EDPB, ISO/IEC 29134, the Japanese authority's steps, CNIL and ICO."""
    assert outline_keys() == ("cnil", "edpb-1.0-consultation", "ico", "iso29134", "ppc-pia")


def test_the_european_template_is_there_to_the_last_section() -> None:
    """Sections 0 to 6 in their order, and named as what it is: the consultation version."""
    found = read_outline("edpb-1.0-consultation")

    assert [section.number for section in found.sections if section.fields] == EDPB
    assert "consultation" in found.title.en
    assert not found.verified


def test_its_cross_checks_are_all_there() -> None:
    """Purposes, special items, items, risks, measures, decision and plan are held against each other."""
    keys = {check.key for check in read_outline("edpb-1.0-consultation").checks}

    assert {
        "purposes_have_grounds",
        "special_items_have_grounds",
        "items_are_minimised",
        "design_risks_are_rated",
        "events_are_rated",
        "high_risks_have_measures",
        "high_risks_are_rated_again",
        "residual_high_bars_approval",
        "planned_measures_have_owner_and_date",
    } <= keys


def test_cnil_has_four_sections_and_ico_seven_steps() -> None:
    """The top sections are those of the methods."""
    tops = {key: [s.number for s in read_outline(key).sections if s.depth == 1] for key in ("cnil", "ico")}

    assert tops == {"cnil": ["1", "2", "3", "4"], "ico": ["1", "2", "3", "4", "5", "6", "7"]}


def test_sections_are_numbered_in_order(outline: Outline) -> None:
    """No number twice, each one after those before it."""
    numbers = [section.number.split(".") for section in outline.sections]

    assert numbers == sorted(numbers)
    assert len({tuple(number) for number in numbers}) == len(numbers)


def test_every_outline_says_how_far_it_was_verified(outline: Outline) -> None:
    """A caution in both languages stands on each."""
    assert outline.caution.ja
    assert outline.caution.en
    assert outline.publisher


def test_every_content_is_used_by_some_outline() -> None:
    """Nothing is described or filled for nobody."""
    used = {f.content.key for key in outline_keys() for s in read_outline(key).sections for f in s.fields}

    assert set(read_contents()) - used <= {"open_questions"}
    assert set(FILLERS) - used <= {"open_questions"}


def test_an_outline_that_does_not_exist_is_refused_with_those_that_do() -> None:
    """The message names the five."""
    with pytest.raises(KeyError, match="iso29134"):
        read_outline("edpb-2.0")


def test_what_the_inventory_knows_is_filled_and_names_its_rows(
    workbook: Workbook, findings: Findings
) -> None:
    """Items, purposes, transfers, threats: each row carries the flows it was read from."""
    outline = assess(workbook, findings).outline()
    items = {row.key: row for row in field_of(outline, "data_items").rows}
    transfers = {row.key for row in field_of(outline, "transfers").rows}

    assert len(items) == 13
    assert items["passport_no"].flows == ("CL03", "CL04", "CL07", "FL02", "FL03", "FL09", "FL10")
    assert items["passport_no"].cell("special").en == "identification code"
    assert transfers == {"FL06", "FL08", "FL10"}
    assert field_of(outline, "processors").rows[0].flows == ("FL11",)
    assert all(row.flows for row in field_of(outline, "threats_by_design").rows)


def test_what_only_a_person_knows_is_a_question() -> None:
    """Without an answer a field is open; with one it is filled by a person."""
    question = {"question": "necessity_reasoning", "value": "answered", "reason": "No other way was found."}
    before, after = (
        field_of(filled_with(), "necessity_reasoning"),
        field_of(filled_with(question), "necessity_reasoning"),
    )

    assert (before.state, before.open) == ("open", ("necessity_reasoning",))
    assert (after.state, after.open) == ("filled", ())
    assert after.rows[0].cell("said").en == "No other way was found."
    assert after.rows[0].by_person == {"said"}


def test_a_cell_of_a_row_is_asked_and_answered_by_its_own_id() -> None:
    """The justification of one purpose is one question; its answer fills that cell only."""
    answer = {"question": "purposes.answer_inquiries", "value": "yes", "reason": "To write back."}
    before, after = field_of(filled_with(), "purposes"), field_of(filled_with(answer), "purposes")

    assert before.open == ("purposes.answer_inquiries.justification",)
    assert after.open == ()
    assert after.rows[0].cell("justification").en == "To write back."
    assert after.share > before.share


def test_not_applicable_counts_with_its_reason() -> None:
    """`n/a` with a reason settles a field and shows the reason."""
    answer = {"question": "codes_of_conduct", "value": "n/a", "reason": "None exists in this trade."}
    found = field_of(filled_with(answer), "codes_of_conduct")

    assert (found.state, found.share) == ("not_applicable", 1.0)
    assert found.note is not None
    assert found.note.reason.en == "None exists in this trade."


def test_one_answer_serves_every_outline() -> None:
    """The content is one: what was answered for one authority stands in the others too."""
    answer = {"question": "data_quality", "value": "checked", "reason": "Checked each year."}
    for key in ("edpb-1.0-consultation", "cnil", "ico"):
        assert field_of(filled_with(answer, key=key), "data_quality").state == "filled"


def test_the_law_at_home_may_ask_for_other_columns() -> None:
    """The standard's outline asks for the ground at home, the European one for the ground under the GDPR."""
    rows = {"basis": "consent", "gdpr_basis": ""}
    book = make_workbook(ROW | rows)
    found = {key: field_of(fill(assess(book, as_of=DAY), key), "legal_bases") for key in ("iso29134", "cnil")}

    assert found["iso29134"].state == "filled"
    assert "legal_bases.answer_inquiries.gdpr_basis" in found["cnil"].open


def test_who_is_filled_from_the_records() -> None:
    """Operator, desks, joint users and contract terms come from organisation.toml."""
    organisation = Organisation(
        key="us",
        name=Text.same("Us Ltd"),
        dpo=Text.same("privacy desk"),
        groups=(Group("circle", Text.same("Circle"), members=("A1", "A2"), responsible_party="A1"),),
        contracts=(
            Contract("them", clauses=("confidentiality",), sub_entrustment="forbidden", checked="2026-04-01"),
        ),
        desks=(Desk("desk", Text.same("Desk"), serves=("disclosure",), subjects=("inquirer",)),),
    )
    book = make_workbook(ROW | {"kind": "entrustment"}, organisation=organisation)
    outline = fill(assess(book, as_of=DAY))
    processor = field_of(outline, "processors").rows[0]

    holders = {row.key: row.cell("holder").en for row in field_of(outline, "officers").rows}
    assert holders == {"officer": "", "dpo": "privacy desk", "eu_representative": ""}
    assert "officers.officer" in {key.rpartition(".")[0] for key in outline.open}
    assert processor.cell("obligations").en == "confidentiality"
    assert processor.cell("sub_processors").en == "not allowed"
    assert processor.cell("checked").en == "2026-04-01"
    rights = {row.key: row for row in field_of(outline, "rights").rows}
    assert rights["access_and_portability"].cell("desks").en == "Desk"
    assert "rights.automated_decisions.desks" in field_of(outline, "rights").open


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        ("purposes_have_grounds", False),
        ("items_are_minimised", False),
        ("design_risks_are_rated", True),
        ("events_are_rated", True),
        ("three_events", True),
        ("high_risks_have_measures", False),
        ("residual_high_bars_approval", True),
        ("planned_measures_have_owner_and_date", False),
    ],
)
def test_cross_checks_of_the_sample(assessment: Assessment, check: str, holds: bool) -> None:  # noqa: FBT001
    """What the sample lacks is named row by row; what it has holds."""
    found = {one.check.key: one for one in assessment.outline().checks}

    assert (found[check].state != "open") is holds
    assert bool(found[check].missing) is not holds


def test_an_approval_over_a_high_residual_risk_fails_the_check(workbook: Workbook) -> None:
    """The recorded outcome that is barred is named."""
    record = workbook.assessment
    decided = dict(record.raw) | {
        "decision": {"outcome": "approved", "role": "president", "date": "2026-11-20"}
    }
    outline = assess(replace(workbook, assessment=replace(record, raw=decided)), as_of=DAY).outline()
    found = {one.check.key: one for one in outline.checks}

    assert found["residual_high_bars_approval"].missing == ("approved",)


@settings(max_examples=15)
@given(
    st.sets(st.sampled_from(["context", "team", "guidelines", "data_quality", "purposes.answer_inquiries"]))
)
def test_an_answer_never_empties_an_outline(questions: set[str]) -> None:
    """The more is answered the fuller it is, and the fewer things are open."""
    answers = [{"question": q, "value": "yes", "reason": "because"} for q in sorted(questions)]
    bare, fuller = filled_with(), filled_with(*answers)

    assert fuller.share >= bare.share
    assert set(fuller.open) == set(bare.open) - questions - {f"{q}.justification" for q in questions}


def test_shares_lie_between_nothing_and_all(assessment: Assessment) -> None:
    """Each section says how full it is; the whole is the mean of its fields."""
    for key in outline_keys():
        outline = assessment.outline(key)
        shares = [section.share for section in outline.sections if section.share is not None]
        assert all(0.0 <= share <= 1.0 for share in shares)
        assert 0.0 < outline.share < 1.0


@pytest.mark.parametrize("key", outline_keys())
def test_plain_data_is_whole_in_both_languages(assessment: Assessment, key: str) -> None:
    """Reports get every section, field and row; no placeholder and no key is left in the words."""
    records = {lang: assessment.outline(key).as_dict(lang) for lang in ("ja", "en")}
    said = json.dumps(records, ensure_ascii=False)

    assert len(records["ja"]["sections"]) == len(records["en"]["sections"])
    assert not re.search(r"\bcompliant\b|違反|適法", said)
    assert json.loads(said) == records


def test_findings_stand_in_the_outline_where_they_were_given(workbook: Workbook, findings: Findings) -> None:
    """What the rules found is a content of its own; without findings it is open."""
    with_rules = field_of(assess(workbook, findings).outline("ppc-pia"), "findings")
    without = field_of(assess(workbook, as_of=DAY).outline("ppc-pia"), "findings")

    assert len(with_rules.rows) > 20
    assert without.state == "open"


def test_ratings_on_risks_that_do_not_exist_are_told(assessment: Assessment) -> None:
    """The sample has none; a misspelt id is told with the nearest one."""
    assert assessment.strays == ()
    record = {
        "closed_risk": [{"risk": "kept_without_ned", "reason": "erased"}],
        "answer": [{"question": "datta_quality", "value": "x"}],
    }
    row = {"kind": "collection", "items": "name", "source": "applicant", "recipient": "us"}
    made = make_workbook(row, record=record)
    found = assess(made, as_of=DAY).strays

    assert found == strays_of(establish_facts(made, DAY))
    assert [problem.code for problem in found] == ["lost_risk", "lost_answer"]
    assert [problem.nearest for problem in found] == ["kept_without_end", "data_quality"]


def test_rows_that_a_field_picks_are_there(outline: Outline, assessment: Assessment) -> None:
    """A field that shows some rows of a content only names rows that are filled."""
    picked = [one for section in outline.sections for one in section.fields if one.only]
    for one in picked:
        assert set(one.only) <= {row.key for row in assessment.content[one.content.key]}, one.key


def test_each_feared_event_has_a_section_of_its_own(assessment: Assessment) -> None:
    """The French outline asks event by event; together they hold every risk that an event brings."""
    events = [
        s.fields[-1] for s in assessment.outline("cnil").sections if s.section.number in {"3.2", "3.3", "3.4"}
    ]
    found = [row for one in events for row in one.rows]

    assert {row.key for row in found} == {one.id for one in assessment.register if one.event}
    assert all(one.rows for one in events)
    assert all(row.cell("severity").en and row.cell("impact").en for row in found)


def test_days_to_come_stay_open() -> None:
    """A date nobody has recorded yet is asked for, not left out."""
    dates = field_of(filled_with(record={"started": "2026-11-02"}), "dates")

    assert [row.key for row in dates.rows] == ["started", "completed", "validated"]
    assert dates.open == ("dates.completed.date", "dates.validated.date")


def test_a_figure_about_several_groups_is_no_figure_of_one_of_them() -> None:
    """A total stands with a group only where the row is about that group alone, and as the least."""
    rows = [
        ROW | {"id": "A", "subjects": "inquirer;employee", "persons": "460000"},
        ROW | {"id": "B", "subjects": "employee", "persons": "85"},
    ]
    found = field_of(fill(assess(make_workbook(*rows), as_of=DAY)), "subjects")
    people = {row.key: row.cell("persons") for row in found.rows}

    assert people["employee"].en == "at least 85 (largest flow)"
    assert people["inquirer"].en == "up to 460,000, together with others"
    assert people["inquirer"].ja == "ほかの立場の方と合わせて最大460,000"


def test_the_organisations_own_figure_of_its_staff_counts() -> None:
    """What is on record about the organisation stands before the largest flow, for its employees alone."""
    rows = [
        ROW | {"id": "A", "subjects": "employee", "persons": "1450"},
        ROW | {"id": "B", "subjects": "patient", "persons": "52000"},
        ROW | {"id": "C", "subjects": "patient", "persons": "38000"},
    ]
    us = Organisation(key="us", employees="2070")
    found = fill(assess(make_workbook(*rows, organisation=us), as_of=DAY))
    people = {row.key: row.cell("persons").en for row in field_of(found, "subjects").rows}

    assert people == {
        "employee": "2,070 (on record for the organisation)",
        "patient": "at least 52,000 (largest flow)",
    }


def test_sub_processors_are_named_from_the_rows() -> None:
    """To whom a processor hands work on stands with it, beside what its contract allows."""
    work = ROW | {"kind": "entrustment"}
    rows = [
        work | {"id": "A", "recipient": "cloud", "recipient_role": "processor"},
        work | {"id": "B", "source": "cloud", "recipient": "support", "recipient_role": "sub_processor"},
        work | {"id": "C", "recipient": "printer"},
    ]
    us = Organisation(key="us", contracts=(Contract("cloud", sub_entrustment="with_approval"),))
    found = field_of(fill(assess(make_workbook(*rows, organisation=us), as_of=DAY)), "processors")
    told = {row.key: (row.cell("name").en, row.cell("sub_processors").en) for row in found.rows}

    assert told == {
        "cloud": ("cloud", "support; with prior approval"),
        "support": ("support (sub-processor of cloud)", ""),
        "printer": ("printer", ""),
    }


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ("all", "all items of us"),
        ("all;-passport_no", "all items of us except passport number"),
        ("name", "name"),
        ("*", ""),
    ],
)
def test_a_recorded_all_is_said_in_the_table_of_transfers(items: str, said: str) -> None:
    """A cell that says "all" is a record, not a blank."""
    row = ROW | {"items": items, "countries": "US"}
    found = field_of(fill(assess(make_workbook(row), as_of=DAY)), "transfers")

    assert found.rows[0].cell("items").en.lower() == said


@pytest.mark.parametrize(
    ("outcome", "validated"),
    [("approved", True), ("conditionally_approved", True), ("consultation", False), ("rejected", False)],
)
def test_only_an_approval_validates(outcome: str, validated: bool) -> None:  # noqa: FBT001
    """A decision to consult or to reject leaves the date of validation open and has no conditions."""
    made = {"outcome": outcome, "date": "2026-11-20", "role": "management", "justification": "so"}
    outline = filled_with(record={"decision": made})
    dates = {row.key: row.cell("date").en for row in field_of(outline, "dates").rows}
    conditions = field_of(outline, "decision").rows[0].cell("conditions").en

    assert dates["validated"] == ("2026-11-20" if validated else "")
    assert conditions.startswith("not applicable") is (outcome != "conditionally_approved")


def test_periods_are_said_in_words_and_departments_are_no_processors() -> None:
    """P10Y stays off the page; a part of the operator works on nobody's behalf."""
    rows = [
        ROW | {"id": "A", "kind": "entrustment", "recipient": "it", "recipient_role": "department"},
        ROW | {"id": "B", "retention": "contract_end+P10Y"},
    ]
    outline = fill(assess(make_workbook(*rows), as_of=DAY))
    kept = {row.key: row.cell("retention").en for row in field_of(outline, "minimisation").rows}

    assert "10 years" in kept["name"]
    assert "P10Y" not in kept["name"]
    assert field_of(outline, "processors").rows == ()


def test_what_is_special_under_the_gdpr_needs_a_ground() -> None:
    """Health, biometrics, unions and offences need one, whatever the law at home says of them."""
    special = {"pregnancy", "allergy", "fingerprint", "union_membership", "race", "criminal_record"}
    row = ROW | {"items": ";".join(["name", "social_status", "body_measurements", *sorted(special)])}
    found = field_of(fill(assess(make_workbook(row), as_of=DAY)), "special_grounds")

    assert {one.key for one in found.rows} == special


GROUNDS = [
    ("every row has one", ["art6_1_b", "art6_1_c;art9_2_h"], "art6", "none", True),
    ("one row has none of Article 6", ["art6_1_b", "art9_2_h"], "art6", "M01", False),
    ("one row is blank", ["art6_1_b", ""], "art6", "M01", False),
    ("one row is outside the GDPR", ["art6_1_b", "not_applicable"], "art6", "none", True),
    ("no row has one", ["", "undetermined"], "art6", "all flows", False),
    ("one row has none of Article 9", ["art9_2_h", "art6_1_f"], "art9", "M01", False),
    ("every row has one of Article 9", ["art9_2_h", "art9_2_a;art6_1_a"], "art9", "none", True),
    ("offences need that of Article 10", ["art10", "art9_2_h"], "art10", "M01", False),
]


@pytest.mark.parametrize(("bases", "article", "lacking", "holds"), [case[1:] for case in GROUNDS])
def test_the_ground_of_one_row_is_none_of_its_neighbours(
    bases: list[str],
    article: str,
    lacking: str,
    holds: bool,  # noqa: FBT001
) -> None:
    """Each row needs its own ground: those without are named, and the cross-check stays open for them."""
    item = "criminal_record" if article == "art10" else "medical_history"
    book = make_workbook(
        *(ROW | {"id": f"M{n:02d}", "items": item, "gdpr_basis": one} for n, one in enumerate(bases))
    )
    outline = fill(assess(book, as_of=DAY))
    content, check = (
        ("legal_bases", "purposes_have_grounds")
        if article == "art6"
        else ("special_grounds", "special_items_have_grounds")
    )
    (row,) = field_of(outline, content).rows
    checked = {one.check.key: one for one in outline.checks}[check]

    assert row.cell("without_ground").en == lacking
    assert (checked.state == "settled") is holds


GRAVE = ROW | {"items": "medical_history"}
HIGH = PersonRating("sensitive_exposed:medical_history", "residual", 4, 4, Text.same("seen"), "dpo")
NATIONAL = "prior_consultation.national_law"


@pytest.mark.parametrize(
    ("rows", "answers", "shown", "state"),
    [
        ([GRAVE], [], {"residual_high": "yes", "national_law": ""}, "partly"),
        ([GRAVE], [(NATIONAL, "no")], {"residual_high": "yes", "national_law": "no"}, "filled"),
        ([], [(f"{NATIONAL}.answer", "yes")], {"residual_high": "", "national_law": "yes"}, "partly"),
    ],
)
def test_the_ground_of_a_consultation_is_known_or_asked(
    rows: list[dict[str, str]], answers: list[tuple[str, str]], shown: dict[str, str], state: str
) -> None:
    """A high risk that remains is known from the ratings; what national law asks for only a person knows."""
    record: dict[str, object] = {"answer": [{"question": q, "value": v} for q, v in answers]}
    book = make_workbook(*(rows or [ROW | {"status": "ended"}]), record=record)
    book = replace(book, assessment=replace(book.assessment, ratings=(HIGH,)))
    found = field_of(fill(assess(book, as_of=DAY)), "prior_consultation")

    assert {row.key: row.cell("answer").en for row in found.rows} == shown
    assert found.state == state


@pytest.mark.parametrize(
    ("national", "outcome", "state"),
    [("yes", "approved", "open"), ("yes", "consultation", "settled"), ("no", "consultation", "open"),
     ("no", "approved", "settled"), ("no", "", "nothing")],
)  # fmt: skip
def test_a_decision_goes_with_the_grounds_for_consulting(national: str, outcome: str, state: str) -> None:
    """Consulting needs a ground, and where national law asks for it nothing is approved before."""
    record: dict[str, object] = {
        "answer": [{"question": NATIONAL, "value": national}],
        "decision": {"outcome": outcome},
    }
    book = make_workbook({"items": "name", "status": "ended"}, record=record)
    checks = {one.check.key: one.state for one in fill(assess(book, as_of=DAY)).checks}

    assert checks["consultation_has_ground"] == state


@pytest.mark.parametrize(
    ("key", "groups"), [("edpb-1.0-consultation", {"article_35_3", "wp248"}), ("ppc-pia", {"japan"})]
)
def test_an_outline_gives_the_reasons_of_its_own_law(key: str, groups: set[str]) -> None:
    """The European outline asks Article 35 and WP248, the Japanese one the hints for Japan."""
    found = field_of(fill(assess(make_workbook(ROW), as_of=DAY), key), "reasons")

    assert {row.key for row in found.rows} == {one.key for one in read_criteria() if one.group in groups}


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        ({}, "draft", "Flows of personal data assessed: 1."),
        ({"value": "approved"}, "filled", "Flows of personal data assessed: 1."),
        ({"value": "written", "reason": "We looked at one form."}, "filled", "We looked at one form."),
    ],
)
def test_a_public_summary_is_a_draft_until_a_person_takes_it_up(
    answer: dict[str, str], state: str, said: str
) -> None:
    """Figures are no summary: it counts once somebody wrote one, or answered that the draft stands."""
    answers = [{"question": "public_summary", **answer}] if answer else []
    found = field_of(filled_with(*answers, key="iso29134"), "public_summary")

    assert (found.state, found.share) == (state, 1.0 if answer else 0.0)
    assert found.open == (() if answer else ("public_summary",))
    assert found.rows[0].cell("said").en.startswith(said)


def test_where_no_special_item_is_recorded_it_is_asked_whether_there_is_none() -> None:
    """The question is not about "this item" where there is none; with one it is."""
    none = field_of(filled_with(), "special_grounds")
    one = field_of(fill(assess(make_workbook(ROW | {"items": "allergy"}), as_of=DAY)), "special_grounds")

    assert none.question.en.startswith("The inventory names no item of a special category")
    assert one.question.en == "On which ground may this item be handled?"


def test_legitimate_interests_are_balanced_in_three_answers() -> None:
    """A purpose on GDPR 6(1)(f) is asked for interest, need and balance, by the flows that rely on it."""
    rows = ROW | {"gdpr_basis": "art6_1_f"}, ROW | {"id": "B", "gdpr_basis": "art6_1_b"}
    question = "balancing.answer_inquiries"
    answer = {
        "question": f"{question}.interest",
        "value": "stated",
        "reason": "Enquiries reach the right desk.",
    }
    found = fill(assess(make_workbook(*rows, record={"answer": [answer]}), as_of=DAY))
    field = field_of(found, "balancing")

    assert field.rows[0].flows == ("A",)
    assert field.rows[0].cell("interest").en == "Enquiries reach the right desk."
    assert field.open == (f"{question}.interest_need", f"{question}.balance")
    assert {check.check.key: check.state for check in found.checks}["interests_are_balanced"] == "open"


def test_nobody_is_asked_for_a_balance_where_no_flow_relies_on_it() -> None:
    """The field belongs to the form only where a ground calls for it."""
    shown = {one.field.content.key for section in filled_with().sections for one in section.fields}

    assert "balancing" not in shown


def test_a_feared_event_has_one_severity_and_one_likelihood() -> None:
    """They are the greatest of its threats, which are named; a closed risk does not count."""

    def own(key: str, likelihood: int, severity: int) -> dict[str, Any]:
        title = {"ja": key, "en": key}
        return {"key": key, "title": title, "flows": ["A"], "event": "disappearance"} | {
            "likelihood": likelihood,
            "severity": severity,
        }

    closed = {"risk": "own:gone", "reason": "x", "role": "dpo", "date": "2026-11-01"}
    record = {
        "own_risk": [own("grave", 2, 4), own("likely", 3, 1), own("gone", 4, 4)],
        "closed_risk": [closed],
    }
    book = make_workbook(ROW, record=record)
    rows = {row.key: row for row in assess(book, as_of=DAY).content["feared_events"]}
    loss = rows["disappearance.inherent"]

    assert (loss.cell("severity").en[0], loss.cell("severity_of").en) == ("4", "grave")
    assert (loss.cell("likelihood").en[0], loss.cell("likelihood_of").en) == ("3", "likely")
    assert loss.cell("level").en == "high"
    assert loss.cell("rated_by").en == "a person"


def test_views_that_were_sought_need_no_reason() -> None:
    """A reason is for not seeking them: where they were sought it is not left open."""
    book = make_workbook(ROW, record={"views": {"sought": "yes", "summary": "heard"}})
    row = field_of(fill(assess(book, as_of=DAY)), "views").rows[0]

    assert row.cell("reason").en == "none needed, as they were sought"


def test_the_gravest_of_many_items_are_named_in_a_sentence() -> None:
    """Four items: the three that weigh most stand in the sentence, whatever their names begin with."""
    row = ROW | {"items": "address;age;medical_history;name;passport_no"}
    inventory = make_workbook(row).inventory
    ledger = Ledger(inventory)
    said = Wording(inventory).of(ledger.exposure(ledger.rows(["A"])))["items"].en

    assert said.startswith("medical history, passport number")
