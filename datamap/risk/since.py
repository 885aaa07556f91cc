"""What has changed in the flows since an assessment was signed, and what that lets items do."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from datamap.analysis.compare import Comparison, compare
from datamap.inventory import Workbook, read_inventory
from datamap.model import BadInput
from datamap.risk.signature import Signature


def compared(workbook: Workbook, signature: Signature, *, as_of: date) -> Comparison | None:
    """Hold today's flows against those that were signed, item by item.

    Parameters
    ----------
    workbook : as it is today. signature : what was signed. as_of : today.

    Returns
    -------
    Comparison, from the day of the signed assessment to today. None where the signature keeps no cells
    (format 1), or where they can no longer be read: a word of a closed list may have gone.
    Organisation and own words are today's, since the signature keeps their hashes only.
    """
    if not signature.cells:
        return None
    inventory = workbook.inventory
    records = SimpleNamespace(organisation=workbook.organisation, notice=workbook.notice, own_terms=())
    try:
        before = read_inventory(
            _csv(signature.cells), vocabulary=workbook.vocabulary, records=records, file=inventory.file
        )
    except BadInput:
        return None
    then = date.fromisoformat(signature.as_of)
    found = compare(replace(workbook, inventory=before), workbook, as_of=as_of, as_of_before=then)
    return found.in_lang(workbook.lang)


def _csv(cells: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the cells as an inventory."""
    required = ("id", "kind", "items", "source", "recipient")
    columns = list(dict.fromkeys([*required, *(key for row in cells.values() for key in row)]))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(cells.values())
    return out.getvalue().encode()
