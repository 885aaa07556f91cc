"""The workbook as it was: another folder, or a git revision of this one."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from datamap.cli.outcome import Stop
from datamap.vocabulary import text


@contextmanager
def workbook_before(old: str, root: Path) -> Iterator[Path]:
    """Give the folder of an earlier state for as long as it is read.

    Parameters
    ----------
    old : a workbook's folder, or a revision that git knows in `root`.
    root : the workbook as it is now.

    Raises
    ------
    Stop
        If `old` is neither.
    """
    if (Path(old) / "inventory.csv").is_file():
        yield Path(old)
        return
    packed = _archive(old, root)
    if packed is None:
        raise Stop(text("cli", "against_unknown", old=old))
    with TemporaryDirectory(prefix="datamap-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def _archive(revision: str, root: Path) -> bytes | None:
    """Return the inputs of a workbook at a revision as a tar file; None where git has none."""
    git = shutil.which("git")
    if git is None or revision.startswith("-"):
        return None
    for paths in (["inventory.csv", "records"], ["inventory.csv"]):
        done = subprocess.run(
            [git, "-C", str(root), "archive", "--format=tar", revision, "--", *paths],
            capture_output=True,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout
    return None
