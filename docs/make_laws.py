"""Write `docs/laws.md`, the list of acts and rules, from the law files. Run: python docs/make_laws.py."""

from pathlib import Path

from datamap.rules import laws_page

PAGE = Path(__file__).parent / "laws.md"

if __name__ == "__main__":
    PAGE.write_text(laws_page(), encoding="utf-8")
