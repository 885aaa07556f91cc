"""Write `docs/commands.ja.md`, the commands in Japanese, from the code. Run: python docs/make_commands.py."""

from pathlib import Path

from datamap.cli.reference import commands_page

PAGE = Path(__file__).parent / "commands.ja.md"

if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
