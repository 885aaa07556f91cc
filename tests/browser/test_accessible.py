"""No page has a barrier, as axe-core finds them (WCAG 2.2 A and AA)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import ROOT, Open, Opened

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}

ALIKE = "tbody tr:nth-child(n + 4), .card:nth-of-type(n + 4), dl > :nth-child(n + 9)"
"""What comes again and again in a report, built alike: the first few are enough."""


def barriers(page: Any) -> list[str]:
    """Return what axe-core complains of, with the first place of each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in found
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample", "changed"])
def test_the_explorer(opened: Open, name: str, scheme: str) -> None:
    """The explorer has none, at rest and while something is followed, in light and in dark."""
    page: Opened = opened(name, "ja", scheme=scheme)
    assert barriers(page.page) == []
    page.page.locator("#map .card").nth(3).click()
    page.page.wait_for_selector("#map .tracing")
    assert barriers(page.page) == []


@pytest.mark.parametrize(
    "name",
    ["ja/index", "ja/data-map", "ja/impact-assessment", "ja/audit", "en/index", "en/data-map"],
)
def test_the_reports(pages: Callable[[Path, int], Opened], name: str) -> None:
    """The committed reports have none, and ask for nothing."""
    page = pages(ROOT / "reports" / f"{name}.html", 1280)
    page.page.locator(ALIKE).evaluate_all("all => all.forEach((each) => each.remove())")
    assert barriers(page.page) == []
    assert (page.complaints, page.asked_elsewhere) == ([], [])
