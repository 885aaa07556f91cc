"""How far long work is: nothing for a small workbook, a bar on a terminal, a line a step in a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from datamap.cli.say import show
from datamap.model import Lang, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.report import Progress

LARGE = 4_000_000
"""Bytes of an inventory from which reading it takes long enough to say so (about 30,000 flows)."""

Step = Callable[[], None]


@contextmanager
def progress(lang: Lang) -> Iterator[Progress]:
    """Give what tells how far the work is: a bar on a terminal, a line a step in a log."""
    if not sys.stderr.isatty():
        yield lambda step, done, total: show(f"[{done + 1}/{total}] {step.in_lang(lang)}", error=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(step: Text, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=step.in_lang(lang))

        yield tell


@contextmanager
def steps(lang: Lang, root: Path, *names: str) -> Iterator[Step]:
    """Give what is called as each step begins; it is silent where the inventory is small.

    Parameters
    ----------
    root : the workbook. names : the steps in order (`texts/cli.toml`, `step_NAME`).
    """
    inventory = root / "inventory.csv"
    if not inventory.is_file() or inventory.stat().st_size < LARGE:
        yield lambda: None
        return
    numbers = count()
    with progress(lang) as tell:

        def begin() -> None:
            number = next(numbers)
            tell(text("cli", f"step_{names[number]}"), number, len(names))

        yield begin
