"""The page itself: one file, its scripts known by their hash, nothing loaded from anywhere."""

from __future__ import annotations

import json
import string
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from datamap.figures import style
from datamap.report.cleaning import cleaned
from datamap.report.glyphs import embedded
from datamap.report.html import templates

LIBRARIES = ("vendor/internmap.min.js", "vendor/d3-array.min.js", "vendor/d3-sankey.min.js")
"""d3-sankey and what it needs; licences beside them."""

SCRIPTS = (
    "state.js",
    "trace.js",
    "plan.js",
    "layout.js",
    "draw.js",
    "cards.js",
    "panel.js",
    "keys.js",
    "pan.js",
    "start.js",
)
"""Our own, in the order in which they build on each other."""

LOOKS = {
    "paper": style.PAPER, "ink": style.INK, "soft": style.INK_SOFT, "rule": style.RULE,
    "hair": style.RULE_SOFT, "card": style.CARD, "holder": style.CARD_HOLDER,
    "country": style.CARD_COUNTRY, "accent": style.ACCENT, "gap": style.GAP,
    "gap_ink": style.GAP_INK, "gap_soft": style.GAP_SOFT,
}  # fmt: skip

_SIGNS = string.printable + "…→＋−–"
"""What the script and the template write besides the words of the content."""


@cache
def _asset(name: str) -> str:
    return (files("datamap.report.explorer") / "assets" / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    """Return libraries and own scripts as one text."""
    own = "\n".join(_asset(name) for name in SCRIPTS)
    return "\n".join([*map(_asset, LIBRARIES), f'"use strict";\n(() => {{\n{own}\n}})();'])


def _digest(words: str) -> str:
    return f"'sha256-{b64encode(sha256(words.encode()).digest()).decode()}'"


def _policy(look: str) -> str:
    """Return what the page may do: be drawn by this style and this script, and nothing else."""
    return (
        f"default-src 'none'; img-src data:; font-src data:; style-src {_digest(look)}; "
        f"script-src {_digest(_script())}; base-uri 'none'; form-action 'none'"
    )


def page(content: Mapping[str, Any]) -> bytes:
    """Return the page for one content.

    The policy in its head lets just this style and this script run, and no request be made. What a
    user typed stands in a data block as JSON, in which `<` cannot occur. The faces hold just the
    letters of that block, so that Japanese is seen wherever the page is opened.
    """
    data = json.dumps(cleaned(content), ensure_ascii=False, separators=(",", ":"))
    fonts = embedded([data, _SIGNS])
    look = templates().from_string(_asset("explorer.css")).render(looks=LOOKS, fonts=fonts)
    words = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    made = templates().from_string(_asset("explorer.html.j2")).render(
        lang=content["lang"],
        say=content["words"],
        organisation=content["organisation"],
        version=content["version"],
        contents=content["reports"].get("contents", ""),
        style=Markup(look),  # noqa: S704 (our own file)
        script=Markup(_script()),  # noqa: S704 (our own files)
        data=Markup(words),  # noqa: S704 (JSON without "<")
        policy=Markup(_policy(look)),  # noqa: S704 (names of ours and hashes)
    )  # fmt: skip
    return made.encode("utf-8")
