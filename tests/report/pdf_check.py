"""Structural checks of our own for PDF/A and PDF/UA-1; no conformance checker, which veraPDF would be.

Each check names the clause that it is about (ISO 19005-2 and -3, ISO 14289-1). What needs eyes (reading order
that makes sense, words that describe a figure) is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

SHOWS = frozenset({"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"})
"""Operators that put something on the page."""

FORBIDDEN = frozenset(
    {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/Rendition"}
)
FEW_PAGES = 3
"""Up to so many pages a file is found one's way in without bookmarks."""

HOLDS = {
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/L": {"/LI", "/L", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/TOC": {"/TOCI", "/TOC", "/Caption"},
}
"""What may stand right within an element (ISO 32000-1, 14.8.4)."""

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def faults(pdf: pikepdf.Pdf, pages: int | None = None) -> list[str]:
    """Return what a file lacks, each with the clause; an empty list is no certificate.

    Parameters
    ----------
    pages : look at what this many pages show; None = all.
    """
    whole = [*_document(pdf), *_shown(pdf), *_metadata(pdf), *_fonts(pdf), *_tags(pdf), *_attached(pdf)]
    return [*whole, *_pages(pdf, len(pdf.pages) if pages is None else pages)]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if pdf.is_encrypted:
        yield "A 6.1.3: encrypted"
    if "/ID" not in pdf.trailer:
        yield "A 6.1.3: no file identifier"
    if not str(root.get("/Lang", "")):
        yield "UA 7.2: no language"
    if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
        yield "UA 7.1: not marked as tagged"
    if not any("/DestOutputProfile" in one for one in root.get("/OutputIntents", [])):
        yield "A 6.2.3: no output intent"
    for part in pdf.objects:
        if isinstance(part, pikepdf.Dictionary) and str(part.get("/S", "")) in FORBIDDEN:
            yield f"A 6.5.1: action {part.S}"
        if isinstance(part, pikepdf.Stream) and (
            "/F" in part or "/LZWDecode" in str(part.get("/Filter", ""))
        ):
            yield "A 6.1.7: stream elsewhere, or packed with LZW"


def _shown(pdf: pikepdf.Pdf) -> Iterator[str]:
    root, nothing = pdf.Root, pikepdf.Dictionary()
    if root.get("/MarkInfo", nothing).get("/Suspects", False):
        yield "UA 7.1: tags that are suspect"
    if not root.get("/ViewerPreferences", nothing).get("/DisplayDocTitle", False):
        yield "UA 7.1: title not shown"
    if len(pdf.pages) > FEW_PAGES and "/First" not in root.get("/Outlines", nothing):
        yield "UA 7.17: no bookmarks"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    about = pdf.open_metadata()
    if about.get("pdfaid:part") not in {"2", "3"} or about.get("pdfaid:conformance") != "A":
        yield "A 6.6.4: does not say which PDF/A it is"
    if about.get("pdfuaid:part") != "1":
        yield "UA 5: does not say that it is PDF/UA-1"
    if not str(about.get("dc:title", "")):
        yield "UA 7.1: no title"
    if "/Title" in pdf.docinfo and str(pdf.docinfo.Title) != str(about.get("dc:title", "")):
        yield "A 6.6.3: two titles"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for part in pdf.objects:
        if not isinstance(part, pikepdf.Dictionary) or part.get("/Type") != "/Font":
            continue
        name = str(part.get("/BaseFont", ""))
        descriptor = part.get("/FontDescriptor")
        if part.get("/Subtype") == "/Type0":
            if "/ToUnicode" not in part:
                yield f"A 6.2.11.7: no Unicode for {name}"
        elif descriptor is None or not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"A 6.2.11.4: {name} is not in the file"


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Yield every structure element, in reading order."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot.get("/K")]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Array):
            waiting.extend(reversed(list(part)))
        elif isinstance(part, pikepdf.Dictionary):
            if "/S" in part:
                yield part
            if "/K" in part:
                waiting.append(part.K)


def _tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root or "/ParentTree" not in pdf.Root.StructTreeRoot:
        yield "UA 7.1: no structure"
        return
    level = 0
    for part in elements(pdf):
        kind = str(part.S)
        if kind in {"/Figure", "/Formula"} and not str(part.get("/Alt", part.get("/ActualText", ""))).strip():
            yield f"UA 7.3: {kind} without words in its place"
        if kind in HEADINGS:
            now = HEADINGS.index(kind) + 1
            if now > level + 1:
                yield f"UA 7.4.2: {kind} after a heading of level {level}"
            level = now
        if kind == "/TH" and "/Scope" not in str(_attributes(part)):
            yield "UA 7.5: header cell without scope"
        held = {str(one.S) for one in _within(part)}
        if strange := held - HOLDS.get(kind, held):
            yield f"UA 7.2: {kind} holds {sorted(strange)}"
        if kind == "/Table" and len(widths := {len(_within(row)) for row in _rows(part)}) > 1:
            yield f"UA 7.5: a table with rows of {sorted(widths)} cells"
    if not level:
        yield "UA 7.4: no heading"


def _within(part: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """Return the elements right within an element."""
    held = part.get("/K", pikepdf.Array())
    entries = list(held) if isinstance(held, pikepdf.Array) else [held]
    return [one for one in entries if isinstance(one, pikepdf.Dictionary) and "/S" in one]


def _rows(table: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """Yield the rows of a table, in its groups and outside them."""
    for part in _within(table):
        if part.S == "/TR":
            yield part
        elif part.S != "/Caption":
            yield from _within(part)


def _attributes(part: pikepdf.Dictionary) -> list[str]:
    found = part.get("/A", pikepdf.Array())
    entries = list(found) if isinstance(found, pikepdf.Array) else [found]
    return [str(list(one.keys())) for one in entries if isinstance(one, pikepdf.Dictionary)]


def _pages(pdf: pikepdf.Pdf, most: int) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root:
        return
    parents = _parents(pdf)
    for number, page in enumerate(pdf.pages[:most], start=1):
        marks, loose = _marks(page)
        if loose:
            yield f"UA 7.1: page {number} shows {loose} things that are neither content nor artefact"
        listed = parents.get(int(page.obj.get("/StructParents", -1)), 0)
        if marks and listed <= max(marks):
            yield f"UA 7.1: page {number} has marks that no element owns"
        annotations = list(page.obj.get("/Annots", []))
        if annotations and page.obj.get("/Tabs") != "/S":
            yield f"UA 7.18.3: page {number} has no order for the tab key"
        for one in annotations:
            if one.get("/Subtype") == "/Link" and not str(one.get("/Contents", "")):
                yield f"UA 7.18.5: page {number} has a link without words"
            if "/StructParent" not in one:
                yield f"UA 7.18.1: page {number} has an annotation outside the structure"


def _parents(pdf: pikepdf.Pdf) -> dict[int, int]:
    """Return how many marks the structure owns, by the number of a page."""
    found: dict[int, int] = {}
    waiting = [pdf.Root.StructTreeRoot.ParentTree]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.get("/Kids", []))
        numbers = list(node.get("/Nums", []))
        for key, value in zip(numbers[::2], numbers[1::2], strict=True):
            found[int(key)] = len(value) if isinstance(value, pikepdf.Array) else 1
    return found


def _marks(page: pikepdf.Page) -> tuple[set[int], int]:
    """Return the marks of a page, and how many things are shown outside any mark."""
    marks: set[int] = set()
    depth = loose = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word in {"BDC", "BMC"}:
            depth += 1
            if word == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
                marks.add(int(operands[1].MCID))
        elif word == "EMC":
            depth -= 1
        elif word in SHOWS and not depth:
            loose += 1
    return marks, loose


def _attached(pdf: pikepdf.Pdf) -> Iterator[str]:
    part = pdf.open_metadata().get("pdfaid:part")
    listed = [str(one.get("/UF", "")) for one in pdf.Root.get("/AF", [])]
    for name, one in pdf.attachments.items():
        if part == "2":
            yield f"A-2 6.8: {name} is attached, and is no PDF/A"
        file = one.obj
        if "/AFRelationship" not in file or not {"/F", "/UF"} <= set(file.keys()):
            yield f"A-3 6.8: {name} does not say what it is to the document"
        if "/Subtype" not in file.EF.F:
            yield f"A-3 6.8: {name} has no media type"
        if name not in listed:
            yield f"A-3 6.8: {name} belongs to no part of the document"
