"""JupyterLab for the tests: started as `datamap lab` does, on a copy of the notebooks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from importlib.resources import files
from pathlib import Path
from threading import Event, Thread

import nbformat
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook, new_output
from opening import DAY, ROOT, workbook_of

from datamap.cli.lab import lab_command
from datamap.model import LANGS, Lang
from datamap.report import explore

TRUSTED = "ja"
"""The language of the notebooks that are trusted; the others are not."""

START = 180.0
"""Seconds that JupyterLab may take to answer, on a machine with much else to do."""


class Lab:
    """A server of its own, with its own settings and its own record of what is trusted."""

    def __init__(self, root: Path) -> None:
        book = root / "book"
        for lang in LANGS:
            folder = book / "notebooks" / lang
            folder.mkdir(parents=True)
            shutil.copy(ROOT / "notebooks" / lang / "00-start.ipynb", folder)
            nbformat.write(_with_explorer(lang, root), folder / "explorer.ipynb")
        shutil.copy(ROOT / "inventory.csv", book)
        self._trust(root, book)
        folders = {f"JUPYTER_{name}_DIR": str(root / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.said: list[str] = []
        self.ready = Event()
        settings = Path(str(files("datamap").joinpath("starter", "lab", "ja")))
        extra = [
            "--no-browser", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1",
            "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            lab_command(book, "ja", settings, extra),
            env=os.environ | folders | {"DATAMAP_LANG": "ja"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.listener = Thread(target=self._listen, daemon=True)
        self.listener.start()

    @staticmethod
    def _trust(root: Path, book: Path) -> None:
        (root / "data").mkdir()
        notary = NotebookNotary(data_dir=str(root / "data"))
        for path in sorted((book / "notebooks" / TRUSTED).glob("*.ipynb")):
            notary.sign(nbformat.read(path, as_version=4))
        notary.store.close()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)
            if self.address in line:
                self.ready.set()
        self.ready.set()

    def wait(self) -> str:
        """Return its address, once it answers."""
        assert self.ready.wait(START), "".join(self.said)
        assert self.process.poll() is None, "".join(self.said)
        return self.address

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        self.listener.join()
        if self.process.stderr:
            self.process.stderr.close()


def _with_explorer(lang: Lang, folder: Path) -> nbformat.NotebookNode:
    """Return a notebook in which the explorer was shown."""
    shown = explore(workbook_of("shop", folder), as_of=DAY, lang=lang)._repr_html_()
    output = new_output(
        "execute_result", data={"text/html": shown, "text/plain": "explorer"}, execution_count=1
    )
    cell = new_code_cell("explore(workbook)", outputs=[output], execution_count=1)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=[cell], metadata={"kernelspec": kernel})


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
