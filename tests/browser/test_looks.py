"""What the reader sees: letters, print, narrow screens; the pictures of them are left in `build/browser`."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from opening import ARTEFACTS, ROOT, Open
from playwright.sync_api import Browser

from datamap.model import LANGS, Lang

LETTERS = """(words) => {
  const pen = Object.assign(document.createElement('canvas'), {width: 40, height: 40}).getContext('2d', {willReadFrequently: true});
  pen.font = '24px ' + getComputedStyle(document.body).fontFamily;
  const dots = (letter) => {
    pen.clearRect(0, 0, 40, 40);
    pen.fillText(letter, 2, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const none = dots('\\uFFFE');
  return [...new Set(words)].filter((letter) => letter.trim() && [none, dots('\\u{10FFFD}')].includes(dots(letter)));
}"""  # noqa: E501
"""Which letters are drawn as the box for what no face has, dot by dot."""


def test_japanese_letters_are_drawn(opened: Open) -> None:
    """No letter of the page comes out as an empty box."""
    page = opened("sample", "ja")
    words = page.page.inner_text("body")
    assert "株式会社" in words
    assert page.page.evaluate(LETTERS, words) == []
    assert page.page.evaluate(LETTERS, "\U0010fffd") != [] or page.page.evaluate(LETTERS, "\ufffe") != []


def test_japanese_letters_of_a_report_are_drawn(browser: Browser) -> None:
    """The faces inside a report hold every letter that it uses."""
    page = browser.new_page()
    page.goto((ROOT / "reports" / "ja" / "data-map.html").as_uri())
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.size)") > 0
    assert page.evaluate(LETTERS, page.inner_text("main")) == []
    page.close()


@pytest.mark.parametrize("name", ["sample", "tour-operator"])
def test_the_map_prints_on_one_page(opened: Open, name: str) -> None:
    """On A4 landscape the map and its legend take the first page, the rows come after it."""
    page = opened(name, "ja", scheme="dark")
    printed = page.page.pdf(prefer_css_page_size=True)
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    (ARTEFACTS / f"{name}.pdf").write_bytes(printed)
    with pikepdf.open(BytesIO(printed)) as pdf:
        wide, high = (float(side) for side in list(pdf.pages[0].mediabox)[2:])
        assert wide > high
        assert len(pdf.pages) <= {"sample": 5, "tour-operator": 16}[name]


@pytest.mark.parametrize("width", [400, 1280, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_width(opened: Open, width: int, scheme: str) -> None:
    """The page itself never scrolls sideways; the map does, inside its frame."""
    page = opened("tour-operator", "ja", width=width, scheme=scheme)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.page.screenshot(path=ARTEFACTS / f"tour-operator-{width}-{scheme}.png")


@pytest.mark.parametrize("lang", LANGS)
def test_with_its_script_switched_off_it_says_so(
    browser: Browser, made: Callable[[str, Lang], Path], lang: Lang
) -> None:
    """Where scripts do not run, the page says where the same can be read."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(made("sample", lang).as_uri())
    assert "tables.xlsx" in page.inner_text("noscript")
    context.close()
