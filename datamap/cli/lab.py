"""`datamap lab`: the notebooks in JupyterLab, in the reader's language, asking nothing of the network."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from datamap.cli.ending import Ended
from datamap.cli.options import HERE, Folder, Language, help_of
from datamap.cli.outcome import Stop
from datamap.cli.say import said, show
from datamap.model import Lang
from datamap.vocabulary import text

NoBrowser = Annotated[bool, typer.Option("--no-browser", help=help_of("no_browser"))]


def lab(
    ctx: typer.Context, workbook: Folder = HERE, lang: Language = "ja", no_browser: NoBrowser = False
) -> None:
    """Open the notebooks of a workbook; options not known here go on to JupyterLab."""
    if not (workbook / "inventory.csv").is_file():
        raise Stop(text("cli", "no_workbook", folder=workbook))
    show(said("lab_opens", lang))
    with as_file(files("datamap").joinpath("starter", "lab", lang)) as settings:
        extra = (["--no-browser"] if no_browser else []) + list(ctx.args)
        command = lab_command(workbook.resolve(), lang, settings, extra)
        code = _run(command, os.environ | {"DATAMAP_LANG": lang})
    raise typer.Exit(code)


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run a server that asks a question of its own on Ctrl-C, and so must outlive it."""
    with subprocess.Popen(command, env=environment) as server:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return server.wait()
        except Ended:
            server.terminate()
            raise
        finally:
            signal.signal(signal.SIGINT, before)


def lab_command(root: Path, lang: Lang, settings: Path, extra: list[str]) -> list[str]:
    """Return the call of JupyterLab: no news, no look for updates, no catalogue of extensions.

    `settings` holds the defaults of the front end (`overrides.json`: its language, no pop-up); what
    a person set for themselves still comes first.
    """
    start = f"notebooks/{lang}/00-start.ipynb"
    url = f"/lab/tree/{start}" if (root / start).is_file() else "/lab"
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url={url}",
        f"--LabApp.app_settings_dir={settings}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        *extra,
    ]
