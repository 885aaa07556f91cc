"""All benchmarks: our figures beside those of others on the same work, the same results asserted first.

Run from the top of the repository: `make bench`, or `python benchmarks/run.py --help`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import models
import reaching
import reading
import ruling
import severing
import shapes
import whole
from measuring import HEADINGS, MOST, Line, exponent

RESULTS = Path(__file__).parent / "RESULTS.md"
KNOWN = Path(__file__).parent / "results.json"
"""The lines of the table; parts and sizes that are run again take the place of the old ones."""

Part = Callable[[Path, list[int]], Iterator[Line]]

PARTS: dict[str, Part] = {
    "reading": reading.lines,
    "reach": reaching.lines,
    "cut": severing.lines,
    "rules": ruling.lines,
    "shapes": shapes.lines,
    "models": models.lines,
    "whole": whole.lines,
}

NAMED = (
    "numpy", "scipy", "pandas", "networkx", "polars", "pandera", "pydantic", "frictionless", "duckdb",
    "igraph", "rustworkx", "pygraphviz", "pytm",
)  # fmt: skip


SMALLEST = 10_000
"""Fewest flows of a work whose growth is fitted: below, what does not grow weighs too much."""

GROWING: dict[str, float] = {
    "read + check / read + decode": 1.2,
    "reach with table": 1.15,
    "facts, all rules, table of findings": 1.2,
    **{f"whole process: {name}": 1.2 for name in whole.STEPS.values()},
}
"""Works whose growth is fitted, and the most that the exponent may be."""

NOT_MEASURED = (
    "Ten million rows in a stream: datamap reads the whole file; every answer needs all rows.",
    "Layout time beside elkjs: it needs node, which is no part of the environment.",
    "Reports with the rows doubled: `tests/test_asked_again.py` counts the work instead.",
    "Reach of networkx and rustworkx at a million flows: edges as Python objects do not fit beside ours.",
    "Columns searched for personal data (Presidio, Spark): no part of this version.",
)


def main(arguments: list[str] | None = None) -> None:
    """Run what is asked for, print each line when it is known, and write the table if asked to."""
    asked = _asked(arguments)
    MOST[0] = asked.runs
    with tempfile.TemporaryDirectory() as name:
        folder = asked.folder or Path(name)
        for part in asked.only or PARTS:
            print(f"\n{part}", flush=True)
            for line in PARTS[part](folder, asked.sizes):
                print("  " + "  ".join(filter(None, line.cells())), flush=True)
                if asked.write:
                    _keep(part, line)


def _keep(part: str, line: Line) -> None:
    """Put one line among those known, and write the page again: a long run may be broken off."""
    known = json.loads(KNOWN.read_text(encoding="utf-8")) if KNOWN.exists() else {}
    known.setdefault(part, {})[f"{line.name} | {line.size}"] = asdict(line)
    KNOWN.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    RESULTS.write_text(page(known), encoding="utf-8")


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], metavar="FLOWS",
                        help="numbers of flows, ascending (default: 1000 10000)")  # fmt: skip
    parser.add_argument("--only", nargs="+", choices=list(PARTS), help="parts to run (default: all)")
    parser.add_argument(
        "--folder", type=Path, help="where inventories are written and kept (default: thrown away)"
    )
    parser.add_argument("--runs", type=int, default=MOST[0], help="most runs of each method (default: 3)")
    parser.add_argument("--write", action="store_true", help=f"write the table to benchmarks/{RESULTS.name}")
    return parser.parse_args(arguments)


def page(known: dict[str, dict[str, dict[str, Any]]]) -> str:
    """Return the results as a page."""
    found = {part: [Line(**cells) for cells in known[part].values()] for part in PARTS if part in known}
    lines = [line for part in found.values() for line in part]
    lines += growth(lines)
    with_goal = [line for line in lines if line.met]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`. Times are processor seconds, the least of some runs that take turns in",
            "one process; other work on the machine still shows in them, so trust ratios within one line.",
            "Peers with threads of their own are counted with all of them. Before anything is timed, both",
            "sides have to give the same result. All inventories are made up (`benchmarks/inventories.py`).",
            "",
            _machine(),
            "",
            "## Goals",
            "",
            *_table(with_goal),
            "",
            "## Not measured",
            "",
            *(f"- {reason}" for reason in NOT_MEASURED),
            "",
            *(text for part, some in found.items() for text in (f"## {part}", "", *_table(some), "")),
        ]
    )


def growth(lines: list[Line]) -> list[Line]:
    """Return how our time grows with the number of flows, for each work of `GROWING` at several sizes."""
    times: dict[str, dict[int, float]] = {}
    for line in lines:
        flows = int(line.size.removesuffix(" flows").replace(",", "")) if line.size.endswith(" flows") else 0
        if line.name in GROWING and line.ours and flows >= SMALLEST:
            times.setdefault(line.name, {})[flows] = line.ours
    return [
        Line(f"growth exponent: {name}", f"{min(took):,} to {max(took):,} flows",
             exponent(sorted(took), [took[flows] for flows in sorted(took)]), most=GROWING[name], unit="",
             note=f"fitted over {len(took)} sizes")
        for name, took in times.items()
        if len(took) > 1
    ]  # fmt: skip


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Machine: {os.cpu_count()} cores, {memory:.0f} GiB of memory, Python {platform.python_version()}; "
        + ", ".join(f"{name} {found}" for name in NAMED if (found := _version(name)))
        + "."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _table(lines: list[Line]) -> list[str]:
    if not lines:
        return ["Nothing."]
    cells = [[cell.replace("|", "\\|") for cell in line.cells()] for line in lines]
    return [f"| {' | '.join(row)} |" for row in (HEADINGS, ["---"] * len(HEADINGS), *cells)]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
