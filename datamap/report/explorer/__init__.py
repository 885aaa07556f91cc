"""The flow explorer: the flow diagram made live, as one page that needs nothing else.

Choose people, items, purposes, recipients, countries and a reading; click to follow items by
field, up and down; see the rows behind everything. `explorer_page` makes the file, `explore` the
same for a notebook.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from datamap.figures import draw_flows
from datamap.figures.display import Display
from datamap.inventory import Workbook
from datamap.model import Lang
from datamap.report.explorer.changes import drawn_together
from datamap.report.explorer.content import Content
from datamap.report.explorer.page import page
from datamap.rules import Findings
from datamap.vocabulary import text

__all__ = ["MOST_FLOWS", "Explorer", "explore", "explorer_page"]

REPORTS = {"contents": "index.html", "row": "data-map.html#"}
"""Where a page with the reports beside it leads: to all of them, and to the row of a flow."""

MOST_FLOWS = 20_000
"""Flows beyond which a page in a browser is no place to look at them."""


def explorer_page(
    workbook: Workbook,
    *,
    as_of: date,
    lang: Lang = "ja",
    findings: Findings | None = None,
    before: Workbook | None = None,
    beside: bool = False,
) -> bytes:
    """Return the explorer as an HTML file.

    Parameters
    ----------
    workbook : what is shown. as_of : the day on which flows must run.
    lang : language of the page. findings : shown beside the flows they are about.
    before : an earlier state of the workbook; what is new, changed or gone since is marked.
    beside : whether the reports lie beside the page, so that it can lead to them.

    Returns
    -------
    bytes
        One page without a request to anywhere: style, script and data are inside, and its policy
        allows nothing else.

    Raises
    ------
    ValueError
        If there are more than `MOST_FLOWS` flows.
    """
    if len(workbook.inventory) > MOST_FLOWS:
        raise ValueError(text("explorer", "too_many", flows=len(workbook.inventory), most=MOST_FLOWS).en)
    shown, changes = drawn_together(workbook, before) if before else (workbook, None)
    content = Content(shown, findings, as_of, lang, changes).gather()
    return page({**content, "sha256": workbook.inventory.sha256, "reports": REPORTS if beside else {}})


@dataclass(frozen=True, eq=False)
class Explorer:
    """The explorer in a notebook: live where the notebook is trusted, the drawn diagram elsewhere."""

    html: bytes
    drawn: Display
    lang: Lang

    def save(self, path: str | Path) -> Path:
        """Write the page to a file and return where it is."""
        file = Path(path)
        file.write_bytes(self.html)
        return file

    def __repr__(self) -> str:
        return f"<{self.drawn.fact}>"

    def _repr_html_(self) -> str:
        """Return the page in a frame and below it the diagram, all that an untrusted notebook shows."""
        said = html.escape(text("explorer", "in_notebook").in_lang(self.lang))
        page_ = html.escape(self.html.decode(), quote=True)
        title = html.escape(self.drawn.title, quote=True)
        frame = (
            f'<iframe title="{title}" sandbox="allow-scripts" width="100%" height="760" '
            f'srcdoc="{page_}"></iframe>'
        )
        return f"<div>{frame}<p>{said}</p>{self.drawn._repr_html_()}</div>"


def explore(
    workbook: Workbook,
    *,
    as_of: date,
    lang: Lang | None = None,
    findings: Findings | None = None,
    before: Workbook | None = None,
) -> Explorer:
    """Return the explorer for a notebook; see `explorer_page`."""
    spoken = lang or workbook.lang
    made = explorer_page(workbook, as_of=as_of, lang=spoken, findings=findings, before=before)
    return Explorer(made, draw_flows(workbook, lang=spoken, planned=True, as_of=as_of), spoken)
