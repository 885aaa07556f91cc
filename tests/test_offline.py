"""Nothing is fetched and nothing is sent."""

from __future__ import annotations

import ast
import re
import socket
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from datamap.cli import main

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "datamap"
NETWORK = {
    "aiohttp",
    "ftplib",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "ssl",
    "urllib3",
    "websocket",
}


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every attempt to reach another machine an error."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was asked for")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("_no_network")
def test_main_job_runs_without_network(tmp_path: Path, as_of: date) -> None:
    """Check and build of the sample need no socket."""
    for words in (["check", "--fail-on", "never"], ["build", "--out", str(tmp_path / "reports")]):
        with pytest.raises(SystemExit) as ended:
            main([*words, "--workbook", str(ROOT), "--as-of", as_of.isoformat()])
        assert ended.value.code in {0, None}

    assert list((tmp_path / "reports").rglob("*.html"))


def test_no_module_can_speak_to_the_network() -> None:
    """No room imports a library that opens connections."""
    found = []
    for module in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [
                f"{module.name}: {n}" for n in names if n.split(".")[0] in NETWORK or n == "urllib.request"
            ]

    assert found == []


def test_no_template_fetches_anything() -> None:
    """PDF templates import no package of a registry, HTML templates load nothing from elsewhere."""
    templates = sorted(p for p in PACKAGE.rglob("templates/**/*") if p.is_file())
    outside = re.compile(
        r"@preview/|(?:src|href)\s*=\s*[\"']https?://|url\(\s*[\"']?https?://|import\(\s*[\"']https?://"
    )

    assert templates
    assert [p.name for p in templates if outside.search(p.read_text(encoding="utf-8"))] == []
