"""What a Word file is packed in: styles, typefaces, settings, properties, pictures.

python-docx brings an empty document; its styles, thumbnail and dates give way to our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import typst
from docx.document import Document as Package
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from datamap.report.html import templates
from datamap.report.lean import lean_png

LOCALE = {"ja": "ja-JP", "en": "en-GB"}
PIXELS_PER_INCH = 200

_LEFT_BEHIND = ("stylesWithEffects", "thumbnail", "customXml", "webSettings")
_TEXTS = {
    RELATIONSHIP_TYPE.STYLES: "styles",
    RELATIONSHIP_TYPE.SETTINGS: "settings",
    RELATIONSHIP_TYPE.NUMBERING: "numbering",
    RELATIONSHIP_TYPE.FONT_TABLE: "fonts",
}
_PROPERTY_LETTERS = 255
_EXTENDED = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>datamap</Application></Properties>"
)


def filled(template: str, content: Mapping[str, Any]) -> bytes:
    """Fill one of the XML templates of a Word file; every value is escaped."""
    return templates().get_template(f"word/{template}.xml.j2").render(**content).encode()


def dress(package: Package, look: Mapping[str, Any]) -> None:
    """Put our styles, typefaces and settings in place of the library's, and drop what we do not use."""
    for owner in (package.part.package, package.part):
        for name in [
            rid for rid, tie in owner.rels.items() if any(word in tie.target_ref for word in _LEFT_BEHIND)
        ]:
            del owner.rels[name]
    for tie in package.part.rels.values():
        if tie.reltype in _TEXTS:
            replace(tie.target_part, filled(_TEXTS[tie.reltype], look))


def replace(part: Any, content: bytes) -> None:
    """Give a part new content; python-docx has no door for that, whichever kind the part is."""
    if hasattr(part, "_element"):
        part._element = parse_xml(content)  # noqa: SLF001
    else:
        part._blob = content  # noqa: SLF001


def describe(package: Package, shown: Mapping[str, Any], as_of: date) -> None:
    """Fill in the properties that a file carries; dates come from `as_of`."""
    told = package.core_properties
    told.title = shown["title"][:_PROPERTY_LETTERS]
    told.author = shown["organisation"][:_PROPERTY_LETTERS]
    told.subject = shown["subtitle"][:_PROPERTY_LETTERS]
    told.language = LOCALE[shown["lang"]]
    told.created = told.modified = datetime.combine(as_of, time())
    told.last_modified_by, told.revision = "datamap", 1
    told.comments = told.keywords = told.category = ""
    for tie in package.part.package.rels.values():
        if tie.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            replace(tie.target_part, _EXTENDED)


@lru_cache(maxsize=16)
def raster(drawing: bytes) -> bytes:
    """Return an SVG drawing as PNG: not every word processor shows SVG. Reports share their drawings."""
    sheet = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")'
    made: bytes = typst.compile(
        {"main": sheet, "drawing.svg": drawing},  # type: ignore[call-overload]  # as in pdf.py
        format="png",
        ppi=PIXELS_PER_INCH,
        ignore_system_fonts=True,
    )
    return lean_png(made)
