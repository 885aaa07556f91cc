"""The content of an assessment, once: what every outline takes its fields from.

Each content is a small table. What the inventory, the records and the assessment know is filled,
with the flows it was read from; what only a person knows is a question (`risk/content.toml`).
"""

from datamap.risk.content import events, flows, measures, organisation, people, purposes, risks
from datamap.risk.content.registry import FILLERS, Source
from datamap.risk.content.rows import Row

MODULES = (organisation, people, flows, purposes, measures, risks, events)
"""The modules whose functions fill; importing them fills the closed list."""

__all__ = ["FILLERS", "MODULES", "Row", "Source"]
