"""Draw the gallery of figures, and write the page that shows it: `make pictures`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

import datamap
from datamap import figures
from datamap.analysis.whatif import Change, what_if
from datamap.figures import Display
from datamap.inventory import Workbook, read_workbook
from datamap.model import LANGS, Lang
from datamap.report.context import gallery
from datamap.report.context.results import compute

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images" / "gallery"
DAY = date(2026, 11, 22)
KNOWN = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001 - the moment of a breach that is made up
ITEM = "passport_no"
DPI = 90
COLOURS = 96
"""What a picture keeps: enough for letters and ribbons, and a tenth of the bytes."""

IN_REPORTS = {
    "draw_matrix": gallery.MATRIX, "draw_completeness": gallery.COMPLETENESS,
    "draw_heat_map": gallery.HEAT_MAP, "draw_places_at_risk": gallery.PLACES,
    "draw_standing": gallery.STANDING, "draw_timeline": gallery.TIMELINE, "draw_year": gallery.YEAR,
}  # fmt: skip
"""Figures that the reports have -> their name there."""

WORDS = {
    "ja": "架空の旅行会社（[台帳](../examples/tour-operator)）のデータを `make pictures` で描いたものです。"
    "見た目の約束は [style.md](style.md) にあります。",
    "en": "Drawn by `make pictures` from [the inventory](../examples/tour-operator) of a made-up tour "
    "operator. What they keep to stands in [style.md](style.md).",
}


def makers(book: Workbook, lang: Lang) -> dict[str, Callable[[], Display]]:
    """Return for the name of each function what draws an example of it."""
    asked: dict[str, Any] = {"as_of": DAY, "item": ITEM, "country": "TH", "reading": "certain"}
    cut = datamap.cut(book, **asked)
    tried = what_if(book, [Change(end=cut.choices[0])], as_of=DAY)
    erasure = datamap.erasure(book, as_of=DAY, subject="customer")
    place = str(next(iter(erasure.table["place"])))
    drawn = compute(book, DAY).gallery(lang)
    own: dict[str, Callable[[], Display]] = {
        "draw_flows": lambda: figures.draw_flows(book, lang=lang, as_of=DAY, item=ITEM),
        "draw_reach": lambda: figures.draw_reach(book, as_of=DAY, lang=lang),
        "draw_routes": lambda: figures.draw_routes(datamap.routes(book, **asked), source=book, lang=lang),
        "draw_cut": lambda: figures.draw_cut(cut, book, as_of=DAY, lang=lang),
        "draw_change": lambda: figures.draw_change(
            tried.before, tried.after, as_of=DAY, item=ITEM, lang=lang
        ),
        "draw_erasure": lambda: figures.draw_erasure(erasure, lang=lang),
        "draw_breach": lambda: figures.draw_breach(
            datamap.exposure(book, as_of=DAY, place=place, known=KNOWN), lang=lang
        ),
    }
    return own | {name: lambda file=file: drawn.display(file) for name, file in IN_REPORTS.items()}


def picture(shown: Display) -> bytes:
    """Return a figure as a small PNG."""
    with Image.open(BytesIO(shown.png(DPI))) as full:
        small = full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        written = BytesIO()
        small.save(written, "PNG", optimize=True)
    return written.getvalue()


def entries(lang: Lang) -> Iterator[str]:
    """Draw every figure in a language, and yield its part of the page."""
    book = read_workbook(ROOT / "examples" / "tour-operator", lang=lang)
    made = makers(book, lang)
    for name in sorted(set(figures.__all__) - {"Display"}):
        shown = made[name]()
        file = FOLDER / f"{name.removeprefix('draw_')}.{lang}.png"
        file.write_bytes(picture(shown))
        yield f"### {shown.title}\n\n`{name}`: {shown.fact}\n\n![{shown.title}](images/gallery/{file.name})\n"


def main() -> None:
    """Write `docs/figures.md` and its pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    parts = ["# 図の一覧 / Gallery of figures\n", "[English below](#english)\n"]
    for lang in LANGS:
        parts += [f"## {'日本語' if lang == 'ja' else 'English'}\n", f"{WORDS[lang]}\n", *entries(lang)]
    page = ROOT / "docs" / "figures.md"
    page.write_text("\n".join(parts), encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
