"""What the page promises: self-contained, nothing a user wrote becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from datamap.report import blocks
from datamap.report.html import render_html

Made = Callable[..., dict[str, Any]]

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{display:none}",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;b&gt; & 'quoted'",
]


class Elements(HTMLParser):
    """Gather the elements and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.said += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of one name."""
        return [attrs for name, attrs in self.tags if name == tag]


def read(book: dict[str, Any]) -> Elements:
    """Draw a report and read it back."""
    page = Elements()
    page.feed(render_html(book).decode())
    return page


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_user_wrote_never_becomes_markup(words: str, small_book: Made) -> None:
    """Every value is escaped: the words come back as text and bring no element of their own."""
    plain, hostile = read(small_book("plain")), read(small_book(words))

    assert [name for name, _ in hostile.tags] == [name for name, _ in plain.tags]
    assert words in hostile.said


def test_the_page_asks_nothing_of_anybody(small_book: Made) -> None:
    """No script, no address to load from, and a policy that would refuse one."""
    raw = render_html(small_book()).decode()
    page = read(small_book())
    policy = next(attrs for attrs in page.of("meta") if attrs.get("http-equiv"))["content"]

    assert policy is not None
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:")
    assert not page.of("script")
    assert not page.of("link")
    assert all(str(attrs["src"]).startswith("data:") for attrs in page.of("img"))
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", raw) == []
    assert set(re.findall(r"url\(.data:([^;]+);", raw)) == {"font/woff"}


def test_the_page_can_be_read_without_seeing_it(small_book: Made) -> None:
    """Language, skip link, captions, scopes, alternative texts and a title are there."""
    page = read(small_book("words"))

    assert page.of("html") == [{"lang": "en"}]
    assert {"class": "skip", "href": "#content"} in page.of("a")
    assert page.of("main") == [{"id": "content"}]
    assert len(page.of("caption")) == len(page.of("table")) == 1
    assert {attrs["scope"] for attrs in page.of("th")} == {"col", "row"}
    assert [attrs["alt"] for attrs in page.of("img")] == ["words", "words"]
    assert [name for name, _ in page.tags if name in {"h1", "h2", "h3", "h4"}][:2] == ["h1", "h2"]


def test_a_status_says_in_words_what_its_colour_says(small_book: Made) -> None:
    """A toned cell without text would be colour alone; the status shows its words."""
    page = read(small_book("gap found"))
    toned = [attrs for attrs in page.of("span") if str(attrs.get("class")).startswith("status")]

    assert toned
    assert page.said.count("gap found") > len(toned)


def test_links_only_lead_somewhere_that_exists(small_book: Made) -> None:
    """A link to a row that this edition leaves out becomes plain text."""
    rows = [[blocks.cell("here", to="two"), blocks.cell("gone", to="nowhere")]]
    linked = blocks.table("t", [blocks.column("a"), blocks.column("b")], rows)
    book = small_book()
    book["sections"][0]["blocks"].append(linked)
    page = read(book)
    ids = {attrs["id"] for _, attrs in page.tags if attrs.get("id")}
    inner = [str(attrs["href"])[1:] for attrs in page.of("a")]

    assert "two" in inner
    assert "nowhere" not in inner
    assert set(inner) <= ids


def test_a_long_table_is_cut_and_says_so(small_book: Made, long_table: Made) -> None:
    """Beyond what a page carries the table names how much it shows and where the rest is."""
    book = small_book()
    book["sections"][0]["blocks"] = [long_table(3_500, more="tables/flows.csv")]
    page = read(book)

    assert len(page.of("tr")) == 1 + 3_000
    assert "3500" in page.said
    assert "tables/flows.csv" in page.said


def test_hidden_marks_are_taken_out(small_book: Made) -> None:
    """A mark that turns the writing direction cannot make a file name read otherwise."""
    page = read(small_book("tour\u202egpj.exe\x07"))

    assert "tourgpj.exe\N{REPLACEMENT CHARACTER}" in page.said


def test_rare_characters_bring_their_own_face(small_book: Made) -> None:
    """A kanji that the main face lacks is embedded from the second one, only when needed."""
    assert "Rare" in render_html(small_book("𠮷野")).decode().split("</style>")[0].split(":root")[0]
    assert "Rare" not in render_html(small_book("吉野")).decode().split(":root")[0]
