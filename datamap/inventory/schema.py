"""The schema of `inventory.csv` for other programs: Table Schema and Data Package, version 2.

Written from `vocab/columns.csv`, like everything else that knows the columns. It describes a
table in keys, as exports write it; our own reader also takes labels and other spellings.

References
----------
Data Package standard, version 2.0: Table Schema, Table Dialect, Data Resource.
"""

from __future__ import annotations

import json
import re
from typing import Any

from datamap.inventory.cells import LONGEST, LONGEST_ID
from datamap.model import Column
from datamap.vocabulary import Vocabulary, read_vocabulary

_PROFILE = "https://datapackage.org/profiles/2.0/"
_PERIOD = r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?"


def table_schema(vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """Return the Table Schema of `inventory.csv`.

    Parameters
    ----------
    vocabulary : the words; the built-in ones if not given.

    Examples
    --------
    >>> schema = table_schema()
    >>> schema["primaryKey"], schema["fields"][0]["name"]
    (['id'], 'id')
    """
    words = vocabulary or read_vocabulary()
    return {
        "$schema": f"{_PROFILE}tableschema.json",
        "fieldsMatch": "partial",
        "fields": [_field(column, words) for column in words.columns],
        "primaryKey": ["id"],
        "missingValues": [""],
    }


def data_package(vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """Return the descriptor `datapackage.json` that stands beside `inventory.csv`."""
    return {
        "$schema": f"{_PROFILE}datapackage.json",
        "name": "datamap-workbook",
        "title": "個人データの流れの台帳 / Inventory of flows of personal data",
        "resources": [
            {
                "name": "inventory",
                "type": "table",
                "path": "inventory.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
                "schema": table_schema(vocabulary),
            }
        ],
    }


def data_package_text(vocabulary: Vocabulary | None = None) -> str:
    """Return `datapackage.json` as committed: readable, the same for the same vocabulary."""
    return json.dumps(data_package(vocabulary), ensure_ascii=False, indent=2) + "\n"


def _field(column: Column, words: Vocabulary) -> dict[str, Any]:
    kind = "date" if column.type == "date" else "string"
    field: dict[str, Any] = {
        "name": column.key,
        "type": kind,
        "title": f"{column.label.ja} / {column.label.en}",
        "description": f"{column.help.ja} / {column.help.en}",
        "constraints": _constraints(column, words),
    }
    if column.dpv:
        field["rdfType"] = column.dpv
    return field


def _constraints(column: Column, words: Vocabulary) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if column.required:
        found["required"] = True
    if column.type == "id":
        found |= {"pattern": r"[^\s;\"'`\\]+", "maxLength": LONGEST_ID}
    elif column.type != "date":
        found |= _shape(column, words)
    return found


def _shape(column: Column, words: Vocabulary) -> dict[str, Any]:
    keys = [term.key for term in words.terms(column.vocabulary)]
    choice = "|".join(map(re.escape, keys))
    if column.closed and column.type == "key":
        return {"enum": keys}
    if column.closed and column.type in {"keys", "countries"}:
        return {"pattern": f"({choice})(;({choice}))*"}
    if column.type == "duration":
        return {"pattern": rf"{_PERIOD}|({choice})(\+{_PERIOD})?"}
    if column.type == "range":
        return {"pattern": r"[<>]?\d+|\d+-\d+"}
    return {"maxLength": LONGEST} | ({"pattern": r"[\s\S]*\S[\s\S]*"} if column.required else {})
