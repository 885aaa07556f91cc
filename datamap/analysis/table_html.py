"""An HTML table that needs no style sheet and no script.

JupyterLab shows the stored outputs of a notebook that is not trusted without `<style>`,
`<script>` and inline `<svg>`; `style` attributes, captions and `scope` stay. Ground and ink are
both set so that a dark theme cannot make words vanish.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from datamap.analysis.frames import pd
from datamap.model import Lang
from datamap.vocabulary import text

INK = "color:#1a1a1a;background-color:#ffffff"
CELL = f"{INK};padding:4px 10px;border-bottom:1px solid #d9d9d9;vertical-align:top;overflow-wrap:anywhere"
HEAD = (
    "color:#1a1a1a;background-color:#f2f4f7;padding:4px 10px;border-bottom:2px solid #5b6573;font-weight:bold"
)
QUIET = "color:#595959;background-color:#ffffff;padding:4px 10px;text-align:left"
WIDTHS = {"left": "min-width:4.5em", "right": "white-space:nowrap"}
"""A column of words is never squeezed to one letter a line, a number never broken."""

LONGEST = 300
"""Characters of one cell shown before it is cut (the table itself keeps everything)."""


def html_table(
    frame: pd.DataFrame,
    *,
    title: str,
    summary: str,
    numeric: Sequence[bool],
    total: int,
    lang: Lang,
) -> str:
    """Return a worded table as HTML, every value escaped.

    Parameters
    ----------
    frame : the rows shown, already in words. numeric : which columns stand right.
    total : rows of the whole table; more than are shown is said below it.
    """
    align = ["right" if right else "left" for right in numeric]
    head = "".join(_cell("th", c, f"{HEAD};text-align:{a}") for c, a in zip(frame, align, strict=True))
    styles = [f"{CELL};text-align:{a};{WIDTHS[a]}" for a in align]
    rows = "".join(
        "<tr>" + "".join(_cell("td", v, style) for v, style in zip(row, styles, strict=True))
        + "</tr>"
        for row in frame.itertuples(index=False, name=None)
    )  # fmt: skip
    below = _below(len(frame), total, lang)
    foot = f'<p style="{QUIET}">{escape(below)}</p>' if below else ""
    return (
        f'<div lang="{lang}" style="{INK};overflow-x:auto;padding:6px">'
        f'<table style="{INK};border-collapse:collapse;text-align:left">'
        f'<caption style="{INK};caption-side:top;text-align:left;padding:4px 10px">'
        f"<b>{escape(title)}</b><br>{escape(summary)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{foot}</div>"
    )


def _cell(tag: str, value: object, style: str) -> str:
    words = str(value)
    shown = words if len(words) <= LONGEST else words[:LONGEST] + "…"
    scope = ' scope="col"' if tag == "th" else ""
    return f'<{tag}{scope} style="{style}">{escape(shown)}</{tag}>'


def _below(shown: int, total: int, lang: Lang) -> str:
    if total == 0:
        return text("analysis", "empty_table").in_lang(lang)
    if shown < total:
        more = text(
            "analysis", "more_rows", shown=f"{shown:,}", more=f"{total - shown:,}", total=f"{total:,}"
        )
        return more.in_lang(lang)
    return ""
