"""Who holds what, who gets what directly, what goes abroad, what is not recorded."""

from __future__ import annotations

from datetime import date

import pytest
from maps import DAY, group, inventory, party

from datamap.analysis.completeness import completeness
from datamap.analysis.handovers import handovers, overseas
from datamap.analysis.holdings import holdings
from datamap.inventory import Inventory, Workbook
from datamap.model import Party, Text

# ------------------------------------------------------------------------------ holdings


def test_holdings_tell_certain_from_possible() -> None:
    """A place has the items on record, and beside them those that unrecorded cells may add."""
    table = inventory(
        "F1 collection applicant name;email applicant desk",
        "F2 entrustment applicant name;+ desk mailer",
    )

    answer = holdings(table, as_of=DAY).table

    assert answer[["place", "subject", "items", "items_possible", "flows"]].to_numpy().tolist() == [
        ["desk", "applicant", "email;name", "", "F1"],
        ["mailer", "applicant", "name", "email", "F2"],
    ]


def test_holdings_know_their_places() -> None:
    """Type, role and countries of the place stand beside what it holds."""
    table = inventory(
        "F1 entrustment applicant name desk mailer processor US;JP",
        columns="id kind subjects items source recipient recipient_role countries",
    )

    line = holdings(table, as_of=DAY).table.iloc[1]

    assert line[["place", "type", "role", "countries"]].tolist() == ["mailer", "party", "processor", "JP;US"]


def test_nothing_held_is_an_empty_answer() -> None:
    """Rows that do not run leave an empty table with its columns, and a sentence."""
    table = inventory(
        "F1 third_party . name a b ended", columns="id kind subjects items source recipient status"
    )

    answer = holdings(table, as_of=DAY)

    assert len(answer) == 0
    assert "items_possible" in answer.table.columns
    assert answer.text("en").startswith("The inventory shows no place")
    assert "該当する行はありません" in answer._repr_html_()


# ------------------------------------------------------------------------------ handovers


def test_handovers_are_direct_and_by_item() -> None:
    """One line for each recipient, country and item listed; what stays in the house is left out."""
    table = inventory(
        "F1 collection customer name customer desk .",
        "F2 internal_use customer name desk desk .",
        "F3 third_party applicant name;+ desk friends JP",
        "F4 entrustment applicant name desk b US",
        "F5 third_party inquirer * desk c .",
        columns="id kind subjects items source recipient countries",
        groups=(group("friends", "a", "b"),),
        parties=(party("a"), party("b")),
    )

    answer = handovers(table, as_of=DAY)

    assert answer.table[["recipient", "country", "item", "flows"]].to_numpy().tolist() == [
        ["a", "JP", "+", "F3"],
        ["a", "JP", "name", "F3"],
        ["b", "JP", "+", "F3"],
        ["b", "JP", "name", "F3"],
        ["b", "US", "name", "F4"],
        ["c", "", "*", "F5"],
    ]
    assert answer.text("en") == "3 flows hand items to 3 recipients; 1 of them does not specify the items."


def test_all_but_some_is_one_entry() -> None:
    """`all` with its exceptions stays together, so that nobody reads the exception as handed over."""
    table = inventory("F1 third_party . all;-name a b")

    answer = handovers(table, as_of=DAY)

    assert answer.table["item"].tolist() == ["all;-name"]
    assert answer.worded("ja").iloc[0]["項目"] == "すべて、氏名を除く"


# ------------------------------------------------------------------------------ abroad


def test_abroad_named_unnamed_and_not_told() -> None:
    """Three ways of being abroad or perhaps abroad; what is at home is left out."""
    table = inventory(
        "F1 third_party . name a home . JP",
        "F2 third_party . name a named . US;JP",
        "F3 third_party . name a unnamed . abroad",
        "F4 third_party . name a blank . .",
        "F5 entrustment . name a home2 cloud JP",
        columns="id kind subjects items source recipient system countries",
        parties=(party("cloud", "SG", kind="system"),),
    )

    answer = overseas(table, as_of=DAY)

    assert answer.table[["flows", "place", "told", "leg"]].to_numpy().tolist() == [
        ["F2", "named", "named", "hand_over"],
        ["F3", "unnamed", "abroad", "hand_over"],
        ["F4", "blank", "not_recorded", "hand_over"],
        ["F5", "cloud", "named", "kept_in"],
    ]


def test_home_is_where_the_organisation_is(workbook: Workbook) -> None:
    """The sample tells three flows abroad without a country and eight of which it cannot be told."""
    told = overseas(workbook, as_of=date(2026, 11, 22)).table.groupby("told")["flows"].agg(set)

    assert told["abroad"] == {"FL06", "FL08", "FL10"}
    assert told["not_recorded"] == {"FL03", "FL04", *(f"FL{n}" for n in (11, 12, 13, 14, 15, 18))}
    assert "named" not in told


# ------------------------------------------------------------------------------ completeness


@pytest.fixture
def table() -> Inventory:
    """Four rows, some cells blank, some recorded as unknown."""
    return inventory(
        "F1 sales collection customer name customer desk . . . .",
        "F2 sales third_party customer * desk a consent JP . sales_desk",
        "F3 sales third_party . name desk b undetermined abroad unknown .",
        "F4 . entrustment customer name desk c . . . sales_desk",
        columns="id activity kind subjects items source recipient basis countries foreign_route department",
    )


def counts(table: Inventory, column: str) -> list[int]:
    """Cells that apply, recorded, recorded as unknown, not recorded."""
    lines = completeness(table).table.set_index("column")
    return lines.loc[column, ["cells", "recorded", "recorded_unknown", "not_recorded"]].tolist()


def test_blank_and_unknown_are_counted_apart(table: Inventory) -> None:
    """`*` and `undetermined` are records that something is not known; a blank cell is no record."""
    assert counts(table, "items") == [4, 3, 1, 0]
    assert counts(table, "subjects") == [4, 3, 0, 1]
    assert counts(table, "basis") == [3, 1, 1, 1]
    assert counts(table, "countries") == [4, 1, 1, 2]


def test_only_cells_that_apply_count(table: Inventory) -> None:
    """A collection needs no basis of provision, a flow within Japan no foreign route."""
    assert counts(table, "foreign_route") == [2, 0, 1, 1]
    assert counts(table, "provision") == [1, 0, 0, 1]
    assert "gdpr_tool" not in set(completeness(table).table["column"])
    assert "status" not in set(completeness(table).table["column"])


def test_a_department_that_no_flow_touches_is_called_by_its_name() -> None:
    """Who only answers for rows stands under the declared name, not under its key."""
    declared = (Party("it", Text("情報システム部", "IT department"), "department"),)
    answered = inventory(
        "F1 collection customer name customer shop it",
        columns="id kind subjects items source recipient department",
        parties=declared,
    )

    assert "IT department" in completeness(answered, by="department").in_lang("en")._repr_html_()


def test_parts_add_up(table: Inventory) -> None:
    """Recorded, recorded as unknown and not recorded make up all cells, however they are grouped."""
    for by in ("column", "activity", "department"):
        lines = completeness(table, by=by).table  # type: ignore[arg-type]
        parts = lines["recorded"] + lines["recorded_unknown"] + lines["not_recorded"]
        assert (parts == lines["cells"]).all()
        assert lines["cells"].sum() == completeness(table).table["cells"].sum()


def test_by_activity_and_department(table: Inventory) -> None:
    """Rows without an activity or department stand together under *not recorded*."""
    assert completeness(table, by="activity").table["activity"].tolist() == ["", "sales"]
    assert completeness(table, by="department").worded("en").iloc[0, 0] == "not recorded"


def test_a_country_recorded_elsewhere_is_recorded() -> None:
    """Where the recipient's country is declared, a blank cell in the row asks nothing."""
    table = inventory("F1 third_party . name desk a", parties=(party("a", "JP"),))

    assert counts(table, "countries") == [1, 1, 0, 0]
    assert "foreign_route" not in set(completeness(table).table["column"])


def test_another_grouping_is_refused(table: Inventory) -> None:
    """What it can be asked by is said."""
    with pytest.raises(ValueError, match="column, activity, department"):
        completeness(table, by="country")  # type: ignore[arg-type]
