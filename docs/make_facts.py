"""Write `docs/facts.md`, the list of facts, from the code. Run: python docs/make_facts.py."""

from pathlib import Path

from datamap.facts import facts_page

PAGE = Path(__file__).parent / "facts.md"

if __name__ == "__main__":
    PAGE.write_text(facts_page(), encoding="utf-8")
