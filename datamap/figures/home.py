"""What a figure is drawn from: a workbook or a table alone, and whose border counts."""

from __future__ import annotations

from datamap.inventory import Inventory, Workbook
from datamap.model import EMPTY, Text


def inventory_of(source: Workbook | Inventory) -> Inventory:
    """Return the inventory of a workbook, or the inventory itself."""
    return source.inventory if isinstance(source, Workbook) else source


def home_of(source: Workbook | Inventory) -> str:
    """Return the country whose border counts: the operator's, else Japan."""
    countries = source.organisation.countries if isinstance(source, Workbook) else ()
    return countries[0] if countries else "JP"


def organisation_of(source: Workbook | Inventory) -> Text:
    """Return the name of the organisation; EMPTY where it is not recorded."""
    name = source.organisation.name if isinstance(source, Workbook) else EMPTY
    return Text(ja=name.ja or name.en, en=name.en or name.ja)


def titled(title: Text, source: Workbook | Inventory) -> Text:
    """Return a title with the name of the organisation behind it."""
    name = organisation_of(source)
    return Text(ja=f"{title.ja} ― {name.ja}", en=f"{title.en} – {name.en}") if name.en else title
