"""Take the screenshots of the README in Debian's Chromium: `make screenshots`."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from datamap.facts import establish_facts
from datamap.inventory import read_workbook
from datamap.model import LANGS
from datamap.report.explorer import explorer_page
from datamap.rules import evaluate

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 22)
SIZE = {"width": 1360, "height": 820}

SHOTS = {
    "explorer": (ROOT, "at=i:passport_no"),
    "explorer-overview": (ROOT / "examples" / "tour-operator", ""),
    "explorer-traced": (ROOT / "examples" / "tour-operator", "item=passport_no&at=i:passport_no"),
}
"""Name of the picture -> workbook, and what is chosen in it."""


def main() -> None:
    """Write `docs/images/<name>.<lang>.png`."""
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (root, chosen) in SHOTS.items():
            for lang in LANGS:
                book = read_workbook(root, lang=lang)
                findings = evaluate(establish_facts(book, DAY))
                page = Path(folder) / "explorer.html"
                page.write_bytes(explorer_page(book, as_of=DAY, lang=lang, findings=findings))
                tab = browser.new_page(viewport=SIZE)
                tab.goto(f"{page.as_uri()}#{chosen}")
                tab.wait_for_selector("#counts:not(:empty)")
                picture = ROOT / "docs" / "images" / f"{name}.{lang}.png"
                tab.screenshot(path=picture)
                tab.close()
                print(picture)
        browser.close()


if __name__ == "__main__":
    main()
