"""Words of `records/policy.toml` that nothing else knows: a rule with one would never apply."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from datamap.inventory.table import Inventory
from datamap.model import Problem, Severity
from datamap.records.page import nearest_of
from datamap.vocabulary import fold, text

_FILE = "records/policy.toml"
_WORD = re.compile(r"(\w+)\[\d+\]")
_DOUBTS = ("record_new_word", "record_unknown_party")
_COLUMNS = {"roles": "recipient_role", "activities": "activity"}
"""Keys of a rule that are not called like the column of the inventory."""


def judge_policy_words(inventory: Inventory, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems of the records, knowing what the rows say.

    A word of one's own may stand in a rule if some row uses it: there is no doubt about it then. One
    that neither a list nor a row knows is most likely misspelt; the rule would hold nothing and nobody
    would notice, so that it is an error.

    Parameters
    ----------
    inventory : the rows. problems : what the records were found to have.
    """
    judged = (
        _judged(inventory, one) if one.file == _FILE and one.code in _DOUBTS else one for one in problems
    )
    return tuple(one for one in judged if one is not None)


def _judged(inventory: Inventory, doubt: Problem) -> Problem | None:
    key = _WORD.search((doubt.column or "").rpartition(".")[2])
    if key is None or doubt.value is None:
        return doubt
    known = _known(inventory, key[1])
    if fold(doubt.value) in known:
        return None
    return replace(
        doubt,
        severity=Severity.ERROR,
        message=text("records", "record_policy_word.message", value=doubt.value, key=key[1]),
        next_step=text(
            "records",
            "record_policy_word.party_step" if key[1] == "places" else "record_policy_word.next_step",
        ),
        nearest=doubt.nearest or nearest_of(doubt.value, sorted(known)),
    )


def _known(inventory: Inventory, key: str) -> set[str]:
    """Return what the rows write where a key of a rule looks: places, or words of a column."""
    if key == "places":
        return {*inventory.places, *inventory.groups}
    cells = inventory.coded(_COLUMNS.get(key, key)).values
    return {word.removeprefix("-") for cell in cells for word in cell.split(";")}
