"""Reading the inventory: every spelling of one table gives one inventory."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datamap.inventory import Inventory, Workbook, read_inventory, read_workbook
from datamap.inventory.reading import examine
from datamap.model import BadInput, KeyList, PlaceType, Range, Severity
from datamap.vocabulary import read_vocabulary

WORDS = read_vocabulary()
COLUMNS = [column.key for column in WORDS.columns]
NAMES = st.sampled_from(["予約センター", "Aoba Travel", "検査センター", "倉庫", "Kite & Co."])
TEXTS = st.text(st.sampled_from('aB9 ,;"、あ漢①ｱ表ソ=-'), max_size=12).map(
    lambda words: words.strip().lstrip("=-").strip()
)


def keys(name: str) -> st.SearchStrategy[str]:
    """Return keys of a list."""
    return st.sampled_from([term.key for term in WORDS.terms(name)])


def lists(name: str) -> st.SearchStrategy[str]:
    """Return list cells of distinct keys."""
    return st.lists(keys(name), min_size=1, max_size=3, unique=True).map(";".join)


def cells() -> dict[str, st.SearchStrategy[str]]:
    """Return for each column the canonical cells it may hold, blank for those not required."""
    by_type: dict[str, st.SearchStrategy[str]] = {
        "date": st.dates().map(str),
        "duration": st.sampled_from(["P7Y", "P1Y6M", "contract_end+P1Y", "law_unnamed_period"]),
        "range": st.sampled_from(["1200", "1000-5000", ">1000", "<500"]),
        "clauses": st.sampled_from(["A1", "A1;A2"]),
        "place": NAMES,
        "text": TEXTS,
    }
    found: dict[str, st.SearchStrategy[str]] = {}
    for column in WORDS.columns:
        if column.type == "key":
            cell = keys(column.vocabulary)
        elif column.type in {"keys", "countries"}:
            cell = lists(column.vocabulary)
        elif column.type == "keylist":
            cell = (
                lists(column.vocabulary)
                | st.just("*")
                | st.just("all")
                | lists(column.vocabulary).map("{};+".format)
            )
        else:
            cell = by_type.get(column.type, st.just(""))
        found[column.key] = cell if column.required else st.just("") | cell
    found["kind"] = st.sampled_from(["internal_use", "undetermined"])
    found["until"] = st.just("")
    return found


TABLES = st.lists(st.fixed_dictionaries(cells()), min_size=1, max_size=5).map(
    lambda rows: [{**row, "id": f"F{number}"} for number, row in enumerate(rows)]
)


def written(
    rows: list[dict[str, str]],
    *,
    order: list[str] = COLUMNS,
    header: list[str] | None = None,
    delimiter: str = ",",
) -> str:
    """Return a table as CSV text, its columns in this order, under their keys or other headings."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(header or order)
    writer.writerows([row[key] for key in order] for row in rows)
    return buffer.getvalue()


def canonical(inventory: Inventory) -> list[dict[str, str]]:
    """Return the table of an inventory as plain rows."""
    records: list[dict[str, str]] = inventory.table.to_dict("records")
    return records


@given(TABLES)
@settings(max_examples=50)
def test_a_canonical_table_is_read_as_it_stands(rows: list[dict[str, str]]) -> None:
    """Writing a canonical table and reading it gives the same table."""
    assert canonical(read_inventory(written(rows).encode())) == rows


@given(TABLES, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_order_of_columns_changes_nothing(rows: list[dict[str, str]], chance: Random) -> None:
    """Columns may stand in any order."""
    order = sorted(COLUMNS, key=lambda _: chance.random())

    assert canonical(read_inventory(written(rows, order=order).encode())) == rows


@given(TABLES, st.sampled_from(["utf-8", "utf-8-sig", "cp932"]), st.sampled_from([",", "\t"]))
@settings(max_examples=40)
def test_encoding_and_delimiter_change_nothing(
    rows: list[dict[str, str]], encoding: str, delimiter: str
) -> None:
    """The encodings that Excel writes, commas and tabs give one inventory."""
    content = written(rows, delimiter=delimiter).encode(encoding)

    assert canonical(read_inventory(content)) == rows


@given(TABLES, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_labels_and_widths_change_nothing(rows: list[dict[str, str]], chance: Random) -> None:
    """Headings and words may be keys, Japanese or English labels, in any width."""
    header = [respelt("columns", key, chance) for key in COLUMNS]
    listed = {
        column.key: column.vocabulary
        for column in WORDS.columns
        if column.type in {"key", "keys", "countries"}
    }
    spelt = [
        {
            key: ";".join(respelt(listed[key], word, chance) for word in cell.split(";"))
            if key in listed and cell
            else cell
            for key, cell in row.items()
        }
        for row in rows
    ]

    assert canonical(read_inventory(written(spelt, header=header).encode())) == rows


def respelt(name: str, key: str, chance: Random) -> str:
    """Return a word in one of its spellings."""
    label = WORDS.label(name, key)
    spelling = chance.choice([key, label.ja, label.en, label.en.upper()])
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in spelling)
    return chance.choice([spelling, wide, f" {spelling}　"])


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(content: str) -> None:
    """Whatever a file holds, it is an inventory or a list of problems, never another failure."""
    inventory, problems = examine(content.encode("utf-8", "surrogatepass"), "x.csv", WORDS, None)

    assert (inventory is None) == any(p.severity is Severity.ERROR for p in problems)
    assert BadInput(problems).text("ja")
    assert BadInput(problems).text("en")


@given(st.lists(st.lists(st.text(max_size=8), min_size=5, max_size=5), min_size=1, max_size=4))
def test_any_cells_are_read_or_refused_in_words(rows: list[list[str]]) -> None:
    """Whatever the required cells hold, it is an inventory or a list of problems."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["id", "kind", "items", "source", "recipient"], *rows])
    inventory, problems = examine(buffer.getvalue().encode("utf-8", "surrogatepass"), "x.csv", WORDS, None)

    assert (inventory is None) == any(p.severity is Severity.ERROR for p in problems)
    assert inventory is None or len(inventory.places) <= 2 * len(rows)


# --- what an inventory knows ------------------------------------------------------------------

SMALL = """id,kind,items,subjects,source,recipient,recipient_role,system,countries,persons,notice,社内番号
F1,取得,氏名;電話番号;など+,患者,患者,受付,,,日本,約1.2万人,,7
F2,委託,all;-病歴,,受付,検査会社,委託先,検査システム,アメリカ;日本,1000〜5000,A1、A2,
"""


@pytest.fixture(scope="module")
def small() -> Inventory:
    """Give a small inventory in Japanese words."""
    return read_inventory(SMALL.replace("など+", "+").encode())


def test_flows_are_typed(small: Inventory) -> None:
    """A row becomes a flow of keys, lists and ranges; unknown columns go along."""
    first, second = small.flows

    assert first.items == KeyList(named=("name", "phone"), open=True)
    assert first.persons == Range(12_000, 12_000, about=True)
    assert first.extra == (("社内番号", "7"),)
    assert second.items == KeyList(everything=True, excluded=("medical_history",))
    assert second.subjects == KeyList(unspecified=True)
    assert second.countries == ("US", "JP")
    assert second.notice == ("A1", "A2")
    assert second.persons == Range(1_000, 5_000)
    assert (second.row, small.flow("F2")) == (3, second)


def test_the_role_department_makes_a_department() -> None:
    """It need not stand in the column of departments as well."""
    table = b"""id,kind,items,source,recipient,recipient_role
F1,collection,name,patient,ward,department
F2,internal_use,name,ward,desk,
"""
    places = read_inventory(table).places

    assert places["ward"].type is PlaceType.DEPARTMENT
    assert places["desk"].type is PlaceType.PARTY


def test_people_whom_no_vocabulary_has_are_people() -> None:
    """A word of the column of subjects is no place of unknown role when it stands as a source."""
    table = """id,kind,subjects,items,source,recipient
F1,collection,サイトを見た方,cookie_data,サイトを見た方,ウェブサイト
"""
    place = read_inventory(table.encode()).places["サイトを見た方"]

    assert (place.type, place.role) == (PlaceType.SUBJECT, "subject")


def test_a_country_on_a_row_adds_to_those_declared(tmp_path: Path) -> None:
    """Neither loses; what a row says of a whole group moves none of its members."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "organisation.toml").write_text(
        """[operator]
key = "us"
name = "us"

[[party]]
key = "a"
name = "a"
countries = ["JP"]

[[group]]
key = "g"
name = "g"
members = ["a"]
""",
        encoding="utf-8",
    )
    rows = "F1,third_party,name,us,a,TH\nF2,third_party,name,us,g,JP;SG\n"
    (tmp_path / "inventory.csv").write_text(
        f"id,kind,items,source,recipient,countries\n{rows}", encoding="utf-8"
    )
    workbook = read_workbook(tmp_path)

    assert workbook.inventory.places["a"].countries == ("JP", "TH")
    assert "two_countries" in {problem.code for problem in workbook.problems}


def test_places_are_found_with_type_role_and_countries(small: Inventory) -> None:
    """Each source, recipient and system is a place with what the rows say of it."""
    places = small.places

    assert list(places) == sorted(places)
    assert places["patient"].type is PlaceType.SUBJECT
    assert places["受付"].type is PlaceType.PARTY
    assert places["検査システム"].type is PlaceType.SYSTEM
    assert (places["検査会社"].role, places["検査会社"].countries) == ("processor", ("JP", "US"))


def test_absent_columns_are_blank(small: Inventory) -> None:
    """A column that the file does not have is there, not recorded in every row; unknown ones come last."""
    assert list(small.table.columns) == [*COLUMNS, "社内番号"]
    assert small.extra == ("社内番号",)
    assert set(small.table["measures"]) == {""}
    assert small.table["items"].tolist() == ["name;phone;+", "all;-medical_history"]


def test_coded_columns_are_the_table(small: Inventory) -> None:
    """Dictionary codes and the table say the same."""
    for column in small.columns:
        assert small.coded(column).texts() == small.table[column].tolist()


def test_a_table_alone_is_a_workbook(small: Inventory) -> None:
    """Without records a workbook still has an organisation, a notice and an assessment: empty ones."""
    book = Workbook.from_inventory(small)

    assert book.organisation.parties == ()
    assert book.notice.clauses == ()
    assert book.sha256 == {"inventory.csv": small.sha256}
    assert book.vocabulary is small.vocabulary


def test_header_alone_is_an_empty_inventory() -> None:
    """A new workbook has headings and no flow: that is a warning, and everything is empty."""
    empty = read_inventory(",".join(COLUMNS).encode())

    assert (len(empty), empty.flows, empty.places, len(empty.table)) == (0, (), {}, 0)
    assert [p.code for p in empty.problems] == ["no_rows"]


def test_rows_are_those_a_spreadsheet_shows() -> None:
    """Quoted line breaks do not count as rows; blank rows do, though they are passed over."""
    header = "id,kind,items,source,recipient,note"
    text = f'{header}\nF1,取得,氏名,顧客,受付,"二行\nの備考"\n,,,,,\nF2,取得,氏名,顧客,受付,\n'
    inventory = read_inventory(text.encode())

    assert inventory.rows.tolist() == [2, 4]
    assert [(p.code, p.row, p.line) for p in inventory.problems] == [("blank_rows", 3, 4)]


def test_two_schools_of_the_operator_are_one_place() -> None:
    """当社, 自社, operator and the like name the operator, declared or not."""
    text = "id,kind,items,source,recipient\nF1,third_party,name,当社,A社\nF2,third_party,name,operator,B社\n"
    inventory = read_inventory(text.encode())

    assert set(inventory.places) == {"operator", "A社", "B社"}
    assert inventory.places["operator"].role == "operator"
    assert inventory.places["operator"].label.ja == "事業者"


def test_the_same_mistake_is_told_once() -> None:
    """One wrong word in many rows is one problem that says how many rows have it."""
    rows = "".join(f"F{n},entrustmnt,name,A,B\n" for n in range(100))
    with pytest.raises(BadInput) as caught:
        read_inventory(f"id,kind,items,source,recipient\n{rows}".encode())
    (found,) = caught.value.problems

    assert (found.code, found.row, found.nearest) == ("unknown_key", 2, "entrustment")
    assert "ほかに99行で同じ" in found.message.ja


def test_many_mistakes_are_counted_not_lost() -> None:
    """Beyond fifty problems of one kind in one column, the rest is counted, mistakes and rows."""
    rows = "".join(f"F{n},k{n},name,A,B\n" for n in range(80))
    with pytest.raises(BadInput) as caught:
        read_inventory(f"id,kind,items,source,recipient\n{rows}".encode())
    folded = [p for p in caught.value.problems if p.code == "further_problems"]

    assert len(caught.value.problems) == 51
    assert "30件（30行）" in folded[0].message.ja


def test_missing_file_is_no_bad_input(tmp_path: Path) -> None:
    """A path that does not exist is Python's own error; a workbook without its table says so in words."""
    with pytest.raises(FileNotFoundError):
        read_inventory(tmp_path / "inventory.csv")
    with pytest.raises(BadInput, match=r"inventory\.csv がありません"):
        read_workbook(tmp_path)


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    """A broken table and a broken record are told in one go, gravest first."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "organisation.toml").write_text("[operator]\nkye = 1\n", encoding="utf-8")
    (tmp_path / "inventory.csv").write_text("id,kind\nF1,取得\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_workbook(tmp_path, lang="en")
    problems = caught.value.problems

    assert {p.file for p in problems} == {"inventory.csv", "records/organisation.toml"}
    assert [p.severity.rank for p in problems] == sorted(p.severity.rank for p in problems)
    assert str(caught.value).startswith("The input has errors:")


def test_bad_input_shows_itself_in_jupyter() -> None:
    """IPython is given the list of problems, line by line, in place of a traceback."""
    with pytest.raises(BadInput) as caught:
        read_inventory(b"id,kind,items,source,recipient\nF1,entrustmnt,name,A,B\n")
    lines = caught.value._render_traceback_()

    assert lines[0] == "入力に1件の誤りがあります（ほかに注意・情報が0件）。"
    assert "［誤り］ inventory.csv 2行目 列「種類」（kind）" in lines
    assert not any("Traceback" in line for line in lines)


def test_sample_is_read_without_errors(workbook: Workbook) -> None:
    """The sample workbook is read whole: flows, groups expanded, records, hashes of all files."""
    assert workbook.inventory.file == "inventory.csv"
    assert set(workbook.inventory.groups["joint_users"]) >= set(workbook.inventory.groups["group_companies"])
    assert workbook.inventory.places["other_group_companies?"].open_ended
    assert "group_companies" not in workbook.inventory.places
    assert list(workbook.sha256) == sorted(workbook.sha256)
    assert all(problem.severity is not Severity.ERROR for problem in workbook.problems)


def test_a_word_can_be_of_the_workbooks_own(tmp_path: Path) -> None:
    """A word of records/vocabulary.csv is known in the table, with its labels."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "vocabulary.csv").write_text(
        "list,key,parent,label_ja,label_en\nitems,pet_name,identity,ペットの名前,Name of pet\n",
        encoding="utf-8",
    )
    (tmp_path / "inventory.csv").write_text(
        "id,kind,items,source,recipient\nF1,取得,ペットの名前,顧客,受付\n", encoding="utf-8"
    )
    book = read_workbook(tmp_path)

    assert book.inventory.flow("F1").items.named == ("pet_name",)
    assert book.vocabulary.is_a("items", "pet_name", "identity")


def test_deprecated_word_is_told_with_its_successor() -> None:
    """A word out of use is still read, with a warning that names the word in its place."""
    from dataclasses import replace  # noqa: PLC0415

    from datamap.vocabulary import Vocabulary  # noqa: PLC0415

    terms = [
        replace(term, deprecated="0.9", replaced_by="phone") if term.key == "fax" else term
        for name in WORDS.lists
        for term in WORDS.terms(name)
    ]
    words = Vocabulary(terms, WORDS.columns)
    found: Any = read_inventory(
        "id,kind,items,source,recipient\nF1,取得,fax,顧客,受付\n".encode(), vocabulary=words
    ).problems

    assert [(p.code, p.nearest) for p in found] == [("deprecated_key", "phone")]


def test_unknown_columns_are_looked_at_too() -> None:
    """A column of one's own is kept as written; a formula in it is told, a hidden character refused."""
    header = "id,kind,items,source,recipient,社内メモ\n"
    inventory = read_inventory(
        (header + "F1,取得,氏名,顧客,受付,=1+1\nF2,取得,氏名,顧客,受付, 可 \n").encode()
    )

    assert inventory.coded("社内メモ").texts() == ["=1+1", " 可 "]
    assert ("formula_like", 2, "社内メモ") in [(p.code, p.row, p.column) for p in inventory.problems]
    with pytest.raises(BadInput, match=r"U\+0007"):
        read_inventory((header + "F1,取得,氏名,顧客,受付,a\x07\n").encode())


def test_bytes_that_shift_jis_leaves_undefined_are_told_with_their_line() -> None:
    """Python reads 0xFF as a private character; here it is what it is, an unknown encoding."""
    data = "id,kind,items,source,recipient\nF1,取得,氏名,顧客,受付\n".encode("cp932") + b"F2,\xff,,,\n"
    with pytest.raises(BadInput) as caught:
        read_inventory(data)
    (found,) = caught.value.problems

    assert (found.code, found.row, found.value) == ("unknown_encoding", 3, "0xFF")


def test_an_inventory_counts_and_shows_its_flows(small: Inventory) -> None:
    """An inventory has a length, runs through its flows, and says what it is."""
    assert [flow.id for flow in small] == ["F1", "F2"]
    assert repr(small) == f"Inventory(inventory.csv: 2 flows, {len(small.problems)} problems)"
    with pytest.raises(KeyError):
        small.flow("F9")


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("1200", 1200, 1200),
        ("約1,200人", 1200, 1200),
        ("1万", 10_000, 10_000),
        ("1.5万人", 15_000, 15_000),
        ("1000～5000", 1000, 5000),
        ("1千-2千", 1000, 2000),
        (">1000", 1000, None),
        ("1000人以上", 1000, None),
        ("500人未満", None, 500),
        ("", None, None),
    ],
)
def test_numbers_of_people(cell: str, low: int | None, high: int | None) -> None:
    """Figures, ranges and open ends are read as Japanese and English tables write them."""
    text = f'id,kind,items,source,recipient,persons\nF1,取得,氏名,顧客,受付,"{cell}"\n'

    about = cell.startswith("約")
    assert read_inventory(text.encode()).flow("F1").persons == Range(low, high, about=about)


@pytest.mark.parametrize(
    ("cell", "canonical"),
    [
        ("p7y", "P7Y"),
        ("7年", "P7Y"),
        ("6か月", "P6M"),
        ("2 weeks", "P2W"),
        ("契約の終了＋1年", "contract_end+P1Y"),
        ("法令に基づく一定期間", "law_unnamed_period"),
        ("無期限", "indefinite"),
    ],
)
def test_retention_periods(cell: str, canonical: str) -> None:
    """Durations, events and both together have one canonical form."""
    text = f"id,kind,items,source,recipient,retention\nF1,取得,氏名,顧客,受付,{cell}\n"

    assert read_inventory(text.encode()).flow("F1").retention == canonical
