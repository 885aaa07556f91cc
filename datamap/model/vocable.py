"""Words of the vocabularies and the schema of the inventory."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.model.text import EMPTY, Text


@dataclass(frozen=True, slots=True)
class Term:
    """One key of one list in `vocab/`, with its labels, its parent and its cross-references.

    `flags` of items: `sensitive` `id_code` `property_damage` `may_be_sensitive`
    `may_be_property_damage` `related_info` `minor_hint` …; `aliases` are further spellings accepted in cells.
    """

    list: str
    key: str
    label: Text
    parent: str = ""
    help: Text = EMPTY
    flags: frozenset[str] = frozenset()
    aliases: tuple[str, ...] = ()
    dpv: str = ""
    fides: str = ""
    appi: str = ""
    gdpr: str = ""
    added: str = ""
    deprecated: str = ""
    replaced_by: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of `inventory.csv`, as `vocab/columns.csv` states it.

    `type` is one of `id text key keys place places countries duration date range lines`;
    `vocabulary` names the list its keys come from ("" = free); `closed` lists refuse unknown keys.
    """

    key: str
    type: str
    required: bool
    vocabulary: str
    closed: bool
    label: Text
    help: Text
    dpv: str = ""
