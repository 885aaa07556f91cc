"""Write what the commands of the tutorial print into its two pages. Run: python docs/make_tutorial.py.

A page is run from top to bottom in an empty folder. What is done is in the page itself:

* each line of a ```sh block is run, and what it prints replaces the ```text block below it;
* the block under `<!-- append FILE -->` is added to the end of that file;
* the table under `<!-- fill FILE -->` (flow, column, new words) is typed into that .csv or .xlsx file.

`<!-- lines 1-4 -1 -->` above a command shows these lines only (counted from the end where negative) and `…`
for the others; `<!-- exit 2 -->` says how the command ends if not with 0.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import openpyxl

from datamap.cli import main

HERE = Path(__file__).parent
PAGES = {"ja": HERE / "tutorial.ja.md", "en": HERE / "tutorial.en.md"}
STEP = re.compile(
    r"<!-- append (?P<append>\S+) -->\n```\w*\n(?P<added>.*?)```\n"
    r"|<!-- fill (?P<fill>\S+) -->\n(?P<cells>(?:\|[^\n]*\n)+)"
    r"|(?P<head>(?:<!-- (?:lines (?P<lines>[-\d ]+)|exit (?P<exit>\d)) -->\n)*)"
    r"```sh\n(?P<command>.*?)```\n(?P<told>\n```text\n.*?```\n)?",
    re.DOTALL,
)
LEFT_OUT = "…"


def page_as_run(page: str, folder: Path) -> str:
    """Return the text of a page with what its commands really print; `folder` is empty and is written to.

    Raises
    ------
    RuntimeError
        If a command ends with another exit code than the page says.
    """
    with chdir(folder):
        return STEP.sub(_done, page)


def _done(step: re.Match[str]) -> str:
    """Do one step of a page and return its text as it should stand there."""
    if step["append"]:
        with Path(step["append"]).open("a", encoding="utf-8", newline="") as file:
            file.write(step["added"])
    elif step["fill"]:
        rows = [
            [cell.strip() for cell in line.strip("|\n").split("|")] for line in step["cells"].splitlines()
        ]
        (_fill_xlsx if step["fill"].endswith(".xlsx") else _fill_csv)(Path(step["fill"]), rows[2:])
    else:
        code, printed = 0, ""
        for line in step["command"].splitlines():
            code, words = run(line)
            printed += words
        if code != int(step["exit"] or 0):
            raise RuntimeError(f"{step['command']}ended with {code}:\n{printed}")
        if step["told"]:
            shown = "\n".join(_chosen(printed.strip("\n").split("\n"), step["lines"]))
            return f"{step['head']}```sh\n{step['command']}```\n\n```text\n{shown}\n```\n"
    return step[0]


def run(line: str) -> tuple[int, str]:
    """Run one line of a page; return its exit code and everything it prints, in order.

    `datamap lab` really starts JupyterLab, which says its version and ends.
    """
    program, *words = shlex.split(line)
    if program == "cd":
        os.chdir(words[0])
        return 0, ""
    if program != "datamap":
        raise ValueError(line)
    if words[0] == "lab":
        words.append("--version")
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            main(words)
        except SystemExit as ended:
            return int(ended.code or 0), printed.getvalue()
    return 0, printed.getvalue()


def _chosen(lines: list[str], ranges: str | None) -> Iterator[str]:
    """Yield the lines of these ranges, and one mark for each gap."""
    wanted = set(range(len(lines))) if ranges is None else set()
    for first, last in re.findall(r"(?<!\d)(-?\d+)(?:-(\d+))?", ranges or ""):
        start = int(first) - 1 if int(first) > 0 else len(lines) + int(first)
        wanted |= set(range(start, int(last) if last else start + 1))
    before = -1
    for number in sorted(n for n in wanted if 0 <= n < len(lines)):
        if number > before + 1:
            yield LEFT_OUT
        yield lines[number].rstrip()
        before = number
    if before < len(lines) - 1:
        yield LEFT_OUT


def _fill_csv(path: Path, cells: list[list[str]]) -> None:
    """Type words into cells of a table, as a person does who opens and saves it."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    for flow, column, words in cells:
        row = next(row for row in rows if row[0] == flow)
        row[rows[0].index(column)] = words
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _fill_xlsx(path: Path, cells: list[list[str]]) -> None:
    """Type words into cells of the sheet that has the flow in a row and the column in a heading."""
    book = openpyxl.load_workbook(path)
    for flow, column, words in cells:
        for sheet in book:
            at = {
                cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in (flow, column)
            }
            if len(at) == len({flow, column}):
                sheet.cell(at[flow].row, at[column].column).value = words
                break
        else:
            raise LookupError(f"{path}: no cell for {flow} and {column}")
    book.save(path)


@contextmanager
def empty_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


if __name__ == "__main__":
    for page in PAGES.values():
        with empty_folder() as folder:
            page.write_text(page_as_run(page.read_text("utf-8"), folder), encoding="utf-8")
