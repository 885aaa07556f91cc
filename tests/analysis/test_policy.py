"""Rules of the house, held against what really moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, group, inventory, party

from datamap.analysis.policy import Policy, check_policy
from datamap.inventory import Workbook
from datamap.model import Assertion, Contract, Flow, Match, Needs, Organisation, Severity
from datamap.records import read_records

COLUMNS = "id kind subjects items source recipient countries purposes basis treatment measures retention"
BASE = "F1 collection customer name;passport_no;medical_history customer shop JP contact_customers . . . P1Y"


def status(found: Policy) -> dict[str, str]:
    """Return what is said of each flow; a flow that keeps the rule has no line."""
    return dict(zip(found.table["flow"], found.table["policy_status"], strict=True))


def held(rule: Assertion, *rows: str, **declared: object) -> dict[str, str]:
    """Return what is said of each flow beyond the base, under one rule."""
    table = inventory(BASE, *rows, columns=COLUMNS, **declared)
    found = status(check_policy(table, as_of=DAY, assertions=[rule]))
    return {flow: said for flow, said in found.items() if flow != "F1"}


def row(
    items: str = "passport_no", cells: str = "third_party", rest: str = "TH arrange_travel consent . . ."
) -> str:
    """Return a flow from the shop to the hotel."""
    return f"F2 {cells} customer {items} shop hotel {rest}"


def test_only_what_is_really_carried_counts() -> None:
    """A flow that lists what its source never received cannot be excluded; the row is the witness."""
    rule = Assertion("r", items=("passport_no",), never=Match(countries=("TH",)))

    assert held(rule, row()) == {"F2": "broken"}
    assert held(rule, row("name")) == {}
    assert (
        held(rule, row(), "F3 third_party customer passport_no stranger broker TH . . . . .")["F2"]
        == "broken"
    )
    assert held(
        rule,
        "F3 third_party customer passport_no mailer broker TH . . . . .",
        "F4 entrustment customer name shop mailer JP . . . . .",
    ) == {"F3": "cannot_be_excluded"}


def test_a_broad_word_may_stand_for_an_item_with_the_flag() -> None:
    """Whether "financial" means card numbers is not recorded: neither broken nor kept."""
    rule = Assertion("r", item_flags=("property_damage",), never=Match(countries=("TH",)))
    first = "F0 collection customer financial;card_number;contact customer shop JP . . . . P1Y"

    assert held(rule, first, row("card_number"))["F2"] == "broken"
    assert held(rule, first, row("financial"))["F2"] == "broken"  # the shop surely holds card numbers
    vague = first.replace("card_number;", "")
    assert held(rule, vague, row("financial")) == {"F2": "cannot_be_excluded"}
    assert held(rule, vague, row("contact")) == {}


def test_a_row_that_states_the_forbidden_thing_gates_though_an_upstream_row_forgot_it() -> None:
    """Forgetting an item upstream turns no gate green: the row itself, and what it leads to, stay open."""
    rule = Assertion(
        "r", items=("passport_no",), never=Match(countries=("TH",)), severity_possible=Severity.ERROR
    )
    table = inventory(
        "F1 collection customer name;passport_no customer shop JP",
        "F2 entrustment customer name shop mailer JP",
        "F3 third_party customer name;passport_no mailer hotel TH",
        "F4 third_party customer all hotel guide TH",
        columns="id kind subjects items source recipient countries",
    )
    found = check_policy(table, as_of=DAY, assertions=[rule])

    columns = ["flow", "policy_status", "severity", "items", "way"]
    assert found.table[columns].to_numpy().tolist() == [
        ["F3", "cannot_be_excluded", "error", "passport_no", "F3"],
        ["F4", "cannot_be_excluded", "error", "passport_no", "F3;F4"],
    ]
    assert len(found.at_least(Severity.ERROR)) == 2


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("passport_no", {"F2": "broken"}),
        ("all", {"F2": "broken"}),
        ("all;-passport_no", {}),
        ("*", {"F2": "cannot_be_excluded"}),
        ("name;+", {"F2": "cannot_be_excluded"}),
    ],
)
def test_both_readings(items: str, expected: dict[str, str]) -> None:
    """What is only possible cannot be excluded, and weighs as a question."""
    rule = Assertion("r", items=("passport_no",), never=Match(kinds=("third_party",)))
    table = inventory(BASE, row(items), columns=COLUMNS)
    found = check_policy(table, as_of=DAY, assertions=[rule])

    assert status(found) == expected
    if expected == {"F2": "cannot_be_excluded"}:
        assert found.table.iloc[0][["severity", "unrecorded"]].tolist() == ["question", "items"]


@pytest.mark.parametrize(
    ("never", "rest", "expected"),
    [
        (Match(countries=("TH",)), "TH . . . . .", "broken"),
        (Match(countries=("TH",)), "VN . . . . .", None),
        (Match(countries=("TH",)), "abroad . . . . .", "cannot_be_excluded"),
        (Match(countries=("TH",)), ". . . . . .", "cannot_be_excluded"),
        (Match(abroad=True), "VN . . . . .", "broken"),
        (Match(abroad=True), "abroad . . . . .", "broken"),
        (Match(abroad=True), "JP . . . . .", None),
        (Match(abroad=True), ". . . . . .", "cannot_be_excluded"),
        (Match(abroad=False), "JP . . . . .", "broken"),
        (Match(purposes=("promotion",)), "TH email_marketing . . . .", "broken"),
        (Match(purposes=("promotion",)), "TH arrange_travel;email_marketing . . . .", "broken"),
        (Match(purposes=("promotion",)), "TH arrange_travel . . . .", None),
        (Match(purposes=("promotion",)), "TH . . . . .", "cannot_be_excluded"),
        (Match(bases=("none",)), "TH . undetermined . . .", "cannot_be_excluded"),
        (Match(bases=("undetermined",)), "TH . undetermined . . .", "broken"),
        (Match(bases=("consent",), countries=("TH",)), "VN . . . . .", None),
    ],
)  # fmt: skip
def test_conditions_are_yes_no_or_not_recorded(never: Match, rest: str, expected: str | None) -> None:
    """A blank cell leaves a condition open, unless another condition already fails."""
    found = held(Assertion("r", items=("passport_no",), never=never), row(rest=rest))

    assert found.get("F2") == expected


@pytest.mark.parametrize(
    ("only", "rest", "expected"),
    [
        (Match(countries=("JP",)), "JP . . . . .", None),
        (Match(countries=("JP",)), "JP;TH . . . . .", "broken"),
        (Match(countries=("JP",)), "abroad . . . . .", "broken"),
        (Match(countries=("JP", "TH")), "abroad . . . . .", "cannot_be_excluded"),
        (Match(countries=("JP",)), ". . . . . .", "cannot_be_excluded"),
        (Match(purposes=("arrange_travel",)), "TH arrange_travel;email_marketing . . . .", "broken"),
        (Match(purposes=("arrange_travel",)), "TH arrange_travel . . . .", None),
    ],
)  # fmt: skip
def test_only_asks_for_every_value(only: Match, rest: str, expected: str | None) -> None:
    """A recipient in two countries is in neither alone; every purpose has to be listed."""
    found = held(Assertion("r", items=("passport_no",), only=only), row(rest=rest))

    assert found.get("F2") == expected


@pytest.mark.parametrize(
    ("needs", "rest", "expected"),
    [
        (Needs(basis=("consent",)), "TH . consent . . .", None),
        (Needs(basis=("consent",)), "TH . opt_out . . .", "broken"),
        (Needs(basis=("consent",)), "TH . . . . .", "cannot_be_excluded"),
        (Needs(treatment=("pseudonymised",)), "TH . . pseudonymised . .", None),
        (Needs(treatment=("pseudonymised",)), "TH . . none . .", "broken"),
        (Needs(measures=("encryption", "logging")), "TH . . . encryption_at_rest;logging .", None),
        (Needs(measures=("encryption", "logging")), "TH . . . logging .", "broken"),
        (Needs(measures=("encryption",)), "TH . . . . .", "cannot_be_excluded"),
        (Needs(retention_at_most="P2Y"), "TH . . . . P2Y", None),
        (Needs(retention_at_most="P2Y"), "TH . . . . P25M", "broken"),
        (Needs(retention_at_most="P2Y"), "TH . . . . indefinite", "broken"),
        (Needs(retention_at_most="P2Y"), "TH . . . . contract_end+P1Y", "cannot_be_excluded"),
        (Needs(retention_at_most="P2Y"), "TH . . . . law_unnamed_period", "cannot_be_excluded"),
        (Needs(recorded=("purposes",)), "TH . . . . .", "broken"),
        (Needs(recorded=("countries",)), "abroad . . . . .", "broken"),
        (Needs(recorded=("countries",)), "TH . . . . .", None),
        (Needs(notice=True), "TH . . . . .", "cannot_be_excluded"),
        (Needs(contract=True), "TH . . . . .", "cannot_be_excluded"),
    ],
)  # fmt: skip
def test_what_a_flow_needs(needs: Needs, rest: str, expected: str | None) -> None:
    """Something else is broken, a blank cell cannot be excluded."""
    found = held(
        Assertion("r", items=("passport_no",), when=Match(places=("hotel",)), needs=needs), row(rest=rest)
    )

    assert found.get("F2") == expected


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        ((Contract("hotel"),), None),
        ((Contract("hotel", ends="2026-03-31"),), "broken"),
        ((Contract("hotel", ends="2026-04-01"),), None),
        ((Contract("hotels"),), None),
        ((Contract("hotel", ends="2026-03-31"), Contract("hotels")), None),
        ((Contract("broker"),), "cannot_be_excluded"),
    ],
)  # fmt: skip
def test_a_contract_runs_with_the_place_or_its_group(
    contracts: tuple[Contract, ...], expected: str | None
) -> None:
    """A contract that has ended is none; none on record is an open question."""
    organisation = Organisation(groups=(group("hotels", "hotel"),), contracts=contracts)
    table = inventory(BASE, row(), columns=COLUMNS, groups=organisation.groups)
    rule = Assertion("r", when=Match(places=("hotel",)), needs=Needs(contract=True))
    found = check_policy(Workbook(table, organisation=organisation), as_of=DAY, assertions=[rule])

    assert status(found).get("F2") == expected


def test_unless_frees_a_flow_and_leaves_it_open_where_it_cannot_tell() -> None:
    """An exception that may hold keeps a flow from being broken for certain."""
    rule = Assertion(
        "r", items=("passport_no",), never=Match(kinds=("third_party",)), unless=Match(bases=("consent",))
    )

    assert held(rule, row(rest="TH . consent . . .")) == {}
    assert held(rule, row(rest="TH . opt_out . . .")) == {"F2": "broken"}
    assert held(rule, row(rest="TH . . . . .")) == {"F2": "cannot_be_excluded"}


def test_items_are_selected_by_flag_and_by_key() -> None:
    """A flag alone selects all items that have it; a key above the one named may stand for it."""
    flagged = Assertion("r", item_flags=("sensitive",), never=Match(kinds=("third_party",)))
    both = Assertion("r", items=("name",), item_flags=("sensitive",), never=Match(kinds=("third_party",)))

    assert held(flagged, row("medical_history")) == {"F2": "broken"}
    assert held(flagged, row("name")) == {}
    assert held(both, row("medical_history")) == {}
    table = inventory(
        "F1 collection customer official_id customer shop",
        "F2 third_party customer official_id shop hotel",
    )
    rule = Assertion("r", items=("passport_no",), never=Match(kinds=("third_party",)))
    assert status(check_policy(table, as_of=DAY, assertions=[rule])) == {"F2": "cannot_be_excluded"}


def test_a_group_is_judged_member_by_member_with_the_way_there() -> None:
    """Each member that the item reaches has its line; the way begins at the person."""
    rule = Assertion("r", items=("passport_no",), never=Match(places=("friends",)))
    table = inventory(
        BASE,
        "F2 entrustment customer passport_no shop mailer JP . . . . .",
        "F3 joint_use customer passport_no mailer friends JP . . . . .",
        columns=COLUMNS,
        groups=(group("friends", "uncle", "aunt"),),
    )
    found = check_policy(table, as_of=DAY, assertions=[rule]).table

    assert found[["place", "way"]].values.tolist() == [["aunt", "F1;F2;F3"], ["uncle", "F1;F2;F3"]]


def test_own_departments_and_systems_need_no_role() -> None:
    """They count as department and operator, so that a rule about outsiders leaves them alone."""
    rule = Assertion(
        "r", never=Match(purposes=("promotion",)), unless=Match(roles=("department", "operator"))
    )
    found = held(
        rule,
        "F2 internal_use customer name shop crm JP email_marketing . . . .",
        "F3 entrustment customer name shop mailer JP email_marketing . . . .",
        parties=(party("crm", kind="system"),),
    )

    assert found == {"F3": "cannot_be_excluded"}


def test_severities_gate() -> None:
    """A broken rule weighs as it says, what cannot be excluded as the rule says for that."""
    rule = Assertion(
        "r", severity=Severity.WARNING, severity_possible=Severity.WARNING, never=Match(abroad=True)
    )
    table = inventory(BASE, row(), "F3 third_party customer name shop agent . . . . . .", columns=COLUMNS)
    found = check_policy(table, as_of=DAY, assertions=[rule])

    assert len(found.at_least(Severity.ERROR)) == 0
    assert len(found.at_least(Severity.WARNING)) == 2
    assert found.part("assertions").table[["breaches", "open"]].values.tolist() == [[1, 1]]


def test_no_rules_no_lines() -> None:
    """A workbook without a policy has nothing to hold."""
    found = check_policy(inventory(BASE, columns=COLUMNS), as_of=DAY)

    assert len(found) == 0
    assert "records/policy.toml" in found.text("ja")


@settings(max_examples=40)
@given(case=cases(), item=st.sampled_from(["email", "contact", "name"]))
def test_broken_lies_within_possible_and_is_what_moves(case: Case, item: str) -> None:
    """What is broken for certain would be a line in any reading; a rule against all flows finds every one."""
    table = case.inventory()
    rule = Assertion("r", items=(item,), never=Match(kinds=tuple(sorted({f.kind for f in table.flows}))))
    found = check_policy(table, as_of=DAY, assertions=[rule])
    broken = found.table[found.table["policy_status"] == "broken"]

    for line in broken.itertuples():
        flow: Flow = table.flow(line.flow)
        assert flow.items.everything or set(flow.items.named)
        assert line.way.split(";")[-1] == line.flow
    assert set(zip(broken["flow"], broken["place"], strict=True)) <= set(
        zip(found.table["flow"], found.table["place"], strict=True)
    )
    assert found.table.duplicated(["flow", "place"]).sum() == 0


# ------------------------------------------------------------------------------------------- the file


def read(
    tmp_path: Path, content: str
) -> tuple[tuple[Assertion, ...], list[tuple[str, str | None, str | None]]]:
    """Return the assertions of a file, and the codes, key paths and nearest words of its problems."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "policy.toml").write_text(content, encoding="utf-8")
    found = read_records(tmp_path)
    return found.policy, [(p.code, p.column, p.nearest) for p in found.problems]


def test_a_rule_is_read_with_labels_and_defaults(tmp_path: Path) -> None:
    """Words may be written as labels; a rule is an error unless it says otherwise."""
    rules, problems = read(
        tmp_path,
        '[[assertion]]\nid = "r"\nitems = ["旅券番号"]\n'
        'when = { abroad = true }\nneeds = { basis = ["本人の同意"] }\n',
    )

    assert problems == []
    assert rules == (
        Assertion("r", items=("passport_no",), when=Match(abroad=True), needs=Needs(basis=("consent",))),
    )


ALL = "never = { abroad = true }"


@pytest.mark.parametrize(
    ("content", "code", "column", "nearest"),
    [
        ("nver = { abroad = true }", "unknown_key", ".nver", "never"),
        ('never = { countrys = ["JP"] }', "unknown_key", ".never.countrys", "countries"),
        (f"{ALL}\nonly = {{ abroad = true }}", "policy_one_of", "", None),
        (f'severity = "fatal"\n{ALL}', "unknown_word", ".severity", None),
        (f'severity = "eror"\n{ALL}', "unknown_word", ".severity", "error"),
        ("never = {}", "policy_empty", ".never", None),
        (f"items = []\n{ALL}", "policy_empty", ".items", None),
        ("never = { places = [], abroad = true }", "policy_empty", ".never.places", None),
        (f'item_flags = ["sensitiv"]\n{ALL}', "unknown_word", ".item_flags[0]", "sensitive"),
        ('needs = { recorded = ["purpose"] }', "unknown_word", ".needs.recorded[0]", "purposes"),
        ('needs = { retention_at_most = "2 years" }', "bad_retention", ".needs.retention_at_most", None),
        ('never = { kinds = ["entrusment"] }', "unknown_word", ".never.kinds[0]", "entrustment"),
        (f'items = ["pasport_no"]\n{ALL}', "new_word", ".items[0]", "passport_no"),
        ('never = { abroad = "yes" }', "wrong_type", ".never.abroad", None),
    ],
)
def test_every_mistake_is_told_with_its_place(
    tmp_path: Path, content: str, code: str, column: str, nearest: str | None
) -> None:
    """An unknown key or word is refused with the nearest one; nothing is dropped in silence."""
    _, problems = read(tmp_path, f'[[assertion]]\nid = "r"\n{content}\n')

    assert (f"record_{code}", f"assertion[0]{column}", nearest) in problems
    assert len([problem for problem in problems if problem[0] != f"record_{code}"]) <= 1


def test_two_rules_cannot_share_an_id(tmp_path: Path) -> None:
    """An id is how a pipeline names a rule."""
    rule = '[[assertion]]\nid = "r"\nnever = { abroad = true }\n'

    assert read(tmp_path, rule + rule)[1] == [("record_twice", "assertion[1].id", None)]


def test_the_examples_are_read_without_a_word(root: Path) -> None:
    """The policies of the sample and of the tour operator have no mistake."""
    for folder in (root, root / "examples" / "tour-operator"):
        records = read_records(folder)

        assert records.policy
        assert [p for p in records.problems if p.file == "records/policy.toml"] == []
