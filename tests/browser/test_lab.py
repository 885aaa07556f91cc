"""JupyterLab in Chromium: notebooks open, trusted or not, with our outputs; nothing leaves the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from opening import ARTEFACTS, ROOT, Opened
from playwright.sync_api import Browser

from datamap.cli.lab import lab_command

START = 90.0
"""Seconds that JupyterLab may take to answer."""


def answers(port: int) -> bool:
    """Return whether somebody listens."""
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start JupyterLab as `datamap lab` does, on a copy of the notebooks; the Japanese ones are trusted."""
    root = tmp_path_factory.mktemp("lab")
    book = root / "book"
    shutil.copytree(ROOT / "notebooks" / "ja", book / "notebooks" / "ja")
    shutil.copytree(ROOT / "notebooks" / "en", book / "notebooks" / "en")
    shutil.copy(ROOT / "inventory.csv", book)
    folders = {f"JUPYTER_{name}_DIR": str(root / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    surroundings = os.environ | folders | {"DATAMAP_LANG": "ja"}
    ours = [str(path) for path in sorted((book / "notebooks" / "ja").glob("0[02]-*.ipynb"))]
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", *ours], env=surroundings, check=True, capture_output=True
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Path(str(files("datamap").joinpath("starter", "lab", "ja")))
    extra = [
        "--no-browser", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1",
        "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True",
    ]  # fmt: skip
    said = (root / "lab.log").open("wb")
    server = subprocess.Popen(
        lab_command(book, "ja", settings, extra), env=surroundings, stdout=said, stderr=said
    )
    try:
        until = time.monotonic() + START
        while not answers(port):
            assert server.poll() is None, (root / "lab.log").read_text()
            assert time.monotonic() < until, (root / "lab.log").read_text()
            time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()
        said.close()


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("name", ["00-start", "02-data-flows"])
def test_a_notebook_shows_its_outputs(browser: Browser, lab: str, name: str, trusted: bool) -> None:  # noqa: FBT001
    """Diagrams and tables are seen in both; nobody but the own machine is asked for anything."""
    lang = "ja" if trusted else "en"
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = Opened.of(context.new_page())
    page.page.goto(f"{lab}/lab/workspaces/{lang}-{name}/tree/notebooks/{lang}/{name}.ipynb")
    output = page.page.locator(".jp-Notebook .jp-OutputArea-output img").first
    output.wait_for(timeout=60_000)
    assert output.evaluate("img => img.decode().then(() => img.naturalWidth)") > 300
    if trusted:
        assert "流れ" in page.page.locator(".jp-Notebook").inner_text()
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.page.screenshot(path=ARTEFACTS / f"lab-{lang}-{name}.png")
    away = [
        url
        for url in page.requests
        if urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(lab)
    ]
    assert away == []
    assert [words for words in page.complaints if "datamap" in words or "Refused" in words] == []
    context.close()
