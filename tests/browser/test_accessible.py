"""No page has a serious barrier, as axe-core finds them (WCAG 2.2 A and AA)."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import ROOT, Open, Opened
from playwright.sync_api import Browser

from datamap.model import LANGS, Lang

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


def barriers(page: Any) -> list[str]:
    """Return what axe-core calls serious or critical, with the first place of each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample", "changed"])
def test_the_explorer(opened: Open, name: str, scheme: str) -> None:
    """The explorer has none, at rest and while something is followed, in light and in dark."""
    page: Opened = opened(name, "ja", scheme=scheme)
    assert barriers(page.page) == []
    page.page.locator("#map .card").nth(3).click()
    page.page.wait_for_timeout(300)  # the others fade
    assert barriers(page.page) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["index", "data-map", "impact-assessment", "audit"])
def test_the_reports(browser: Browser, name: str, lang: Lang) -> None:
    """The committed reports have none, and ask for nothing."""
    page = Opened.of(browser.new_page())
    page.page.goto((ROOT / "reports" / lang / f"{name}.html").as_uri())
    assert barriers(page.page) == []
    assert (page.complaints, page.asked_elsewhere) == ([], [])
    page.page.close()
