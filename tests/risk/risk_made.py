"""Small workbooks of our own, made for one question each."""

from __future__ import annotations

from dataclasses import replace

from datamap.inventory import Workbook, read_inventory
from datamap.model import AssessmentRecord, Notice, Organisation
from datamap.records import Records


def make_workbook(
    *rows: dict[str, str],
    organisation: Organisation | None = None,
    notice: Notice | None = None,
    record: dict[str, object] | None = None,
) -> Workbook:
    """Return a workbook of our own; each row needs only what it is about."""
    filled = [
        {"id": f"M{n:02d}", "kind": "third_party", "source": "us", "recipient": "them"} | row
        for n, row in enumerate(rows)
    ]
    columns = list(dict.fromkeys(column for row in filled for column in row))
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in filled)]
    declared = Records(organisation=organisation or Organisation(), notice=notice or Notice())
    inventory = read_inventory("\n".join(lines).encode(), records=declared, file="made.csv")
    workbook = Workbook.from_inventory(inventory)
    changes = {"organisation": organisation, "notice": notice}
    if record is not None:
        changes["assessment"] = AssessmentRecord(raw=record)
    return replace(workbook, **{name: value for name, value in changes.items() if value is not None})
