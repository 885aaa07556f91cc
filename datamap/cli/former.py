"""The state of the last audit: its results, its workbook's folder, or a git revision."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from datamap.cli.outcome import Stop
from datamap.cli.say import said, show
from datamap.model import BadInput, Lang
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.report.former import Former

KEPT = ("findings.json", "ja/findings.json", "en/findings.json")
"""Where the results of an audit lie in the folder it wrote."""


def former_state(named: str, workbook: Path, day: date, lang: Lang) -> Former:
    """Return the state that an audit is held against.

    Parameters
    ----------
    named : a JSON file of `datamap check` or `datamap audit`, the folder an audit was written to, a
    workbook's folder, or a revision that git knows in `workbook`. day : whose law a workbook is held
    against; results bring their own.

    Raises
    ------
    Stop
        If it is none of these, or a file that is no such JSON.
    BadInput
        If it is a workbook that cannot be read.
    """
    from datamap.report.former import NotFormer, read_former

    file = _results(Path(named))
    if file is None:
        return _of_workbook(named, workbook, day, lang)
    try:
        return read_former(file.read_bytes(), named)
    except (NotFormer, OSError) as wrong:
        reason = text("cli", f"since_{wrong if isinstance(wrong, NotFormer) else 'not_opened'}")
        raise Stop(text("cli", "since_unreadable", old=named, reason=reason)) from wrong


def _results(path: Path) -> Path | None:
    """Return the file of results that a name stands for; None where it stands for a workbook."""
    if path.is_file():
        return path
    if (path / "inventory.csv").is_file():
        return None
    return next((path / name for name in KEPT if (path / name).is_file()), None)


def _of_workbook(named: str, workbook: Path, day: date, lang: Lang) -> Former:
    from datamap.cli.before import workbook_before
    from datamap.cli.check import find
    from datamap.inventory import read_workbook
    from datamap.report.former import former_of

    with workbook_before(named, workbook) as folder:
        try:
            book = read_workbook(folder, lang=lang)
        except BadInput:
            show(said("against_unreadable", lang, old=named), error=True)
            raise
    return former_of(find(book, day, lang), named, book)
