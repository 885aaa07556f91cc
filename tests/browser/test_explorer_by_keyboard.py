"""The explorer in Chromium by the keyboard alone: reached by tab, walked by arrows, never lost."""

from __future__ import annotations

from opening import Open, Opened


def focused(page: Opened) -> str:
    """Return the key of the card that has the focus, or the id of what has it."""
    found: str = page.page.evaluate("document.activeElement.dataset.key ?? document.activeElement.id")
    return found


def tab_to_the_map(page: Opened) -> None:
    """Press tab until a card has the focus."""
    for _ in range(40):
        page.page.keyboard.press("Tab")
        if ":" in focused(page):
            return
    raise AssertionError("the map is not reached by tab")


def test_the_map_is_one_stop_and_is_walked_by_arrows(opened: Open) -> None:
    """Tab comes to one card; arrows go on within and between columns; the focus can be seen."""
    page = opened("shop")
    tab_to_the_map(page)
    press = page.page.keyboard.press
    assert page.page.locator("#map .card[tabindex='0']").count() == 1
    press("Home")
    first = focused(page)
    press("ArrowDown")
    assert focused(page) != first
    press("ArrowUp")
    assert focused(page) == first
    press("ArrowRight")
    assert focused(page).startswith("p:shop")
    frame = page.page.locator("#map .card:focus-visible .frame")
    assert frame.evaluate("frame => parseFloat(getComputedStyle(frame).strokeWidth)") >= 3
    press("Tab")
    assert ":" not in focused(page)


def test_enter_follows_and_escape_leaves(opened: Open) -> None:
    """Enter chooses the card, which is said aloud; Escape leaves it; the focus stays on the card."""
    page = opened("shop")
    tab_to_the_map(page)
    press = page.page.keyboard.press
    press("ArrowRight")
    card = focused(page)
    press("Enter")
    assert page.card(card).get_attribute("aria-pressed") == "true"
    assert page.page.locator("#said[aria-live='polite']").inner_text().startswith("shop")
    assert focused(page) == card
    press("Escape")
    assert page.page.inner_text("#said") == ""
    assert focused(page) == card


def test_a_group_opens_and_the_focus_is_in_it(opened: Open) -> None:
    """Enter on a card that stands for several opens it and goes to one of them."""
    page = opened("tour-operator")
    group = page.page.locator("#map .card.group").first
    key = group.get_attribute("data-key")
    assert group.get_attribute("aria-expanded") == "false"
    group.focus()
    page.page.keyboard.press("Enter")
    assert page.card(key or "").count() == 0
    assert ":" in focused(page)


def test_nothing_is_lost_when_the_panel_changes(opened: Open) -> None:
    """A button of the panel that goes away hands the focus on to the panel or the map, not to nothing."""
    page = opened("shop", at="at=p:mailer")
    page.page.locator("#panel li button").first.focus()
    page.page.keyboard.press("Enter")
    assert focused(page) == "panel"
    page.page.locator("#panel button:has-text('Leave')").focus()
    page.page.keyboard.press("Enter")
    assert ":" in focused(page)


def test_the_map_can_be_skipped(opened: Open) -> None:
    """The first stop of the tab key leads past the map to the table of rows."""
    page = opened("shop")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    assert focused(page) == "rows"
