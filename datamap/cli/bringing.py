"""What an import brings: the inventory, the records that its sheets change, and the account."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from datamap.exchange.account import Account
from datamap.exchange.grid import Book
from datamap.exchange.keeping import merged
from datamap.exchange.mapping import Mapping
from datamap.exchange.placing import write_whole
from datamap.exchange.side_reading import Sides, read_sides
from datamap.exchange.spoken import Spoken
from datamap.exchange.taking import Taken, take
from datamap.inventory import Inventory, read_inventory
from datamap.inventory.workbook import INVENTORY
from datamap.model import BadInput, Lang, Severity, Text
from datamap.records import FILES, Records, read_records
from datamap.vocabulary import text

ACCOUNT, REFUSED = "import-account.csv", "import-refused.csv"


@dataclass
class Brought:
    """What an import brings.

    Attributes
    ----------
    taken : the inventory and the account. sides : what the other sheets change in the records.
    records : `records/…` -> content of the files of the workbook that the import rests on.
    before : its present inventory, if it has one. written : the file of that. lang : of the account.
    """

    taken: Taken
    sides: Sides
    records: dict[str, bytes]
    before: Inventory | None
    lang: Lang
    remarks: list[Text] = field(default_factory=list)
    written: bytes = b""

    def files(self, *, merge: bool) -> dict[str, bytes]:
        """Return the files of the workbook; with `merge`, flows that the file does not have stay."""
        now = self.taken.inventory
        table = self.taken.csv
        if self.before is not None and self.written:
            table = merged(self.before, self.written, now, replace=not merge)
        return {**self.records, **self.sides.files, INVENTORY: table}

    def beside(self) -> dict[str, bytes]:
        """Return the files that tell of the import itself."""
        found = {ACCOUNT: self.account.as_csv(self.lang, self.spoken)}
        return found | ({REFUSED: self.taken.refused} if self.taken.refused else {})

    @cached_property
    def spoken(self) -> Spoken:
        """What puts the cells of the account into words."""
        return Spoken(self.taken.inventory, self.lang)

    @property
    def account(self) -> Account:
        """The account of every row."""
        return self.taken.account


def bring(book: Book, mapping: Mapping | None, *, base: Path, lang: Lang) -> Brought:
    """Read a spreadsheet for a workbook; nothing is written.

    Parameters
    ----------
    base : folder of the workbook whose records apply and whose inventory is compared with; it may
        be no workbook yet.

    Raises
    ------
    BadInput
        If the file cannot be read, or the records, as they are or as its sheets change them, have errors.
    """
    files = {f"records/{name}": (base / "records" / name) for name in FILES}
    present = {name: path.read_bytes() for name, path in files.items() if path.is_file()}
    now = _sound(read_records(base), lang)
    sides = Sides()
    if mapping is None:
        words = {name: content.decode("utf-8-sig", errors="replace") for name, content in present.items()}
        sides = read_sides(book, now, words)
    records = now if not sides.files else _changed(present | sides.files, lang)
    before, remarks = _before(base, records, lang)
    taken = take(book, mapping, records=records, before=before, lang=lang)
    written = (base / INVENTORY).read_bytes() if before is not None else b""
    return Brought(taken, sides, present, before, lang, remarks, written)


def _sound(records: Records, lang: Lang) -> Records:
    if any(found.severity is Severity.ERROR for found in records.problems):
        raise BadInput(records.problems, lang)
    return records


def _changed(files: dict[str, bytes], lang: Lang) -> Records:
    """Return the records as they would be; an error in them is an error of the import."""
    with tempfile.TemporaryDirectory(prefix="datamap-import-") as made:
        folder = Path(made)
        for name, content in files.items():
            write_whole(folder / name, content)
        return _sound(read_records(folder), lang)


def _before(base: Path, records: Records, lang: Lang) -> tuple[Inventory | None, list[Text]]:
    """Return the present inventory; one with errors cannot be compared with, which is told."""
    file = base / INVENTORY
    if not file.is_file():
        return None, []
    try:
        return read_inventory(file.read_bytes(), records=records, file=INVENTORY, lang=lang), []
    except BadInput:
        return None, [text("cli", "intake_no_comparison", file=file)]
