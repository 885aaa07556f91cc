"""Draws a report as a Word file (DOCX) that people can go on writing in.

Headings, lists and captions are real styles, tables repeat their heads, links lead to
bookmarks. What users wrote goes through the escaping of the templates, never into markup.

References
----------
ISO/IEC 29500-1 (WordprocessingML); the package is put together with python-docx.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from docx import Document
from docx.document import Document as Package
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from datamap.report.blocks import CHAPTER, SECTION, TONES, Book, Section
from datamap.report.cleaning import cleaned
from datamap.report.docx_package import LOCALE, PIXELS_PER_INCH, describe, dress, filled, raster, replace
from datamap.report.editions import PAPER, Medium, edition
from datamap.report.looks import LOOKS
from datamap.report.packing import settled

ASIAN = "BIZ UDPGothic"
LATIN = {"ja": ASIAN, "en": "Arial"}
LABEL = {"ja": 1_700, "en": 2_300}
"""Where the text of a card begins after its label, in twentieths of a point."""

A4 = (11_906, 16_838)
SIDE = {False: 1_077, True: 850}
"""Margins left and right, upright and across, in twentieths of a point (19 and 15 mm)."""

EMU_PER_TWIP = 635
EMU_PER_PIXEL = 914_400 // PIXELS_PER_INCH
TALLEST = {False: 12_300, True: 8_300}
"""Height a drawing may take upright and across, in twentieths of a point."""

_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def render_docx(book: Book, as_of: date, medium: Medium = PAPER) -> bytes:
    """Return the report as a Word file: A4, page numbers, contents, alternative texts.

    Parameters
    ----------
    book
        What `context` made; with `short`, a title stands above the text in place of a cover
        and a table of contents.
    as_of
        The date in the document's properties: the clock is never read.
    medium
        How much of long tables and texts the file carries.

    Returns
    -------
    bytes
        The same for the same book, date and version.
    """
    shown = cleaned({key: part for key, part in edition(book, medium).items() if key != "files"})
    package = Document()
    short = bool(book.get("short"))
    look = {
        "looks": LOOKS,
        "tones": [tone for tone in TONES if tone],
        "asian": ASIAN,
        "latin": LATIN[shown["lang"]],
        "locale": LOCALE[shown["lang"]],
        "label": LABEL[shown["lang"]],
        "short": short,
    }
    dress(package, look)
    content = {**shown, **look, "marks": _marks(shown), "shares": shares}
    content["sheets"] = _sheets(shown["sections"], short=short, package=package, content=content)
    content["contents"] = [] if short else [it for it in shown["sections"] if it["level"] <= SECTION]
    _place_drawings(package, content, book["files"])
    replace(package.part, filled("document", content))
    describe(package, shown, as_of)
    target = io.BytesIO()
    package.save(target)
    return settled(target.getvalue())


def shares(weights: Sequence[float], room: int) -> list[int]:
    """Return widths that fill a room, by weight.

    Examples
    --------
    >>> shares([1, 2], 100)
    [33, 67]
    """
    widths = [int(room * weight / sum(weights)) for weight in weights]
    return [*widths[:-1], room - sum(widths[:-1])]


def _marks(shown: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of the bookmark of each thing that can be linked to."""
    ids = [part["id"] for part in shown["sections"]]
    for block in _blocks(shown):
        ids += [row["id"] for row in block.get("rows", ()) if row.get("id")]
        ids += [card["id"] for card in block.get("cards", ()) if card["id"]]
    return {name: number for number, name in enumerate(dict.fromkeys(filter(None, ids)), start=1)}


def _blocks(shown: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from shown["cover"]
    for part in shown["sections"]:
        yield from part["blocks"]


def _sheets(
    parts: Iterable[Section], *, short: bool, package: Package, content: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the runs of pages that lie the same way, the cover first, with what they need."""
    ways = {wide: _way(wide=wide, package=package, content=content) for wide in (False, True)}
    runs = [{**ways[False], "parts": [], "fresh": False, "cover": not short}]
    for wide, lying in groupby(parts, key=lambda part: bool(part["wide"])):
        held = [
            {**part, "turns": part["fresh"] or (part["level"] == CHAPTER and not (short or part["runs_on"]))}
            for part in lying
        ]
        if short and len(runs) == 1 and not runs[0]["parts"] and not wide:
            runs[0]["parts"] = held
        else:
            runs.append({**ways[wide], "parts": held, "fresh": True, "cover": False})
    return runs


def _way(*, wide: bool, package: Package, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the size of a page that lies one way, and the parts that hold its head and foot."""
    width, height = reversed(A4) if wide else A4
    room = width - 2 * SIDE[wide]
    ties = {}
    for kind, relation in (("head", RELATIONSHIP_TYPE.HEADER), ("foot", RELATIONSHIP_TYPE.FOOTER)):
        name = f"/word/{kind}er{'-wide' if wide else ''}.xml"
        part = Part(
            PackURI(name),
            _KINDS.format(f"{kind}er"),
            filled(kind, {**content, "room": room}),
            package.part.package,
        )
        ties[kind] = package.part.relate_to(part, relation)
    return {"wide": wide, "width": width, "height": height, "side": SIDE[wide], "room": room, **ties}


def _place_drawings(package: Package, content: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Give each figure its picture: part, size that fits the page, number."""
    number = 0
    turned = [(content["cover"], content["sheets"][0])]
    turned += [(part["blocks"], sheet) for sheet in content["sheets"] for part in sheet["parts"]]
    for blocks, sheet in turned:
        for block in (it for it in blocks if it["kind"] == "figure"):
            number += 1
            part, picture = package.part.get_or_add_image(io.BytesIO(raster(files[block["file"]])))
            width, height = (side * EMU_PER_PIXEL for side in (picture.px_width, picture.px_height))
            scale = min(sheet["room"] * EMU_PER_TWIP / width, TALLEST[sheet["wide"]] * EMU_PER_TWIP / height)
            size = {"width": round(width * scale), "height": round(height * scale)}
            block["shot"] = {"number": number, "part": part, **size}
