"""What changed, and what that lets items do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from maps import DAY, Case, cases, inventory, party

from datamap.analysis.come_and_gone import COLUMNS as TABLE
from datamap.analysis.compare import REACH, Comparison, compare
from datamap.analysis.reach import reach
from datamap.inventory import Inventory
from datamap.model import Reading

COLUMNS = "id kind subjects items source recipient countries purposes status since"
BASE = (
    "F1 collection customer name;passport_no customer shop JP contact_customers . .",
    "F2 entrustment customer name shop mailer JP contact_customers . .",
)
OPPOSITE = {
    "gained": "lost",
    "lost": "gained",
    "now_certain": "no_longer_certain",
    "no_longer_certain": "now_certain",
}
OPPOSITE |= {"added": "removed", "removed": "added", "changed": "changed"}


def table(*rows: str, **declared: object) -> Inventory:
    """Return an inventory in the columns of this page."""
    return inventory(*rows, columns=COLUMNS, **declared)


def changes(*rows: str, **declared: object) -> Comparison:
    """Return what changes from the base to some rows."""
    return compare(table(*BASE), table(*rows, **declared), as_of=DAY)


@settings(max_examples=30)
@given(case=cases())
def test_nothing_differs_from_itself(case: Case) -> None:
    """The same inventory on the same day has no line on any sheet."""
    found = compare(case.inventory(), case.inventory(), as_of=DAY)

    assert found.unchanged
    assert found.sentences == ()


@settings(max_examples=25)
@given(one=cases(), other=cases())
def test_the_other_way_round_everything_is_the_opposite(one: Case, other: Case) -> None:
    """What is new one way is gone the other way, line by line."""
    there = compare(one.inventory(), other.inventory(), as_of=DAY)
    back = compare(other.inventory(), one.inventory(), as_of=DAY)

    swapped = {c: c.replace("_new", "_tmp").replace("_gone", "_new").replace("_tmp", "_gone") for c in TABLE}
    assert there.table.rename(columns=swapped)[list(TABLE)].equals(back.table)
    for name, left, right in (
        ("reach", "was", "now"),
        ("rows", "before", "after"),
        ("place_changes", "before", "after"),
    ):
        mirrored = there.part(name).table.rename(columns={left: right, right: left})
        mirrored["change"] = mirrored["change"].map(OPPOSITE)
        columns = [c for c in back.part(name).table.columns if c not in {"flows", "line"}]
        assert sorted(mirrored[columns].values.tolist()) == sorted(
            back.part(name).table[columns].values.tolist()
        )


@settings(max_examples=25)
@given(one=cases(), other=cases())
def test_what_changed_leads_from_the_one_to_the_other(one: Case, other: Case) -> None:
    """Taking away what is lost and adding what is gained turns one reach into the other."""
    found = compare(one.inventory(), other.inventory(), as_of=DAY).part("reach").table
    held = [
        {key for kind in (Reading.CERTAIN, Reading.POSSIBLE) for key in _held(case.inventory(), kind)}
        for case in (one, other)
    ]
    gained = _keys(found[found["change"] == "gained"])
    lost = _keys(found[found["change"] == "lost"])

    assert (held[0] - lost) | gained == held[1]
    assert not gained & held[0]


def _held(inventory_: Inventory, kind: Reading) -> set[tuple[str, ...]]:
    return _keys(reach(inventory_, as_of=DAY, reading=kind).table)


def _keys(frame: object) -> set[tuple[str, ...]]:
    return set(zip(*(frame[column] for column in REACH[3:-1]), strict=True))  # type: ignore[index]


def test_a_small_change_by_hand() -> None:
    """One sentence says whom an item newly reaches, and where."""
    found = changes(
        *BASE,
        "F3 third_party customer passport_no;name shop hotel TH arrange_travel . .",
        "F4 third_party customer passport_no hotel agent VN arrange_travel . .",
    )

    purpose = "1 new purpose (Arranging transport and lodging)"
    assert [said.en for said in found.sentences] == [
        f"Passport number: 2 new recipients (agent, hotel), 2 new countries (Thailand, Vietnam), {purpose}",
        f"Name: 1 new recipient (hotel), 1 new country (Thailand), {purpose}",
    ]
    assert "旅券番号：新しい相手2（agent、hotel）" in found.sentences[0].ja
    assert found.part("rows").table[["change", "flow"]].values.tolist() == [["added", "F3"], ["added", "F4"]]


def test_a_new_row_that_carries_nothing_changes_no_reach() -> None:
    """A flow of an item that its source does not hold lets nothing move."""
    found = changes(*BASE, "F3 third_party customer gender shop hotel TH . . .")

    assert len(found) == 0
    assert len(found.part("reach")) == 0
    assert not found.unchanged


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ("name", "*", "no_longer_certain"),
        ("*", "name", "now_certain"),
        ("name", "email", "lost"),
    ],
)
def test_certainty_is_told_apart_from_reach(was: str, now: str, change: str) -> None:
    """A cell that becomes vaguer or clearer moves an item between certain and possible."""
    rows = (
        "F1 collection customer name customer shop JP . . .",
        "F2 entrustment customer {} shop mailer JP . . .",
    )
    found = (
        compare(table(rows[0], rows[1].format(was)), table(rows[0], rows[1].format(now)), as_of=DAY)
        .part("reach")
        .table
    )

    assert found.loc[found["item"] == "name", "change"].tolist() == [change]


def test_what_only_became_vague_is_not_called_gone() -> None:
    """A list that becomes `*` takes nothing away: recipient, country and purpose stay possible."""
    rows = (
        "F1 collection customer name;email customer shop JP . . .",
        "F2 entrustment customer {} shop mailer US contact_customers . .",
    )
    known, vague = (table(rows[0], rows[1].format(cell)) for cell in ("email", "*"))
    blurred, sharpened = (compare(*sides, as_of=DAY) for sides in ((known, vague), (vague, known)))
    about = "recipients (mailer), countries (United States), purposes (Contacting customers)"

    assert blurred.sentences[0].en == f"E-mail address: no longer certain, still possible: {about}"
    assert blurred.table["reading"].tolist() == ["certain_on_one_side", "possible"]
    assert sharpened.sentences[0].en == f"E-mail address: now certain, possible before: {about}"
    assert blurred.sentences[0].ja.startswith(
        "メールアドレス：確実ではなくなったが可能性の残る相手（mailer）、国"
    )


def test_pseudonymised_items_that_become_plain_are_told() -> None:
    """Nobody new holds them, and yet more can be read from them; the other way round is told too."""
    rows = (
        "F1 collection customer name customer shop .",
        "F2 internal_use customer name shop lab {}",
    )
    masked, plain = (
        inventory(rows[0], rows[1].format(cell), columns="id kind subjects items source recipient treatment")
        for cell in ("pseudonymised", ".")
    )
    there, back = compare(masked, plain, as_of=DAY), compare(plain, masked, as_of=DAY)

    assert [said.en for said in there.sentences] == ["Name: now in plain form at 1 place (lab)"]
    assert [said.en for said in back.sentences] == ["Name: now pseudonymised only at 1 place (lab)"]
    assert there.as_object()["rows"][0]["plain_new"] == ["lab"]


def test_cells_are_compared_by_id_whatever_their_order() -> None:
    """Turning the file upside down is no change."""
    found = changes(*reversed(BASE))

    assert found.unchanged


def test_changed_cells_are_said_in_the_words_of_their_column() -> None:
    """Before and after are read as labels, not keys."""
    found = changes(BASE[0], BASE[1].replace("customer name shop", "customer name;email shop"))
    shown = found.part("rows").worded("ja").iloc[0].tolist()

    assert shown[-2:] == ["氏名", "氏名、メールアドレス"]


def test_what_is_recorded_of_a_place_is_compared_too() -> None:
    """A place that moves to another country is a change, though no row is."""
    found = compare(
        inventory("F1 entrustment customer name shop mailer", parties=(party("mailer", "JP"),)),
        inventory("F1 entrustment customer name shop mailer", parties=(party("mailer", "US"),)),
        as_of=DAY,
    )

    assert len(found.part("rows")) == 0
    assert found.part("place_changes").table.values.tolist() == [
        ["changed", "mailer", "countries", "JP", "US"]
    ]
    assert found.table[["countries_new", "countries_gone"]].values.tolist() == [["US", "JP"]]


def test_one_inventory_on_two_days() -> None:
    """A flow that begins in between is gained, without any row differing."""
    rows = (*BASE, "F3 third_party customer name shop hotel TH . . 2026-06-01")
    found = compare(table(*rows), table(*rows), as_of=date(2026, 7, 1), as_of_before=date(2026, 5, 1))

    assert len(found.part("rows")) == 0
    assert found.table["recipients_new"].tolist() == ["hotel"]


def test_the_answer_for_programs_has_lists() -> None:
    """JSON holds keys, in lists where there may be several."""
    rows = changes(*BASE, "F3 third_party customer name shop hotel TH . . .").as_object()["rows"]

    assert rows[0]["recipients_new"] == ["hotel"]
    assert rows[0]["countries_gone"] == []
