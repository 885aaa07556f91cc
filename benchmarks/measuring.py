"""How the benchmarks measure: processor time, the least of several interleaved runs, one line a goal."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

RUNS = 3
"""Runs of each method; the least of them counts, since other work on the machine only adds."""

MOST = [RUNS]
"""Most runs of each method in this session (`--runs`)."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the results.

    Attributes
    ----------
    name : what was done, and beside what. size : how much of it. ours, peer : processor seconds (or
        what `unit` says); None = not measured. goal : the ratio peer / ours to reach, or the most
        that `ours` may be. ratio, met : worked out unless given. note : what a reader must know.
    """

    name: str
    size: str
    ours: float | None = None
    peer: float | None = None
    goal: float | None = None
    most: float | None = None
    note: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        """How many times ours the other takes."""
        return None if not self.ours or self.peer is None else self.peer / self.ours

    @property
    def met(self) -> str:
        """Whether the goal is met."""
        if self.goal is not None and self.ratio is not None:
            return "met" if self.ratio >= self.goal else "not met"
        if self.most is not None and self.ours is not None:
            return "met" if self.ours <= self.most else "not met"
        return "" if self.goal is None and self.most is None else "not measured"

    def cells(self) -> list[str]:
        """Return the line as it is printed."""
        figure = "–" if self.ours is None else _figure(self.ours, self.unit)
        other = "–" if self.peer is None else _figure(self.peer, self.unit)
        ratio = "–" if self.ratio is None else f"{self.ratio:,.1f}"
        goal = "" if self.goal is None else f"≥ {self.goal:g}×"
        if self.most is not None:
            goal = f"≤ {_figure(self.most, self.unit)}"
        return [self.name, self.size, figure, other, ratio, goal, self.met, self.note]


HEADINGS = ("name", "size", "ours", "peer", "ratio", "goal", "", "note")


def _figure(number: float, unit: str) -> str:
    digits = 4 if abs(number) < 0.1 else 3 if abs(number) < 10 else 0  # noqa: PLR2004
    return f"{number:,.{digits}f} {unit}".rstrip()


def least(*works: Callable[[], Any], runs: int = RUNS, clock: Clock = time.process_time) -> list[float]:
    """Return the least time of each of several works, run in turns so that each meets the same machine."""
    best = [float("inf")] * len(works)
    for _ in range(min(runs, MOST[0])):
        for number, work in enumerate(works):
            gc.collect()
            start = clock()
            work()
            best[number] = min(best[number], clock() - start)
    return best


def peer(module: str) -> Any | None:
    """Return a module that is no part of datamap, or None where it is not installed."""
    return importlib.import_module(module) if importlib.util.find_spec(module) else None


def absent(name: str, size: str, module: str, goal: float | None = None) -> Line:
    """Return the line of a peer that is not installed."""
    return Line(name, size, goal=goal, note=f"peer not installed ({module})")


def same(what: str, ours: object, other: object) -> None:
    """Raise if two methods do not say the same: their times are then of no interest."""
    if ours != other:
        raise AssertionError(f"{what}: the results differ")


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Return the growth exponent: the slope of time over size, both as logarithms.

    Examples
    --------
    >>> round(exponent([10, 100, 1000], [1, 10, 100]), 3)
    1.0
    """
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


USAGE = """
import resource
used = resource.getrusage(resource.RUSAGE_SELF)
with open("/proc/self/status") as status:  # what getrusage says includes the process before
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(used.ru_utime + used.ru_stime, peak // 1024)
"""


def in_own_process(script: str, *arguments: str) -> tuple[float, int, str]:
    """Run Python code in a process of its own: processor seconds, peak memory in MB, what it printed."""
    reporting = f"{script}{USAGE}"
    done = subprocess.run(
        [sys.executable, "-c", reporting, *arguments], capture_output=True, text=True, check=True
    )
    *said, last = done.stdout.strip().splitlines()
    seconds, memory = last.split()
    return float(seconds), int(memory), "\n".join(said)


def peak_memory() -> int:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
