"""The explorer in Chromium, by mouse: it opens, chooses, follows, opens groups, and asks nobody."""

from __future__ import annotations

import json
import re

import pytest
from opening import ARTEFACTS, DAY, LARGE, ROOT, Open, Opened

from datamap.analysis.reach import reach
from datamap.inventory import read_workbook

MOST_CARDS, MOST_LINES = 120, 1_200
"""What one sheet holds at most, however many flows there are."""

TIMED = """async (act) => {
  const start = performance.now();
  const found = document.querySelector(act.card ? `#map .card[data-key="${act.card}"]` : '#' + act.field);
  if (!act.card) found.value = act.value;
  found.dispatchEvent(act.card ? new MouseEvent('click', {bubbles: true}) : new Event('change'));
  const worked = performance.now() - start;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return [Math.round(worked), Math.round(performance.now() - start)];
}"""
"""Does something and gives back how long the script worked, and until it was painted, in ms."""


def counted(page: Opened) -> int:
    """Return how many flows are shown."""
    found = re.search(r"[\d,]+", page.page.inner_text("#counts"))
    assert found
    return int(found[0])


def said(page: Opened) -> tuple[int, ...]:
    """Return the places it comes from, those it reaches, and the rows that carry it."""
    words = page.page.inner_text("#said").partition(": places it")[2]
    return tuple(int(number) for number in re.findall(r"\d+", words)[:3])


@pytest.mark.parametrize("name", ["sample", "tour-operator", "large", "empty", "changed"])
def test_it_opens(opened: Open, name: str) -> None:
    """Every map opens without a complaint or a request; an empty one says what to do."""
    page = opened(name)
    if name == "empty":
        assert "no flows yet" in page.page.inner_text("#map")
        return
    assert page.drawn() > 5
    assert page.page.locator("#map .band").count() > 5
    assert counted(page) == {"sample": 32, "tour-operator": 168, "large": LARGE, "changed": 6}[name]


@pytest.mark.parametrize(
    ("field", "value", "flows"),
    [
        ("subject", "customer", 4), ("item", "email", 3), ("item", "name", 2), ("purpose", "", 5),
        ("recipient", "p:mailer", 2), ("country", "c:US", 1), ("reading", "worst_case", 5),
    ],
)  # fmt: skip
def test_choosing_shows_only_those_flows(opened: Open, field: str, value: str, flows: int) -> None:
    """Each field leaves the flows that meet it; `Show all` brings all of them back."""
    page = opened("shop")
    before = counted(page)
    assert page.page.locator(f"#{field} option[value='{value}']").count() == 1
    page.page.select_option(f"#{field}", value)
    assert counted(page) == flows
    assert page.page.locator("#table tbody tr").count() == flows
    page.page.click("#clear")
    assert counted(page) == before == 5


def test_gaps_and_words(opened: Open) -> None:
    """The tick leaves the flows with something not recorded; the search finds any word of a row."""
    page = opened("shop")
    page.page.check("#gaps")
    assert page.page.locator("#table tbody td.lack:not(:empty)").count() == counted(page) < 5
    page.page.uncheck("#gaps")
    page.page.fill("#search", "ＰＲＩＮＴ")
    page.page.wait_for_selector("#rows-title:has-text('(1)')")
    assert "F5" in page.page.inner_text("#table")
    page.page.fill("#search", "no such word")
    page.page.wait_for_selector("#map .empty")


def test_a_card_is_followed_by_field(opened: Open) -> None:
    """The mailer gets what the shop hands it and passes that on: nothing of the name, card or printer."""
    page = opened("shop")
    page.card("p:mailer").click()
    assert said(page)[1:] == (1, 3)
    on = page.page.locator("#map .card.on").evaluate_all("all => all.map(one => one.dataset.key).sort()")
    assert on == [
        "c:IE", "c:US", "i:email", "p:host", "p:mailer", "p:shop",
    ]  # fmt: skip
    page.card("p:mailer").click()
    assert page.page.inner_text("#said") == ""


@pytest.mark.parametrize("name", ["sample", "tour-operator"])
@pytest.mark.parametrize("reading", ["certain", "possible"])
def test_what_is_followed_is_the_reach(opened: Open, name: str, reading: str) -> None:
    """The places that an item reaches on the page, and the items a place holds, are those of `reach`."""
    book = read_workbook(ROOT if name == "sample" else ROOT / "examples" / name, lang="en")
    page = opened(name, at=f"reading={reading}")
    for item in ("name", "email", "passport_no"):
        page.go(f"reading={reading}&at=i:{item}")
        assert page.page.locator(f"#map .card.chosen[data-key='i:{item}']").count() == 1
        table = reach(book, as_of=DAY, reading=reading, item=item, include_planned=True).table
        assert said(page)[0] == table["place"].nunique()
    labels = book.vocabulary
    places = page.page.locator("#map .card.recipient:not(.group)").evaluate_all(
        "all => all.map((one) => one.dataset.key)"
    )
    for key in [key for key in places if key[2:] in book.inventory.places][:4]:
        page.go(f"reading={reading}&at={key}")
        table = reach(book, as_of=DAY, reading=reading, place=key[2:], include_planned=True).table
        held = page.page.locator("#panel details:has(summary:has-text('Items held')) li").all_text_contents()
        assert set(held) == {labels.label("items", item).en for item in table["item"]}
        assert held or "Under this reading" in page.page.inner_text("#panel")


def test_ribbons_and_rows_are_chosen(opened: Open) -> None:
    """A ribbon of one row shows the row; a row of the table shows its cells and its findings."""
    page = opened("sample")
    page.page.locator("#table tbody th button").first.click()
    assert page.page.locator("#panel dl dt").count() > 5
    assert "Findings" in page.page.inner_text("#panel")
    page.page.click("#panel button:has-text('Leave')")
    assert page.page.locator("#panel dl").count() == 0
    page.page.locator("#map .ribbon .band").first.dispatch_event("click")
    assert page.page.inner_text("#said")


def test_groups_open_and_close(opened: Open) -> None:
    """A card that stands for several opens into them; the other groups stay; `Show all` closes it."""
    page = opened("tour-operator")
    groups = page.page.locator("#map .card.group")
    keys = groups.evaluate_all("all => all.map((one) => one.dataset.key)")
    before = page.drawn()
    page.card(keys[0]).click()
    assert page.drawn() > before
    assert sorted(groups.evaluate_all("all => all.map((one) => one.dataset.key)")) == sorted(keys[1:])
    assert "open=" in page.page.url
    page.page.click("#clear")
    assert page.drawn() == before


def test_the_address_brings_everything_back(opened: Open) -> None:
    """What was chosen stands in the address and comes back with it; a bad address does no harm."""
    page = opened("sample", at="item=name&reading=possible&gaps=1&zoom=1.5&theme=dark&at=f:FL05")
    assert page.page.input_value("#item") == "name"
    assert page.page.input_value("#reading") == "possible"
    assert page.page.is_checked("#gaps")
    assert page.page.locator("html[data-theme=dark]").count() == 1
    assert page.page.inner_text("#panel h2").startswith("FL05")
    hidden = opened("tour-operator", at="at=i:passport_no")
    assert hidden.page.locator("#map .card.chosen").get_attribute("data-key") == "i:passport_no"
    bad = opened("sample", at="item=%00&reading=none&zoom=NaN&at=p:<script>&open=g:9:x&country=c:ZZ")
    assert bad.page.inner_text("#map") != ""


def test_before_and_after(opened: Open) -> None:
    """What is new and what is gone is in the legend, can be chosen, and is marked in the table."""
    page = opened("changed")
    assert "new flow" in page.page.inner_text("#legend")
    page.page.select_option("#change", "removed")
    assert counted(page) == 1
    assert page.page.locator("#table tr.removed").count() == 1
    assert page.page.locator("#map .ribbon.removed").count() >= 1


def test_a_large_map_answers(opened: Open) -> None:
    """With 5,000 flows no step draws more than can be taken in; times are left beside the pictures."""
    page = opened("large")
    keys = page.page.locator("#map .card").evaluate_all("all => all.map((one) => one.dataset.key)")
    first = {sort: next(key for key in keys if key.startswith(sort)) for sort in ("p:", "g:")}
    times = {}
    for what, act in {
        "follow a place": {"card": first["p:"]},
        "open a group": {"card": first["g:"]},
        "choose an item": {"field": "item", "value": "email"},
        "choose a reading": {"field": "reading", "value": "possible"},
    }.items():
        times[what] = page.page.evaluate(TIMED, act)
        assert 0 < page.drawn() <= MOST_CARDS
        assert 0 < page.page.locator("#map .ribbon, #map .arrow").count() <= MOST_LINES
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    (ARTEFACTS / "times.json").write_text(json.dumps(times, indent=1) + "\n")


@pytest.mark.parametrize("level", ["overview", "kinds", "cards"])
def test_how_much_is_put_together_is_chosen(opened: Open, level: str) -> None:
    """An overview has the fewest cards, card by card the most; every flow stays in the table of rows."""
    page = opened("tour-operator", at=f"level={level}")
    assert page.page.input_value("#level") == level
    low, high = {"overview": (20, 60), "kinds": (61, 140), "cards": (141, 400)}[level]
    assert low <= page.drawn() <= high
    assert counted(page) == 168


def test_a_large_map_opens_as_an_overview(opened: Open) -> None:
    """What a new reader sees first fits beside itself: few cards, the whole width, no scrolling sideways."""
    for name in ("tour-operator", "large"):
        page = opened(name)
        assert page.drawn() <= 60
        assert page.page.evaluate(
            "document.getElementById('map').scrollWidth <= document.getElementById('map').clientWidth + 1"
        )


def test_the_map_is_moved_by_hand(opened: Open) -> None:
    """Dragging the ground scrolls the map and chooses nothing; the wheel with Ctrl comes nearer."""
    page = opened("tour-operator", at="zoom=2")
    box = page.page.locator("#map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 200
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x - 120, y - 60, steps=4)
    page.page.mouse.up()
    assert page.page.evaluate("document.getElementById('map').scrollLeft") == 120
    assert page.page.inner_text("#said") == ""
    page.page.keyboard.down("Control")
    page.page.mouse.wheel(0, -200)
    page.page.keyboard.up("Control")
    page.page.wait_for_function("!location.hash.includes('zoom=2.00') && location.hash.includes('zoom=')")
