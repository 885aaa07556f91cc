"""The flow diagram of an inventory: its numbers, its states, what it says it left out."""

from __future__ import annotations

import cProfile
import pstats
import re
from dataclasses import replace
from datetime import date
from itertools import chain, combinations
from pathlib import Path

import pytest
import sketches
from measuring import assert_readable, cards_of, words_of

from datamap.figures import draw_flows
from datamap.figures.display import Display
from datamap.figures.flows import _Figure
from datamap.figures.flows.fitted import fitted
from datamap.figures.flows.selection import Selection, choose
from datamap.figures.flows.sheet import Wording
from datamap.figures.home import border_of
from datamap.figures.scene import Band, Box, Line
from datamap.figures.style import GAP
from datamap.inventory import Inventory, Workbook, read_inventory, read_workbook
from datamap.model import LANGS, Lang, Organisation

HEAD = "id,kind,items,source,recipient,recipient_role,countries,basis,foreign_route,system,status,subjects\n"


def inventory(*rows: str) -> Inventory:
    """Read rows written in the order of HEAD."""
    return read_inventory((HEAD + "\n".join(rows) + "\n").encode())


def frames(display: Display) -> dict[str, Box]:
    """Return the frames of the cards by their keys."""
    return {part.removeprefix("card:"): box for part, box in cards_of(display.scene).items()}


def ribbons(display: Display) -> dict[str, list[Band]]:
    """Return the bands by course."""
    found: dict[str, list[Band]] = {}
    for shape in display.scene.shapes:
        if isinstance(shape, Band) and shape.part.startswith("ribbon:"):
            found.setdefault(shape.part.removeprefix("ribbon:"), []).append(shape)
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_the_sample_can_be_read_on_a4(workbook: Workbook, lang: Lang) -> None:
    """Cards apart, every label in its card, no type under 6.5 pt, no missing glyph."""
    assert_readable(draw_flows(workbook, lang=lang).scene)


def test_the_sample_is_counted_against_its_table(workbook: Workbook, as_of: date) -> None:
    """The numbers are those of the inventory, counted another way."""
    display = draw_flows(workbook, as_of=as_of)
    table = workbook.inventory.table
    assert display.numbers["flows"] == len(table)
    assert display.numbers["grouped"] == 0
    assert display.numbers["crossings"] <= display.numbers["crossings_by_key"]
    items = {key for cell in table["items"] for key in cell.split(";")} - {"*", "+"}
    assert display.numbers["items"] == len(items)
    handed = table[~table["kind"].isin(["collection", "internal_use"])]
    assert display.numbers["recipients"] == handed["recipient"].nunique()
    assert set(display.table["flow"]) == set(table["id"])


def test_both_languages_have_the_same_layout(workbook: Workbook) -> None:
    """Order, heights and numbers do not hang on the language; only widths follow the words."""
    ja, en = (draw_flows(workbook, lang=lang) for lang in LANGS)
    assert dict(ja.numbers) == dict(en.numbers)
    heights = [{key: (box.y, box.height) for key, box in frames(each).items()} for each in (ja, en)]
    assert heights[0] == heights[1]


def test_what_is_not_recorded_is_red_and_dashed_and_said() -> None:
    """A provision abroad without ground or route is told by colour, by dashes and in words."""
    display = draw_flows(inventory("F1,third_party,name,us,inn,third_party,FR,,,,,"), lang="en")
    assert display.numbers["gaps"] == 1
    bands = [band for course in ("p:us>p:inn", "p:inn>c:FR") for band in ribbons(display)[course]]
    assert any(band.fill == GAP for band in bands)
    assert any(band.dash for band in bands)
    assert "Not recorded: ground, foreign route" in [words.text for words in words_of(display.scene)]
    assert display.table["not_recorded"].tolist() == ["ground, foreign route"]


@pytest.mark.parametrize(
    ("row", "gaps"),
    [
        ("F1,third_party,name,us,inn,,FR,consent,consent_informed,,,", 0),
        ("F1,third_party,name,us,inn,,JP,consent,,,,", 0),
        ("F1,third_party,name,us,inn,,JP,undetermined,,,,", 1),
        ("F1,third_party,name,us,inn,,,consent,,,,", 1),
        ("F1,third_party,name,us,inn,,abroad,consent,consent_informed,,,", 1),
        ("F1,entrustment,name,us,inn,,JP,,,,,", 0),
        ("F1,entrustment,name,us,inn,,US,,unknown,,,", 1),
        ("F1,joint_use,name,us,inn,,JP,,,,,", 0),
        ("F1,undetermined,name,us,inn,,JP,consent,,,,", 1),
        ("F1,authority,name,us,inn,,JP,,,,,", 1),
        ("F1,external_transmission,name,us,inn,,US,,,,,", 0),
        ("F1,internal_use,name,us,inn,,,,,,,", 0),
        ("F1,collection,name,customer,us,,,,,,,", 0),
    ],
)
def test_a_gap_is_only_what_would_be_needed(row: str, gaps: int) -> None:
    """Ground, route, kind and country count as missing only where the kind of flow calls for them."""
    assert draw_flows(inventory(row)).numbers["gaps"] == gaps


@pytest.mark.parametrize(
    ("countries", "gaps"), [(("DE", "JP"), {"F2"}), (("JP", "DE"), {"F2"}), ((), {"F1", "F2"})]
)
def test_an_operator_in_two_countries_is_at_home_in_both(countries: tuple[str, ...], gaps: set[str]) -> None:
    """A ward in Germany that gives to a laboratory in Germany goes nowhere abroad, whichever stands first."""
    table = inventory(
        "C1,collection,name,patient,ward,department,DE,,,,,",
        "F1,third_party,name,ward,laboratory,third_party,DE,consent,,,,",
        "F2,third_party,name,ward,university,third_party,US,consent,,,,",
    )
    us = Organisation(key="us", countries=countries)
    display = draw_flows(replace(Workbook.from_inventory(table), organisation=us), lang="en")

    lacking = display.table[display.table["not_recorded"] != ""]
    assert set(lacking["flow"]) == gaps


def test_no_route_is_wanted_for_the_country_at_home() -> None:
    """A recipient in Japan and in France: the ribbon to France lacks its route, the one to Japan nothing."""
    bands = ribbons(draw_flows(inventory("F1,third_party,name,us,inn,third_party,JP;FR,consent,,,,")))

    assert any(band.fill == GAP for band in bands["p:inn>c:FR"])
    assert not any(band.fill == GAP for band in bands["p:inn>c:JP"])


@pytest.mark.parametrize(
    ("ground", "gaps"), [("art6_1_c;art9_2_i", 0), ("undetermined", 1), ("not_applicable", 1)]
)
def test_a_ground_under_the_gdpr_is_a_ground(ground: str, gaps: int) -> None:
    """What rests on a recorded ground of the GDPR is not shown as without one."""
    row = f"id,kind,items,source,recipient,countries,gdpr_basis\nF1,authority,name,us,inn,JP,{ground}\n"
    assert draw_flows(read_inventory(row.encode())).numbers["gaps"] == gaps


def test_a_country_known_from_another_row_is_not_missing() -> None:
    """Where one row says in which country a recipient is, the others need not."""
    rows = ("F1,entrustment,name,us,inn,,JP,,,,,", "F2,entrustment,phone,us,inn,,,,,,,")
    assert draw_flows(inventory(*rows)).numbers["gaps"] == 0


def test_open_ended_and_unnamed_cards_have_a_dashed_edge(workbook: Workbook) -> None:
    """Classes without a boundary and countries without a name look unfinished."""
    drawn = frames(draw_flows(workbook))
    for key in ("p:other_group_companies", "p:insurers", "c:abroad", "c:?", "i:*open", "i:*unspecified"):
        assert drawn[key].dash, key
    for key in ("p:group_companies", "c:JP", "i:name"):
        assert not drawn[key].dash, key


def test_signs_are_told_in_the_legend(workbook: Workbook) -> None:
    """An identification code carries a sign beside its name, and the legend says what it means."""
    display = draw_flows(workbook, lang="en")
    signs = [w.text for w in words_of(display.scene) if w.part == "card:i:passport_no"]
    assert "ID" in signs
    assert "identification code" in [w.text for w in words_of(display.scene) if w.part == "legend"]


def test_onward_recipients_stand_further_right() -> None:
    """A recipient of a recipient is a column further, and its ribbon starts at the first one."""
    rows = ("F1,entrustment,name,us,mailer,,JP,,,,,", "F2,entrustment,name,mailer,relay,,US,,designated,,,")
    display = draw_flows(inventory(*rows))
    drawn = frames(display)
    assert drawn["p:us"].x < drawn["p:mailer"].x < drawn["p:relay"].x < drawn["c:US"].x
    assert "p:mailer>p:relay" in ribbons(display)


def test_flows_back_and_within_a_column_are_arrows() -> None:
    """A cycle is drawn: back by a dashed arrow, within a column by an arc; nothing is dropped."""
    rows = (
        "F1,collection,name,customer,operator,,,,,crm,,",
        "F2,internal_use,name,crm,dwh,,,,,,,",
        "F3,internal_use,name,dwh,crm,,,,,,,",
        "F4,entrustment,name,crm,a,,JP,,,,,",
        "F5,entrustment,name,crm,b,,JP,,,,,",
        "F6,entrustment,name,a,b,,JP,,,,,",
    )
    display = draw_flows(inventory(*rows))
    arrows = [shape.part for shape in display.scene.shapes if isinstance(shape, Line) and shape.arrow]
    assert "ribbon:p:crm>p:dwh" in arrows
    assert "loop:p:a>p:b" in arrows
    assert {"p:dwh", "p:b"} <= set(frames(display))


def test_who_only_hands_in_stands_before_the_items() -> None:
    """Data obtained from somebody else than the person shows where it comes from."""
    rows = (
        "F1,third_party,name,school,operator,,JP,consent,,,,",
        "F2,collection,phone,customer,operator,,,,,,,",
    )
    drawn = frames(draw_flows(inventory(*rows)))
    assert drawn["p:school"].x < drawn["i:name"].x < drawn["p:operator"].x


def test_items_without_a_row_of_arrival_are_faint() -> None:
    """What a place passes on although no row shows that it got it is drawn apart and counted."""
    rows = ("F1,collection,name,customer,operator,,,,,,,", "F2,entrustment,name;phone,operator,a,,JP,,,,,")
    display = draw_flows(inventory(*rows), lang="en")
    assert any(band.dash for band in ribbons(display)["i:phone>p:operator"])
    assert not any(band.dash for band in ribbons(display)["i:name>p:operator"])
    assert any("no row that shows how they came (1)" in note for note in display.notes)


def test_filters_keep_what_they_name_and_say_what_they_left_out(workbook: Workbook) -> None:
    """One item, one subject, one recipient, overseas: each keeps its flows and names itself."""
    table = workbook.inventory.table
    by_item = draw_flows(workbook, item="旅券番号", lang="en")
    named = table["items"].str.split(";").map(lambda keys: "passport_no" in keys)
    assert set(by_item.table["flow"]) == set(table["id"][named])
    assert by_item.numbers["items"] == 1
    assert "Passport number" in " ".join(by_item.notes)
    by_recipient = draw_flows(workbook, recipient="police")
    assert set(by_recipient.table["flow"]) == set(table["id"][table["recipient"] == "police"])
    by_subject = draw_flows(workbook, subject="site_visitor")
    assert set(by_subject.table["flow"]) == set(table["id"][table["subjects"] == "site_visitor"])
    overseas = draw_flows(workbook, overseas=True)
    assert {"FL06", "FL08", "FL10"} <= set(overseas.table["flow"])
    assert "FL05" not in set(overseas.table["flow"])


def test_an_activity_is_found_by_its_key_and_by_its_name(root: Path) -> None:
    """Asked for one activity, the figure shows its flows, however the activity is written."""
    operator = read_workbook(root / "examples" / "tour-operator")
    table = operator.inventory.table
    wanted = set(table["id"][(table["activity"] == "web_booking") & (table["status"] == "")])
    label = operator.vocabulary.label("activities", "web_booking")
    for word in ("web_booking", label.ja, label.en):
        assert wanted <= set(draw_flows(operator, activity=word).table["flow"])


def test_a_member_finds_the_flows_to_its_group(workbook: Workbook) -> None:
    """Asked for one named company, the figure shows what its group gets."""
    assert set(draw_flows(workbook, recipient="knt_kanto").table["flow"]) == {"FL01", "FL02"}


def test_flows_to_end_are_drawn_as_cut(workbook: Workbook) -> None:
    """A cut shows as two strokes and the row where the flow begins, and in the legend."""
    display = draw_flows(workbook, item="passport_no", cut=["FL02"], lang="en")
    parts = {shape.part for shape in display.scene.shapes if shape.part.startswith("cut:")}
    assert parts == {"cut:p:operator>p:group_companies"}
    assert_readable(display.scene)
    assert any("flow to end" in words.text for words in words_of(display.scene) if words.part == "legend")


def test_subjects_can_stand_first(workbook: Workbook) -> None:
    """The first column can show the groups of people instead of the items."""
    display = draw_flows(workbook, first="subjects")
    assert {"s:applicant", "s:inquirer"} <= set(frames(display))
    assert not any(key.startswith("i:") for key in frames(display))


def test_nothing_to_show_is_said() -> None:
    """A filter that nothing meets gives a sheet that says so, not an error."""
    display = draw_flows(inventory("F1,entrustment,name,us,a,,JP,,,,,"), recipient="b", lang="en")
    assert display.numbers["flows"] == 0
    assert "no flow" in words_of(display.scene)[0].text
    assert display.svg()


def test_ended_and_planned_flows_are_left_out_and_counted() -> None:
    """Only what runs is drawn; how much does not is in a note."""
    rows = (
        "F1,entrustment,name,us,a,,JP,,,,,",
        "F2,entrustment,name,us,b,,JP,,,,ended,",
        "F3,entrustment,name,us,c,,JP,,,,planned,",
    )
    display = draw_flows(inventory(*rows), lang="en")
    assert set(display.table["flow"]) == {"F1"}
    assert sum("left out" in note for note in display.notes) == 2
    assert set(draw_flows(inventory(*rows), planned=True).table["flow"]) == {"F1", "F3"}


def test_an_inventory_without_rows_is_drawn() -> None:
    """An empty table is an empty sheet."""
    assert draw_flows(inventory()).numbers["flows"] == 0


@pytest.mark.parametrize("lang", LANGS)
def test_a_tour_operator_is_grouped_until_it_can_be_read(lang: Lang) -> None:
    """Some hundred flows with cycles and onward flows: readable, and it says what was grouped."""
    display = draw_flows(read_inventory(sketches.tour_operator().encode()), lang=lang)
    assert_readable(display.scene)
    assert display.numbers["grouped"] > 0
    said = [int(number) for note in display.notes for number in re.findall(r"\d+", note)]
    assert display.numbers["grouped"] in {
        sum(chosen) for chosen in chain(*(combinations(said, n) for n in (1, 2, 3)))
    }


@pytest.mark.parametrize("lang", LANGS)
def test_thousands_of_flows_are_grouped_and_the_rest_is_counted(lang: Lang) -> None:
    """A map of 2,000 flows stays within ribbons that can be read; nothing vanishes unsaid."""
    display = draw_flows(read_inventory(sketches.synthetic(2000).encode()), lang=lang)
    assert_readable(display.scene)
    assert display.numbers["ribbons"] <= 170
    assert display.numbers["left_out"] > 0
    assert any(str(display.numbers["left_out"]) in note for note in display.notes)
    assert display.table["flow"].nunique() == 2000


def test_grouping_loses_no_card() -> None:
    """Every item, place and country of a large map is on some card of the figure."""
    large = read_inventory(sketches.synthetic(800).encode())
    border = border_of(large)
    figure = _Figure(large, choose(large, Selection(), border), border, by_subject=False)
    made = fitted(figure.chart, lambda lang, _: Wording(lang, "", ""), "ja")
    shown = {key for card in made.grouped.chart.cards for key in (card.members or (card.key,))}
    assert made.grouped.left_out > 0
    assert shown == {card.key for card in figure.chart.cards}


def test_twice_the_flows_are_not_much_more_work() -> None:
    """The work grows with the flows, not with their square (counted in function calls, not in time)."""

    def calls(flows: int) -> int:
        read = read_inventory(sketches.synthetic(flows).encode())
        _ = read.flows, read.places
        profile = cProfile.Profile()
        profile.runcall(draw_flows, read)
        return pstats.Stats(profile).total_calls

    calls(200)
    assert calls(2000) <= 2.5 * calls(1000)
