"""How long reading and checking an inventory takes, beside reading and decoding its file.

Run from the top of the repository: `python benchmarks/read_inventory.py [ROWS …]`.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from inventories import write_inventory

from datamap.inventory import read_inventory

RUNS = 3


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def main(sizes: list[int]) -> None:
    """Print one line for each number of rows."""
    print(f"{'rows':>9} {'MB':>6} {'decode':>8} {'csv only':>9} {'read and check':>15}")
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            path = Path(folder) / f"{rows}.csv"
            write_inventory(path, rows)
            decoded = seconds(lambda path=path: path.read_bytes().decode())  # type: ignore[misc]
            text = path.read_text(encoding="utf-8")
            parsed = seconds(lambda text=text: sum(1 for _ in csv.reader(io.StringIO(text, newline=""))))  # type: ignore[misc]
            checked = seconds(lambda path=path: read_inventory(path))  # type: ignore[misc]
            size = path.stat().st_size / 1e6
            print(f"{rows:>9,} {size:>6.0f} {decoded:>8.2f} {parsed:>9.2f} {checked:>15.2f}")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000, 1_000_000])
