"""Templates for common activities: rows to start from, with the places that they name."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Sequence
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from datamap.exchange.spoken import Spoken
from datamap.exchange.toml_blocks import written
from datamap.exchange.writing import csv_file
from datamap.inventory import Inventory, read_inventory
from datamap.model import Lang
from datamap.records import read_records

KEPT = ("[[contract]]", "[[desk]]", "[[control]]")
"""Examples in the empty records that stay useful beside a template."""

_BETWEEN = "|"
_PARTS = re.compile(r"(?m)^(?=# ---- )")


class Template(StrEnum):
    """An activity that many organisations have."""

    SHOP = "shop"
    HR = "hr"
    CRM = "crm"
    TRAVEL = "travel"


def template_files(
    chosen: Sequence[Template], lang: Lang, empty: dict[str, bytes], *, name: str = ""
) -> dict[str, bytes]:
    """Return the files that templates fill: the inventory, and the places of the organisation.

    Parameters
    ----------
    chosen : templates, in the order of their rows. empty : the files of an empty workbook.
    name : of the organisation; "" = left out, which is read as not recorded.
    """
    organisation = _organisation(chosen, empty["records/organisation.toml"].decode(), name)
    found = {"records/organisation.toml": organisation.encode()}
    if chosen:
        found["inventory.csv"] = _in_words(_table(chosen, lang), organisation, lang)
    return found


def _folder(template: Template) -> Traversable:
    return files("datamap").joinpath("starter", "templates", template.value)


def _organisation(chosen: Sequence[Template], empty: str, name: str) -> str:
    """Return the records of the organisation: who it is, the places of the templates, further examples."""
    head, *examples = _PARTS.split(empty)
    who = ["[operator]", 'key = "operator"']
    if name:
        who.append(f"name = {written({'ja': name, 'en': name})}")
    places = [
        _folder(template).joinpath("organisation.toml").read_text(encoding="utf-8") for template in chosen
    ]
    further = [part for part in examples if any(mark in part for mark in KEPT) or not chosen]
    further = [part for part in further if "[operator]" not in part]
    return "\n".join([head.rstrip("\n"), "", *who, "", *places, *further])


def _table(chosen: Sequence[Template], lang: Lang) -> bytes:
    """Return the rows of all templates as one table; cells in two languages in the one asked for."""
    rows: list[list[str]] = []
    heads: list[str] = []
    for template in chosen:
        content = _folder(template).joinpath("inventory.csv").read_text(encoding="utf-8")
        heads, *more = csv.reader(io.StringIO(content))
        rows += more
    return csv_file(heads, ([_one(cell, lang) for cell in row] for row in rows))


def _one(cell: str, lang: Lang) -> str:
    ja, bar, en = cell.partition(_BETWEEN)
    return (ja if lang == "ja" else en) if bar else cell


def _in_words(table: bytes, organisation: str, lang: Lang) -> bytes:
    """Return a table with headings and cells in words of one language, read and checked on the way."""
    with tempfile.TemporaryDirectory(prefix="datamap-init-") as made:
        path = Path(made) / "records" / "organisation.toml"
        path.parent.mkdir()
        path.write_text(organisation, encoding="utf-8")
        inventory = read_inventory(table, records=read_records(Path(made)), lang=lang)
    return spoken_csv(inventory, lang)


def spoken_csv(inventory: Inventory, lang: Lang) -> bytes:
    """Return an inventory as a person in this language would write it: labels, not keys."""
    spoken = Spoken(inventory, lang)
    columns = []
    for column in inventory.vocabulary.columns:
        cells = inventory.coded(column.key)
        words = spoken.cells(column, cells.values)
        columns.append([words[code] for code in cells.codes.tolist()])
    heads = [column.label.in_lang(lang) for column in inventory.vocabulary.columns]
    return csv_file(heads, zip(*columns, strict=True))
