"""Facts and rules over many flows: by columns, and row by row on the same questions.

Run: python benchmarks/rules.py [flows]. Prints seconds; both ways give the same statuses.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from inventories import write_inventory

from datamap.facts import Facts, Truth, establish_facts
from datamap.inventory import Workbook, read_inventory
from datamap.rules import evaluate, read_laws
from datamap.rules.ruling import Outcome, rule_on

AS_OF = date(2026, 11, 22)


@contextmanager
def clock(what: str) -> Iterator[None]:
    """Print how long a step takes."""
    start = time.perf_counter()
    yield
    print(f"{what:<46} {time.perf_counter() - start:8.3f} s")


def by_columns(facts: Facts) -> dict[str, list[int]]:
    """Judge every rule about flows on whole columns."""
    return {r.id: rule_on(facts, r, v).codes.tolist() for r, v in _rules()}


def row_by_row(facts: Facts, flows: int) -> dict[str, list[int]]:
    """Judge the same rules one flow at a time, as a reader of the law would."""
    found: dict[str, list[int]] = {rule.id: [] for rule, _ in _rules()}
    for row in range(flows):
        known = {name: facts.truth(name).at(row) for name in facts.names_of("flow")}
        for rule, version in _rules():
            found[rule.id].append(_judge(known.__getitem__, version))
    return found


def _judge(value: Callable[[str], bool | None], version: object) -> int:
    def holds(condition: str) -> bool | None:
        answer = value(condition.removeprefix("!"))
        return answer if answer is None or not condition.startswith("!") else not answer

    when = [holds(c) for c in version.when]  # type: ignore[attr-defined]
    ground = [holds(c) for c in version.unless_any]  # type: ignore[attr-defined]
    part = [holds(c) for c in version.weak_if_any]  # type: ignore[attr-defined]
    if False in when:
        return Outcome.NOT_APPLICABLE
    if True in ground:
        return Outcome.MET
    if None not in when and True in part:
        return Outcome.PART
    return Outcome.OPEN if None in when or None in ground else Outcome.MISSING


def _rules() -> list[tuple[object, object]]:
    pairs = ((rule, rule.version_on(AS_OF)) for rule in read_laws().rules if rule.applies_to == "flow")
    return [(rule, version) for rule, version in pairs if version]


def main(flows: int = 100_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "inventory.csv"
        write_inventory(table, flows)
        with clock(f"read {flows:,} flows"):
            workbook = Workbook.from_inventory(read_inventory(table))
    read_laws()
    facts = establish_facts(workbook, AS_OF)
    names = facts.names_of("flow")
    with clock(f"{len(names)} facts by columns"):
        truths: list[Truth] = [facts.truth(name) for name in names]
    with clock(f"{len(_rules())} rules by columns"):
        columns = by_columns(facts)
    with clock("evaluate: all rules, all sorts of things, table"):
        findings = evaluate(establish_facts(workbook, AS_OF))
    print(f"{len(findings.table):,} findings, {len(truths)} facts")
    sample = min(flows, 2_000)
    with clock(f"the same rules row by row, {sample:,} flows"):
        rows = row_by_row(facts, sample)
    print("same statuses:", all(columns[rule][:sample] == codes for rule, codes in rows.items()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
