"""The kinds of difference between a notice and the flows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Matter(StrEnum):
    """What differs, in the order in which it is shown: the flows, the clauses, the wording."""

    FLOW_NOT_STATED = "flow_not_stated"
    REACH_NOT_STATED = "reach_not_stated"
    ITEM_NOT_STATED = "item_not_stated"
    ITEM_UNDER_OPEN_WORDS = "item_under_open_words"
    PURPOSE_NOT_STATED = "purpose_not_stated"
    PURPOSE_UNDER_OPEN_WORDS = "purpose_under_open_words"
    RECIPIENT_NOT_STATED = "recipient_not_stated"
    RECIPIENT_UNDER_OPEN_WORDS = "recipient_under_open_words"
    COUNTRY_NOT_STATED = "country_not_stated"
    COUNTRY_NOT_NAMED = "country_not_named"
    RETENTION_DIFFERS = "retention_differs"
    CLAUSE_WITHOUT_FLOW = "clause_without_flow"
    ITEM_WITHOUT_FLOW = "item_without_flow"
    PURPOSE_WITHOUT_FLOW = "purpose_without_flow"
    RECIPIENT_WITHOUT_FLOW = "recipient_without_flow"
    COUNTRY_WITHOUT_FLOW = "country_without_flow"
    RETENTION_WITHOUT_FLOW = "retention_without_flow"
    ITEM_OUTSIDE_COLLECTION = "item_outside_collection"
    TWO_KINDS = "two_kinds"
    CLAUSES_ITEMS_DIFFER = "clauses_items_differ"
    CLAUSES_PURPOSES_DIFFER = "clauses_purposes_differ"
    CLAUSES_RECIPIENTS_DIFFER = "clauses_recipients_differ"
    CLAUSES_COUNTRIES_DIFFER = "clauses_countries_differ"
    CLAUSES_RETENTION_DIFFERS = "clauses_retention_differs"
    OPEN_ITEMS = "open_items"
    OPEN_PURPOSES = "open_purposes"
    OPEN_RECIPIENTS = "open_recipients"
    VAGUE_PURPOSE = "vague_purpose"
    WEAK_STATEMENT = "weak_statement"
    VAGUE_WORDING = "vague_wording"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: `about` is `list:key` (see `about`), `clauses` and `flows` are ids."""

    matter: Matter
    about: str
    clauses: tuple[str, ...]
    flows: tuple[str, ...]


def about(list_name: str, key: str) -> str:
    """Return a key together with the list its label comes from; "" where nothing is named."""
    return f"{list_name}:{key}" if key else ""
