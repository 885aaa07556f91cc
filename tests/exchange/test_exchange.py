"""Spreadsheets both ways: what goes out comes back, what is foreign is read, nothing is lost in silence."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registers import english_register, japanese_register

from datamap.exchange.account import Account
from datamap.exchange.export import export_xlsx
from datamap.exchange.figures import figure, look_of
from datamap.exchange.guess import guess_mapping
from datamap.exchange.mapping import Mapping, read_mapping
from datamap.exchange.opening import open_book
from datamap.exchange.taking import Taken, take
from datamap.exchange.writing import inventory_csv
from datamap.inventory import Workbook, read_inventory, read_workbook
from datamap.model import LANGS, BadInput, Lang
from datamap.records import read_records
from datamap.vocabulary import read_vocabulary

ROOT = Path(__file__).resolve().parents[2]
BOOKS = [ROOT, ROOT / "examples" / "tour-operator", ROOT / "tests" / "workbooks" / "language-school"]
DAY = date(2026, 11, 22)
HEADS = ("id", "kind", "items", "source", "recipient")


def exported(workbook: Workbook, lang: Lang = "ja") -> bytes:
    """Return a workbook as .xlsx without findings."""
    return export_xlsx(workbook, as_of=DAY, lang=lang)


def table(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    """Return rows as the bytes of a CSV file."""
    paper = io.StringIO()
    csv.writer(paper).writerows([heads, *rows])
    return paper.getvalue().encode()


def sheet(*rows: tuple[Any, ...], name: str = "Sheet1") -> bytes:
    """Return rows as an .xlsx file of one sheet."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = name
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def drafted(data: bytes, file: str, tmp_path: Path, lang: Lang = "ja") -> Mapping:
    """Return the mapping that is drafted for a file, read back from its own text."""
    draft = guess_mapping(open_book(data, file), read_vocabulary(), lang=lang)
    path = tmp_path / "draft.map.toml"
    path.write_text(draft.as_toml(lang), encoding="utf-8")
    return read_mapping(path, read_vocabulary(), lang)


# ----------------------------------------------------------------------------------- out and back


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("root", BOOKS, ids=lambda path: path.name)
def test_what_is_exported_comes_back_as_it_was(root: Path, lang: Lang) -> None:
    """Every flow is the same after Excel and back, in either language, and the file does not vary."""
    book = read_workbook(root, lang=lang)
    data = exported(book, lang)
    taken = take(open_book(data, "x.xlsx"), records=read_records(root), before=book.inventory)

    assert taken.csv == inventory_csv(book.inventory)
    assert taken.account.counts() == {"same": len(book.inventory)}
    assert data == exported(book, lang)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20)
NAME = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters=";；"), min_size=1, max_size=12
)
KEYS = st.lists(
    st.sampled_from(["name", "phone", "email", "passport_no", "自社の項目"]), min_size=1, unique=True
)
ITEMS = st.one_of(
    KEYS.map(";".join), KEYS.map(lambda k: ";".join([*k, "+"])), st.sampled_from(["*", "all", "all;-name"])
)
ROW = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["collection", "third_party", "委託", "Joint use"]),
        "items": ITEMS,
        "source": NAME.map(lambda name: f"甲{name}"),
        "recipient": NAME.map(lambda name: f"乙{name}"),
        "subjects": st.sampled_from(["", "customer", "従業員;customer;+"]),
        "retention": st.sampled_from(["", "P7Y", "contract_end+P1Y", "7年"]),
        "since": st.sampled_from(["", "2024-04-01", "2024/4/1"]),
        "persons": st.sampled_from(["", "1200", "1000-5000", ">100"]),
        "note": CELL,
        "evidence": st.sampled_from(
            ["=1+1", "+x", "@a", "'q", "_x000D_", "#N/A", " ", "12", "1e3", "http://a.example"]
        ),
        "自社の列": CELL,
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(ROW, min_size=1, max_size=4), lang=st.sampled_from(LANGS))
def test_any_inventory_that_can_be_read_survives_excel(rows: list[dict[str, str]], lang: Lang) -> None:
    """Whatever a cell holds, formulas, breaks, odd characters: out and in again gives the same table."""
    heads = ("id", *rows[0])
    data = table(*((f"F{n}", *row.values()) for n, row in enumerate(rows)), heads=heads)
    try:
        before = read_inventory(data)
    except BadInput:
        return
    back = take(open_book(exported(Workbook.from_inventory(before), lang), "x.xlsx"), before=before)

    assert back.csv == inventory_csv(before)
    assert back.account.counts() == {"same": len(before)}
    assert inventory_csv(read_inventory(back.csv)) == back.csv


def test_exported_cells_are_texts_with_drop_downs_and_colours() -> None:
    """No cell is a formula; closed columns have a drop-down from a named list; what is missing turns red."""
    book = read_workbook(BOOKS[1], lang="en")
    from datamap.facts import establish_facts  # noqa: PLC0415 - the rest of the tests do without
    from datamap.rules import evaluate  # noqa: PLC0415

    findings = evaluate(establish_facts(book, DAY))
    made = openpyxl.load_workbook(io.BytesIO(export_xlsx(book, as_of=DAY, findings=findings)))
    page = made["Inventory"]
    lists = {v.formula1 for v in page.data_validations.dataValidation}
    red = [rule for ranges in page.conditional_formatting for rule in ranges.rules]

    assert made.sheetnames[:6] == ["Guide", "Inventory", "Check", "Places and groups", "Notice", "Own words"]
    assert {"list_kinds", "list_bases", "list_countries", "list_places"} <= lists
    assert page.freeze_panes == "C2"
    assert all(cell.data_type in {"s", "n", "inlineStr"} and not str(cell.value or "").startswith("\0")
               for row in page.iter_rows(max_row=20) for cell in row)  # fmt: skip
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)
    assert any("_marks!" in (rule.formula or [""])[0] for rule in red)
    assert made["_marks"].sheet_state == "hidden"
    assert made["Check"].max_row > 20


def test_hints_speak_both_languages() -> None:
    """The hint of a cell is in the language of the workbook, then in the other one."""
    made = openpyxl.load_workbook(io.BytesIO(exported(read_workbook(ROOT))))
    hints = [v.prompt or "" for v in made["台帳"].data_validations.dataValidation]

    assert any("法律上どのような渡し方か" in hint and "What the flow is in law" in hint for hint in hints)
    assert max(map(len, hints)) <= 255


# -------------------------------------------------------------------------------------- our own back


def changed(workbook: Workbook, change: Any) -> bytes:
    """Return an exported workbook after somebody worked on it."""
    made = openpyxl.load_workbook(io.BytesIO(exported(workbook)))
    change(made)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_account_tells_what_changed_what_is_new_and_what_is_refused() -> None:
    """A changed cell, a new row, a removed one and one with a wrong word are each told with their row."""
    book = read_workbook(ROOT)

    def work(made: Any) -> None:
        page = made["台帳"]
        page["J2"] = "アメリカ"
        page["C3"] = "よく分からない"
        page.delete_rows(4)
        page.append(["NEW1", "", "委託", "", "氏名", "operator", "新しい委託先"])

    account = take(
        open_book(changed(book, work), "x.xlsx"), records=read_records(ROOT), before=book.inventory
    ).account
    told = {(e.flow, e.outcome): e for e in account.entries}

    assert told["CL01", "changed"].became == "US"
    assert told["CL02", "refused"].row == 3
    assert "よく分からない" in told["CL02", "refused"].why.ja
    assert ("NEW1", "new") in told
    assert {flow for flow, outcome in told if outcome == "gone"} == {"CL02", "CL03"}


def test_repeated_ids_and_dates_upside_down_are_refused_row_by_row() -> None:
    """Of rows with one id the first is taken; an end before its beginning is refused wherever it stands."""
    rows = [("A", "取得", "氏名", "顧客", "受付", "", "")] * 3
    rows += [(f"B{n}", "取得", "氏名", "顧客", "受付", "2026-01-02", "2026-01-01") for n in range(60)]
    taken = take(open_book(table(*rows, heads=(*HEADS, "since", "until")), "x.csv"))

    assert taken.account.counts() == {"new": 1, "refused": 62}
    assert taken.refused.count(b"\r\n") >= 62


def test_what_was_plainly_meant_is_taken_and_told() -> None:
    """`氏名、住所` is two items, an era a day, and the account says so; a wrong word says what is near."""
    rows = [
        ("A", "取得", "氏名、住所", "顧客", "受付", "令和6年4月1日"),
        ("B", "委託する", "氏名", "受付", "甲", ""),
    ]
    taken = take(open_book(table(*rows, heads=(*HEADS, "since")), "x.csv"))
    flow = taken.inventory.flow("A")
    (refusal,) = (entry for entry in taken.account.entries if entry.outcome == "refused")

    assert (flow.items.named, flow.since) == (("name", "address"), "2024-04-01")
    assert [e.column for e in taken.account.entries if e.outcome == "read_as"] == ["items", "since"]
    assert "entrustment" in refusal.why.en


def test_comments_and_columns_without_heading_are_kept_in_the_note() -> None:
    """What somebody wrote beside the table is not lost."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append([*HEADS, "note", None])
    page.append(["F1", "取得", "氏名", "顧客", "受付", "前から", "横に書いた"])
    page["B2"].comment = openpyxl.comments.Comment("本当か確認", "x")
    target = io.BytesIO()
    made.save(target)
    note = take(open_book(target.getvalue(), "x.xlsx")).inventory.flow("F1").note

    assert "前から" in note
    assert "横に書いた" in note
    assert "本当か確認" in note


# ----------------------------------------------------------------------------------------- foreign


def words_of(data: bytes, file: str) -> list[str]:
    """Return the distinct long words that the cells of a file hold."""
    book = open_book(data, file)
    return sorted({cell for grid in book.sheets for row in grid.rows for cell in row if len(cell) > 4})


@pytest.mark.parametrize("lang", LANGS)
def test_a_dirty_register_is_read_by_its_drafted_mapping(tmp_path: Path, lang: Lang) -> None:
    """Title lines, merged cells, pairs, marks, eras: every row is taken, by a mapping nobody had to touch."""
    data, file = (japanese_register(), "r.xlsx") if lang == "ja" else (english_register(), "r.csv")
    taken = take(open_book(data, file), drafted(data, file, tmp_path, lang), lang=lang)
    counts = taken.account.counts()

    assert counts["refused"] == 0
    assert counts["new"] == len(taken.inventory) > 300
    assert not any(p.severity == "error" for p in taken.problems)


def test_what_the_japanese_register_says_stands_where_it_belongs(tmp_path: Path) -> None:
    """Floats become whole numbers, eras days; widths do not matter; marks go to the note."""
    data = japanese_register()
    taken = take(open_book(data, "r.xlsx"), drafted(data, "r.xlsx", tmp_path))
    whole = taken.inventory.table
    parties = set(whole["recipient"]) | set(whole["source"])

    assert {"1-c.1", "1-c", "1-1-c"} & set(whole["id"])
    assert {"350", "~30000", "2000"} <= set(whole["persons"])
    assert {"2018-04-01", "2019-04-01"} <= set(whole["since"])
    assert {"contract_end+P5Y", "P10Y", "P3Y"} <= set(whole["retention"])
    assert {"US", "JP", "abroad"} <= set(whole["countries"])
    assert len({p for p in parties if "配送エキスプレス" in p}) == 1
    assert {p for p in parties if "情報" in p} & {"情報システム部"}
    assert whole["note"].str.contains("要対応").any()
    assert whole["note"].str.contains("契約更新を確認すること").any()
    assert whole["note"].str.contains("不要になったら廃棄").any()
    assert not whole["recipient"].isin(["なし", "－", ""]).any()
    assert (whole["activity"] != "").all()


def test_odd_cells_are_told(tmp_path: Path) -> None:
    """Errors, formulas without results, cells cut by Excel and hidden rows are in the account."""
    data = japanese_register()
    account = take(open_book(data, "r.xlsx"), drafted(data, "r.xlsx", tmp_path)).account
    reasons = " ".join(why.ja for why in account.cells_read_otherwise())

    for word in ("#N/A", "計算結果が保存されていない", "32,767", "印", "など"):
        assert word in reasons
    assert any("非表示" in remark.ja for remark in account.remarks)
    assert account.count("passed_over") == 1


def in_account(account: Account, taken: Taken) -> str:
    """Return everything that an import wrote anywhere."""
    cells = [cell for column in taken.inventory.table for cell in taken.inventory.table[column]]
    cells += [f"{e.was} {e.became}" for e in account.entries]
    return "\n".join([*cells, *account.columns])


def test_nothing_of_a_foreign_table_is_dropped_in_silence(tmp_path: Path) -> None:
    """Each cell of a register is found again: in a cell, in a note, or in the account."""
    heads = ("番号", "業務名", "項目", "本人", "提供先", "国", "独自の列", "保存期間")
    rows = [
        (
            1.0,
            "受注",
            "氏名、変わった項目",
            "顧客",
            "A社 / B社 / C社",
            "JP / US",
            "自由な言葉",
            "使い終わるまで",
        ),
        (2.0, "採用", "該当なし", "不思議な人", "D社", "どこか遠く", "ほかの言葉", "P1Y"),
    ]
    data = sheet(("表題",), heads, *rows)
    taken = take(open_book(data, "r.xlsx"), drafted(data, "r.xlsx", tmp_path))
    found = in_account(taken.account, taken)

    words = ["変わった項目", "A社", "B社", "C社", "JP / US", "自由な言葉", "使い終わるまで", "該当なし"]
    for word in (*words, "不思議な人", "どこか遠く", "ほかの言葉"):
        assert word in found


def test_pairs_become_a_row_each(tmp_path: Path) -> None:
    """`A / B` and `JP / US` are two flows, each with its own country."""
    data = sheet(
        ("業務名", "項目", "本人", "提供先", "所在国"),
        *[("業務", "氏名", "顧客", "A社 / B社", "JP / US")] * 2,
    )
    flows = take(open_book(data, "r.xlsx"), drafted(data, "r.xlsx", tmp_path)).inventory.flows
    pairs = {(flow.recipient, flow.countries) for flow in flows if flow.source == "operator"}

    assert pairs == {("A社", ("JP",)), ("B社", ("US",))}


def test_draft_offers_no_meaning_that_is_only_near() -> None:
    """“CV” is not a card's security code and “None” not Indonesia: what is not sure is not proposed."""
    draft = guess_mapping(open_book(english_register(), "r.csv"), read_vocabulary(), lang="en")
    values = {word: key for column in draft.columns for word, key in column.values.items()}

    assert values.get("UK") == "GB"
    assert not {"CV", "None", "N", "A"} & set(values)


def test_mapping_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    """A misspelt key, a wrong word and a missing column are told together, with their lines."""
    path = tmp_path / "m.toml"
    path.write_text(
        '[tabel]\nsheet = "x"\n[cells]\nunreadable = "drop"\n[constants]\nknid = "x"\n', encoding="utf-8"
    )
    with pytest.raises(BadInput) as caught:
        read_mapping(path, read_vocabulary())
    codes = {problem.code for problem in caught.value.problems}

    assert codes == {"record_unknown_key", "record_mapping_choice", "record_mapping_no_column"}
    assert all(
        problem.line for problem in caught.value.problems if problem.code != "record_mapping_no_column"
    )


# ------------------------------------------------------------------------------------ files that are odd


def bomb() -> bytes:
    """Return a zip whose only sheet would unpack to 90 MB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>')
        made.writestr(
            "xl/_rels/workbook.xml.rels", '<R><Relationship Id="r1" Target="worksheets/s.xml"/></R>'
        )
        made.writestr("xl/worksheets/s.xml", b"\0" * 90_000_000)
    return target.getvalue()


def with_entities() -> bytes:
    """Return a workbook whose XML declares entities of its own."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>')
    return target.getvalue()


ODD = {
    "exchange_damaged": b"PK\x03\x04 not a zip",
    "exchange_other_format": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "exchange_encrypted": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "exchange_not_a_table": b"%PDF-1.7",
    "empty_file": b"",
    "exchange_empty": b",,,\n,,\n",
    "nul_bytes": b"id,kind\nx,\x00\n",
}


@pytest.mark.parametrize("code", sorted(ODD))
def test_files_that_are_no_table_are_refused_with_what_to_do(code: str) -> None:
    """No spreadsheet, encrypted, damaged, empty: one problem, in both languages, with the next step."""
    with pytest.raises(BadInput) as caught:
        open_book(ODD[code], "x.xlsx")
    (found,) = caught.value.problems

    assert found.code == code
    assert found.next_step.ja
    assert found.next_step.en


@pytest.mark.parametrize("make", [bomb, with_entities], ids=["bomb", "entities"])
def test_files_that_mean_harm_are_refused(make: Any) -> None:
    """A part that would unpack to far more than a table, and XML entities, are not read."""
    with pytest.raises(BadInput) as caught:
        open_book(make(), "x.xlsx")

    assert caught.value.problems[0].code in {"exchange_too_large", "exchange_damaged"}


def test_sheet_without_known_headings_says_how_to_go_on() -> None:
    """A table of another form is not read as ours; the problem names --guess."""
    with pytest.raises(BadInput) as caught:
        take(open_book(sheet(("a", "b"), ("1", "2")), "x.xlsx"))

    assert "--guess" in caught.value.problems[0].next_step.en


# ----------------------------------------------------------------------------------------- numbers


def test_numbers_of_excel_are_read_as_they_are_seen() -> None:
    """Days, times, padded numbers, 1904 and formats with words: the text that a person sees."""
    assert figure("60", "day") == "1900-02-28" or figure("61", "day") == "1900-03-01"
    assert figure("45383", look_of(0, 'ggge"年"m"月"d"日"')) == "2024-04-01"
    assert figure("43921", "day", from_1904=True) == "2024-04-01"
    assert figure("7", look_of(0, "000")) == "007"
    assert figure("1200", look_of(0, '#,##0"人"')) == "1200"
    assert look_of(0, "General") == ""
    assert look_of(0, "0.00E+00") == ""


def test_ods_is_read_as_it_is_seen() -> None:
    """OpenDocument: repeated cells and rows, spans, blanks, days and notes."""
    cell = '<table:table-cell office:value-type="string"{more}><text:p>{words}</text:p></table:table-cell>'
    heads = "".join(cell.format(more="", words=head) for head in (*HEADS, "until", "status", "since"))
    flow = (
        '<table:table-cell office:value-type="float" office:value="1"><text:p>1.0</text:p>',
        "</table:table-cell>",
        cell.format(more=' table:number-rows-spanned="2"', words="取得"),
        cell.format(more="", words='氏名;<text:s text:c="1"/>住所'),
        cell.format(more="", words="顧客") + cell.format(more="", words="受付"),
        '<table:table-cell table:number-columns-repeated="2"/>',
        '<table:table-cell office:value-type="date" office:date-value="2024-04-01T00:00:00">',
        "<office:annotation><text:p>確認</text:p></office:annotation>",
        "<text:p>4月1日</text:p></table:table-cell>",
    )
    last = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    rows = ('<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>',
            f"<table:table-row>{heads}</table:table-row>",
            f"<table:table-row>{''.join(flow)}</table:table-row>", last)  # fmt: skip
    content = f'<x><table:table table:name="台帳">{"".join(rows)}</table:table></x>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
    taken = take(open_book(target.getvalue(), "x.ods"))
    found = taken.inventory.flow("1")

    assert (found.items.named, found.recipient, found.since) == (("name", "address"), "受付", "2024-04-01")
