"""Figures of what follows from the flows: reach, routes, breach, erasure, change."""

from __future__ import annotations

import math
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from measuring import assert_readable, cards_of, words_of

from datamap.analysis.cut import cut
from datamap.analysis.erasure import erasure
from datamap.analysis.exposure import exposure
from datamap.analysis.reach import reach
from datamap.analysis.routes import routes
from datamap.figures import draw_breach, draw_change, draw_cut, draw_erasure, draw_reach, draw_routes
from datamap.figures.scene import Band, Dot, Line, Words
from datamap.figures.style import GAP
from datamap.inventory import Inventory, Workbook, read_inventory, read_workbook
from datamap.model import LANGS, BadQuestion, Lang, Reading

HEAD = "id,kind,items,subjects,source,recipient,recipient_role,countries,basis,foreign_route,treatment\n"


def inventory(*rows: str) -> Inventory:
    """Read rows written in the order of HEAD."""
    return read_inventory((HEAD + "\n".join(rows) + "\n").encode())


CHAIN = (
    "F1,collection,name;phone,customer,customer,shop,,,,,",
    "F2,entrustment,name;+,customer,shop,mailer,processor,JP,,,",
    "F3,entrustment,name,customer,mailer,relay,sub_processor,US,,,",
)


@pytest.fixture(scope="module")
def operator(root: Path) -> Workbook:
    """Give the made-up tour operator."""
    return read_workbook(root / "examples" / "tour-operator")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("by", ["country", "place"])
def test_reach_can_be_read(workbook: Workbook, operator: Workbook, as_of: date, by: str, lang: Lang) -> None:
    """The grid of the sample and of a large workbook stands on A4."""
    for source in (workbook, operator):
        assert_readable(draw_reach(source, as_of=as_of, by=by, lang=lang).scene)  # type: ignore[arg-type]


def test_reach_is_drawn_in_its_two_readings(as_of: date) -> None:
    """Certain cells are those of the certain reading, possible ones those that come on top."""
    read = inventory(*CHAIN)
    display = draw_reach(read, as_of=as_of, by="place")
    for reading in (Reading.CERTAIN, Reading.POSSIBLE):
        pairs = set(
            reach(read, as_of=as_of, reading=reading).table[["place", "item"]].itertuples(index=False)
        )
        counted = display.numbers["certain"] + (display.numbers["possible"] if reading == "possible" else 0)
        assert len(pairs) == counted
    assert display.numbers["possible"] == 1  # phone at the mailer, by its open list


def test_what_is_not_specified_is_drawn_by_its_name(as_of: date) -> None:
    """Where no row names an item the matrix has one column, in words."""
    read = inventory("F1,collection,*,customer,customer,shop,,JP,,,")
    display = draw_reach(read, as_of=as_of, lang="en")

    assert display.table[["item", "reading"]].to_numpy().tolist() == [["not specified", "possible"]]


def test_a_breach_of_what_is_not_specified_is_no_breach_of_nothing(as_of: date) -> None:
    """What cannot be excluded stands in the middle too."""
    read = inventory("F1,collection,*,customer,customer,shop,,JP,,,")
    display = draw_breach(exposure(read, as_of=as_of, place="shop"), lang="en")

    assert [display.numbers[name] for name in ("items", "items_more", "subjects", "subjects_more")] == [
        0,
        1,
        0,
        1,
    ]
    words = {shape.text for shape in display.scene.shapes if isinstance(shape, Words)}
    assert {"items 0 (+1?)", "groups 0 (+1?)"} <= words
    assert_readable(display.scene)


def test_a_change_shows_what_is_new_and_what_is_gone(as_of: date) -> None:
    """A flow more adds cells, a flow less takes them away, the rest stays."""
    before, after = (
        inventory(*CHAIN),
        inventory(CHAIN[0], "F4,third_party,phone,customer,shop,bank,,FR,consent,,"),
    )
    display = draw_change(before, after, as_of=as_of, by="place", lang="en")
    told = {(r["place"], r["item"]): r["reading"] for r in display.table.to_dict("records")}
    assert told["bank", "Phone number"] == "added"
    assert told["mailer", "Name"] == "removed"
    assert told["shop", "Name"] == "certain"
    assert_readable(display.scene)
    signs = [words.text for words in words_of(display.scene) if words.part.startswith("cell:")]
    assert {"+", "−"} <= set(signs)


@pytest.mark.parametrize("lang", LANGS)
def test_routes_are_drawn_hop_by_hop(operator: Workbook, as_of: date, lang: Lang) -> None:
    """Every hop of the ways shown has a band and its row; the weakest is red and said in words."""
    answer = routes(operator, as_of=as_of, item="passport_no", country="TH")
    display = draw_routes(answer, source=operator, lang=lang)
    assert_readable(display.scene)
    assert display.numbers["hops"] == len(answer.table)
    bands = [
        shape for shape in display.scene.shapes if isinstance(shape, Band) and shape.part.startswith("hop:")
    ]
    assert len(bands) == len(answer.table)
    weak = answer.table[answer.table["weakest"] & (answer.table["weak"] != "")]
    assert sum(band.fill == GAP for band in bands) == len(weak) == display.numbers["weak"]
    texts = [words.text for words in words_of(display.scene) if words.part == "weakest"]
    assert all(flow in " ".join(texts) for flow in weak["flows"])


def test_long_routes_go_on_in_the_next_line(as_of: date) -> None:
    """A way of nine hops is broken into lines; what has no room on the sheet is counted."""
    chain = ["F0,collection,name,customer,customer,p0,,,,,"]
    chain += [f"F{n + 1},entrustment,name,customer,p{n},p{n + 1},,JP,,," for n in range(9)]
    display = draw_routes(routes(inventory(*chain), as_of=as_of, item="name"))
    assert_readable(display.scene)
    assert display.numbers["longest"] == 10
    assert display.numbers["shown"] < display.numbers["routes"]
    assert str(display.numbers["routes"] - display.numbers["shown"]) in display.notes[0]


@pytest.mark.parametrize("lang", LANGS)
def test_a_breach_shows_every_copy_once(operator: Workbook, as_of: date, lang: Lang) -> None:
    """Each place downstream has one dot, on the ring of its reading, and one line in the list."""
    found = exposure(operator, as_of=as_of, place="arrangement_system")
    display = draw_breach(found, lang=lang)
    copies = found.part("copies").table
    dots = [s for s in display.scene.shapes if isinstance(s, Dot) and s.part.startswith("copy:")]
    assert len(dots) == len(copies) == display.numbers["listed"]
    for reading in Reading:
        assert display.numbers[reading.value] == (copies["reading"] == reading.value).sum()
    far = [((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for n, a in enumerate(dots) for b in dots[:n]]
    assert min(far) >= 2 * dots[0].radius
    assert_readable(display.scene)


def test_a_breach_of_the_sample_can_be_read(workbook: Workbook, as_of: date) -> None:
    """With open lists most copies can only not be excluded."""
    display = draw_breach(exposure(workbook, as_of=as_of, place="operator"))
    assert display.numbers["possible"] > 0
    assert_readable(display.scene)


@pytest.mark.parametrize("lang", LANGS)
def test_erasure_runs_from_left_to_right(operator: Workbook, as_of: date, lang: Lang) -> None:
    """Who feeds others stands in an earlier column; every place of the worksheet is on some card."""
    found = erasure(operator, as_of=as_of, subject="applicant")
    display = draw_erasure(found, lang=lang)
    assert_readable(display.scene)
    assert display.numbers["places"] == found.table["place"].nunique()
    assert display.numbers["steps"] == found.table["phase"].max()
    frames = cards_of(display.scene)
    for shape in display.scene.shapes:
        if isinstance(shape, Band) and shape.part.startswith("ribbon:"):
            start, _, end = shape.part.removeprefix("ribbon:").partition(">")
            assert frames[f"card:{start}"].right <= frames[f"card:{end}"].x


def test_a_circle_shows_the_flow_to_stop(as_of: date) -> None:
    """Two places that feed each other: the flow that has to stop first is a dashed arrow back."""
    read = inventory(
        "F1,collection,name,customer,customer,crm,,,,,",
        "F2,internal_use,name,customer,crm,dwh,,,,,",
        "F3,internal_use,name,customer,dwh,crm,,,,,",
    )
    display = draw_erasure(erasure(read, as_of=as_of, subject="customer"))
    assert any(isinstance(shape, Line) and shape.arrow for shape in display.scene.shapes)
    assert_readable(display.scene)


@pytest.mark.parametrize("lang", LANGS)
def test_a_cut_is_drawn_on_what_it_is_about(operator: Workbook, as_of: date, lang: Lang) -> None:
    """The flows to end are struck through, on a diagram of the items asked about and nothing else."""
    found = cut(operator, as_of=as_of, item="passport_no", country="TH")
    display = draw_cut(found, operator, as_of=as_of, lang=lang)
    assert_readable(display.scene)
    assert display.numbers["ended"] == len(found.choices[0])
    struck = {shape.part for shape in display.scene.shapes if shape.part.startswith("cut:")}
    assert struck
    assert display.numbers["items"] == 1
    with pytest.raises(BadQuestion, match="there are"):
        draw_cut(found, operator, as_of=as_of, choice=99)


def test_a_place_that_is_two_things_to_us_stands_in_the_breach_circle() -> None:
    """An entrustee that also gets data on its own account has a sector named after both."""
    table = read_inventory(
        b"id,kind,subjects,items,source,recipient\n"
        b"F1,collection,customer,name;email,customer,shop\n"
        b"F2,entrustment,customer,name,shop,mailer\n"
        b"F3,third_party,customer,email,shop,mailer\n"
    )
    figure = draw_breach(exposure(table, as_of=date(2026, 11, 22), place="shop"), lang="ja")

    assert figure.numbers["certain"] == 1
    assert figure.table["relation"].tolist() == ["entrusted;provided"]
    assert "委託先・提供先（第三者）" in figure.svg()


@pytest.mark.parametrize("choice", [1, 2])
def test_a_cut_strikes_each_flow_once_and_names_the_choice_that_is_drawn(choice: int) -> None:
    """A flow that runs on to a system and a country is struck where it begins; no label lies on another."""
    table = read_inventory(
        b"id,kind,subjects,items,source,recipient,system,countries\n"
        b"F1,collection,customer,name,customer,desk,crm,JP\n"
        b"F2,third_party,customer,name,desk,hotel,,TH\n"
    )
    found = cut(table, as_of=date(2026, 11, 22), item="name", country="TH")
    display = draw_cut(found, table, as_of=date(2026, 11, 22), choice=choice, lang="en")

    labels = [shape for shape in display.scene.of(Words) if shape.part.startswith("cut:")]  # type: ignore[union-attr]
    assert [label.text for label in labels] == list(found.choices[choice - 1])  # type: ignore[union-attr]
    said = f"Choice {choice} of 2: flows to end 1 ({found.choices[choice - 1][0]})"
    assert any(words.text.startswith(said) for words in words_of(display.scene))
    assert display.title.startswith("Flows to end so that it no longer arrives: Name → Thailand")


def test_hundreds_of_copies_are_drawn_together_by_country() -> None:
    """No dot touches another, every place is counted, the rest is in the table."""
    codes = ("JP", "US", "TH", "FR", "DE", "SG", "KR", "VN")
    rows = [
        "id,kind,items,subjects,source,recipient,countries",
        "F0,collection,name,customer,customer,hub,JP",
    ]
    for number in range(400):
        kind = ("entrustment", "third_party", "joint_use")[number % 3]
        items = "*" if number % 5 == 0 else "name"
        rows.append(f"F{number + 1},{kind},{items},customer,hub,partner {number},{codes[number % 8]}")
    table = read_inventory("\n".join(rows).encode())
    display = draw_breach(exposure(table, as_of=date(2026, 11, 22), place="hub"), lang="en")

    dots = [shape for shape in display.scene.of(Dot) if shape.part.startswith("copy:")]  # type: ignore[union-attr]
    near = [math.dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(dots, 2)]  # type: ignore[union-attr]
    assert min(near) >= 12.0
    assert display.numbers["certain"] + display.numbers["possible"] == len(display.table) == 400
    assert_readable(display.scene)
