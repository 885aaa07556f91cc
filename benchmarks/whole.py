"""The whole job in processes of its own: time, peak memory and growth; the command line; cold starts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import starting
from inventories import write_inventory
from measuring import Line, in_own_process, same

WORK = """
import sys
from datetime import date
from datamap.inventory import Workbook, read_inventory
day = date(2026, 11, 22)
inventory = read_inventory(sys.argv[1])
if sys.argv[2] != "read":
    from datamap.facts import establish_facts
    from datamap.rules import evaluate
    print(len(evaluate(establish_facts(Workbook.from_inventory(inventory), day))))
if sys.argv[2] == "all":
    from datamap.analysis.reach import reach
    from datamap.graph.legs import legs_between
    print(len(legs_between(inventory, "source", "recipient")), len(reach(inventory, as_of=day)))
"""
DECODE = "import sys; open(sys.argv[1], 'rb').read().decode()"
STEPS = {
    "read": "read + check",
    "findings": "read + check + findings",
    "all": "read + check + findings + graph + reach",
}
BUCKETS = """
import sys
from datetime import date
from datamap.analysis.reach import reach
from datamap.analysis.universe import items_of
from datamap.inventory import read_inventory
day, number, of = date(2026, 11, 22), int(sys.argv[2]), int(sys.argv[3])
inventory = read_inventory(sys.argv[1])
keys = set(items_of(inventory).keys[number::of])
table = reach(inventory, as_of=day, item=sorted(keys)).table
table = table[table["item"].isin(keys)]
print(len(table), sum(map(hash, table.itertuples(index=False, name=None))))
"""


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """Yield the whole job at each size, then the command line."""
    for rows in sizes:
        path = folder / f"{rows}.csv"
        if not path.exists():
            write_inventory(path, rows)
        decoding = min(in_own_process(DECODE, str(path))[0] for _ in range(2))
        for step, name in STEPS.items():
            runs = [in_own_process(WORK, str(path), step) for _ in range(1 if rows > 100_000 else 2)]  # noqa: PLR2004
            seconds, memory, said = min(runs)
            limit = 4 * decoding if step == "findings" and rows >= 1_000_000 else None  # noqa: PLR2004
            counted = f", {said.split()[0]} findings" if said else ""
            yield Line(f"whole process: {name}", f"{rows:,} flows", seconds, decoding, most=limit,
                       note=f"peak {memory:,} MB{counted}; peer: read and decode the file")  # fmt: skip
    yield from _command_line(folder)


def _command_line(folder: Path) -> Iterator[Line]:
    yield from starting.lines(folder)
    path = folder / "buckets.csv"
    write_inventory(path, 2_000)
    whole = _bucket(path, 0, 1)
    parts = [_bucket(path, number, 4) for number in range(4)]
    same("buckets", whole, (sum(n for n, _ in parts), sum(h for _, h in parts)))
    yield Line(
        "reach by buckets of fields, four processes", "2,000 flows", note="the same lines as in one process"
    )


def _bucket(path: Path, number: int, of: int) -> tuple[int, int]:
    """Return how many lines one bucket of fields gives and the sum of their hashes."""
    done = subprocess.run(
        [sys.executable, "-c", BUCKETS, str(path), str(number), str(of)],
        check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": "0"},
    )  # fmt: skip
    count, total = done.stdout.split()
    return int(count), int(total)
