"""Write and run the notebooks of both languages from one source each.

`notebooks/source/NAME.py` holds cells: `# %% ja` and `# %% en` are text in one language, each line
behind `# `; `# %%` is code, the same for both. A tag may follow (`# %% nbval-ignore-output`).
Running twice gives the same bytes: no times, no counters of the machine, ids by position.

    python notebooks/make.py            write and run all
    python notebooks/make.py --check    say which stored notebooks are not what the source says
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
LANGS = ("ja", "en")
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Cell:
    """One cell of a source: `kind` is `ja`, `en` or `code`."""

    kind: str
    source: str
    tags: tuple[str, ...] = ()


def read_source(path: Path) -> list[Cell]:
    """Return the cells of a source file."""
    cells = []
    for block in path.read_text(encoding="utf-8").split("# %%")[1:]:
        head, _, body = block.partition("\n")
        words = head.split()
        kind = words[0] if words and words[0] in LANGS else "code"
        text = body.strip("\n")
        if kind != "code":
            text = "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.splitlines())
        cells.append(Cell(kind, text, tuple(word for word in words if word not in LANGS)))
    return cells


def notebook(cells: list[Cell], lang: str) -> Any:
    """Return the notebook of one language, not yet run."""
    made = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for cell in cells:
        if cell.kind not in {lang, "code"}:
            continue
        new = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
        metadata = {"tags": list(cell.tags)} if cell.tags else {}
        made.cells.append(new(cell.source, id=f"cell-{len(made.cells):02d}", metadata=metadata))
    return made


def run(made: Any, folder: Path) -> None:
    """Run a notebook where it stands, and leave no trace of when or by which machine."""
    client = NotebookClient(
        made,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    client.execute()
    made.metadata["language_info"] = {"name": "python"}
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.metadata = nbformat.from_dict(
                {"tags": cell.metadata["tags"]} if "tags" in cell.metadata else {}
            )


def as_text(made: Any) -> str:
    """Return a notebook as it is stored."""
    return str(nbformat.writes(made)).rstrip("\n") + "\n"


def sources_of(path: Path) -> list[tuple[str, str]]:
    """Return the cells of a stored notebook without what running added."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return [(cell["cell_type"], "".join(cell["source"])) for cell in stored["cells"]]


def stale() -> list[str]:
    """Return the stored notebooks whose cells are not those of their source."""
    wrong = []
    for source in sorted((HERE / "source").glob("*.py")):
        for lang in LANGS:
            target = HERE / lang / f"{source.stem}.ipynb"
            wanted = [(c.cell_type, c.source) for c in notebook(read_source(source), lang).cells]
            if not target.is_file() or sources_of(target) != wanted:
                wrong.append(f"{lang}/{target.name}")
    return wrong


def main() -> int:
    """Write all notebooks, or check them."""
    if "--check" in sys.argv:
        wrong = stale()
        print("\n".join(f"{name}: not what its source says; run make notebooks" for name in wrong))
        return 1 if wrong else 0
    os.environ.pop("DATAMAP_LANG", None)
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    for source in sorted((HERE / "source").glob("*.py")):
        if names and source.stem not in names:
            continue
        for lang in LANGS:
            made = notebook(read_source(source), lang)
            target = HERE / lang / f"{source.stem}.ipynb"
            target.parent.mkdir(exist_ok=True)
            run(made, target.parent)
            target.write_text(as_text(made), encoding="utf-8")
            print(f"wrote notebooks/{lang}/{target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
