"""An import into an inventory that is there: what nobody changed stays as it was written."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from datamap.exchange.writing import BOM
from datamap.inventory import Inventory
from datamap.inventory.decoding import first_line, without_mark
from datamap.inventory.header import choose_delimiter, read_header
from datamap.inventory.reading import raw_table
from datamap.model import BadInput, Problem

Rows = dict[str, list[str]]


def merged(before: Inventory, written: bytes, now: Inventory, *, replace: bool = False) -> bytes:
    r"""Return `inventory.csv` with the flows of `now` in it.

    Headings, their order, one's own columns and every cell that says the same stay as written (`取得`,
    `1万`); a changed cell and a new row are canonical. Where nothing changes these are the same bytes.

    Parameters
    ----------
    before : the inventory that is there. written : its file. now : what was taken; a column that it
        lacks is blank. replace : flows that `now` does not have go, and its order counts.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> old = "id,種類,項目,渡し手,受領者\nF1,取得,氏名,顧客,受付\n".encode()
    >>> new = "id,kind,items,source,recipient\nF1,collection,name;email,顧客,受付\n".encode()
    >>> merged(read_inventory(old), old, read_inventory(new)).decode().splitlines()[1]
    'F1,取得,name;email,顧客,受付'
    """
    heads, keys, cells = _as_written(before, written)
    columns = list(dict.fromkeys((*before.columns, *now.columns)))
    old, new = _canonical(before, columns), _canonical(now, columns)
    blank = [""] * len(columns)
    added = [
        key
        for at, key in enumerate(columns)
        if key not in keys and any(row[at] != old.get(flow, blank)[at] for flow, row in new.items())
    ]
    place = {key: at for at, key in enumerate([*keys, *added]) if key}
    width = len(keys) + len(added)

    def row_of(flow: str) -> list[str]:
        kept = [*cells.get(flow, [""] * len(keys)), *[""] * len(added)]
        was = old.get(flow, blank)
        for key, then, value in zip(columns, was, new.get(flow, was), strict=True):
            if then != value and place.get(key, width) < width:
                kept[place[key]] = value
        return kept

    flows = list(new) if replace else [*old, *(flow for flow in new if flow not in old)]
    rows = [row_of(flow) for flow in flows]
    if not added and rows == list(cells.values()):
        return written
    delimiter = choose_delimiter(first_line(without_mark(written)), before.vocabulary)
    return _written_like(written, delimiter, [[*heads, *added], *rows])


def _as_written(before: Inventory, written: bytes) -> tuple[list[str], list[str], Rows]:
    """Return the headings, the column that each stands for ("" = none), and the cells of each flow."""
    raw = raw_table(written, before.file, before.vocabulary)
    if isinstance(raw, Problem):  # pragma: no cover - it was read before
        raise BadInput([raw])
    header = read_header(raw.header, before.vocabulary, before.file, filled=[True] * len(raw.header))
    keys = [""] * len(raw.header)
    for key, at in (*header.columns.items(), *header.extra.items()):
        keys[at] = key
    rows = map(list, zip(*(column.texts() for column in raw.columns), strict=True))
    return list(raw.header), keys, dict(zip(before.coded("id").texts(), rows, strict=True))


def _canonical(inventory: Inventory, columns: Sequence[str]) -> Rows:
    blank = [""] * len(inventory)
    cells = [inventory.coded(key).texts() if key in inventory.columns else blank for key in columns]
    return dict(zip(inventory.coded("id").texts(), map(list, zip(*cells, strict=True)), strict=True))


def _written_like(written: bytes, delimiter: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table as UTF-8, with the mark, delimiter and ends of lines of the file that is there."""
    paper = io.StringIO(newline="")
    ends = "\r\n" if b"\r\n" in written else "\n"
    csv.writer(paper, delimiter=delimiter, lineterminator=ends).writerows(rows)
    body = paper.getvalue().encode("utf-8", errors="surrogatepass")
    return body if _is_plain_utf8(written) else BOM.encode() + body


def _is_plain_utf8(written: bytes) -> bool:
    """Return whether a file is UTF-8 without the mark that tells Excel so; one in CP932 gets it."""
    if written.startswith(BOM.encode()):
        return False
    try:
        written.decode()
    except UnicodeDecodeError:
        return False
    return True
