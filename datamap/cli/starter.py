"""What an empty workbook holds, in one language."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from datamap.model import Column, Lang, Text
from datamap.vocabulary import Vocabulary, read_vocabulary, text

BOM = b"\xef\xbb\xbf"
"""Lets Excel see that a CSV file is UTF-8."""


def starter_files(lang: Lang) -> dict[str, bytes]:
    """Return every file of an empty workbook: path in the workbook -> content, sorted by path.

    The tables have Japanese or English headings; the notebooks come without outputs, since
    those stored here belong to the sample, and answer for today.
    """
    vocabulary = read_vocabulary()
    written = {
        "guide.md": _guide(vocabulary, lang).encode(),
        "inventory.csv": BOM + _header(vocabulary.columns, lang).encode(),
    }
    folder = files("datamap").joinpath("starter", lang)
    copied = {path: entry.read_bytes() for path, entry in _below(folder)}
    notebooks = {
        f"notebooks/{lang}/{path}": _for_own_use(entry.read_text(encoding="utf-8"))
        for path, entry in _below(_notebooks(lang))
        if path.endswith(".ipynb")
    }
    return dict(sorted({**copied, **written, **notebooks}.items()))


def _below(folder: Traversable, path: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            found += _below(entry, f"{path}{entry.name}/")
        else:
            found.append((path + entry.name, entry))
    return found


def _notebooks(lang: Lang) -> Traversable:
    """Return the folder of the notebooks: in the package as installed, beside it in a checkout."""
    packed = files("datamap").joinpath("starter", "notebooks", lang)
    return packed if packed.is_dir() else Path(str(files("datamap"))).parent / "notebooks" / lang


def _for_own_use(notebook: str) -> bytes:
    """Return a notebook without outputs whose answers are for the day it is run."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
            cell["source"] = [_today(line) for line in cell["source"]]
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _today(line: str) -> str:
    return "as_of = date.today()\n" if line.startswith("as_of = date(") else line


def _header(columns: tuple[Column, ...], lang: Lang) -> str:
    paper = io.StringIO(newline="")
    csv.writer(paper, lineterminator="\r\n").writerow([c.label.in_lang(lang) for c in columns])
    return paper.getvalue()


def _guide(vocabulary: Vocabulary, lang: Lang) -> str:
    """Return the guide to the columns, from the same schema that the reader reads."""
    lines = [text("cli", "guide_head").in_lang(lang), ""]
    for column in vocabulary.columns:
        required = text("cli", "guide_required" if column.required else "guide_optional")
        lines.append(f"## {column.label.in_lang(lang)} (`{column.key}`)")
        lines += ["", f"{required.in_lang(lang)} {column.help.in_lang(lang)}", ""]
        if words := _words(vocabulary, column, lang):
            lines += [*words, ""]
    return "\n".join(lines).rstrip() + "\n"


def _words(vocabulary: Vocabulary, column: Column, lang: Lang) -> list[str]:
    """Return the words that a column takes, one a line (countries are too many, and well known)."""
    if not column.vocabulary or column.vocabulary == "countries":
        return []
    lead: Text = text("cli", "guide_closed" if column.closed else "guide_open")
    terms = vocabulary.terms(column.vocabulary)
    return [lead.in_lang(lang), "", *(f"- {t.label.in_lang(lang)} (`{t.key}`)" for t in terms)]
