"""What `datamap check` tells of as one thing: findings of one rule and status, in several places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datamap.model import Finding

if TYPE_CHECKING:
    from datamap.analysis.asked import Flags
    from datamap.inventory import Workbook
    from datamap.rules import Findings


@dataclass(frozen=True)
class Matter:
    """Findings of one rule and status: one thing to mend, in several places."""

    findings: Findings
    grave: int = 0
    """How many of its flows hand sensitive items, identification codes or payment data to somebody else."""

    @property
    def first(self) -> Finding:
        """What speaks for all of them."""
        return self.findings.first

    @property
    def worded_alike(self) -> list[Matter]:
        """Return the parts that say the same of different things, gravest first."""
        from datamap.rules.alike import alike

        return [Matter(part, self.grave) for part in alike(self.findings)]


def matters_of(findings: Findings, book: Workbook, grave: Flags | None = None) -> list[Matter]:
    """Gather findings in the order in which the reports name them too.

    Parameters
    ----------
    grave : `grave_rows` of the workbook; worked out if not given.
    """
    from datamap.rules.alike import matters
    from datamap.rules.order import grave_rows

    known = grave_rows(book) if grave is None else grave
    return [Matter(part, count) for part, count in matters(findings, known)]
