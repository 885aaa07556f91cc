"""The sheets around the inventory: the guide, what the check says, places, clauses, words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from datamap import __version__
from datamap.exchange.export_lists import FLAG_LIST, TABLE_LIST, Lists
from datamap.exchange.export_looks import Looks, lines_of, paper, width_of, write_text
from datamap.exchange.marks import Mark
from datamap.exchange.side_sheets import SHEETS, Row, heading
from datamap.inventory import Workbook
from datamap.model import Lang
from datamap.vocabulary import text

LINKED, LISTED = 5_000, 50_000
"""Marks that are linked to their cells, and that are listed at all; the colours are on all of them."""

_SPARE = 200
_CHECK: tuple[tuple[str, int], ...] = (
    ("cell", 9),
    ("flow", 12),
    ("column", 18),
    ("sort", 14),
    ("value", 24),
    ("about", 52),
    ("todo", 52),
    ("rule", 18),
)
_VOCABULARIES = {
    "role": "roles",
    "section": "sections",
    "kind": "kinds",
    "countries": "countries",
    "items": "items",
    "subjects": "subjects",
    "purposes": "purposes",
    "rights": "rights",
    "measures": "measures",
    "claims": "claims",
    "retention": "retention_events",
}


def write_guide(page: Worksheet, workbook: Workbook, looks: Looks, lang: Lang, as_of: date) -> None:
    """Write what the file is, how it is filled in, what colours say, and every column with its help."""
    widths = (20, 16, 9, 62, 62)
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    page.hide_gridlines(2)
    organisation = workbook.organisation.name.in_lang(lang)
    page.write_string(0, 0, _said("title", lang), looks.title)
    page.set_row(0, 26)
    head = _said("guide_made", lang, as_of=as_of.isoformat(), version=__version__,
                 flows=len(workbook.inventory), name=organisation)  # fmt: skip
    page.merge_range(1, 0, 1, 4, head, looks.soft)
    row = 3
    page.write_string(row, 0, _said("guide_how", lang), looks.part)
    for number in range(1, 8):
        row += 1
        step = f"{number}. {_said(f'guide_step_{number}', lang)}"
        page.merge_range(row, 0, row, 4, step, looks.words)
        page.set_row(row, 16 * lines_of(step, 165))
    row += 2
    page.write_string(row, 0, _said("guide_colours", lang), looks.part)
    for sort in ("missing", "contradiction", "doubt"):
        row += 1
        page.write_string(row, 0, _said(f"sort_{sort}", lang), looks.sample[sort])
        page.merge_range(row, 1, row, 4, _said(f"guide_{sort}", lang), looks.words)
        page.set_row(row, 20)
    _guide_columns(page, workbook, looks, lang, row + 2)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _guide_columns(page: Worksheet, workbook: Workbook, looks: Looks, lang: Lang, row: int) -> None:
    page.write_string(row, 0, _said("guide_columns", lang), looks.part)
    heads = ("guide_label", "guide_key", "guide_required", "guide_help_ja", "guide_help_en")
    for place, key in enumerate(heads):
        page.write_string(row + 1, place, _said(key, lang), looks.head)
    for number, column in enumerate(workbook.vocabulary.columns, start=row + 2):
        required = _said("required" if column.required else "optional", lang)
        cells = (column.label.in_lang(lang), column.key, required, column.help.ja, column.help.en)
        for place, cell in enumerate(cells):
            write_text(page, number, place, cell, looks.cell)
        page.set_row(number, 14 * max(lines_of(words, 62) for words in cells[3:]))


def write_check(
    page: Worksheet, workbook: Workbook, marks: Sequence[Mark], looks: Looks, lang: Lang, *, table: str
) -> None:
    """Write what the check says, a line a coloured cell, each with the way to its cell."""
    for place, (key, width) in enumerate(_CHECK):
        page.set_column(place, place, width)
        page.write_string(0, place, _said(f"check_{key}", lang), looks.head)
    inventory = workbook.inventory
    ids = inventory.coded("id").texts() if marks else []
    order = {key: number for number, key in enumerate(inventory.columns)}
    values = {key: inventory.coded(key).texts() for key in {mark.column for mark in marks}}
    for number, mark in enumerate(marks[:LISTED], start=1):
        place = xl_rowcol_to_cell(mark.row + 1, order[mark.column])
        if number <= LINKED:
            page.write_url(number, 0, f"internal:'{table}'!{place}", looks.link, place)
        else:
            page.write_string(number, 0, place, looks.cell)
        label = workbook.vocabulary.label("columns", mark.column).in_lang(lang)
        said = (mark.about.in_lang(lang), mark.todo.in_lang(lang))
        page.set_row(number, 14 * max(lines_of(words, 52) for words in said))
        cells = (ids[mark.row], label, _said(f"sort_{mark.sort}", lang), values[mark.column][mark.row])
        for at, cell in enumerate(cells, start=1):
            write_text(page, number, at, cell, looks.sample[mark.sort] if at == 3 else looks.of(cell))  # noqa: PLR2004
        for at, cell in enumerate((*said, mark.source), start=5):
            write_text(page, number, at, cell, looks.cell)
    if len(marks) > LISTED:
        more = _said("check_more", lang, count=len(marks) - LISTED)
        page.write_string(LISTED + 1, 0, more, looks.cell)
    elif not marks:
        page.write_string(1, 0, _said("check_nothing", lang), looks.words)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    paper(page)


def write_side(
    page: Worksheet, name: str, rows: Sequence[Row], lists: Lists, looks: Looks, lang: Lang
) -> None:
    """Write one sheet of records with its headings and drop-downs."""
    place = 0
    for field in SHEETS[name]:
        for key in field.keys:
            label = heading(name, key).in_lang(lang)
            sample = [row[key] for row in rows[:200]]
            page.set_column(place, place, width_of([label, *sample], most=48.0), looks.cell)
            page.write_string(0, place, label, looks.head)
            options: dict[str, object] = {"validate": "any"}
            source = _source(name, key, field.kind)
            if source in lists.offered:
                options = {"validate": "list", "source": f"=list_{source}", "show_error": False}
            hint = text("exchange", f"hint_{field.kind}").in_lang(lang)
            if hint:
                options |= {"input_title": label[:32], "input_message": hint[:255]}
            if len(options) > 1:
                page.data_validation(1, place, len(rows) + _SPARE, place, options)
            place += 1
    keys = [key for field in SHEETS[name] for key in field.keys]
    for number, row in enumerate(rows, start=1):
        for at, key in enumerate(keys):
            write_text(page, number, at, row[key], looks.of(row[key]))
    page.freeze_panes(1, 2)
    page.repeat_rows(0)
    paper(page)


def _source(sheet: str, key: str, kind: str) -> str:
    """Return the list that the drop-down of a column offers."""
    if kind == "flag":
        return FLAG_LIST
    if (sheet, key) == ("places", "table"):
        return TABLE_LIST
    return "" if sheet == "words" else _VOCABULARIES.get(key, "")


def _said(key: str, lang: Lang, **values: object) -> str:
    return text("exchange", key, **values).in_lang(lang)
