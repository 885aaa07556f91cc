"""The page `docs/facts.md`: every fact there is, written from the code itself."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.facts.registry import FACTS, KINDS, Fact
from datamap.model import Text
from datamap.vocabulary import texts

HEAD = """# Facts / 事実

This page is written by `python docs/make_facts.py`; do not edit it by hand.
このページは`python docs/make_facts.py`が書き出します。手で直さないでください。

A fact is a named question with three answers: yes, no, not recorded. Law files under
`datamap/laws/` may only name facts of this list. A blank cell never counts as no; a fact that is
known either way says so. *Asked* facts are answered by a person: flows in a column of
`inventory.csv` with the name given under *reads*, everything else under `[answers]` in
`records/organisation.toml`.

事実は、はい・いいえ・未記録のどれかで答える、名前の付いた問いです。空欄が「いいえ」になることは
ありません。「人が答える」とある事実は、フローなら同じ名前の列に、そのほかは
`records/organisation.toml`の`[answers]`に、はい・いいえで書きます。
"""

TITLES = {
    "flow": "Flows / フロー",
    "place": "Places / 場所",
    "activity": "Activities / 業務",
    "clause": "Clauses of the notice / 公表文の条項",
    "group": "Groups / グループ",
    "organisation": "The organisation / 組織",
    "notice": "The notice as a whole / 公表文の全体",
}


def facts_page() -> str:
    """Return the page as Markdown.

    Examples
    --------
    >>> facts_page().splitlines()[0]
    '# Facts / 事実'
    """
    lines = [HEAD]
    for kind in KINDS:
        lines += [
            f"## {TITLES[kind]}",
            "",
            "| name | question | meaning | reads |",
            "| --- | --- | --- | --- |",
        ]
        lines += [_row(fact) for fact in FACTS.values() if fact.kind == kind]
        lines.append("")
    return "\n".join([*lines, "## Answers of a person / 人の回答（`[answers]`）", "", *_answers(), ""])


def _row(fact: Fact) -> str:
    reads = ", ".join(f"`{name}`" for name in fact.reads)
    asked = " (asked / 人が答える)" if fact.asked else ""
    cells = (f"`{fact.name}`", f"{fact.question.ja}<br>{fact.question.en}", fact.doc, f"{reads}{asked}")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _answers() -> Iterator[str]:
    yield "| name | question |"
    yield "| --- | --- |"
    for name, question in answers().items():
        yield f"| `{name}` | {question.ja}<br>{question.en} |"


def answers() -> dict[str, Text]:
    """Return the named questions that `[answers]` may settle, with their wording."""
    return {
        key.removeprefix("answer."): text for key, text in texts("facts").items() if key.startswith("answer.")
    }
