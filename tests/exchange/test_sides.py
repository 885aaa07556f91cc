"""What columns say of one recipient, or of the collection, goes to that flow and to no other."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from test_foreign_shapes import by_id, taken_by_draft

from datamap.exchange.mapping import read_mapping
from datamap.exchange.opening import open_book
from datamap.exchange.taking import take
from datamap.model import BadInput
from datamap.vocabulary import read_vocabulary

COMMON = ("管理番号", "業務", "個人情報の項目", "本人", "利用目的")
BEGIN = ("応対", "氏名、電話番号", "お客様", "お問合せへの対応")


def ledger(headings: str, *rows: str) -> bytes:
    """Return a ledger as .xlsx: the usual columns, then those of one's own, cells parted by `|`."""
    book = openpyxl.Workbook()
    book.worksheets[0].append([*COMMON, *headings.split("|")])
    for number, row in enumerate(rows, start=1):
        book.worksheets[0].append([f"A{number}", *BEGIN, *(cell or None for cell in row.split("|"))])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_each_recipient_has_its_own_country_basis_and_way(tmp_path: Path) -> None:
    """What headings say of entrustees and of provision is parted, though our columns are the same."""
    data = ledger(
        "委託先|委託先の所在国|委託の根拠|提供先|提供先の所在国|提供の根拠|提供方法|取得方法",
        "セブ社|フィリピン|委託|あおぞら航空|日本|同意|USBメモリ|電話",
    )
    flows = by_id(taken_by_draft(data, tmp_path))

    assert (flows["A1-h1"].countries, flows["A1-h1"].basis, flows["A1-h1"].mode) == (
        ("PH",),
        "entrustment",
        (),
    )
    assert (flows["A1-h2"].countries, flows["A1-h2"].basis) == (("JP",), "consent")
    assert (flows["A1-h2"].mode, flows["A1-c"].mode) == (("portable_media",), ("phone",))
    assert (flows["A1-c"].countries, flows["A1-c"].basis) == ((), "")


def test_a_country_is_of_the_only_recipient_of_its_row(tmp_path: Path) -> None:
    """One column of countries, several of recipients: of two nobody knows which is meant, and it is told."""
    data = ledger(
        "委託先|提供先|共同利用|所在国", "セブ社|||フィリピン", "セブ社|税務署||日本", "||A社、B社|米国"
    )
    taken = taken_by_draft(data, tmp_path)
    flows = by_id(taken)

    assert flows["A1-h1"].countries == ("PH",)
    assert (flows["A2-h1"].countries, flows["A2-h2"].countries) == ((), ())
    assert all(flows[name].note == "所在国: 日本" for name in ("A2-c", "A2-h1", "A2-h2"))
    assert {e.flow for e in taken.account.entries if "どの相手" in e.why.ja} == {"A2-c", "A2-h1", "A2-h2"}
    assert [flows[f"A3-h3.{n}"].countries for n in (1, 2)] == [("US",), ("US",)]
    assert flows["A3-h3.1"].kind == "joint_use"


def test_countries_in_the_order_of_the_recipients(tmp_path: Path) -> None:
    """Several entrustees in a cell take their countries one by one; where numbers differ nobody gets one."""
    data = ledger(
        "委託先|委託先の国|提供先|提供先の国",
        "甲社／乙社|米国／日本|丙社|韓国",
        "甲社／乙社／丁社|米国／日本|丙社|",
        "甲社／乙社|日本|丙社|",
        "甲社|日本／米国|丙社|",
    )
    flows = by_id(taken_by_draft(data, tmp_path))

    assert [flows[f"A1-h1.{n}"].countries for n in (1, 2)] == [("US",), ("JP",)]
    assert flows["A1-h2"].countries == ("KR",)
    assert [flows[f"A2-h1.{n}"].countries for n in (1, 2, 3)] == [()] * 3
    assert "委託先の国: 米国／日本" in flows["A2-h1.1"].note
    assert [flows[f"A3-h1.{n}"].countries for n in (1, 2)] == [("JP",), ("JP",)]
    assert flows["A4-h1"].countries == ("JP", "US")


def test_headings_that_stand_twice_belong_to_the_recipient_before_them(tmp_path: Path) -> None:
    """`委託先 所在国 提供先 所在国`: each country is that of the column of recipients on its left."""
    data = ledger("委託先|所在国|根拠|提供先|所在国|根拠", "甲社|米国|委託|乙社|日本|同意")
    flows = by_id(taken_by_draft(data, tmp_path))

    assert (flows["A1-h1"].countries, flows["A1-h1"].basis) == (("US",), "entrustment")
    assert (flows["A1-h2"].countries, flows["A1-h2"].basis) == (("JP",), "consent")


def test_one_column_of_recipients_and_the_way_of_provision(tmp_path: Path) -> None:
    """The means of provision is that of the row that hands over, not of the collection."""
    data = ledger("取得方法|提供先|提供方法|提供先の所在国", "電話|甲社|郵送|日本")
    flows = by_id(taken_by_draft(data, tmp_path))

    assert (flows["A1-c"].mode, flows["A1-h"].mode) == (("phone",), ("post",))
    assert flows["A1-h"].countries == ("JP",)


def test_the_account_speaks_only_of_rows_that_carry_a_value(tmp_path: Path) -> None:
    """A period that is the collection's is told of the collection; what is of nobody is kept as written."""
    data = ledger("保存期間|委託先|提供先|提供先の所在国", "退会後1年|甲社||米国")
    taken = taken_by_draft(data, tmp_path)
    told = {(e.flow, e.column) for e in taken.account.entries if e.outcome == "read_as"}

    assert told == {("A1-c", "retention")}
    assert by_id(taken)["A1-h"].note == "提供先の所在国: 米国"
    assert by_id(taken)["A1-c"].retention == "account_closed+P1Y"


def test_the_account_says_where_each_column_went(tmp_path: Path) -> None:
    """Each heading stands in the account with what it was read as, and for which flow."""
    taken = taken_by_draft(ledger("委託先|委託先の所在国|提供先|備忘", "甲社|米国|乙社|x"), tmp_path)
    assert {taken.account.columns[name] for name in ("委託先の所在国", "備忘")} == {
        "countries@entrustment", "note"
    }  # fmt: skip


def test_dots_within_a_purpose_and_yes_or_no(tmp_path: Path) -> None:
    """`商品・サービスのご案内` is one purpose; a column of 有 and 無 names no recipients."""
    data = ledger("処理の目的|共同利用", "グループ各社の商品・サービスのご案内|有", "商品の発送|無")
    taken = taken_by_draft(data, tmp_path)
    flows = by_id(taken)

    assert set(flows) == {"A1-c", "A2-c"}
    assert "グループ各社の商品・サービスのご案内" in flows["A1-c"].purposes


def test_bands_above_the_headings_say_whom_they_are_about(tmp_path: Path) -> None:
    """`第三者提供` over `相手 所在国 方法 目的`: merged or not, the lower row alone would not say it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["番号", "業務", "本人", "個人情報の項目", "委託", None, None, "第三者提供", None, None])
    sheet.append([None, None, None, None, "委託先", "所在国", "契約書", "相手", "所在国", "目的"])
    sheet.append(["S1", "印刷", "生徒", "氏名", "甲社", "米国", "第1号", "乙校", "日本", "入学者選抜"])
    sheet.merge_cells("E1:G1")
    sheet.merge_cells("H1:J1")
    target = BytesIO()
    book.save(target)
    flows = by_id(taken_by_draft(target.getvalue(), tmp_path))

    assert {(f.kind, f.recipient, f.countries, f.purposes, f.evidence) for f in flows.values()} == {
        ("collection", "operator", (), (), ""),
        ("entrustment", "甲社", ("US",), (), "第1号"),
        ("third_party", "乙校", ("JP",), ("入学者選抜",), ""),
    }


def test_words_that_cannot_be_read_are_kept_where_nobody_knows_whom_they_are_of(tmp_path: Path) -> None:
    """Two grounds in a cell for one, beside two recipients: neither read nor given, but kept and told."""
    taken = taken_by_draft(ledger("委託先|提供先|法的根拠", "甲社|乙社|委託、本人の同意"), tmp_path)

    assert {flow.note for flow in taken.inventory.flows} == {"法的根拠: 委託、本人の同意"}
    assert any("どの相手" in entry.why.ja for entry in taken.account.entries)


@pytest.mark.parametrize("headings", ["委託先|所在国|根拠", "委託先|委託先の国|委託の根拠|提供先|提供の根拠"])
def test_a_route_abroad_among_the_grounds_is_a_route(headings: str, tmp_path: Path) -> None:
    """`相当措置` is no ground; it goes with the ground to the flow that it is about, and is told."""
    rest = "|乙社|本人の同意" if "提供先" in headings else ""
    taken = taken_by_draft(ledger(headings, f"甲社|米国|相当措置{rest}", f"甲社|米国|委託{rest}"), tmp_path)
    first, second = (flow for flow in taken.inventory.flows if flow.kind == "entrustment")

    assert (first.basis, first.foreign_route, first.countries) == ("", "equivalent_system", ("US",))
    assert (second.basis, second.foreign_route) == ("entrustment", "")
    assert any(entry.flow == first.id and "外国提供の根拠" in entry.why.ja for entry in taken.account.entries)
    assert all(flow.foreign_route == "" for flow in taken.inventory.flows if flow.id != first.id)


def test_if_alone_in_a_mapping_by_hand(tmp_path: Path) -> None:
    """A mapping may say it itself; a column that is not there is refused."""
    words = """
[[flow]]
ending = "-h1"
when = ["recipient@a"]
if_alone = ["countries"]
put = { kind = "entrustment", source = "operator", recipient = "{recipient@a}" }
[[flow]]
ending = "-h2"
when = ["recipient@b"]
if_alone = ["countries"]
put = { kind = "third_party", source = "operator", recipient = "{recipient@b}" }
[[column]]
from = "個人情報の項目"
to = "items"
[[column]]
from = "左"
to = "recipient@a"
[[column]]
from = "右"
to = "recipient@b"
[[column]]
from = "国"
to = "countries"
"""
    path = tmp_path / "m.toml"
    path.write_text(words, encoding="utf-8")
    book = open_book(ledger("左|右|国", "甲社||米国", "甲社|乙社|米国"), "r.xlsx")
    taken = take(book, read_mapping(path, read_vocabulary()))

    assert [(flow.recipient, flow.countries) for flow in taken.inventory.flows] == [
        ("甲社", ("US",)), ("甲社", ()), ("乙社", ())
    ]  # fmt: skip
    path.write_text(words.replace('["countries"]', '["land"]'), encoding="utf-8")
    with pytest.raises(BadInput, match="land"):
        read_mapping(path, read_vocabulary())
