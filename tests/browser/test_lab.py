"""JupyterLab in Chromium: notebooks open, trusted or not, with our outputs; nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from opening import ARTEFACTS, PATIENCE, Opened
from playwright.sync_api import Browser, BrowserContext
from server import TRUSTED, Lab


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """Give one place for all notebooks: what JupyterLab is made of is loaded once."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def opened_in(desk: BrowserContext, lab: Lab, lang: str, name: str) -> Opened:
    """Open a notebook, and return when the first of its pictures is drawn."""
    page = Opened.of(desk.new_page())
    page.page.goto(f"{lab.wait()}/lab/workspaces/{lang}-{name}/tree/notebooks/{lang}/{name}.ipynb")
    picture = page.page.locator(".jp-Notebook .jp-OutputArea-output img").first
    picture.wait_for()
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 300
    return page


def kept(page: Opened, lab: Lab, name: str) -> None:
    """Leave a picture, and hold that nobody but the own machine was asked and nothing was refused."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.page.screenshot(path=ARTEFACTS / f"lab-{name}.png")
    away = [
        url
        for url in page.requests
        if urlsplit(url).scheme not in {"data", "blob", "about"} and not url.startswith(lab.address)
    ]
    assert away == []
    assert [words for words in page.complaints if "datamap" in words or "Refused" in words] == []
    page.page.close()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_notebook_shows_its_outputs(desk: BrowserContext, lab: Lab, lang: str) -> None:
    """Diagrams and tables are seen, whether the notebook is trusted or not."""
    page = opened_in(desk, lab, lang, "00-start")
    for shown in ("table", f"text={'流れ' if lang == TRUSTED else 'flow'}"):
        page.page.locator(f".jp-Notebook .jp-OutputArea-output >> {shown}").first.wait_for(state="attached")
    kept(page, lab, f"{lang}-00-start")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_explorer_in_a_notebook(desk: BrowserContext, lab: Lab, lang: str) -> None:
    """It is live where the notebook is trusted; elsewhere its script is gone, and the diagram is there."""
    page = opened_in(desk, lab, lang, "explorer")
    said = page.page.get_by_text(
        "ノートブックが信頼されていません" if lang == "ja" else "the notebook is not trusted"
    )
    said.first.scroll_into_view_if_needed()
    if lang == TRUSTED:
        frame = page.page.frame_locator(".jp-OutputArea-output iframe[srcdoc]").first
        card = frame.locator("#map .card").first
        card.wait_for()
        card.click()
        frame.locator("#map .tracing").wait_for()
    else:
        assert page.page.locator(".jp-OutputArea-output iframe[srcdoc]").count() == 0
    below = said.first.locator("xpath=following::img[1]")
    assert below.evaluate("img => img.decode().then(() => img.naturalWidth)") > 300
    kept(page, lab, f"{lang}-explorer")
