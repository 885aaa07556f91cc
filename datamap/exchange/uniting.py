"""Names of one party in several spellings, brought to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from datamap.exchange.account import Entry
from datamap.exchange.draft_row import Draft
from datamap.inventory.names import Names
from datamap.vocabulary import text
from datamap.vocabulary.spelling import looks


def unite(drafts: Sequence[Draft], types: Mapping[str, str], names: Names) -> Iterator[tuple[int, Entry]]:
    """Give names that look alike (width, case, spaces, ㈱) one spelling, and tell of each that changes.

    A declared name wins, then the spelling that most cells have, then the first.

    Yields
    ------
    Index of the draft, and the entry about the cell.
    """
    places = [key for key, kind in types.items() if kind == "place"]
    counts: dict[str, Counter[str]] = {}
    for draft in drafts:
        for key in places:
            if name := draft.cells.get(key, ""):
                counts.setdefault(looks(name), Counter())[name] += 1
    chosen: dict[str, str] = {}
    for form, spellings in counts.items():
        declared = names.lookalike(spellings.most_common(1)[0][0])
        best = declared or spellings.most_common(1)[0][0]
        chosen |= {name: best for name in spellings if name != best and len(form) > 0}
    why = text("exchange", "why_name_united")
    for index, draft in enumerate(drafts):
        for key in places:
            was = draft.cells.get(key, "")
            became = chosen.get(was)
            if became is not None and (names.find(was) or was) != became:
                draft.cells[key] = became
                yield index, Entry(draft.number, draft.cells["id"], "read_as", key, was, became, why)
