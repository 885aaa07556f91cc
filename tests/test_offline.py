"""Nothing is fetched and nothing is sent."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

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


@pytest.mark.usefixtures("no_network")
def test_main_job_runs_without_network(run: Callable[..., tuple[int, str, str]], built: Path) -> None:
    """Check and build of the sample need no socket: the reports that tests share are built without."""
    assert run("check", "--fail-on", "never", "--workbook", ROOT, "--as-of", "2026-11-22")[0] == 0
    assert list(built.rglob("*.html"))


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
