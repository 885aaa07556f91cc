"""Pages in Debian's Chromium: opened from disk, with every request and every complaint written down."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from datamap.facts import establish_facts
from datamap.inventory import Workbook, read_inventory
from datamap.model import Lang
from datamap.report.explorer import explorer_page
from datamap.rules import evaluate

sys.path.insert(0, str(Path(__file__).parent))

from opening import DAY, Open, Opened, chromium, earlier, workbook_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here, and skip it where there is no Chromium."""
    here = Path(__file__).resolve().parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium here (apt-get install chromium)"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once a file of tests; it ends with it, since its event loop must not outlive it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Lang], Path]:
    """Give a function that makes an explorer page by name, once."""
    folder = tmp_path_factory.mktemp("explorer")

    def make(name: str, lang: Lang = "ja") -> Path:
        file = folder / f"{name}.{lang}.html"
        if not file.exists():
            book = workbook_of(name, folder)
            findings = evaluate(establish_facts(book, DAY)) if name in {"sample", "tour-operator"} else None
            before = Workbook.from_inventory(read_inventory(earlier())) if name == "changed" else None
            file.write_bytes(explorer_page(book, as_of=DAY, lang=lang, findings=findings, before=before))
        return file

    return make


@pytest.fixture
def opened(browser: Browser, made: Callable[[str, Lang], Path]) -> Iterator[Open]:
    """Give a function that opens an explorer page; in the end nothing was asked for or went wrong."""
    contexts: list[BrowserContext] = []
    pages: list[Opened] = []

    def start(
        name: str, lang: Lang = "en", *, at: str = "", scheme: Any = "light", width: int = 1280
    ) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme)
        context.set_default_timeout(10_000)
        contexts.append(context)
        one = Opened.of(context.new_page())
        pages.append(one)
        one.page.goto(made(name, lang).as_uri() + (f"#{at}" if at else ""))
        one.page.wait_for_selector("#counts:not(:empty)", timeout=30_000)
        return one

    yield start
    for context in contexts:
        context.close()
    for one in pages:
        assert one.complaints == []
        assert one.asked_elsewhere == []
