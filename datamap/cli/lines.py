"""Lines that fit the terminal: rows named with their place in the file, lists broken between entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from datamap.cli.layout import columns_wide, room
from datamap.cli.say import said, show
from datamap.model import Lang

if TYPE_CHECKING:
    from datamap.analysis.answer import Answer
    from datamap.inventory import Inventory


def comma(lang: Lang) -> str:
    """Return what stands between the entries of a list."""
    return "、" if lang == "ja" else ", "


def show_entries(
    entries: Iterable[str], indent: int, *, between: str, head: str = "", colour: str | None = None
) -> None:
    """Print a list, broken between entries where the line is full.

    Parameters
    ----------
    indent : blanks before each line. between : between entries. head : before the first line, as
        wide as it is; further lines begin below what follows it.
    """
    widest = room()
    start, hang = " " * indent + head, " " * (indent + columns_wide(head))
    line = start
    for number, entry in enumerate(entries):
        joined = entry if number == 0 else between + entry
        if number and columns_wide(line + joined) > widest:
            show((line + between).rstrip(), colour=colour)
            line = hang + entry
        else:
            line += joined
    show(line, colour=colour)


class Rows:
    """Where each flow stands in its file."""

    def __init__(self, inventory: Inventory) -> None:
        ids = inventory.coded("id").texts()
        self._file = inventory.file
        self._row = dict(zip(ids, map(int, inventory.rows), strict=True))

    def of(self, flow: str, *, file: bool = True) -> str:
        """Return a flow with its row, `FL05 (inventory.csv:12)`; without the file `FL05 (:12)`."""
        row = self._row.get(flow)
        return flow if row is None else f"{flow} ({self._file if file else ''}:{row})"

    def each(self, flows: Sequence[str]) -> list[str]:
        """Return flows with their rows; the file is named once."""
        return [self.of(flow, file=number == 0) for number, flow in enumerate(flows)]


def show_more(hidden: int, lang: Lang) -> None:
    """Say how many lines were left out, if any."""
    if hidden > 0:
        show(said("more_lines", lang, count=hidden))


def item_in_words(found: Answer, item: str, form: str) -> str:
    """Return an item; that it is pseudonymised is said."""
    name = found.words.in_lang("item", item, found.lang)
    if form == "plain":
        return name
    return f"{name}［{found.words.in_lang('form', form, found.lang)}］"
