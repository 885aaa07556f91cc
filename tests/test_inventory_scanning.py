"""Large files take a faster way that must lead to the same table."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datamap.inventory import reading
from datamap.inventory.cells import Known
from datamap.inventory.checking import READERS, read_cell
from datamap.inventory.names import Names
from datamap.inventory.parsing import RawTable, parse
from datamap.inventory.plain import odd_cells, plain_cells
from datamap.inventory.scanning import scan
from datamap.model import Column, Organisation
from datamap.vocabulary import read_vocabulary

CELLS = st.text(st.sampled_from('ab"、,;\n\r 　あ漢ﾊ表-=1'), max_size=12) | st.text(
    "あいうabc", min_size=60, max_size=90
)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12)
)


WORDS = read_vocabulary()


def cells_of(raw: RawTable) -> list[list[str]]:
    """Return the columns of a table, row by row."""
    return [column.texts() for column in raw.columns]


def same(data: bytes, raw: RawTable, encoding: str) -> None:
    """Assert that the reference reader gives the same table, rows and lines."""
    reference = parse(data.decode(encoding), ",", "inventory.csv")

    assert raw.header == reference.header
    assert cells_of(raw) == cells_of(reference)
    assert raw.rows.tolist() == reference.rows.tolist()
    assert reference.problems == ()
    for row in (1, *raw.rows.tolist()):
        assert raw.line_of(row) == reference.line_of(row)


@given(TABLES, st.sampled_from(["utf-8", "cp932"]), st.sampled_from(["\n", "\r\n"]), st.integers(1, 200))
@settings(max_examples=200)
def test_scanning_is_reading(rows: list[list[str]], encoding: str, ending: str, block: int) -> None:
    """Whatever the table, scanning gives what the reference reader gives, or leaves it to that one."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=ending).writerows([[f"c{n}" for n in range(len(rows[0]))], *rows])
    data = buffer.getvalue().encode(encoding)
    found = scan(data, ",", block=block)
    if found is not None:
        same(data, found[0], found[1])


@given(st.text(st.sampled_from('ab",\n\r'), min_size=1, max_size=40), st.integers(1, 50))
@settings(max_examples=500)
def test_scanning_any_text_is_reading_or_leaving_it(content: str, block: int) -> None:
    """Stray quotes, ragged rows and lone carriage returns are left to the reference reader."""
    data = content.encode()
    found = scan(data, ",", block=block)
    if found is not None:
        same(data, found[0], found[1])


FEW = st.sampled_from(["", "表", '"', "a,b", "x\r\ny", "長" * 30, "ab", " "])
REPEATED = st.lists(st.tuples(FEW, FEW, FEW, FEW), min_size=1, max_size=6).flatmap(
    lambda rows: st.lists(st.sampled_from(rows), min_size=40, max_size=60)
)


@given(REPEATED, st.sampled_from(["utf-8", "cp932"]), st.sampled_from(["\n", "\r\n"]), st.integers(40, 4_000))
@settings(max_examples=60)
def test_columns_told_apart_together_are_read_as_one_by_one(
    rows: list[tuple[str, ...]], encoding: str, ending: str, block: int
) -> None:
    """Columns in which few combinations occur share one look at the bytes; each keeps its own cells."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=ending).writerows([["a", "b", "c", "d", "n"]])
    csv.writer(buffer, lineterminator=ending).writerows((*row, n) for n, row in enumerate(rows))
    data = buffer.getvalue().encode(encoding)
    found = scan(data, ",", block=block)

    assert found is not None
    same(data, found[0], found[1])


LINES = st.sampled_from(
    [
        "F{n},third_party,name;phone,顧客,受付,JP,,",
        "F{n},collection,name;*,顧客,受付,US;JP,2024-04-01,備考",
        'F{n},entrustment,all,受付,"ｶﾀｶﾅ ""社"", 甲",XX,2024-13-01,"一\n二"',
        "F1,entrustment,name;name,受付,＝外部,ZZ,,=1+1",
        "F{n},internal_use,住所,受付,受付,JP,2024/4/1,\u200bx",
        ",,,,,,,",
        "F{n},third_party,name",
        'F{n},third_party,na"me,a,b,JP,,',
        "F{n},third_party,name,a,b,JP,,\x00",
        'F{n},third_party,name,a,b,JP,,"never closed',
        "F{n},third_party,name,甲 乙,甲　乙,JP,, x ",
    ]
)


@given(
    st.lists(LINES, min_size=1, max_size=12),
    st.sampled_from(["utf-8", "utf-8-sig", "cp932"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "end"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_readers_say_the_same_of_any_file(
    monkeypatch: pytest.MonkeyPatch, lines: list[str], encoding: str, ending: str, last: str
) -> None:
    """Whichever way a file takes: the same problems, the same hash, the same table, rows and codes."""
    header = "id,kind,items,source,recipient,countries,since,note"
    text = ending.join([header, *(line.format(n=n) for n, line in enumerate(lines))])
    data = (text + ending * bool(last)).encode(encoding, errors="replace")
    found = []
    for worth_it in (0, len(data) + 1):
        monkeypatch.setattr(reading, "WORTH_IT", worth_it)
        found.append(reading.examine(data, "inventory.csv", WORDS, None))
    (fast, problems), (slow, expected) = found

    assert problems == expected
    assert (fast is None) == (slow is None)
    if fast is not None and slow is not None:
        assert fast.sha256 == slow.sha256
        assert fast.rows.tolist() == slow.rows.tolist()
        for column in slow.columns:
            assert fast.coded(column).values == slow.coded(column).values
            assert fast.coded(column).codes.tolist() == slow.coded(column).codes.tolist()


def test_an_ordinary_large_table_is_scanned() -> None:
    """A table with quotes, line breaks in cells, blank cells and long cells is not left to the slow way."""
    rows = [["id", "note", ""], *([f"F{n}", '引用 "x",\n' + "長" * (n % 40), ""] for n in range(2_000))]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    data = buffer.getvalue().encode("cp932")
    found = scan(data, ",", block=4_096)

    assert found is not None
    assert found[1] == "cp932"
    same(data, found[0], "cp932")


@pytest.mark.parametrize(
    "content",
    [
        'a,b\n1,"2',
        "a,b\n1\n",
        "a,b\n1,2,3\n",
        'a,b\n1,2"3"\n',
        'a,b\n"1"2,3\n',
        "a,b\r1,2\r",
        "a,b\n\n1,2\n",
        'a\n"1"2"\n',
    ],
)
def test_the_odd_is_left_to_the_reference_reader(content: str) -> None:
    """What would need a problem or special care is not scanned."""
    assert scan(content.encode(), ",") is None


def test_bytes_that_are_no_text_are_left_to_the_reference_reader() -> None:
    """Neither UTF-8 nor CP932: the one that says where."""
    assert scan(b"a,b\n\xff\xff,1\n", ",") is None


KNOWN = Known(WORDS, Names(Organisation(), WORDS))
WRITTEN = st.text(st.sampled_from("aA1;-+* 　\n\t=@é氏名.\u200b"), max_size=8) | st.sampled_from(
    ["name", "name;phone", "name;name", "JP", "JP;US", "F-1", "all", "entrustment", "x" * 70, "あ" * 32_768]
)


@pytest.mark.parametrize("column", WORDS.columns, ids=lambda column: column.key)
@given(cells=st.lists(WRITTEN, max_size=5, unique=True))
@settings(max_examples=40)
def test_cells_looked_at_together_are_told_as_one_by_one(column: Column, cells: list[str]) -> None:
    """Of many cells exactly those are read with care that are not plain by themselves."""
    is_plain = plain_cells(column, KNOWN)
    assert odd_cells(column, KNOWN, cells) == [n for n, cell in enumerate(cells) if not is_plain(cell)]


@pytest.mark.parametrize("column", WORDS.columns, ids=lambda column: column.key)
@given(cell=WRITTEN)
@settings(max_examples=40)
def test_a_plain_cell_needs_no_reading(column: Column, cell: str) -> None:
    """A cell that is passed over is one that reading would return as it is, without a remark."""
    if plain_cells(column, KNOWN)(cell):
        remarks = read_cell(column, KNOWN, cell, READERS[column.type])
        assert remarks == (cell, ())
