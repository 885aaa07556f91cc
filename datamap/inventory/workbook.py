"""Inventory and records together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from datamap.inventory.gathering import order
from datamap.inventory.policy_words import judge_policy_words
from datamap.inventory.reading import examine
from datamap.inventory.table import Inventory
from datamap.model import (
    Assertion,
    AssessmentRecord,
    Assumption,
    BadInput,
    Lang,
    Notice,
    Organisation,
    Problem,
    Severity,
)
from datamap.records import Records, read_records
from datamap.vocabulary import Vocabulary, problem, read_vocabulary

INVENTORY = "inventory.csv"
"""The only file that a workbook must have."""

Judge = Callable[[Inventory, Records], Iterable[Problem]]
"""Says what else is wrong with the records, so that all of it is told at once."""


@dataclass(frozen=True, eq=False)
class Workbook:
    """Everything a workbook says: its flows and what people stated and decided.

    Attributes
    ----------
    inventory : the flows.
    organisation, notice, assessment, policy, assumptions : the files of `records/`, empty where
        a file is absent.
    vocabulary : the words, own ones included. problems : warnings and information of all files.
    sha256 : file -> hash, sorted. root : where it was read. lang : the language asked for.
    """

    inventory: Inventory
    organisation: Organisation = field(default_factory=Organisation)
    notice: Notice = field(default_factory=Notice)
    assessment: AssessmentRecord = field(default_factory=AssessmentRecord)
    policy: tuple[Assertion, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    problems: tuple[Problem, ...] = ()
    sha256: dict[str, str] = field(default_factory=dict)
    root: Path | None = None
    lang: Lang = "ja"

    @property
    def vocabulary(self) -> Vocabulary:
        """The words, own ones included."""
        return self.inventory.vocabulary

    @classmethod
    def from_inventory(cls, inventory: Inventory, lang: Lang = "ja") -> Workbook:
        """Return a workbook that has a table and no records."""
        return cls(
            inventory, problems=inventory.problems, sha256={inventory.file: inventory.sha256}, lang=lang
        )


def read_workbook(root: str | Path, *, lang: Lang = "ja", judge: Judge | None = None) -> Workbook:
    """Read a workbook: `inventory.csv`, and `records/` where there is one.

    Parameters
    ----------
    root : the folder of the workbook. lang : language in which errors and results speak.
    judge : looks closer at the records than this room can (`risk.judge_sheet`).

    Returns
    -------
    Workbook
        With the warnings and remarks of all files in `.problems`, gravest first.

    Raises
    ------
    BadInput
        With the problems of all files together, if any is an error.
    """
    folder = Path(root)
    records = read_records(folder, read_vocabulary())
    file = folder / INVENTORY
    if not file.is_file():
        missing = problem("no_inventory", severity="error", file=INVENTORY, folder=str(folder))
        raise BadInput(sorted((missing, *records.problems), key=order), lang)
    inventory, found = examine(file.read_bytes(), INVENTORY, read_vocabulary(), records)
    recorded = judge_policy_words(inventory, records.problems) if inventory is not None else records.problems
    closer = tuple(judge(inventory, records)) if judge and inventory is not None else ()
    problems = tuple(sorted((*found, *recorded, *closer), key=order))
    if inventory is None or any(p.severity is Severity.ERROR for p in problems):
        raise BadInput(problems, lang)
    return Workbook(
        inventory,
        organisation=records.organisation,
        notice=records.notice,
        assessment=records.assessment,
        policy=records.policy,
        assumptions=records.assumptions,
        problems=problems,
        sha256=dict(sorted({INVENTORY: inventory.sha256, **records.sha256}.items())),
        root=folder,
        lang=lang,
    )
