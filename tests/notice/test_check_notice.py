"""The notice and the flows held against each other, both ways."""

from __future__ import annotations

import csv
import io
from datetime import date
from types import SimpleNamespace

import pytest

from datamap.inventory import Workbook, read_inventory
from datamap.model import Clause, Notice, Organisation, Text
from datamap.notice import Matter, check_notice

DAY = date(2026, 4, 1)
COLUMNS = "id kind subjects items source recipient purposes countries retention notice status"


def clause(key: str, **stated: object) -> Clause:
    """Return a clause that states something."""
    return Clause(key, Text.same("…"), **stated)  # type: ignore[arg-type]


def differences(rows: list[str], *clauses: Clause) -> set[tuple[str, str, str, str]]:
    """Return the lines of the answer."""
    records = SimpleNamespace(organisation=Organisation(), notice=Notice(clauses=clauses), own_terms=())
    cells = [COLUMNS.split(), *(["" if cell == "." else cell for cell in row.split()] for row in rows)]
    out = io.StringIO()
    csv.writer(out).writerows(cells)
    inventory = read_inventory(out.getvalue().encode(), records=records)
    book = Workbook(inventory, notice=records.notice)
    table = check_notice(book, as_of=DAY).table
    return set(table.itertuples(index=False, name=None))


BORNE = clause(
    "A", items=("name",), purposes=("send_newsletter",), recipients=("mailer",), kind="entrustment"
)
FLOW = "F entrustment customer name shop mailer send_newsletter . . A ."


def test_a_flow_that_its_clause_states_in_full_differs_in_nothing() -> None:
    """Item, purpose and recipient named: nothing to show."""
    assert differences([FLOW], BORNE) == set()


@pytest.mark.parametrize(
    ("row", "matter", "about"),
    [
        ("F entrustment customer name shop mailer send_newsletter . . . .", Matter.FLOW_NOT_STATED, ""),
        ("F entrustment customer email shop mailer . . . A .", Matter.ITEM_NOT_STATED, "items:email"),
        (
            "F entrustment customer name shop mailer research . . A .",
            Matter.PURPOSE_NOT_STATED,
            "purposes:research",
        ),
        ("F entrustment customer name shop cloud . . . A .", Matter.RECIPIENT_NOT_STATED, "place:cloud"),
        ("F entrustment customer name shop mailer . US . A .", Matter.COUNTRY_NOT_STATED, "countries:US"),
    ],
)
def test_what_a_flow_does_beyond_its_clause_is_named(row: str, matter: Matter, about: str) -> None:
    """Each thing the row records and the clause does not state is one line, with both named."""
    found = differences([row], BORNE)

    assert (matter.value, about, "A" if row.split()[9] == "A" else "", "F") in found


def test_open_words_cover_what_is_not_named_only_as_open_words() -> None:
    """An open list does not state an item; it does not leave it out either."""
    wide = clause("A", items=("name",), items_open=True, recipients=("mailer",), recipients_open=True)
    found = differences(["F entrustment customer email shop cloud . . . A ."], wide)

    assert ("item_under_open_words", "items:email", "A", "F") in found
    assert ("recipient_under_open_words", "place:cloud", "A", "F") in found
    assert ("open_items", "", "A", "") in found


def test_abroad_without_a_name_does_not_state_a_country() -> None:
    """The clause says abroad, the flow names the country."""
    abroad = clause("A", items=("name",), recipients=("mailer",), countries=("abroad",))
    found = differences(["F third_party customer name shop mailer . US . A ."], abroad)

    assert ("country_not_named", "countries:US", "A", "F") in found


def test_a_clause_is_borne_out_by_the_flows_that_cite_it() -> None:
    """Nobody cites it, or those who do carry, use or reach something else."""
    unused = clause("B", items=("phone",), recipients=("cloud",))
    stated = clause("A", items=("name", "phone"), purposes=("research",), recipients=("mailer", "cloud"))
    found = differences([FLOW], stated, unused)

    assert ("clause_without_flow", "", "B", "") in found
    assert ("item_without_flow", "items:phone", "A", "F") in found
    assert ("purpose_without_flow", "purposes:research", "A", "F") in found
    assert ("recipient_without_flow", "place:cloud", "A", "F") in found


def test_a_row_that_leaves_items_open_may_bear_out_any_item() -> None:
    """`*` is not recorded, so the clause cannot be said to lack a flow."""
    stated = clause("A", items=("name",), recipients=("mailer",))
    found = differences(["F entrustment customer * shop mailer . . . A ."], stated)

    assert not {line for line in found if line[0] == "item_without_flow"}


def test_an_onward_flow_that_no_clause_names_is_found_by_reach() -> None:
    """The vendor's vendor is named by no clause; the way there is given."""
    rows = [FLOW, "G entrustment customer name mailer cloud . . . A ."]
    found = differences(rows, BORNE)

    assert ("reach_not_stated", "place:cloud", "", "F;G") in found


def test_items_used_beyond_every_list_of_collected_items_are_named_with_their_clauses() -> None:
    """A parent key in the list covers its children."""
    collect = clause("A", kind="collection", items=("contact",))
    use = clause("B", kind="joint_use", items=("email", "passport_no"))
    found = differences(["F collection customer contact customer shop . . . A ."], collect, use)

    assert ("item_outside_collection", "items:passport_no", "B", "") in found
    assert not {line for line in found if line[:2] == ("item_outside_collection", "items:email")}


def test_one_recipient_in_two_kinds_and_two_periods_are_differences_within_the_notice() -> None:
    """The same people, the same recipient, two descriptions."""
    one = clause("A", kind="joint_use", recipients=("mailer",), items=("name",), retention="P1Y")
    two = clause("B", kind="third_party", recipients=("mailer",), items=("name",), retention="P2Y")
    found = differences([FLOW], one, two)

    assert ("two_kinds", "place:mailer", "A;B", "") in found
    assert ("clauses_retention_differs", "items:name", "A;B", "") in found


def test_without_clauses_nothing_is_called_unstated() -> None:
    """No clause on record: the summary says that nothing was held against it."""
    table = "id,kind,items,source,recipient\nF,entrustment,name,shop,mailer\n"
    book = Workbook.from_inventory(read_inventory(table.encode()))

    assert "No clause" in check_notice(book, as_of=DAY).summary.in_lang("en")
