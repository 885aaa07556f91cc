"""Registers of other shapes: forms, ticks, several sheets, several recipients; conversations on cells."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from forms_and_ticks import by_department, file_book, saved, ticked

from datamap.exchange.guess import guess_mapping
from datamap.exchange.heading_match import match_heading
from datamap.exchange.mapping import read_mapping
from datamap.exchange.opening import open_book
from datamap.exchange.taking import Taken, take
from datamap.model import BadInput, Flow
from datamap.vocabulary import read_vocabulary


def taken_by_draft(data: bytes, tmp_path: Path, file: str = "r.xlsx") -> Taken:
    """Return what comes of a file by the mapping that is drafted for it, read back from its text."""
    book = open_book(data, file)
    path = tmp_path / "r.map.toml"
    path.write_text(guess_mapping(book, read_vocabulary()).as_toml("ja"), encoding="utf-8")
    return take(book, read_mapping(path, read_vocabulary()))


def by_id(taken: Taken) -> dict[str, Flow]:
    """Return the flows by id."""
    return {flow.id: flow for flow in taken.inventory.flows}


def test_forms_become_a_row_each(tmp_path: Path) -> None:
    """A sheet for each activity, questions on the left: collection, and a hand-over where one is named."""
    data = file_book(
        [
            ("国民健康保険資格台帳", "資格の管理", "１氏名、２生年月日、３住所", "被保険者", "税務署"),
            ("図書館利用者台帳", "図書の貸出", "氏名\n電話番号", "利用者", "なし"),
        ]
    )
    taken = taken_by_draft(data, tmp_path)
    flows = by_id(taken)

    assert [flow.items.named for flow in flows.values()] == [
        ("name", "birth_date", "address"), ("name", "birth_date", "address"), ("name", "phone")
    ]  # fmt: skip
    assert [flow.recipient for flow in flows.values()] == ["operator", "税務署", "operator"]
    assert {entry.sheet for entry in taken.account.entries} == {"01", "02"}


def test_ticks_below_a_band_are_items(tmp_path: Path) -> None:
    """Headings in two rows, `○` and `レ` in a column of an item; what is about right is kept as written."""
    taken = taken_by_draft(ticked(), tmp_path)
    flows = by_id(taken)

    assert set(flows) == {"M-1-c", "M-1-h", "M-2-c"}
    assert flows["M-1-c"].items.named == ("name", "medical_history")
    assert flows["M-2-c"].items.named == ("name", "allergy")
    assert (flows["M-1-h"].kind, flows["M-1-h"].recipient_role) == ("entrustment", "processor")
    assert "約1万2千人" in flows["M-1-c"].note
    assert taken.account.count("passed_over") == 1


def test_sheets_with_the_same_headings_are_one_table(tmp_path: Path) -> None:
    """Ids begin with the sheet; each recipient has its own kind; `〃` is what the row above says."""
    taken = taken_by_draft(by_department(), tmp_path)
    flows = by_id(taken)

    assert {flow.department for flow in flows.values()} == {"教務課", "事務課"}
    assert flows["教務-1-h1"].kind == "entrustment"
    assert [flows[f"教務-1-h2.{n}"].recipient for n in (1, 2)] == ["県", "進学先"]
    assert flows["教務-1-h2.1"].countries == ("JP",)
    assert flows["教務-1-h1"].countries == ()
    assert flows["事務-1-c"].retention == "P7Y"
    assert taken.account.count("refused") == 0


def test_what_no_flow_takes_up_is_kept(tmp_path: Path) -> None:
    """A country without a recipient belongs to no flow; it is in the note, and the account says so."""
    taken = taken_by_draft(by_department(), tmp_path)

    assert "提供先国: 米国" in by_id(taken)["教務-2-c"].note
    assert any("どのフロー" in entry.why.ja for entry in taken.account.entries)


def test_slot_without_a_flow_is_refused(tmp_path: Path) -> None:
    """What is read into a slot has to be asked for by a flow; else it would be lost."""
    path = tmp_path / "r.map.toml"
    path.write_text('[[column]]\nfrom = "委託先の国"\nto = "countries@entrustment"\n', encoding="utf-8")

    with pytest.raises(BadInput, match=r'countries = "\{countries@entrustment\}"'):
        read_mapping(path, read_vocabulary())


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Article 6 lawful basis for processing personal data", "gdpr_basis"),
        ("The source of the personal data (if applicable)", "source"),
        ("Location of personal data", "system"),
        ("Durée de conservation", "retention"),
        ("だれに渡すか", "recipient"),
        ("Rights available to individuals", None),
        ("廃棄方法", None),
    ],
)
def test_headings_of_public_templates(heading: str, key: str | None) -> None:
    """The surest column is the one that the heading is about, not one that it mentions."""
    found = match_heading(heading)

    assert (max(found, key=lambda name: found[name]) if found else None) == key


def test_a_conversation_on_a_cell_is_read_once() -> None:
    """Threaded comments stand in a part of their own, and again with an advice; the words are kept."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["id"])
    whole = BytesIO()
    talk = (
        '<ThreadedComments xmlns="x"><threadedComment ref="A1"><text>国は?</text></threadedComment>'
        '<threadedComment ref="A1"><text>米国です</text></threadedComment></ThreadedComments>'
    )
    links = (
        '<Relationships xmlns="x"><Relationship Id="r" Type="t/threadedComment"'
        ' Target="../threadedComments/t.xml"/></Relationships>'
    )
    with zipfile.ZipFile(BytesIO(saved(book))) as source, zipfile.ZipFile(whole, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name))
        made.writestr("xl/threadedComments/t.xml", talk)
        made.writestr("xl/worksheets/_rels/sheet1.xml.rels", links)

    assert open_book(whole.getvalue(), "r.xlsx").sheets[0].notes == {(1, 0): "国は? → 米国です"}
