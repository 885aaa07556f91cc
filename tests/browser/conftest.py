"""Pages in Debian's Chromium: opened from disk, with every request and every complaint written down.

Chromium is started once, and each page is opened once: a test asks for it by what stands behind the
`#` of its address, which is all that such a page remembers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from datamap.model import Lang
from datamap.report.explorer import explorer_page

sys.path.insert(0, str(Path(__file__).parent))

from opening import DAY, PATIENCE, Open, Opened, Shown, chromium, shown
from server import Lab

NO_CHROMIUM = "no Chromium here: tests in a browser are left out (apt-get install chromium)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here, and skip it where there is no Chromium."""
    here = Path(__file__).resolve().parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.fixture(scope="package")
def lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab | None]:
    """Start JupyterLab, if a test asks for it: it gets ready while other tests run."""
    if not any("lab" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield None
        return
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture(scope="package")
def browser(lab: Lab | None) -> Iterator[Browser]:  # noqa: ARG001 - it is started before Chromium
    """Start Chromium; it ends with the tests here, since its event loop must not outlive them."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Lang], Path]:
    """Give a function that makes an explorer page by name, once."""
    folder = tmp_path_factory.mktemp("explorer")
    books: dict[str, Shown] = {}

    def make(name: str, lang: Lang = "ja") -> Path:
        file = folder / f"{name}.{lang}.html"
        if not file.exists():
            if name not in books:
                books[name] = shown(name, folder)
            book, findings, before = books[name]
            file.write_bytes(explorer_page(book, as_of=DAY, lang=lang, findings=findings, before=before))
        return file

    return make


@pytest.fixture(scope="package")
def pages(browser: Browser) -> Iterator[Callable[[Path, int], Opened]]:
    """Give a function that opens a file at a width, once."""
    kept: dict[tuple[Path, int], Opened] = {}

    def find(file: Path, width: int) -> Opened:
        if (file, width) not in kept:
            page = browser.new_page(viewport={"width": width, "height": 860})
            page.set_default_timeout(PATIENCE)
            kept[file, width] = one = Opened.of(page)
            page.goto(file.as_uri())
        one = kept[file, width]
        one.requests.clear()
        return one

    yield find
    for one in kept.values():
        one.page.close()


@pytest.fixture
def opened(made: Callable[[str, Lang], Path], pages: Callable[[Path, int], Opened]) -> Iterator[Open]:
    """Give a function that shows an explorer page; in the end nothing was asked for or went wrong."""
    used: list[Opened] = []

    def start(
        name: str, lang: Lang = "en", *, at: str = "", scheme: Any = "light", width: int = 1280
    ) -> Opened:
        one = pages(made(name, lang), width)
        used.append(one)
        one.page.emulate_media(color_scheme=scheme)
        one.go(at)
        return one

    yield start
    for one in used:
        assert (one.complaints, one.asked_elsewhere) == ([], [])
