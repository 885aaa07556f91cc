"""What a figure is drawn from: a workbook or a table alone, and whose border counts."""

from __future__ import annotations

from datamap.analysis.border import Border
from datamap.inventory import Inventory, Workbook
from datamap.model import EMPTY, Text


def inventory_of(source: Workbook | Inventory) -> Inventory:
    """Return the inventory of a workbook, or the inventory itself."""
    return source.inventory if isinstance(source, Workbook) else source


def border_of(source: Workbook | Inventory) -> Border:
    """Return the border that counts, for an operator in several countries row by row; else that of Japan."""
    if isinstance(source, Workbook):
        return Border(source.inventory, frozenset(source.organisation.countries))
    return Border.of(source)


def organisation_of(source: Workbook | Inventory) -> Text:
    """Return the name of the organisation; EMPTY where it is not recorded."""
    name = source.organisation.name if isinstance(source, Workbook) else EMPTY
    return Text(ja=name.ja or name.en, en=name.en or name.ja)


def titled(title: Text, source: Workbook | Inventory) -> Text:
    """Return a title with the name of the organisation behind it."""
    name = organisation_of(source)
    return Text(ja=f"{title.ja} ― {name.ja}", en=f"{title.en} – {name.en}") if name.en else title
