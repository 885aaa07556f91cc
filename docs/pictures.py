"""Draw the pictures of the README from the sample workbook: `make pictures`."""

from __future__ import annotations

from pathlib import Path

from datamap.figures import draw_flows
from datamap.inventory import read_workbook
from datamap.model import LANGS

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write `docs/images/flows.<lang>.png`."""
    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    for lang in LANGS:
        print(draw_flows(read_workbook(ROOT, lang=lang), lang=lang).save(folder / f"flows.{lang}.png"))


if __name__ == "__main__":
    main()
