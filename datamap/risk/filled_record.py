"""A filled outline as plain data: what reports and JSON are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap.model import Lang
from datamap.risk.outline import column_label
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.filled import FilledField, FilledSection


def section_record(section: FilledSection, lang: Lang) -> dict[str, Any]:
    """Return one section of a filled outline as plain data, worded in one language."""
    return {
        "number": section.section.number,
        "title": section.section.title.in_lang(lang),
        "depth": section.section.depth,
        "share": None if section.share is None else round(section.share, 4),
        "fields": [_field_record(one, lang) for one in section.fields],
    }


def _field_record(one: FilledField, lang: Lang) -> dict[str, Any]:
    columns = one.field.columns
    return {
        "key": one.field.key,
        "label": one.field.label.in_lang(lang),
        "content": one.field.content.key,
        "state": one.state,
        "state_label": text("risk", f"field_is_{one.state}").in_lang(lang),
        "share": round(one.share, 4),
        "question": one.question.in_lang(lang) if one.open else "",
        "open": list(one.open),
        "note": one.note.reason.in_lang(lang) if one.note else "",
        "columns": [{"key": c, "label": column_label(c).in_lang(lang)} for c in columns],
        "rows": [
            {
                "key": row.key,
                "cells": {c: row.cell(c).in_lang(lang) for c in columns},
                "flows": list(row.flows),
                "by_person": sorted(row.by_person),
            }
            for row in one.rows
        ],
    }
