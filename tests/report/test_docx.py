"""What a Word file promises: real styles, repeated heads, links that lead somewhere, the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from PIL import Image

from datamap.report import blocks
from datamap.report.docx import render_docx

Made = Callable[..., dict[str, Any]]
HOSTILE = "</w:t><w:p/>&amp; <script> ]]> {{ 7 * 7 }} \x0b\x00 \ud800 \u202e 𠮷野家"


def opened(made: bytes) -> Any:
    """Read a Word file back."""
    return Document(io.BytesIO(made))


def texts_in(document: Any) -> str:
    """Return all text of the body, tables too."""
    return "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def styles_in(document: Any) -> set[str]:
    """Return the names of the paragraph styles used, tables included."""
    return {node.get(qn("w:val")) for node in document.element.body.iter(qn("w:pStyle"))}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_block_is_drawn_with_a_style_that_exists(small_book: Made, as_of: date, lang: str) -> None:
    """Each kind of block arrives, and no paragraph names a style that the file does not have."""
    document = opened(render_docx(small_book("和文 & text", lang=lang), as_of))
    known = {style.style_id for style in document.styles}
    assert styles_in(document) <= known
    assert {"Title", "Heading1", "Caption", "ListBullet", "Noticewarn", "Cardbad", "Entry"} <= styles_in(
        document
    )
    assert texts_in(document).count("和文 & text") >= 20
    defaults = document.styles.element.find(f".//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == {"ja": "ja-JP", "en": "en-GB"}[lang]
    assert defaults.get(qn("w:eastAsia")) == "ja-JP"


def test_tables_repeat_their_heads_and_pictures_say_what_they_show(small_book: Made, as_of: date) -> None:
    """Each ruled table has one head row marked as such, each picture its alternative text."""
    document = opened(render_docx(small_book("said"), as_of))
    ruled = [table for table in document.tables if table.style.name == "Ruled"]
    assert ruled
    assert all(table._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None for table in ruled)
    shapes = document.inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["said"] * len(shapes)
    assert len(shapes) > 0


def test_links_lead_to_bookmarks_and_ids_are_unique(small_book: Made, as_of: date) -> None:
    """A link names a bookmark of the file; numbers of bookmarks and pictures are given once."""
    heads = [blocks.column("a"), blocks.column("b")]
    rows = [[blocks.cell("to two", to="two"), blocks.cell("gone", to="nowhere")]]
    parts = [
        blocks.section("one", "One", [blocks.table("t", heads, rows, ids=["row"])]),
        blocks.section("two", "Two", [blocks.words("w")], wide=True),
        blocks.section("three", "Three", [blocks.words("w")]),
    ]
    document = opened(render_docx(small_book("said", sections=parts), as_of))
    body = document.element.body
    named = [node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))]
    linked = [node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))]
    assert set(linked) <= set(named)
    assert len(named) == len(set(named)) == 4
    assert "gone" in texts_in(document)


def test_wide_parts_lie_across_and_every_sheet_is_a4(small_book: Made, as_of: date) -> None:
    """Cover and text stand upright, a wide chapter lies across, all on A4 with a numbered foot."""
    parts = [
        blocks.section("one", "One", [blocks.words("w")]),
        blocks.section("two", "Two", [blocks.words("w")], wide=True),
    ]
    document = opened(render_docx(small_book("said", sections=parts), as_of))
    sides = [(s.orientation, round(s.page_width.mm), round(s.page_height.mm)) for s in document.sections]
    upright = (WD_ORIENT.PORTRAIT, 210, 297)
    assert sides == [upright, upright, (WD_ORIENT.LANDSCAPE, 297, 210)]
    feet = {section.footer._element.xml.count("NUMPAGES") for section in document.sections}
    assert feet == {1}
    assert document.sections[0].different_first_page_header_footer


def test_a_short_document_has_neither_cover_nor_contents(small_book: Made, as_of: date) -> None:
    """With `short`, title and text share the first page."""
    document = opened(render_docx(small_book("said", short=True), as_of))
    assert "TOC1" not in styles_in(document)
    assert not document.sections[0].different_first_page_header_footer
    whole = opened(render_docx(small_book("said"), as_of))
    assert "TOC1" in styles_in(whole)


def test_what_users_wrote_stays_text(small_book: Made, as_of: date) -> None:
    """Markup, controls and stray surrogates in a cell arrive as letters or as a mark, nothing more."""
    document = opened(render_docx(small_book(HOSTILE), as_of))
    assert "</w:t><w:p/>&amp; <script> ]]> {{ 7 * 7 }}" in texts_in(document)
    assert "𠮷野家" in texts_in(document)


def test_same_book_same_bytes_and_no_trace_of_the_machine(small_book: Made, as_of: date) -> None:
    """Two runs give the same bytes; dates are those of the report, leftovers of the library are gone."""
    made = render_docx(small_book("said"), as_of)
    assert made == render_docx(small_book("said"), as_of)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = packed.namelist()
    assert not [name for name in names if "thumbnail" in name or "Effects" in name or "customXml" in name]
    told = opened(made).core_properties
    assert (told.created.date(), told.modified.date(), told.last_modified_by) == (as_of, as_of, "datamap")
    assert (told.title, told.language, told.comments) == ("said", "en-GB", "")


def test_the_contents_give_a_page_for_each_chapter(small_book: Made, as_of: date) -> None:
    """Each entry ends in a field that asks for the page of its heading, to be filled on opening."""
    document = opened(render_docx(small_book("said"), as_of))
    entries = [part for part in document.paragraphs if part.style.name.startswith("toc ")]
    asked = [node.text.split() for node in document.element.body.iter(qn("w:instrText"))]
    named = {node.get(qn("w:name")) for node in document.element.body.iter(qn("w:bookmarkStart"))}
    begun = [node for node in document.element.body.iter(qn("w:fldChar")) if node.get(qn("w:dirty"))]

    assert len(entries) == len(asked) == len(begun) == 3
    assert {words[0] for words in asked} == {"PAGEREF"}
    assert {words[1] for words in asked} <= named


def test_pictures_have_a_palette(small_book: Made, as_of: date) -> None:
    """A drawing of flat colours is kept with a palette: a third of the bytes, the same look."""
    with zipfile.ZipFile(io.BytesIO(render_docx(small_book("said"), as_of))) as packed:
        pictures = [packed.read(name) for name in packed.namelist() if name.endswith(".png")]

    assert [Image.open(io.BytesIO(one)).mode for one in pictures] == ["P"] * len(pictures)
    assert pictures
