"""In which file and on which line something stands that a finding is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from datamap.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from datamap.inventory import Workbook
    from datamap.records.lines import Lines

MOST = 20
"""Places that are named for one finding."""

NOTICE = "records/notice.toml"
ORGANISATION = "records/organisation.toml"


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a file; `name` is what stands there (a flow, a clause)."""

    file: str
    line: int
    name: str = ""
    sort: str = ""


class Places:
    """Looks up where flows, clauses and declarations of a workbook stand.

    Parameters
    ----------
    book : a workbook that was read from a folder.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._root = book.root or Path()

    def of_finding(self, found: Finding) -> tuple[Spot, ...]:
        """Return where a finding stands: the thing itself, then its flows and clauses."""
        own = self._own(found)
        spots = [*own, *self.of_flows(found.flows), *self._of_clauses(found.clauses)]
        kept = tuple(dict.fromkeys(spots))[:MOST]
        return kept or (Spot(self._file_of(found.about_type), 1, found.about, found.about_type),)

    def of_flows(self, flows: Sequence[str]) -> tuple[Spot, ...]:
        """Return the lines of some flows in the inventory."""
        inventory = self._book.inventory
        return tuple(
            Spot(inventory.file, self._line_of(inventory.flow(flow).row), flow, "flow")
            for flow in flows[:MOST]
        )

    def _own(self, found: Finding) -> tuple[Spot, ...]:
        if found.about_type == "clause":
            return self._of_clauses([found.about])
        declared = {"group": self._groups, "place": self._parties}.get(found.about_type, {})
        path = declared.get(found.about)
        if path is None:
            return ()
        return (Spot(ORGANISATION, self._lines(ORGANISATION).of(path) or 1, found.about, found.about_type),)

    def _of_clauses(self, clauses: Sequence[str]) -> tuple[Spot, ...]:
        known = {clause.id: number for number, clause in enumerate(self._book.notice.clauses)}
        lines = self._lines(NOTICE)
        return tuple(
            Spot(NOTICE, lines.of(f"clause[{known[clause]}]") or 1, clause, "clause")
            for clause in clauses
            if clause in known
        )

    @cached_property
    def _groups(self) -> dict[str, str]:
        return {group.key: f"group[{n}]" for n, group in enumerate(self._book.organisation.groups)}

    @cached_property
    def _parties(self) -> dict[str, str]:
        counts: dict[str, int] = {}
        found = {}
        for party in self._book.organisation.parties:
            counts[party.type] = counts.get(party.type, -1) + 1
            found[party.key] = f"{party.type}[{counts[party.type]}]"
        return found

    def _file_of(self, sort: str) -> str:
        """Return the file that a statement about the whole belongs in, if there is one."""
        file = NOTICE if sort == "notice" else ORGANISATION
        return file if file in self._book.sha256 else self._book.inventory.file

    @cached_property
    def _line_of(self) -> Callable[[int], int]:
        from datamap.inventory.lines import lines_of

        data = (self._root / self._book.inventory.file).read_bytes()
        return lines_of(data, self._book.vocabulary)

    @cached_property
    def _read(self) -> dict[str, Lines]:
        return {}

    def _lines(self, file: str) -> Lines:
        from datamap.records.lines import Lines

        if file not in self._read:
            path = self._root / file
            self._read[file] = Lines(path.read_text(encoding="utf-8-sig") if path.is_file() else "")
        return self._read[file]
