"""Reading and checking an inventory, beside readers that others would write with their libraries.

All find the same mistakes: the file has some hundred cells spoilt, each in a way of its own, and every
method has to return the same pairs of row and column.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from inventories import write_inventory
from measuring import RUNS, Line, absent, least, peer, same

from datamap.inventory import read_inventory
from datamap.inventory.coded import Coded
from datamap.inventory.scanning import WORTH_IT, scan
from datamap.inventory.schema import table_schema
from datamap.model import BadInput
from datamap.vocabulary import read_vocabulary

Found = set[tuple[int, str]]

SPOILT = 100
SLIPS = (("kind", "no kind "), ("since", "2024-99-"), ("id", "id "), ("countries", "X"), ("persons", "few "))
"""Column and beginning of a cell that is wrong in it."""

REQUIRED = ("id", "kind", "items", "source", "recipient")
CLOSED = {"kind": "kinds", "status": "statuses", "foreign_route": "foreign_routes", "basis": "bases",
          "treatment": "treatments"}  # fmt: skip
LISTS = {"countries": "countries", "purposes": "purposes", "measures": "measures", "mode": "modes"}
TEXTS = ("activity", "department", "owner", "evidence", "note", "source", "recipient")
PLAIN_TEXT = r"[^=+\-@\s\x00-\x1f](?:[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f])?"
FORMS = {
    "id": r"[^\s;\"'`\\]{1,64}",
    "retention": r"P\d+[YMWD]|([a-z_]+)(\+P\d+[YMWD])?",
    "persons": r"\d+",
    "since": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
}
"""Checks that all methods make, besides required cells, lists of keys, plain texts and ids once only."""


def spoil(path: Path, rows: int) -> Path:
    """Write a copy with mistakes in known kinds of cells, few and far between."""
    spoilt = path.with_suffix(".spoilt.csv")
    step = max(rows // SPOILT, 5)
    with (
        path.open(encoding="utf-8", newline="") as file,
        spoilt.open("w", encoding="utf-8", newline="") as out,
    ):
        reader = csv.DictReader(file)
        writer = csv.DictWriter(out, reader.fieldnames or (), lineterminator="\n")
        writer.writeheader()
        for number, row in enumerate(reader):
            if number % step == 1:
                column, cell = SLIPS[number // step % len(SLIPS)]
                row[column] = f"{cell}{number}"
            writer.writerow(row)
    return spoilt


def with_datamap(path: Path) -> Found:
    """Return the errors that our reader finds."""
    try:
        read_inventory(path)
    except BadInput as bad:
        return {(p.row or 0, p.column or "") for p in bad.problems if p.severity == "error"}
    return set()


def with_loops(path: Path) -> Found:
    """Return the same, row by row in plain Python."""
    checks = _checks()
    found, seen = set(), set()
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            found |= {(number, column) for column, check in checks if not check(row[column])}
            if row["id"] in seen:
                found.add((number, "id"))
            seen.add(row["id"])
    return found


def with_pandas(path: Path) -> Found:
    """Return the same with pandas, a column at a time."""
    pd: Any = peer("pandas")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    found: Found = set()
    for column, bad in _pandas_checks(frame):
        found |= {(int(row) + 2, column) for row in frame.index[bad]}
    return found


def _pandas_checks(frame: Any) -> Iterator[tuple[str, Any]]:
    words = _words()
    for column in REQUIRED:
        yield column, frame[column] == ""
    for column in CLOSED:
        yield column, ~frame[column].isin({"", *words[column]})
    for column, pattern in _patterns().items():
        yield column, ~(frame[column].str.fullmatch(pattern) | (frame[column] == ""))
    yield "id", frame["id"].duplicated()


def with_pandera(path: Path) -> Found:
    """Return the same with pandera on pandas."""
    pd: Any = peer("pandas")
    pa: Any = peer("pandera.pandas")
    words, columns = _words(), {}
    for column in {*REQUIRED, *CLOSED, *_patterns()}:
        checks = []
        if column in CLOSED:
            checks.append(pa.Check.isin([*words[column], *([] if column in REQUIRED else [""])]))
        if column in _patterns():
            blank = "" if column in REQUIRED else "|"
            checks.append(pa.Check.str_matches(rf"^(?:{_patterns()[column]}{blank})$"))
        if column in REQUIRED:
            checks.append(pa.Check.str_length(min_value=1))
        columns[column] = pa.Column(str, checks, unique=column == "id")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    try:
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as bad:
        cases = bad.failure_cases
        return {
            (int(row) + 2, str(column)) for row, column in zip(cases["index"], cases["column"], strict=True)
        }
    return set()


def with_pydantic(path: Path) -> Found:
    """Return the same with a pydantic model of a row."""
    pydantic: Any = peer("pydantic")
    checks = _checks()
    fields: dict[str, Any] = {column: (str, "") for column, _ in checks}

    def one(column: str, check: Callable[[str], bool]) -> Any:
        def judge(cell: str) -> str:
            if not check(cell):
                raise ValueError(column)
            return cell

        return pydantic.field_validator(column)(judge)

    by_column: dict[str, list[Callable[[str], bool]]] = {}
    for column, check in checks:
        by_column.setdefault(column, []).append(check)
    validators = {
        f"check_{column}": one(column, lambda cell, some=tuple(some): all(c(cell) for c in some))
        for column, some in by_column.items()
    }
    model = pydantic.create_model("Row", __validators__=validators, **fields)
    found, seen = set(), set()
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                model.model_validate(row)
            except pydantic.ValidationError as bad:
                found |= {(number, str(error["loc"][0])) for error in bad.errors()}
            if row["id"] in seen:
                found.add((number, "id"))
            seen.add(row["id"])
    return found


def with_polars(path: Path) -> Found:
    """Return the same with polars expressions."""
    pl: Any = peer("polars")
    frame = (
        pl.read_csv(path, infer_schema=False).with_columns(pl.all().fill_null("")).with_row_index("row", 2)
    )
    words = _words()
    checks = [pl.col(column).eq("").alias(f"{column}|required") for column in REQUIRED]
    checks += [(~pl.col(column).is_in([*words[column], ""])).alias(f"{column}|list") for column in CLOSED]
    checks += [
        (~(pl.col(column).str.contains(rf"^(?:{pattern})$") | pl.col(column).eq(""))).alias(f"{column}|form")
        for column, pattern in _patterns().items()
    ]
    checks.append((~pl.col("id").is_first_distinct()).alias("id|twice"))
    judged = frame.lazy().select("row", *checks).collect()
    return {
        (row, name.partition("|")[0])
        for name in judged.columns[1:]
        for row in judged.filter(pl.col(name))["row"].to_list()
    }


def with_frictionless(path: Path) -> Found:
    """Return the same with frictionless and our own Table Schema."""
    frictionless: Any = peer("frictionless")
    table = {**table_schema(), "fieldsMatch": None}
    schema = frictionless.Schema.from_descriptor({"fields": table["fields"], "primaryKey": ["id"]})
    report = frictionless.validate(path.name, basepath=str(path.parent), schema=schema, limit_errors=10_000)
    return {
        (int(row), str(field or "id"))
        for row, field in report.flatten(["rowNumber", "fieldName"])
        if row is not None
    }


def our_codes(path: Path) -> list[Coded]:
    """Return the columns in dictionary codes, nothing checked."""
    scanned = scan(path.read_bytes(), ",")
    return [] if scanned is None else list(scanned[0].columns)


def polars_codes(path: Path) -> Any:
    """Return the same by polars: each column a categorical one."""
    pl: Any = peer("polars")
    return pl.read_csv(path, infer_schema=False).with_columns(pl.all().fill_null("").cast(pl.Categorical))


def codes_alone(path: Path, size: str, runs: int) -> Line:
    """Return what reading into codes costs where nothing is checked: no check can cost less than that."""
    title = "read into codes, no check / polars (two threads)"
    if peer("polars") is None:
        return absent(title, size, "polars")
    theirs = polars_codes(path)
    same(title, [len(column.values) for column in our_codes(path)], [c.n_unique() for c in theirs])
    ours, polars, decoding = least(
        lambda: our_codes(path), lambda: polars_codes(path), lambda: path.read_bytes().decode(), runs=runs
    )
    return Line(title, size, ours, polars,
                note=f"{ours / decoding:.1f} and {polars / decoding:.1f} times decoding")  # fmt: skip


PEERS: dict[str, tuple[Callable[[Path], Found], str, int, float | None]] = {
    "plain loops (csv)": (with_loops, "csv", 10**7, None),
    "pandas": (with_pandas, "pandas", 10**7, 5),
    "pandera": (with_pandera, "pandera", 10**7, 5),
    "pydantic": (with_pydantic, "pydantic", 10**7, 7),
    "polars (two threads)": (with_polars, "polars", 10**7, 0.9),
    "frictionless": (with_frictionless, "frictionless", 10_000, None),
}
"""Peer -> how it reads, the module it needs, the most rows it is given, the ratio to reach at a million."""


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """Yield one line for each size and peer."""
    for rows in sizes:
        path = folder / f"{rows}.csv"
        write_inventory(path, rows)
        spoilt = spoil(path, rows)
        runs = 1 if rows > 100_000 else RUNS  # noqa: PLR2004
        ours, decoded = least(
            lambda p=path: read_inventory(p), lambda p=path: p.read_bytes().decode(), runs=max(runs, 2)
        )  # type: ignore[misc]
        yield Line("read + check / read + decode", f"{rows:,} flows", ours, decoded,
                   note=f"{ours / decoded:.1f} times decoding")  # fmt: skip
        if path.stat().st_size >= WORTH_IT:
            yield codes_alone(path, f"{rows:,} flows", max(runs, 2))
        expected = with_datamap(spoilt)
        for name, (read, module, most, goal) in PEERS.items():
            title, wanted = f"read + check / {name}", goal if rows >= 1_000_000 else None  # noqa: PLR2004
            if peer(module) is None:
                yield absent(title, f"{rows:,} flows", module, wanted)
            elif rows <= most:
                same(title, expected, read(spoilt))
                took = least(lambda r=read, p=path: r(p), runs=runs)[0]  # type: ignore[misc]
                yield Line(title, f"{rows:,} flows", ours, took, wanted,
                           note=f"{len(expected)} planted mistakes found by both")  # fmt: skip


def _words() -> dict[str, set[str]]:
    return {
        column: {term.key for term in read_vocabulary().terms(name)}
        for column, name in (CLOSED | LISTS).items()
    }


def _patterns() -> dict[str, str]:
    keys = {
        column: "|".join(map(re.escape, sorted(words)))
        for column, words in _words().items()
        if column in LISTS
    }
    items = "|".join(re.escape(term.key) for term in read_vocabulary().terms("items"))
    texts = {
        "items": rf"(?:-?(?:{items}|all)|\*|\+)(?:;(?:-?(?:{items})|\+))*",
        **dict.fromkeys(TEXTS, PLAIN_TEXT),
    }
    return FORMS | texts | {column: f"(?:{some})(?:;(?:{some}))*" for column, some in keys.items()}


def _checks() -> list[tuple[str, Callable[[str], bool]]]:
    """Return the checks of single cells as functions."""
    words = _words()
    checks: list[tuple[str, Callable[[str], bool]]] = [(column, bool) for column in REQUIRED]
    checks += [(column, {"", *words[column]}.__contains__) for column in CLOSED]
    for column, pattern in _patterns().items():
        match = re.compile(pattern).fullmatch
        checks.append((column, lambda cell, match=match: not cell or match(cell) is not None))  # type: ignore[misc]
    return checks
