"""Synthetic inventories of any size: busy systems, many small parties, Japanese text."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from datamap.vocabulary import read_vocabulary

_KINDS = ("internal_use", "entrustment", "third_party", "joint_use", "collection")
_ROLES = ("processor", "third_party", "group_company", "joint_user")
_NOTED = 3  # of ten rows
_RETENTIONS = ("P1Y", "P3Y", "P5Y", "P7Y", "contract_end+P1Y", "purpose_fulfilled", "")


def write_inventory(path: Path, rows: int, *, seed: int = 1) -> None:
    """Write an inventory of that many rows, without errors, the same for the same seed.

    Parties and systems grow with the square root of the rows and are used by Zipf's law;
    each party keeps one role and one country; every fiftieth note is quoted.
    """
    chance = random.Random(seed)
    words = read_vocabulary()
    items = [term.key for term in words.terms("items")]
    purposes = [term.key for term in words.terms("purposes")]
    countries = [term.key for term in words.terms("countries") if term.key != "abroad"]
    parties = _Zipf([f"取引先{n:05d}" for n in range(max(20, int(rows**0.5)))])
    systems = _Zipf([f"基幹システム{n:04d}" for n in range(max(10, int(rows**0.5) // 2))])
    header = [column.key for column in words.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        for number in range(rows):
            kind = chance.choices(_KINDS, (40, 25, 15, 5, 15))[0]
            recipient = (
                systems.pick(chance) if kind in {"internal_use", "collection"} else parties.pick(chance)
            )
            home = hash_of(recipient)
            writer.writerow(
                {
                    "id": f"F{number:07d}",
                    "activity": f"業務{chance.randrange(400):03d} 受付と手配",
                    "kind": kind,
                    "subjects": chance.choice(("customer", "applicant", "employee", "")),
                    "items": ";".join(sorted(chance.sample(items, chance.randint(1, 4)))),
                    "source": "customer" if kind == "collection" else f"{systems.pick(chance)}（元）",
                    "recipient": recipient,
                    "recipient_role": "" if home % 3 else _ROLES[home % len(_ROLES)],
                    "system": systems.pick(chance),
                    "countries": "JP" if home % 4 else countries[home % len(countries)],
                    "purposes": ";".join(chance.sample(purposes, chance.randint(1, 2))),
                    "basis": "consent" if kind == "third_party" else "",
                    "foreign_route": "unknown" if not home % 4 else "not_foreign",
                    "mode": chance.choice(("electronic", "api", "paper", "")),
                    "retention": chance.choice(_RETENTIONS),
                    "persons": str(chance.randrange(1, 5_000) * 10),
                    "department": f"第{chance.randrange(60)}事業部",
                    "owner": "部長",
                    "status": chance.choice(("current", "current", "")),
                    "since": f"20{chance.randrange(10, 26)}-0{chance.randrange(1, 10)}-01",
                    "evidence": f"台帳{chance.randrange(2_000):04d}",
                    "note": _note(number, chance),
                }
            )


def hash_of(name: str) -> int:
    """Return a number that is the same for a name in every run."""
    return sum(ord(c) * (place + 1) for place, c in enumerate(name))


def _note(number: int, chance: random.Random) -> str:
    if number % 50 == 0:
        return f'確認中, "要回答"\n担当 {number}'
    return f"備考{number} 月次で連携する" if chance.randrange(10) < _NOTED else ""


class _Zipf:
    """Picks names, the first ones far more often than the last."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(names))))

    def pick(self, chance: random.Random) -> str:
        return chance.choices(self._names, cum_weights=self._weights)[0]
