"""Headings under which nothing stands, purposes that name an act, and what a contact block says."""

from __future__ import annotations

import itertools

import pytest

from datamap.notice.reading import Account, Draft, read_draft, to_toml
from datamap.notice.reading.outline import outline
from datamap.notice.reading.source import read_source
from datamap.notice.reading.wording import guideline_of
from datamap.vocabulary import read_vocabulary

PURPOSES = """2. 利用目的
(1) 会員のお客さま
・会員サービスの提供
・購買履歴を分析して、お客さまの関心に応じたクーポンや広告を配信すること
(2) お問合せのお客さま
・お問合せへの対応、応対品質の向上のための通話の録音
(3) お客さまのサービスの向上のため

3. 第三者への提供
あらかじめご本人の同意を得ることなく第三者に提供しません。
"""
LINES = (
    "1. 取得",
    "(1) 会員の情報",
    "・氏名を取得します。",
    "2. 委託",
    "(2) 品質の向上のため",
    "配送を委託します。",
)


def read(words: str) -> Draft:
    """Return the draft of a text."""
    return read_draft(words.encode(), vocabulary=read_vocabulary(), file="n.txt")


def test_a_numbered_line_without_a_body_is_text() -> None:
    """The last purpose of a list looks like the headings before it, and is told as vague."""
    clauses = {one.clause.lines: one.clause for one in read(PURPOSES).clauses}

    assert clauses[7, 7].section == "purposes"
    assert "vague_purpose" in clauses[7, 7].claims
    assert [lines for lines, clause in clauses.items() if "vague_purpose" in clause.claims] == [(7, 7)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(6)))[::24])
def test_every_line_is_in_a_clause_or_above_one(order: tuple[int, ...]) -> None:
    """Whatever the order of headings and texts, a line with nothing below it is a clause."""
    words = "\n".join(LINES[n] for n in order)
    passages = outline(read_source(words.encode(), "n.txt"))
    taken = [number for passage in passages for number, _ in passage.rows]
    above = {heading.number for passage in passages for heading in passage.headings}

    assert sorted(taken) == sorted(set(taken))
    assert {*taken, *above} == set(range(1, 7))


@pytest.mark.parametrize(
    ("purpose", "vague"),
    [
        ("サービスの向上のため", True),
        ("サービスの向上のための利用", True),
        ("応対品質の向上のための通話の録音", False),
        ("サービスの改善のため、ご利用の履歴を集計します", False),
        ("品質向上のためのアンケートの実施", False),
    ],
)
def test_an_aim_with_an_act_is_not_vague(purpose: str, vague: bool) -> None:  # noqa: FBT001
    """What is done with the data is named, though for an aim."""
    draft = read(f"1. 利用目的\n・{purpose}\n・商品の発送\n")
    assert ("vague_purpose" in {c for one in draft.clauses for c in one.clause.claims}) == vague


REST = """株式会社まるもり

1. 利用目的
・会員サービスの提供、氏名による連絡
・当社の商品、サービス、催事のご案内
・会員の表彰式の運営委員の選出
2. 第三者への提供
法令に基づく場合を除き、あらかじめご本人の同意を得ることなく第三者に提供しません。
ポイント交換をお申込みの場合、お客さまの同意を得て、提携先に氏名を提供します。
3. 委託
個人データの取扱いをコールセンター（海外を含む）等に委託することがあります。
4. 安全管理措置
当社は、規程の整備、従業者への教育等の措置を講じています。
5. お問合せ・苦情の窓口
株式会社まるもり 相談室
電話（番号は略）
"""


def test_what_clauses_of_a_shop_say() -> None:
    """Partners on consent, call centres, measures that are not about the staff, the desk by its heading."""
    draft = read(REST)
    clauses = {one.clause.section: one.clause for one in draft.clauses}

    assert draft.publisher == "株式会社まるもり"
    assert "send_product_information" in clauses["purposes"].purposes
    assert (clauses["third_party"].kind, clauses["third_party"].recipients) == ("third_party", ("提携先",))
    assert clauses["entrustment"].recipients == ("コールセンター",)
    assert {"handling_rules", "regular_training"} <= set(clauses["measures"].measures)
    assert clauses["measures"].subjects == ()
    assert {"complaint_desk_stated", "inquiry_desk_stated"} <= set(clauses["contact"].claims)


def test_own_words_are_proposed_for_their_own_list() -> None:
    """A purpose is proposed as one, below a purpose; as an item it would be refused."""
    lines = to_toml(read(REST), read_vocabulary()).split("\n")
    proposed = [line[2:].split(",") for line in lines if line.startswith(("# items,", "# purposes,"))]

    assert proposed
    assert all(read_vocabulary().get(name, parent) for name, _, parent, *_ in proposed if parent)
    assert any(name == "purposes" and "選出" in words for name, _, _, words, _ in proposed)


def test_the_rule_on_cookies_is_named_for_cookies_alone() -> None:
    """A list of items left open is no matter of the act on transmission from devices."""
    about = "\n".join(line.ja for line in Account(read(REST), read_vocabulary()).vague_lines())

    assert "など" in about
    assert "電気通信事業法" not in about
    assert "電気通信事業法" in guideline_of("open_list", ["cookies"]).ja
