"""Changes as they are typed: the same words as in a change file, by options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datamap.analysis.change_file import change_of, read_changes
from datamap.analysis.changes import Change, idle
from datamap.cli.outcome import Stop
from datamap.model import BadInput, Lang, Problem
from datamap.records.page import Page
from datamap.records.sheet import Sheet
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.inventory import Workbook

_OPTIONS = {"flows": "flow", "items": "item", "measures": "measure", "place": "move", "countries": "move"}
"""Keys of a change file whose option has another name."""


@dataclass
class _Typed(Page):
    """A page whose problems name the option instead of the key."""

    told: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, path: str | None = None, *args: Any, **values: Any) -> None:
        """Note a problem at an option."""
        key = (path or "").partition("[")[0]
        option = "whatif" if key in {"", "change"} else f"--{_OPTIONS.get(key, key)}"
        super().wrong(code, option, *args, **values)
        self.problems[-1] = replace(self.problems[-1], file=option, column=None)
        self.told.append(self.problems[-1])


def changes_asked(
    book: Workbook, file: Path | None, typed: Mapping[str, Any], moves: list[str], lang: Lang
) -> tuple[Change, ...]:
    """Return the changes of a file and of options together.

    Parameters
    ----------
    typed : key of a change file -> what was typed. moves : places and countries, `PLACE=COUNTRY`.

    Raises
    ------
    Stop
        If nothing is to be changed, something would change nothing, or there is no such file.
    BadInput
        With every mistake.
    """
    changes: list[Change] = []
    if file is not None:
        if not file.is_file():
            raise Stop(text("cli", "whatif_no_file", file=file))
        changes += read_changes(file, book, lang=lang)
    tables = [*_apart(typed), *map(_moved, moves)]
    if not changes and not tables:
        raise Stop(text("cli", "whatif_of_what"))
    page = _Typed("whatif", book.vocabulary)
    changes += [change_of(Sheet(page, table), book.inventory) for table in tables]
    if page.told:
        raise BadInput(page.told, lang)
    _refuse_idle(book, changes)
    return tuple(changes)


def _refuse_idle(book: Workbook, changes: Sequence[Change]) -> None:
    """Refuse changes after which everything would be as it is."""
    for change in idle(book.inventory, changes):
        vague = [flow for flow in change.flows if not book.inventory.flow(flow).items.closed]
        if change.without and vague:
            left = "all;" + ";".join(f"-{key}" for key in change.without)
            raise Stop(text("cli", "whatif_vague", flows=", ".join(vague), instead=left))
        moved = [f"{change.place}={','.join(change.countries)}"] if change.place else []
        raise Stop(text("cli", "whatif_idle", change=", ".join([*moved, *change.named])))


def _apart(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one table for each option that is a change of its own, and one for the rest."""
    given = {key: value for key, value in typed.items() if value}
    alone: list[dict[str, Any]] = [{key: given.pop(key)} for key in ("end", "start") if key in given]
    return [*alone, *([given] if given else [])]


def _moved(written: str) -> dict[str, Any]:
    place, said, countries = written.rpartition("=")
    if not said:
        raise Stop(text("cli", "whatif_move", value=written))
    return {"place": place.strip(), "countries": [code.strip() for code in countries.split(",")]}
