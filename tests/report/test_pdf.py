"""What the PDF promises: tagged, archivable, and showing what users wrote as they wrote it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from pdf_check import elements

from datamap.report import blocks
from datamap.report.pdf import render_pdf

Made = Callable[..., dict[str, Any]]

HOSTILE = [
    "#panic()",
    '#import "@preview/x:1.0.0"',
    "$x^2$ \\ *bold* _it_ `raw` <label> @ref",
    "= Heading\n- list\n+ one",
    "\"quoted\" 'single' // comment /* x */",
    '#read("/etc/passwd")',
    "]] }) #{",
]


def opened(made: bytes) -> pikepdf.Pdf:
    """Open a PDF from memory."""
    return pikepdf.open(io.BytesIO(made))


def structure(pdf: pikepdf.Pdf) -> list[str]:
    """Return the types of all structure elements, in reading order."""
    return [str(part.S) for part in elements(pdf)]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_user_wrote_is_never_read_as_markup(words: str, as_of: date, small_book: Made) -> None:
    """Text that means something to typst is printed, not run: the same elements as plain words."""
    plain = structure(opened(render_pdf(small_book("plain"), as_of)))
    hostile = structure(opened(render_pdf(small_book(words), as_of)))

    assert [part for part in hostile if part != "/Span"] == [part for part in plain if part != "/Span"]


def test_the_title_is_what_was_written(as_of: date, small_book: Made) -> None:
    """The document's title comes back letter by letter, markup signs included."""
    with opened(render_pdf(small_book("#a $b$ *c*"), as_of)) as pdf:
        assert str(pdf.docinfo.Title) == "#a $b$ *c*"


def test_the_file_says_it_is_archivable_and_accessible(as_of: date, small_book: Made) -> None:
    """PDF/A-2a and PDF/UA-1 are declared, with language, title and tags to bear them out."""
    with opened(render_pdf(small_book("words"), as_of)) as pdf:
        about = pdf.open_metadata()

        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        assert about["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(about["dc:title"]) == "words"


def test_the_parts_are_tagged_for_what_they_are(as_of: date, small_book: Made) -> None:
    """Headings, tables with header cells, captions, lists and figures are tagged as such."""
    with opened(render_pdf(small_book(), as_of)) as pdf:
        kinds = set(structure(pdf))

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Caption", "/L", "/Figure", "/TOC", "/P"} <= kinds


def test_every_figure_has_words_in_its_place(as_of: date, small_book: Made) -> None:
    """The alternative text of a drawing is in the file."""
    with opened(render_pdf(small_book("what it shows"), as_of)) as pdf:
        texts = [
            str(part.Alt)
            for part in pdf.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure" and "/Alt" in part
        ]

    assert texts == ["what it shows", "what it shows"]


def test_the_bookmarks_are_the_chapters(as_of: date, small_book: Made) -> None:
    """Each chapter has a bookmark with its number."""
    with opened(render_pdf(small_book("words"), as_of)) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["1 words", "2 Drawing"]
        assert [entry.title for entry in outline.root[0].children] == ["1.1 words"]


def test_every_font_is_in_the_file(as_of: date, small_book: Made) -> None:
    """No reader has to own a Japanese typeface."""
    with opened(render_pdf(small_book("日本語 𠮷"), as_of)) as pdf:
        fonts = [
            part
            for part in pdf.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/FontDescriptor"
        ]

        assert {str(font.FontName).split("+")[-1] for font in fonts} >= {
            "BIZUDPGothic-Regular",
            "NotoSansJP-Regular",
        }
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_a_wide_section_lies_across(as_of: date, small_book: Made) -> None:
    """The page of a wide section is turned, the others stand."""
    with opened(render_pdf(small_book(), as_of)) as pdf:
        boxes = [[float(edge) for edge in page.mediabox] for page in pdf.pages]

    assert [box[2] > box[3] for box in boxes] == [*[False] * (len(boxes) - 1), True]


def test_characters_without_a_glyph_are_marked_and_listed(as_of: date, small_book: Made) -> None:
    """What the typefaces lack is printed as a geta mark; a last chapter says which and where."""
    book = small_book("한국 ไทย \u0007 葛\U000e0100 か\u3099")
    with opened(render_pdf(book, as_of)) as pdf, pdf.open_outline() as outline:
        assert outline.root[-1].title == "Characters that could not be printed"


@pytest.mark.parametrize("start", range(0, 0x1F000, 0x4000))
def test_no_character_stops_the_printing(start: int, as_of: date, small_book: Made) -> None:
    """Whatever character a cell holds, the PDF is made: a sample of every block of Unicode."""
    sample = "".join(chr(point) for point in range(start, start + 0x4000, 0x17))
    book = small_book()
    book["sections"] = [blocks.section("one", "one", [blocks.words(sample), blocks.bullets([sample[:50]])])]

    assert render_pdf(book, as_of).startswith(b"%PDF-")


def test_a_very_long_word_stays_inside_its_column(as_of: date, small_book: Made) -> None:
    """A cell of 40,000 letters without a space is cut and broken; the pages stay few."""
    book = small_book("x" * 40_000, title="t", organisation="o", kicker="k", subtitle="s")
    for part in book["sections"]:
        part["title"] = "t"
    with opened(render_pdf(book, as_of)) as pdf:
        assert len(pdf.pages) < 20


def test_a_long_table_is_cut_on_paper(as_of: date, small_book: Made, long_table: Made) -> None:
    """Ten thousand rows do not become three hundred pages."""
    book = small_book()
    book["sections"][0]["blocks"] = [long_table(10_000, more="tables/flows.csv")]
    with opened(render_pdf(book, as_of)) as pdf:
        assert len(pdf.pages) < 12
