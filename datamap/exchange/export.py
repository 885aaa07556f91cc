"""An Excel workbook to fill in: the inventory with drop-downs and coloured cells, a guide, what is declared.

References
----------
Microsoft, *Excel specifications and limits*: 32,767 characters in a cell, 255 in a formula's text and in
an input hint, 32 in its title, 255 in a list written into the cell (hence the hidden sheet of lists).
"""

from __future__ import annotations

import io
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from datamap.exchange.export_lists import Lists
from datamap.exchange.export_looks import Looks
from datamap.exchange.export_pages import write_check, write_guide, write_side
from datamap.exchange.export_table import write_inventory, write_marks
from datamap.exchange.marks import Mark, marks_of
from datamap.exchange.settling import settled
from datamap.exchange.side_sheets import SHEETS, side_rows
from datamap.inventory import Inventory, Workbook
from datamap.inventory.cells import LONGEST
from datamap.model import BadInput, Lang
from datamap.rules import Findings
from datamap.vocabulary import problem, text

LISTS, MARKS = "_lists", "_marks"
"""Names of the hidden sheets."""


def export_xlsx(
    workbook: Workbook, *, as_of: date, findings: Findings | None = None, lang: Lang | None = None
) -> bytes:
    """Return a workbook as an .xlsx file that can be filled in and read back; same input, same bytes.

    Parameters
    ----------
    workbook : what to export. as_of : the day that the file bears.
    findings : what the check found; its gaps and contradictions are coloured. Without them only
        the problems of the input are.
    lang : language of headings, words and guide; that of the workbook if not given.

    Returns
    -------
    The file: a guide, the inventory, the list of what the check says, places and groups, clauses of
    the notice, words of one's own, and hidden sheets for the drop-downs.

    Raises
    ------
    BadInput
        If a cell is longer than Excel can hold.
    """
    speak = lang or workbook.lang
    inventory = workbook.inventory
    _refuse_long(inventory, speak)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    title = text("exchange", "title").in_lang(speak)
    book.set_properties({"title": title, "created": datetime.combine(as_of, time())})
    sheets = _sheets(book, speak)
    looks = Looks(book)
    marks = marks_of(workbook, findings)
    lists = Lists(inventory, speak)
    lists.write(book, sheets[LISTS])
    write_marks(sheets[MARKS], inventory, marks, speak)
    write_guide(sheets["guide"], workbook, looks, speak, as_of)
    write_inventory(sheets["inventory"], inventory, lists, marks, looks, speak)
    write_check(sheets["check"], workbook, marks, looks, speak, table=sheets["inventory"].get_name())
    for name, rows in side_rows(workbook).items():
        write_side(sheets[name], name, rows, lists, looks, speak)
    book.close()
    return settled(target.getvalue())


def _sheets(book: xlsxwriter.Workbook, lang: Lang) -> dict[str, Worksheet]:
    """Return the empty sheets, in their order, under their keys; the inventory is what opens."""
    keys = ("guide", "inventory", "check", *SHEETS)
    sheets = {key: book.add_worksheet(text("exchange", f"sheet_{key}").in_lang(lang)) for key in keys}
    for key in (LISTS, MARKS):
        sheets[key] = book.add_worksheet(key)
        sheets[key].hide()
    sheets["inventory"].activate()
    return sheets


def _refuse_long(inventory: Inventory, lang: Lang) -> None:
    """Refuse cells that Excel would cut; characters beyond the common ones count two there."""
    found = []
    for key in inventory.columns:
        cells = inventory.coded(key)
        first = cells.first_rows()
        for code, value in enumerate(cells.values):
            units = len(value.encode("utf-16-le", errors="surrogatepass")) // 2
            if units > LONGEST:
                row = int(inventory.rows[first[code]])
                found.append(
                    problem(
                        "cell_too_long",
                        severity="error",
                        file=inventory.file,
                        row=row,
                        column=key,
                        length=units,
                        limit=LONGEST,
                    )
                )
    if found:
        raise BadInput(found, lang)


__all__ = ["Mark", "export_xlsx"]
