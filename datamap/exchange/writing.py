"""An inventory as the file `inventory.csv`: keys, canonical cells, the same bytes for the same table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from datamap.inventory import Inventory

BOM = "\ufeff"
"""Lets Excel see that a CSV file is UTF-8."""


def inventory_csv(inventory: Inventory) -> bytes:
    r"""Return an inventory as CSV: headings are keys, cells canonical, no column of the schema left out.

    Columns of one's own follow, under their headings. Reading the result gives the same table.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory("id,kind,items,source,recipient\nF1,取得,氏名,顧客,受付\n".encode())
    >>> inventory_csv(read_inventory(inventory_csv(table))) == inventory_csv(table)
    True
    """
    columns = [inventory.coded(key).texts() for key in inventory.columns]
    return csv_file(inventory.columns, zip(*columns, strict=True))


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV: UTF-8 with a byte order mark, lines as spreadsheets end them."""
    paper = io.StringIO(newline="")
    paper.write(BOM)
    writer = csv.writer(paper, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return paper.getvalue().encode("utf-8", errors="surrogatepass")
