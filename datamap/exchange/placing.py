"""Imported files put in place: in a new folder, or into a workbook whose old files are kept beside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from datamap.exchange.account import Account, Entry

BACKUP = "backup"
"""Folder of a workbook in which the files that an import replaced are kept."""


def write_new(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder that has none of them yet.

    Raises
    ------
    FileExistsError
        If one of them is there; nothing is written then.
    """
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise FileExistsError(", ".join(there))
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]


def replace_in(
    folder: Path, files: Mapping[str, bytes], beside: Mapping[str, bytes], *, always: bool = False
) -> tuple[Path | None, list[Path]]:
    """Replace files of a workbook; the old ones are copied into a numbered folder of `backup/` first.

    Parameters
    ----------
    files : path in the workbook -> new content; what would not change is left alone.
    beside : further files for the folder of the copies (the account).
    always : whether these are to be kept even if nothing changes.

    Returns
    -------
    The folder of the copies, and the files that were written; no folder where there is nothing to keep.
    """
    fresh = {name: content for name, content in files.items() if _content(folder / name) != content}
    if not fresh and not always:
        return None, []
    kept = next(
        folder / BACKUP / f"import-{n}" for n in count(1) if not (folder / BACKUP / f"import-{n}").exists()
    )
    for name in fresh:
        old = _content(folder / name)
        if old is not None:
            write_whole(kept / name, old)
    for name, content in beside.items():
        write_whole(kept / name, content)
    for name in sorted(
        fresh, key=lambda name: name == "inventory.csv"
    ):  # the inventory last: it rests on the rest
        write_whole(folder / name, fresh[name])
    return kept, [folder / name for name in fresh]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def without_gone(account: Account) -> list[Entry]:
    """Return the entries of an account for a merge, in which no flow goes."""
    return [entry for entry in account.entries if entry.outcome != "gone"]
