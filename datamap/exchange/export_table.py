"""The sheet of the inventory: drop-downs, hints, cells that turn red, and go white when they are mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from datamap.exchange.export_lists import Lists
from datamap.exchange.export_looks import Looks, lines_of, paper, width_of
from datamap.exchange.marks import Mark
from datamap.exchange.spoken import LISTED, Spoken
from datamap.inventory import Inventory
from datamap.model import Column, Lang
from datamap.vocabulary import text

SPARE = 500
"""Blank rows below the table that have drop-downs and colours too."""

_HINT, _HINT_TITLE, _COMPARED = 255, 32, 200
_LAST_ROW = 1_048_575
_LINE = 14.0
_FROZEN = 2
_LISTS = (*LISTED, "clauses")


def write_inventory(
    page: Worksheet, inventory: Inventory, lists: Lists, marks: Sequence[Mark], looks: Looks, lang: Lang
) -> None:
    """Write headings, rows, drop-downs and colours."""
    schema = {column.key: column for column in inventory.vocabulary.columns}
    words = cells_in_words(inventory, lang)
    last = min(len(inventory) + SPARE, _LAST_ROW)
    widths = []
    for place, key in enumerate(inventory.columns):
        column = schema.get(key)
        label = column.label.in_lang(lang) if column else key
        sample = [value for value in words[key][0][:200] if value]
        widths.append(width_of([label, *sample]))
        page.set_column(place, place, widths[-1], looks.cell)
        look = looks.head_required if column and column.required else looks.head
        page.write_string(0, place, label, look)
        if column:
            _offer(page, place, column, lists, last, lang)
    page.set_row(0, 32)
    _rows(page, [words[key] for key in inventory.columns], widths, looks)
    _colours(page, inventory, lists, marks, looks, last)
    page.freeze_panes(1, _FROZEN)
    page.autofilter(0, 0, max(len(inventory), 1), len(inventory.columns) - 1)
    page.repeat_rows(0)
    page.repeat_columns(0, 0)
    page.print_area(0, 0, max(len(inventory), 1), len(inventory.columns) - 1)
    paper(page, across=3)


def cells_in_words(inventory: Inventory, lang: Lang) -> dict[str, tuple[list[str], list[int]]]:
    """Return each column as its distinct cells in words, and the code of each row."""
    schema = {column.key: column for column in inventory.vocabulary.columns}
    spoken = Spoken(inventory, lang)
    found = {}
    for key in inventory.columns:
        cells = inventory.coded(key)
        said = spoken.cells(schema[key], cells.values) if key in schema else list(cells.values)
        found[key] = (said, cells.codes.tolist())
    return found


def _rows(
    page: Worksheet, columns: Sequence[tuple[list[str], list[int]]], widths: Sequence[float], looks: Looks
) -> None:
    """Write the rows, each as high as its longest cell needs, up to a limit."""
    formats = [[looks.of(word) for word in words] for words, _ in columns]
    lines = [[lines_of(w, width) for w in words] for (words, _), width in zip(columns, widths, strict=True)]
    for row in range(len(columns[0][1])):
        needed = max(counts[codes[row]] for counts, (_, codes) in zip(lines, columns, strict=True))
        page.set_row(row + 1, _LINE * needed)
        for place, (words, codes) in enumerate(columns):
            code = codes[row]
            word = words[code]
            if word:
                page.write_string(row + 1, place, word, formats[place][code])


def _offer(page: Worksheet, place: int, column: Column, lists: Lists, last: int, lang: Lang) -> None:
    """Give a column its drop-down and its hint, in both languages, that of the workbook first."""
    title, hint = hint_of(column, lang)
    options: dict[str, object] = {"validate": "any", "input_title": title, "input_message": hint}
    name = lists.of(column)
    if name:
        one_of_a_closed_list = column.closed and column.type == "key"
        options |= {"validate": "list", "source": f"=list_{name}", "show_error": one_of_a_closed_list}
        options |= {
            "error_title": title,
            "error_message": text("exchange", "not_in_list", column=title).in_lang(lang)[:_HINT],
            "error_type": "warning",
        }
    page.data_validation(1, place, last, place, options)


def hint_of(column: Column, lang: Lang) -> tuple[str, str]:
    """Return title and text of the hint of a column, cut to what Excel shows."""
    first, second = (column.help.ja, column.help.en) if lang == "ja" else (column.help.en, column.help.ja)
    several = text("exchange", "several").in_lang(lang) + "\n" if column.type in _LISTS else ""
    hint = f"{several}{first}\n{second}"
    return column.label.in_lang(lang)[:_HINT_TITLE], hint if len(hint) <= _HINT else hint[: _HINT - 1] + "…"


def _colours(
    page: Worksheet, inventory: Inventory, lists: Lists, marks: Sequence[Mark], looks: Looks, last: int
) -> None:
    """Colour what the check names while it stands as it was, and what a row cannot do without."""
    schema = {column.key: column for column in inventory.vocabulary.columns}
    width = len(inventory.columns)
    row_filled = f"COUNTA($A2:${xl_col_to_name(width - 1)}2)>0"
    for (key, sort), (reference, _) in marked_ranges(inventory, marks).items():
        at = inventory.columns.index(key)
        here = f'$A2&"|"&LEFT({xl_col_to_name(at)}2,{_COMPARED})'
        rule = f"=ISNUMBER(MATCH({here},{reference},0))"
        _rule(page, at, last, rule, getattr(looks, sort))
    for at, key in enumerate(inventory.columns):
        column, cell = schema.get(key), f"{xl_col_to_name(at)}2"
        if column and column.required:
            _rule(page, at, last, f"=AND({row_filled},LEN(TRIM({cell}))=0)", looks.missing)
        if column and column.closed and column.type == "key" and column.vocabulary in lists.accepted:
            known = f"ISNA(MATCH(TRIM({cell}),known_{column.vocabulary},0))"
            _rule(page, at, last, f'=AND({cell}<>"",{known})', looks.contradiction)
    page.conditional_format(1, 0, last, 0, {"type": "duplicate", "format": looks.contradiction})
    begin, end = (f"{xl_col_to_name(inventory.columns.index(key))}2" for key in ("since", "until"))
    at = inventory.columns.index("until")
    _rule(page, at, last, f'=AND({begin}<>"",{end}<>"",{end}<{begin})', looks.contradiction)


def _rule(page: Worksheet, at: int, last: int, formula: str, look: object) -> None:
    page.conditional_format(1, at, last, at, {"type": "formula", "criteria": formula, "format": look})


def marked_ranges(
    inventory: Inventory, marks: Sequence[Mark]
) -> Mapping[tuple[str, str], tuple[str, list[Mark]]]:
    """Return for each column and sort of mark the range of the hidden sheet, and the marks in it."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for sort in ("contradiction", "missing", "doubt"):
        for mark in marks:
            if mark.sort == sort:
                found.setdefault((mark.column, sort), []).append(mark)
    order = {key: number for number, key in enumerate(inventory.columns)}
    ranges = {}
    for number, key in enumerate(sorted(found, key=lambda pair: (order[pair[0]], pair[1]))):
        letters = xl_col_to_name(number)
        ranges[key] = (f"_marks!${letters}$2:${letters}${len(found[key]) + 1}", found[key])
    return ranges


def write_marks(page: Worksheet, inventory: Inventory, marks: Sequence[Mark], lang: Lang) -> None:
    """Write the hidden sheet that colours rest on: flow id, a bar, and the cell as it was."""
    ids = inventory.coded("id")
    words = cells_in_words(inventory, lang)
    columns = [(key, held) for key, (_, held) in marked_ranges(inventory, marks).items()]
    for row in range(max((len(held) for _, held in columns), default=0) + 1):
        for place, ((key, sort), held) in enumerate(columns):
            if row == 0:
                page.write_string(0, place, f"{key} {sort}")
            elif row <= len(held):
                at = held[row - 1].row
                said, codes = words[key]
                flow = ids.values[ids.codes[at]]
                page.write_string(row, place, f"{flow}|{said[codes[at]][:_COMPARED]}")
