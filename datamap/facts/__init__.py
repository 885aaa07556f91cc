"""From inventory and records to facts: a closed list of named, three-valued questions.

A rule only combines the names of facts; what a fact looks at stands in its docstring, and in
`docs/facts.md`, which is generated from there.
"""

from datamap.facts import risk_facts
from datamap.facts.dated_tables import DatedTable, read_tables
from datamap.facts.flow import (
    asked,
    basis,
    carried,
    foreign,
    gdpr,
    items,
    keeping,
    kind,
    people,
    purpose,
    stated,
)
from datamap.facts.page import answers, facts_page
from datamap.facts.registry import FACTS, KINDS, Fact, ThingKind, asked_columns
from datamap.facts.table import Facts, establish_facts
from datamap.facts.things import activity, clause, joint_use, notice, organisation, organisation_gdpr, place
from datamap.facts.trace import Links, Trace
from datamap.facts.truth import Truth

SOURCES = (
    kind, items, people, purpose, basis, foreign, stated, keeping, asked, gdpr,
    activity, place, clause, joint_use, notice, organisation, organisation_gdpr, carried, risk_facts,
)  # fmt: skip
"""The modules whose functions are the facts; importing them fills the closed list."""

__all__ = [
    "FACTS",
    "KINDS",
    "SOURCES",
    "DatedTable",
    "Fact",
    "Facts",
    "Links",
    "ThingKind",
    "Trace",
    "Truth",
    "answers",
    "asked_columns",
    "establish_facts",
    "facts_page",
    "read_tables",
]
