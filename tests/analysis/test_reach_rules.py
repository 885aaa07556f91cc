"""Each rule of reach on a map that one can follow by eye."""

from __future__ import annotations

import re
from datetime import date

import networkx as nx
import pytest
from maps import DAY, group, inventory, party

from datamap.analysis.cut import cut
from datamap.analysis.reach import LONGEST, Reach, reach
from datamap.graph import build_graph
from datamap.inventory import Inventory, Workbook
from datamap.model import BadInput


def lines(
    table: Inventory, reading: str = "certain", place: str = "", **more: bool | str
) -> set[tuple[str, ...]]:
    """(subject, item) held at a place; with every place, (place, subject, item)."""
    found = reach(table, as_of=DAY, reading=reading, **more).table  # type: ignore[arg-type]
    if place:
        found = found[found["place"] == place]
        return set(zip(found["subject"], found["item"], strict=True))
    return set(zip(found["place"], found["subject"], found["item"], strict=True))


def test_plain_reachability_raises_a_false_alarm() -> None:
    """`networkx.descendants` says that passport numbers reach the mailer; by field they do not."""
    table = inventory(
        "F1 collection applicant name;passport_no applicant crm",
        "F2 entrustment applicant name crm mailer",
    )

    alarm = nx.descendants(build_graph(table), "applicant")

    assert "mailer" in alarm
    assert lines(table, place="mailer") == {("applicant", "name")}


def test_a_flow_moves_what_it_lists_and_the_source_holds() -> None:
    """Neither what is held but not listed nor what is listed but not held goes on."""
    table = inventory(
        "F1 collection applicant name;email applicant crm",
        "F2 entrustment applicant email;phone crm mailer",
    )

    assert lines(table, place="mailer") == {("applicant", "email")}


@pytest.mark.parametrize(
    "asked",
    [
        {"item": "card_number"},
        {"flag": "property_damage"},
        {"item": "financial", "flag": "property_damage"},
    ],
)
def test_a_broad_word_may_be_what_is_asked_for(asked: dict[str, str]) -> None:
    """Rows that say `financial` may be about card numbers: possible, never certain."""
    table = inventory(
        "F1 collection customer financial;contact customer shop",
        "F2 entrustment customer financial shop mailer",
        "F3 entrustment customer contact shop printer",
    )

    assert cut(table, as_of=DAY, place="mailer", **asked).choices == ()
    assert cut(table, as_of=DAY, place="mailer", reading="possible", **asked).choices == (("F2",), ("F1",))
    assert cut(table, as_of=DAY, place="printer", reading="possible", **asked).choices == ()


def test_a_broad_word_is_reached_as_a_possibility() -> None:
    """What is named by a word above the one asked for stands under that word."""
    table = inventory("F1 collection customer financial;contact customer shop")

    assert lines(table, item="card_number") == set()
    assert lines(table, "possible", item="card_number") == {("shop", "customer", "financial")}


def test_where_no_row_names_an_item_the_unspecified_goes_on_as_a_possibility() -> None:
    """A map of nothing but `*` and `all` is no empty map: what is not specified may be anything."""
    table = inventory(
        "F1 collection customer * customer shop",
        "F2 entrustment customer all shop mailer",
    )
    everywhere = {("shop", "customer", "*"), ("mailer", "customer", "*")}

    assert lines(table) == set()
    assert lines(table, "possible") == everywhere
    assert lines(table, "possible", item="card_number") == everywhere
    assert lines(table, "possible", item="*") == everywhere
    assert cut(table, as_of=DAY, place="mailer", flag="id_code", reading="possible").choices == (
        ("F2",),
        ("F1",),
    )


def test_members_of_a_group_hand_to_one_another() -> None:
    """Joint use within a group is no flow to oneself; within a group of one it is."""
    rows = ("F1 collection customer name customer a", "F2 joint_use customer name partners partners")

    table = inventory(*rows, groups=(group("partners", "a", "b"),))

    assert lines(table) == {("a", "customer", "name"), ("b", "customer", "name")}
    with pytest.raises(BadInput, match="partners"):
        inventory(*rows, groups=(group("partners", "a"),))


def test_a_key_stands_for_those_below_it() -> None:
    """A row that lists `contact` moves phone and email, since the inventory names them."""
    table = inventory(
        "F1 collection applicant name;email;phone applicant crm",
        "F2 entrustment customer contact crm mailer",
    )

    assert lines(table, place="mailer") == {("applicant", "email"), ("applicant", "phone")}


def test_unlisted_items_move_in_the_possible_reading_only() -> None:
    """`*` and a trailing `+` move everything held, but not for certain."""
    table = inventory(
        "F1 collection applicant name;email applicant crm",
        "F2 entrustment applicant * crm mailer",
        "F3 entrustment applicant name;+ crm printer",
    )

    assert lines(table, place="mailer") == set()
    assert lines(table, place="printer") == {("applicant", "name")}
    for place in ("mailer", "printer"):
        assert lines(table, "possible", place) == {("applicant", "name"), ("applicant", "email")}


def test_all_moves_what_is_held_but_for_exceptions() -> None:
    """`all` is a record: it moves everything held in every reading, except what is excepted."""
    table = inventory(
        "F1 collection applicant name;email;passport_no applicant crm",
        "F2 entrustment all all;-passport_no crm backup",
    )

    for reading in ("certain", "possible"):
        assert lines(table, reading, "backup") == {("applicant", "name"), ("applicant", "email")}
    assert ("applicant", "passport_no") in lines(table, "worst_case", "backup")


def test_all_from_people_counts_as_unspecified() -> None:
    """Nobody recorded what people hold, so `all` from them is nothing certain and anything possible."""
    table = inventory("F1 collection applicant all applicant crm", "F2 entrustment applicant name crm mailer")

    assert lines(table, place="crm") == set()
    assert lines(table, "possible", "crm") == {("applicant", "name")}


def test_unrecorded_subjects() -> None:
    """Without subjects a row moves items of nobody in particular; possibly everybody's."""
    table = inventory(
        "F1 collection applicant name applicant crm",
        "F2 entrustment . name crm mailer",
        "F3 third_party applicant name mailer shop",
    )

    assert lines(table, place="mailer") == {("", "name")}
    assert lines(table, place="shop") == set()
    assert lines(table, "possible", "mailer") == {("", "name"), ("applicant", "name")}
    assert lines(table, "possible", "shop") == {("applicant", "name")}


def test_treatments() -> None:
    """Pseudonymised items stay so; anonymised and aggregated ones are no personal data further on."""
    table = inventory(
        "F1 collection applicant name applicant crm .",
        "F2 entrustment applicant name crm lab pseudonymised",
        "F3 entrustment applicant name lab vendor none",
        "F4 third_party applicant name crm press aggregated",
        "F5 third_party applicant name crm stats anonymised",
        columns="id kind subjects items source recipient treatment",
    )

    table_ = reach(table, as_of=DAY).table
    assert set(zip(table_["place"], table_["form"], strict=True)) == {
        ("crm", "plain"),
        ("lab", "pseudonymised"),
        ("vendor", "pseudonymised"),
    }
    worst = reach(table, as_of=DAY, reading="worst_case").table
    assert {"press", "stats"} <= set(worst["place"])
    assert set(worst.loc[worst["place"] == "vendor", "form"]) == {"plain", "pseudonymised"}


def test_a_place_that_nothing_feeds_is_an_origin() -> None:
    """A table without collections can be explored at once: unfed places hold what their rows name."""
    table = inventory("F1 third_party customer name a b", "F2 third_party customer name;email b c")

    answer = reach(table, as_of=DAY).table

    assert list(zip(answer["place"], answer["item"], answer["flows"], answer["hops"], strict=True)) == [
        ("a", "name", "F1", 0),
        ("b", "name", "F1", 1),
        ("c", "name", "F1;F2", 2),
    ]


def test_a_circle_that_nothing_feeds_is_an_origin() -> None:
    """Of places that feed only each other, each holds what its rows name; fed from outside, none does."""
    circle = ("F1 third_party customer name a b", "F2 third_party customer email b a")

    alone = inventory(*circle)
    fed = inventory(*circle, "F3 collection customer phone customer a")

    assert lines(alone) == {("a", "customer", k) for k in ("name", "email")} | {
        ("b", "customer", k) for k in ("name", "email")
    }
    assert lines(fed) == {("a", "customer", "phone")}


def test_derivations_make_items() -> None:
    """What a place works out for itself it holds, and may hand on."""
    table = inventory(
        "F1 collection customer purchase_history customer crm",
        "F2 derivation customer preferences crm crm",
        "F3 third_party customer preferences crm partner",
    )

    assert lines(table, place="partner") == {("customer", "preferences")}
    assert reach(table, as_of=DAY, place="partner").table["flows"].tolist() == ["F2;F3"]


def test_recipient_and_system_both_hold() -> None:
    """A row with a system delivers at the recipient and at the system that it keeps items in."""
    table = inventory(
        "F1 collection customer name customer desk crm",
        "F2 entrustment customer name crm cloud .",
        columns="id kind subjects items source recipient system",
    )

    assert {place for place, *_ in lines(table)} == {"desk", "crm", "cloud"}


def test_groups_stand_for_their_members() -> None:
    """Every member receives; an open-ended group stands for one more that is not named."""
    table = inventory(
        "F1 collection customer name customer desk",
        "F2 joint_use customer name desk friends",
        groups=(group("friends", "a", "b", open_ended=True),),
        parties=(party("a", "JP"), party("b")),
    )

    assert {place for place, *_ in lines(table)} == {"desk", "a", "b", "friends?"}
    assert set(reach(table, as_of=DAY, place="friends").table["place"]) == {"a", "b", "friends?"}


def test_a_group_without_members_on_record_is_somebody() -> None:
    """Members that nobody has recorded are no reason to lose a row: one unnamed place takes and gives."""
    table = inventory(
        "F1 collection customer name customer desk",
        "F2 joint_use customer name desk franchise",
        "F3 entrustment customer name outer mailer",
        groups=(group("franchise"), group("outer", "franchise")),
    )

    assert {place for place, *_ in lines(table)} == {"desk", "franchise?", "mailer"}
    assert table.groups == {"franchise": ("franchise?",), "outer": ("franchise?",)}
    assert table.places["franchise?"].open_ended


def test_only_what_runs_on_the_day() -> None:
    """Ended rows and rows outside their dates do not count; planned ones only if asked for."""
    table = inventory(
        "F0 collection customer name customer crm . . .",
        "F1 third_party customer name crm ended ended . .",
        "F2 third_party customer name crm over . . 2026-03-31",
        "F3 third_party customer name crm lastday . . 2026-04-01",
        "F4 third_party customer name crm future . 2026-04-02 .",
        "F5 third_party customer name crm firstday . 2026-04-01 .",
        "F6 third_party customer name crm planned planned 2027-01-01 .",
        columns="id kind subjects items source recipient status since until",
    )

    assert {place for place, *_ in lines(table)} == {"crm", "lastday", "firstday"}
    assert {place for place, *_ in lines(table, include_planned=True)} == {
        "crm",
        "lastday",
        "firstday",
        "planned",
    }


def test_countries() -> None:
    """One line for each country of a place; not recorded is blank, `abroad` stays what it is."""
    table = inventory(
        "F1 third_party customer name a b JP;US",
        "F2 third_party customer name a c abroad",
        columns="id kind subjects items source recipient countries",
    )

    answer = reach(table, as_of=DAY).table

    assert list(zip(answer["place"], answer["country"], strict=True)) == [
        ("a", ""),
        ("b", "JP"),
        ("b", "US"),
        ("c", "abroad"),
    ]


def test_long_ways_are_cut_in_their_middle() -> None:
    """A witness of many flows shows both its ends; `hops` tells its true length."""
    rows = [f"F{n} third_party customer name p{n} p{n + 1}" for n in range(1000, 1100)]
    answer = reach(inventory(*rows), as_of=DAY, place="p1100").table

    flows = answer["flows"].tolist()[0].split(";")
    half = LONGEST // 2
    assert answer["hops"].tolist() == [100]
    assert flows[:half] == [f"F{n}" for n in range(1000, 1000 + half)]
    assert flows[half] == "…"
    assert flows[half + 1 :] == [f"F{n}" for n in range(1100 - half, 1100)]


# ------------------------------------------------------------------------------ asking


@pytest.fixture
def shop() -> Inventory:
    """A desk that passes names and emails on."""
    return inventory(
        "F1 collection applicant name;email;passport_no applicant desk",
        "F2 collection inquirer name inquirer desk",
        "F3 entrustment applicant name;email desk mailer",
    )


def test_asking_for_less_is_the_same_as_looking_for_it(shop: Inventory) -> None:
    """Item, subject and place given to `reach` choose the lines that `.of` chooses afterwards."""
    whole = reach(shop, as_of=DAY)

    for asked in (
        {"item": "contact"},
        {"subject": "inquirer"},
        {"place": "mailer"},
        {"item": ["氏名"], "place": "desk"},
    ):
        part = reach(shop, as_of=DAY, **asked)  # type: ignore[arg-type]
        assert isinstance(part, Reach)
        assert part.table.equals(whole.of(**asked).table)  # type: ignore[arg-type]
        assert 0 < len(part) < len(whole)


def test_words_are_understood_in_both_languages(shop: Inventory) -> None:
    """旅券番号 and Passport number are passport_no."""
    keys = [
        set(reach(shop, as_of=DAY, item=word).table["item"])
        for word in ("旅券番号", "Passport number", "passport_no")
    ]

    assert keys == [{"passport_no"}] * 3


def test_unknown_words_are_refused_with_the_nearest(shop: Inventory) -> None:
    """A misspelt item or place is no empty answer."""
    with pytest.raises(KeyError, match="passport_no"):
        reach(shop, as_of=DAY, item="pasport_no")
    with pytest.raises(KeyError, match="nowhere"):
        reach(shop, as_of=DAY, place="nowhere")
    with pytest.raises(ValueError, match="maybe"):
        reach(shop, as_of=DAY, reading="maybe")


def test_a_known_word_that_is_not_there_is_an_empty_answer(shop: Inventory) -> None:
    """An item of the vocabulary that the inventory never names reaches nothing."""
    answer = reach(shop, as_of=DAY, item="card_number")

    assert len(answer) == 0
    assert "台帳からは見つかりません" in answer.text()
    assert answer.text("en").startswith("The inventory shows no place")


def test_a_workbook_may_be_asked(shop: Inventory) -> None:
    """A workbook answers as its inventory does, in its own language."""
    book = Workbook.from_inventory(shop, lang="en")

    assert reach(book, as_of=DAY).table.equals(reach(shop, as_of=DAY).table)
    assert "items are held" in reach(book, as_of=DAY).text()


def test_the_worst_case_is_never_called_reach(shop: Inventory) -> None:
    """Its words say what it is for."""
    answer = reach(shop, as_of=date(2026, 4, 1), reading="worst_case")

    assert "悪用" in answer.text("ja")
    assert "misused" in answer.text("en")
    assert not re.search(r"\breach", answer.text("en") + answer.title.en)
    assert "行き先" not in answer.title.ja
