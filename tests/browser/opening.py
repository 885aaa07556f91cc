"""What the tests in a browser open, and what they note while it is open."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from datamap.facts import establish_facts
from datamap.inventory import Workbook, read_inventory, read_workbook
from datamap.rules import Findings, evaluate

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = date(2026, 11, 22)
LARGE = 5_000
PATIENCE = 120_000
"""Milliseconds that anything awaited may take, on a machine with much else to do."""
ARTEFACTS = ROOT / "build" / "browser"
"""Where screenshots and times are left; not kept in git."""

SHOP = (
    "id,kind,items,subjects,source,recipient,countries\n"
    "F1,collection,name;email;card_information,customer,customer,shop,JP\n"
    "F2,entrustment,email,customer,shop,mailer,US\n"
    "F3,third_party,*,customer,shop,broker,\n"
    "F4,entrustment,email,customer,mailer,host,IE\n"
    "F5,third_party,name,customer,shop,printer,JP\n"
)
"""A table small enough to follow by hand."""


GO = """(at) => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  scrollTo(0, 0);
  history.replaceState(null, '', '#' + at);
  dispatchEvent(new HashChangeEvent('hashchange'));
}"""


def chromium() -> str | None:
    """Return where Chromium is; none is ever fetched."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Opened:
    """A page, what it asked for and what it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page) -> Opened:
        """Listen to a page from before it loads anything."""
        made = cls(page)
        page.on("request", lambda request: made.requests.append(request.url))
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: made.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        return made

    @property
    def asked_elsewhere(self) -> list[str]:
        """Requests beyond the file itself."""
        own = self.page.url.partition("#")[0]
        return [url for url in self.requests if url.partition("#")[0] != own and not url.startswith("data:")]

    def go(self, at: str) -> None:
        """Show what stands behind the `#`; whatever was chosen, typed or focused before is forgotten."""
        self.page.evaluate(GO, at)
        self.page.wait_for_selector("#counts:not(:empty)")

    def card(self, key: str) -> Any:
        """Return a card of the map."""
        return self.page.locator(f'#map .card[data-key="{key}"]')

    def drawn(self) -> int:
        """Return the number of cards on the map."""
        return self.page.locator("#map .card").count()


Open = Callable[..., Opened]


def earlier() -> bytes:
    """Return the small table as it was before: one flow less, and one that is gone since."""
    lines = [line for line in SHOP.splitlines() if not line.startswith("F5")]
    return "\n".join([*lines, "F9,third_party,name,customer,shop,former,FR", ""]).encode()


Shown = tuple[Workbook, Findings | None, Workbook | None]


def shown(name: str, folder: Path) -> Shown:
    """Return a workbook with what its page needs besides: findings, and an earlier state."""
    book = workbook_of(name, folder)
    findings = evaluate(establish_facts(book, DAY)) if name in {"sample", "tour-operator"} else None
    before = Workbook.from_inventory(read_inventory(earlier())) if name == "changed" else None
    return book, findings, before


def workbook_of(name: str, folder: Path) -> Workbook:
    """Return one of the workbooks that are looked at."""
    if name == "sample":
        return read_workbook(ROOT)
    if name == "tour-operator":
        return read_workbook(ROOT / "examples" / name)
    if name == "large":
        sys.path.insert(0, str(ROOT / "benchmarks"))
        try:
            from inventories import write_inventory  # noqa: PLC0415 - not a package
        finally:
            sys.path.pop(0)
        write_inventory(folder / "large.csv", LARGE)
        return Workbook.from_inventory(read_inventory(folder / "large.csv"))
    table = {"shop": SHOP, "changed": SHOP, "empty": SHOP.splitlines()[0] + "\n"}[name]
    return Workbook.from_inventory(read_inventory(table.encode()))
