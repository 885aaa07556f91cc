"""How long until something is there: the list of commands, a small table checked from a cold start."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import reading
from inventories import write_inventory
from measuring import Line, absent, least, peer, same

import datamap

ROWS = 10_000
"""Flows of the table that is checked."""

OURS = """
import sys
from datamap.inventory import read_inventory
from datamap.model import BadInput
try:
    read_inventory(sys.argv[1])
except BadInput as bad:
    print(len({(p.row, p.column) for p in bad.problems if p.severity == "error"}))
"""

WITH_PANDERA = """
import json, sys
import pandas as pd
import pandera.pandas as pa
told = json.loads(sys.argv[2])
columns = {}
for column in {*told["required"], *told["words"], *told["patterns"]}:
    checks, blank = [], column not in told["required"]
    if column in told["words"]:
        checks.append(pa.Check.isin([*told["words"][column], *([""] if blank else [])]))
    if column in told["patterns"]:
        checks.append(pa.Check.str_matches("^(?:" + told["patterns"][column] + ("|" if blank else "") + ")$"))
    if not blank:
        checks.append(pa.Check.str_length(min_value=1))
    columns[column] = pa.Column(str, checks, unique=column == "id")
frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
try:
    pa.DataFrameSchema(columns).validate(frame, lazy=True)
except pa.errors.SchemaErrors as bad:
    cases = bad.failure_cases
    print(len(set(zip(cases["index"], cases["column"]))))
"""


def lines(folder: Path) -> Iterator[Line]:
    """Yield wall time of whole processes: `--help`, and a table of 10,000 flows with mistakes."""
    _run("-m", "compileall", "-q", str(Path(datamap.__file__).parent))  # as installers do
    called = "from datamap.cli import main; main(['--help'])"
    ours, bare = least(
        lambda: _run("-c", called), lambda: _run("-c", "pass"), runs=15, clock=time.perf_counter
    )
    yield Line("datamap --help / bare interpreter (wall time)", "", ours, bare, most=2.5 * bare,
               note=f"{ours / bare:.1f} times the bare start; as the installed command calls it")  # fmt: skip
    name, size = "process: read + check / pandera script (wall time)", f"{ROWS:,} flows"
    if peer("pandera.pandas") is None:
        yield absent(name, size, "pandera", 10)
        return
    path = folder / f"{ROWS}.csv"
    if not path.exists():
        write_inventory(path, ROWS)
    spoilt = str(reading.spoil(path, ROWS))
    words = {column: sorted(keys) for column, keys in reading._words().items() if column in reading.CLOSED}  # noqa: SLF001
    told = json.dumps({"required": reading.REQUIRED, "words": words, "patterns": reading._patterns()})  # noqa: SLF001
    same("mistakes", _run("-c", OURS, spoilt), _run("-c", WITH_PANDERA, spoilt, told))
    ours, other, imports = least(
        lambda: _run("-c", OURS, spoilt), lambda: _run("-c", WITH_PANDERA, spoilt, told),
        lambda: _run("-c", "import numpy"), runs=3, clock=time.perf_counter,
    )  # fmt: skip
    yield Line(name, size, ours, other, 10, note=f"start with numpy alone: {imports:.2f} s")


def _run(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True)
    return done.stdout
