"""What every answer can do: say itself, be gathered, be shown where nothing is trusted."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from maps import DAY, inventory

from datamap.analysis.answer import Answer
from datamap.analysis.reach import reach
from datamap.analysis.table_html import LONGEST
from datamap.analysis.words import heading
from datamap.model import Text

ALLOWED = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "b", "br", "p"}
"""Tags that JupyterLab keeps in the output of a notebook that it does not trust."""

STYLES = {
    "background-color", "border-bottom", "border-collapse", "caption-side", "color", "font-weight",
    "min-width", "overflow-wrap", "overflow-x", "padding", "text-align", "vertical-align", "white-space",
}  # fmt: skip
"""Properties that its sanitiser lets through (`allowedStyles` of JupyterLab 4.6)."""


class Reader(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.words.append(data)


def answer(**columns: list[object]) -> Answer:
    """Return an answer with these columns."""
    return Answer(pd.DataFrame(columns), Text("題名", "Title"), Text("要約です。", "A summary."))


def test_shows_right_where_nothing_is_trusted() -> None:
    """Only tags, attributes and styles that survive the sanitiser; caption and scope are there."""
    html = answer(item=["name"], hops=[3])._repr_html_()
    read = Reader(html)

    assert {tag for tag, _ in read.tags} <= ALLOWED
    assert {name for _, attrs in read.tags for name in attrs} <= {"style", "scope", "lang"}
    styles = ";".join(attrs.get("style") or "" for _, attrs in read.tags)
    assert set(re.findall(r"([\w-]+):", styles)) <= STYLES
    assert "caption" in [tag for tag, _ in read.tags]
    assert [attrs["scope"] for tag, attrs in read.tags if tag == "th"] == ["col", "col"]


def test_every_value_is_escaped() -> None:
    """Hostile cells, headings, titles and summaries are text and nothing else."""
    evil = '<script>alert("1")</script><img src=x onerror=y>&'
    shown = Answer(pd.DataFrame({evil: [evil]}), Text.same(evil), Text.same(evil))._repr_html_()

    assert {tag for tag, _ in Reader(shown).tags} <= ALLOWED
    assert Reader(shown).words.count(evil) == 4


def test_ground_and_ink_are_both_set() -> None:
    """A dark theme cannot make words vanish: every cell has its own colours."""
    read = Reader(answer(item=["name"])._repr_html_())

    for tag, attrs in read.tags:
        if tag in {"td", "th", "caption", "p"}:
            assert "background-color" in (attrs["style"] or "")
            assert re.search(r"(^|;)color:", attrs["style"] or "")


def test_numbers_stand_right() -> None:
    """Figures are aligned right with thousands separators, words left."""
    read = Reader(answer(place=["a"], hops=[12345])._repr_html_())

    cells = [attrs["style"] or "" for tag, attrs in read.tags if tag == "td"]
    assert ["right" in style for style in cells] == [False, True]
    assert "12,345" in read.words


def test_an_empty_table_says_so() -> None:
    """No rows is a sentence, in the language asked for."""
    empty = answer(item=[])

    assert "該当する行はありません。" in empty._repr_html_()
    assert "No rows." in empty.in_lang("en")._repr_html_()


def test_a_long_table_says_how_many_more() -> None:
    """The first rows are shown, and how many are not."""
    shown = answer(item=["name"] * 1234).in_lang("en")

    assert shown._repr_html_().count("<tr>") == 21
    assert "The first 20 of 1,234 rows; 1,214 more are not shown." in shown._repr_html_()
    assert shown.show(5)._repr_html_().count("<tr>") == 6


def test_long_lists_and_cells_are_cut_in_the_notebook_only() -> None:
    """A cell names a few entries and counts the rest; `worded` keeps everything."""
    flows = ";".join(f"F{n}" for n in range(100))
    shown = answer(flows=[flows], note=["x" * 999])

    assert "F7、ほか92件" in shown._repr_html_()
    assert "x" * (LONGEST + 1) not in shown._repr_html_()
    assert shown.worded("en").iloc[0].tolist() == [flows.replace(";", ", "), "x" * 999]


def test_keys_are_said_in_words() -> None:
    """Headings and keys are labels; entries of a list too; blank keys are not recorded."""
    shown = answer(
        item=["name", "*"], country=["JP", ""], subject=["applicant", ""], items=["email;+", "all;-name"]
    )

    assert shown.worded("ja").columns.tolist() == ["項目", "国", "本人の類型", "項目"]
    assert shown.worded("ja").to_numpy().tolist() == [
        ["氏名", "日本", "お申込みのお客さま", "メールアドレス、など"],
        ["特定なし", "未記録", "未記録", "すべて、氏名を除く"],
    ]
    assert shown.worded("en").iloc[1].tolist() == [
        "not specified",
        "not recorded",
        "not recorded",
        "all, except Name",
    ]


def test_figures_and_answers_in_words() -> None:
    """Shares are percentages, yes and no are words, missing is blank."""
    shown = answer(share_recorded=[0.256, np.nan], weakest=[True, False], hops=[1, 2], note=["x", None])

    assert shown.worded("ja").to_numpy().tolist() == [["26%", "はい", "1", "x"], ["", "いいえ", "2", ""]]


def test_blank_may_mean_none() -> None:
    """In columns that say so a blank cell is `none`, not `not recorded`."""
    shown = Answer(pd.DataFrame({"items": [""]}), Text("", ""), Text("", ""), none=frozenset({"items"}))

    assert shown.worded("en").iloc[0, 0] == "none"


def test_unknown_headings_stay() -> None:
    """A column nobody knows keeps its name."""
    assert heading("内部監査") == Text.same("内部監査")
    assert heading("basis").ja == "法的根拠"


def test_by_gathers_rows() -> None:
    """One line a value, with how many rows and which other keys; lists count once an entry."""
    shown = answer(
        item=["name", "email", "name"], country=["JP", "US", "JP"], flows=["F1;F2", "F2", ""], hops=[1, 2, 3]
    )

    by_country = shown.by("country")
    assert by_country.table.to_dict("list") == {
        "country": ["JP", "US"],
        "rows": [2, 1],
        "item": ["name", "email"],
        "flows": ["F1;F2", "F2"],
    }
    assert by_country.title == Text("題名（国別）", "Title, by country")
    assert shown.by("flows").table[["flows", "rows"]].to_numpy().tolist() == [["", 1], ["F1", 1], ["F2", 2]]


def test_by_names_the_columns_there_are() -> None:
    """Asking for a column that is not there is refused with the ones that are."""
    with pytest.raises(KeyError, match="item, hops"):
        answer(item=["name"], hops=[1]).by("country")


def test_records_for_json() -> None:
    """Rows become plain dicts: keys, plain numbers, lists as lists, missing as None."""
    shown = answer(item=["name"], flows=["F1;F2"], hops=np.array([3]), share=[np.nan])

    assert shown.as_records() == [{"item": "name", "flows": ["F1", "F2"], "hops": 3, "share": None}]
    assert type(shown.as_records()[0]["hops"]) is int


def test_says_itself_in_one_line() -> None:
    """`repr` is title and summary: stable, so that stored notebooks can be compared."""
    assert repr(answer(item=[])) == "題名: 要約です。"
    assert repr(answer(item=[]).in_lang("en")) == "Title: A summary."
    assert answer(item=[]).text("en") == "A summary."
    assert len(answer(item=["name"])) == 1


def test_places_have_their_names() -> None:
    """Keys of places are shown by name."""
    shown = reach(inventory("F1 collection customer name お客さま 予約センター"), as_of=DAY).worded("en")

    assert shown["place"].tolist() == ["予約センター"]
