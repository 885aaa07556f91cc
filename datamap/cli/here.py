"""The workbook that a notebook stands in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from datamap.model import LANGS, Lang

if TYPE_CHECKING:
    from datamap.inventory import Workbook


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
    FileNotFoundError
        If no folder upwards has an inventory.
    BadInput
        If the workbook has mistakes; all of them are in the message.
    """
    from datamap.inventory import read_workbook

    began = (start or Path.cwd()).resolve()
    for root in (began, *began.parents):
        if (root / "inventory.csv").is_file():
            return read_workbook(root, lang=_lang_of(began.relative_to(root)))
    raise FileNotFoundError(f"no inventory.csv in {began.name} or any folder above it")


def _lang_of(path: Path) -> Lang:
    for lang in LANGS:
        if lang in path.parts:
            return lang
    return "ja"
