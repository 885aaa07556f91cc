"""Names that try to break a figure: markup, formulas of mathtext, endless, of other scripts."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET

import pytest
from measuring import assert_readable, words_of

from datamap.figures import draw_flows
from datamap.inventory import read_inventory
from datamap.model import LANGS, Lang

HOSTILE = (
    "<script>alert(1)</script>",
    "$x^2$ $\\frac{1}{0}$",
    "&ltb&gt & \"quoted\" 'single'",
    "絵文字 😀🧿⛩️ 社",
    "𠮷野家・髙﨑㈱①",
    "شركة السفر العربية",
    "חברת נסיעות",
    "บริษัทท่องเที่ยว",
    "한국여행사",
    "長い" * 400,
    "Averyveryverylongnamewithoutanyspaces" * 20,
    "]]> --> ${jndi:ldap://x} {0} %s",
)


def csv_of(names: tuple[str, ...]) -> bytes:
    """Return an inventory whose items, places and activity are the hostile names."""

    def cell(words: str) -> str:
        return '"' + words.replace('"', '""') + '"'

    rows = ["id,activity,kind,items,source,recipient,countries,system"]
    for number, name in enumerate(names):
        rows.append(f"F{number},{cell(name)},third_party,{cell(name)},us,{cell(name)},,")
    return ("\n".join(rows) + "\n").encode()


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_names_are_drawn_as_text(lang: Lang) -> None:
    """Any name stays inside its card, in print, without a missing glyph."""
    display = draw_flows(read_inventory(csv_of(HOSTILE)), lang=lang)
    assert_readable(display.scene)
    assert any("script" in words.text for words in words_of(display.scene))


def test_no_markup_of_a_name_reaches_svg_or_html() -> None:
    """The SVG is well formed and holds no script; the notebook's HTML has one image and nothing else."""
    display = draw_flows(read_inventory(csv_of(HOSTILE)))
    svg = display.svg()
    tags = {element.tag.rsplit("}", 1)[-1] for element in ET.fromstring(svg).iter()}
    assert "script" not in tags
    assert not re.search(r"\bon\w+=", svg)
    page = display._repr_html_()
    assert re.findall(r"<(/?\w+)", page) == ["figure", "img", "/figure"]
    assert "<script" not in page


def test_the_image_of_a_notebook_is_the_svg_itself() -> None:
    """The picture needs no file, no font and no network, and stands on white."""
    display = draw_flows(read_inventory(csv_of(HOSTILE[:2])))
    page = display._repr_html_()
    data = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert data
    assert base64.b64decode(data[1]).decode() == display.svg()
    assert "background:#fff" in page
    assert "http" not in page.replace("data:", "")


def test_full_names_stand_in_the_table() -> None:
    """What is cut in the figure is whole in its table."""
    display = draw_flows(read_inventory(csv_of(HOSTILE)))
    assert any(len(name) > 300 for name in display.table["recipient"])
