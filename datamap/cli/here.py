"""The workbook that a notebook stands in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from datamap.model import LANGS, Lang, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.inventory import Workbook


class NoWorkbook(FileNotFoundError):
    """There is no inventory in a folder or above it; says in a notebook what to do."""

    def __init__(self, reason: Text, lang: Lang) -> None:
        super().__init__(reason.in_lang(lang))
        self.reason = reason
        self.lang: Lang = lang

    def __str__(self) -> str:
        return self.reason.in_lang(self.lang)

    def _render_traceback_(self) -> list[str]:
        """Show the sentence in Jupyter, where a traceback would hide it (IPython asks for this name)."""
        return [str(self)]


def here(start: Path | None = None) -> Workbook:
    """Read the workbook around a folder: the nearest one upwards that has an `inventory.csv`.

    Parameters
    ----------
    start : where to begin; the current directory, which is the notebook's own, if not given.

    Returns
    -------
    The workbook, in the language of the folder one stands in (`notebooks/en` is English), or
    else in Japanese.

    Raises
    ------
    NoWorkbook
        If no folder upwards has an inventory.
    BadInput
        If the workbook has mistakes; all of them are in the message.
    """
    from datamap.cli.in_notebook import speak_plainly
    from datamap.inventory import read_workbook

    began = (start or Path.cwd()).resolve()
    speak_plainly(_lang_of(began))
    for root in (began, *began.parents):
        if (root / "inventory.csv").is_file():
            lang = _lang_of(began.relative_to(root))
            speak_plainly(lang)
            book = read_workbook(root, lang=lang)
            if not len(book.inventory):
                print(text("cli", "here_empty").in_lang(lang))  # noqa: T201  what a notebook shows
            return book
    raise NoWorkbook(text("cli", "here_nothing", folder=began.name), _lang_of(began))


def _lang_of(path: Path) -> Lang:
    for lang in LANGS:
        if lang in path.parts:
            return lang
    return "ja"
