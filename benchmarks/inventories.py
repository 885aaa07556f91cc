"""Inventories of any size for the benchmarks: realistic ones, and shapes that hurt.

All of them are made up, the same for the same seed, and without errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from datamap.vocabulary import read_vocabulary

Numbers = npt.NDArray[np.int64]

SMALL_HEADER = ("id", "kind", "items", "subjects", "source", "recipient", "countries")
"""Columns of the shapes that hurt: few, since they are about the map and not about the table."""

LAYERS = 4
"""Layers of systems: intake, records, warehouse, output."""

SPLIT = np.cumsum([0.15, 0.32, 0.05, 0.06, 0.28, 0.14])
"""Shares of collections, onward in the house, back in the house, back from parties, out, onward outside."""

SUBJECTS = ("customer", "applicant", "employee", "customer;applicant", "")
RETENTIONS = ("P1Y", "P3Y", "P5Y", "P7Y", "contract_end+P1Y", "purpose_fulfilled", "")
ROLES = ("processor", "third_party", "group_company", "joint_user")
OUT = ("entrustment", "third_party", "joint_use", "external_transmission")
MODES = ("electronic", "api", "paper", "")
BUSY_COUNTRIES = (
    "JP",
    "US",
    "SG",
    "TH",
    "FR",
    "DE",
    "GB",
    "AU",
    "KR",
    "TW",
    "VN",
    "CN",
    "IN",
    "CA",
    "ES",
    "IT",
)


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Who hands over to whom: the kind of step (index of `SPLIT`), source and recipient of each row."""

    step: Numbers
    source: list[str]
    recipient: list[str]


def write_inventory(path: Path, rows: int, *, seed: int = 1, own_items: int = 0, plain: bool = False) -> None:
    """Write a realistic inventory: layers of systems, few busy and many quiet places, cycles, onward flows.

    People hand items to systems of intake; they go on from layer to layer, a few rows back again;
    out to parties in many countries, onward from party to party and back. Places, items and countries
    follow Zipf's law; systems and parties grow with the square root of the rows; notes are Japanese,
    every fiftieth with quoted commas, quotes and line breaks.

    Parameters
    ----------
    rows : how many. seed : another one, another inventory. own_items : items that no list knows
        (`項目00001`, …) beside those of the vocabulary. plain : every row says which items of whom it
        moves, and moves them as they are, so that other programs can be asked the same question.
    """
    chance = np.random.default_rng(seed)
    columns = _columns(rows, chance, own_items)
    if plain:
        odd = {"all": "name", "*": "email", "": "customer"}
        columns |= {"items": [odd.get(cell, cell.removesuffix(";+")) for cell in columns["items"]]}
        columns |= {"subjects": [odd.get(cell, cell) for cell in columns["subjects"]]}
        columns |= {"treatment": [""] * rows, "system": [""] * rows}
    header = [column.key for column in read_vocabulary().columns]
    cells = [columns.get(key) or [""] * rows for key in header]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(header) + "\n")
        file.writelines(",".join(record) + "\n" for record in zip(*cells, strict=True))


def _columns(rows: int, chance: np.random.Generator, own_items: int) -> dict[str, list[str]]:
    ends = _ends(rows, chance)
    step = ends.step
    outside = step >= 4  # noqa: PLR2004 (the last two of `SPLIT`)
    home = _stable(ends.recipient)
    abroad = outside & (home % 4 == 0)
    countries = np.array([*BUSY_COUNTRIES, *_other_countries()], dtype=object)
    where = np.where(abroad, countries[_zipf_of(home, len(countries))], "JP")
    role = np.where(outside & (home % 3 != 0), np.array(ROLES, dtype=object)[home % len(ROLES)], "")
    kind = np.array(["collection", "internal_use", "internal_use", "third_party", "", "third_party"], object)[
        step
    ]
    kind[step == 4] = np.array(OUT, object)[home % len(OUT)][step == 4]  # noqa: PLR2004
    kept_there = (outside & (home % 5 == 0)).tolist()
    pick = _Picker(rows, chance)
    return {
        "id": [f"F{number:07d}" for number in range(rows)],
        "activity": pick.zipf([f"業務{n:03d} 受付と手配" for n in range(400)]),
        "kind": kind.tolist(),
        "subjects": pick.one(SUBJECTS),
        "items": _items(rows, chance, own_items),
        "source": ends.source,
        "recipient": ends.recipient,
        "recipient_role": role.tolist(),
        "system": [
            f"{to}の台帳" if kept else "" for to, kept in zip(ends.recipient, kept_there, strict=True)
        ],
        "countries": where.tolist(),
        "purposes": pick.some([term.key for term in read_vocabulary().terms("purposes")]),
        "basis": np.where(kind == "third_party", "consent", "").tolist(),
        "foreign_route": np.where(abroad, "unknown", "not_foreign").tolist(),
        "treatment": np.where((step == 1) & (home % 17 == 0), "pseudonymised", "").tolist(),
        "mode": pick.one(MODES),
        "retention": pick.one(RETENTIONS),
        "persons": [str(number * 10) for number in chance.integers(1, 5_000, rows).tolist()],
        "measures": pick.some([term.key for term in read_vocabulary().terms("measures")]),
        "department": pick.one([f"第{n}事業部" for n in range(60)]),
        "owner": ["部長"] * rows,
        "status": pick.one(("current", "current", "")),
        "since": pick.one([f"20{y}-0{m}-01" for y in range(10, 26) for m in range(1, 10)]),
        "evidence": pick.one([f"台帳{n:04d}" for n in range(2_000)]),
        "note": _notes(rows, chance),
    }


def _ends(rows: int, chance: np.random.Generator) -> Ends:
    root = int(rows**0.5)
    layers = [
        [f"基幹システム{layer}-{n:04d}" for n in range(max(4, root // 2 // LAYERS))]
        for layer in range(LAYERS)
    ]
    parties = [f"取引先{n:05d}" for n in range(max(20, root))]
    step = np.searchsorted(SPLIT, chance.random(rows) * SPLIT[-1], side="right").astype(np.int64)
    step = np.minimum(step, len(SPLIT) - 1)
    systems = np.array(layers, dtype=object)
    layer = chance.integers(0, LAYERS - 1, rows)
    one, two = _zipf(systems.shape[1], rows, chance), _zipf(systems.shape[1], rows, chance)
    lower, upper = systems[layer, one], systems[layer + 1, two]
    first, other = (np.array(parties, object)[_zipf(len(parties), rows, chance)] for _ in range(2))
    same = first == other
    other[same] = np.roll(np.array(parties, object), 1)[_zipf(len(parties), int(same.sum()), chance)]
    other[first == other] = "取引先その他"
    people = np.full(rows, "customer", dtype=object)
    source = np.choose(step, [people, lower, upper, first, upper, first])
    recipient = np.choose(step, [systems[0, one], upper, lower, upper, first, other])
    return Ends(step, source.tolist(), recipient.tolist())


def _zipf(size: int, count: int, chance: np.random.Generator) -> Numbers:
    """Return places by Zipf's law: the first ones far more often than the last."""
    weights = np.cumsum(1 / np.arange(1, size + 1))
    found: Numbers = np.searchsorted(weights, chance.random(count) * weights[-1], side="right")
    return np.minimum(found, size - 1)


def _zipf_of(numbers: Numbers, size: int) -> Numbers:
    """Return a place by Zipf's law that is always the same for the same number."""
    weights = np.cumsum(1 / np.arange(1, size + 1))
    at = (numbers * 2654435761 % 1_000_003) / 1_000_003
    return np.minimum(np.searchsorted(weights, at * weights[-1], side="right"), size - 1)


def _stable(names: Sequence[str]) -> Numbers:
    """Return a number that is the same for a name in every run."""
    known = {name: sum(ord(c) * (place + 1) for place, c in enumerate(name)) for name in set(names)}
    return np.fromiter((known[name] for name in names), np.int64, len(names))


def _other_countries() -> list[str]:
    known = {*BUSY_COUNTRIES, "abroad"}
    return [term.key for term in read_vocabulary().terms("countries") if term.key not in known]


def _items(rows: int, chance: np.random.Generator, own_items: int) -> list[str]:
    """Return item cells: one to four by Zipf's law, now and then an open list, all or not specified."""
    keys = [term.key for term in read_vocabulary().terms("items") if not term.deprecated]
    keys += [f"項目{n:05d}" for n in range(1, own_items + 1)]
    names = np.array(keys, dtype=object)
    drawn = names[_zipf(len(keys), rows * 4, chance)].reshape(rows, 4)
    count = chance.integers(1, 5, rows)
    cells = [
        ";".join(dict.fromkeys(some[:n])) for some, n in zip(drawn.tolist(), count.tolist(), strict=True)
    ]
    for number in np.flatnonzero(chance.random(rows) < 0.06).tolist():  # noqa: PLR2004
        cells[number] = ("all", "*", f"{cells[number]};+")[number % 3]
    return cells


def _notes(rows: int, chance: np.random.Generator) -> list[str]:
    noted = (chance.random(rows) < 0.3).tolist()  # noqa: PLR2004
    return [
        f'"確認中, ""要回答""\n担当 {n}"' if n % 50 == 0 else f"備考{n} 月次で連携する" if said else ""
        for n, said in enumerate(noted)
    ]


class _Picker:
    """Draws cells of a column."""

    def __init__(self, rows: int, chance: np.random.Generator) -> None:
        self._rows, self._chance = rows, chance

    def one(self, words: Sequence[str]) -> list[str]:
        """Return one word a row, each as likely."""
        found: list[str] = np.array(words, object)[self._chance.integers(0, len(words), self._rows)].tolist()
        return found

    def zipf(self, words: Sequence[str]) -> list[str]:
        """Return one word a row by Zipf's law."""
        found: list[str] = np.array(words, object)[_zipf(len(words), self._rows, self._chance)].tolist()
        return found

    def some(self, words: Sequence[str]) -> list[str]:
        """Return one or two different words a row."""
        first, second = self.zipf(words), self.one(words)
        both = self._chance.integers(0, 2, self._rows).tolist()
        return [f"{a};{b}" if two and a != b else a for a, b, two in zip(first, second, both, strict=True)]


# ------------------------------------------------------------------------------ shapes that hurt

Row = tuple[str, str, str, str, str]
"""kind, items, source, recipient, countries"""


def chain(rows: int) -> Iterator[Row]:
    """Yield one long way: each place hands on to the next."""
    yield "collection", "name;email;phone", "customer", "P0000000", "JP"
    for number in range(1, rows):
        yield "entrustment", "name;email", f"P{number - 1:07d}", f"P{number:07d}", "JP"


def circle(rows: int) -> Iterator[Row]:
    """Yield one dense cycle: every place of a circle hands to many others of it."""
    size = max(3, int((rows / 4) ** 0.5))
    yield "collection", "name;email;phone", "customer", "P000000", "JP"
    for number in range(1, rows):
        one, jump = number % size, 1 + number // size % (size - 1)
        yield "entrustment", "name;email", f"P{one:06d}", f"P{(one + jump) % size:06d}", "JP"


def star(rows: int) -> Iterator[Row]:
    """Yield one place that takes everything in from half of the others and hands it to the other half."""
    yield "collection", "name;email;phone", "customer", "P0000000", "JP"
    for number in range(1, rows):
        edge = f"P{number:07d}"
        inward = number % 2 == 0
        yield "entrustment", "name;email", *((edge, "P0000000") if inward else ("P0000000", edge)), "JP"


def parallel(rows: int) -> Iterator[Row]:
    """Yield many rows between the same two places, most with cells of their own."""
    keys = [term.key for term in read_vocabulary().terms("items") if not term.deprecated][:64]
    yield "collection", ";".join(keys), "customer", "P0", "JP"
    for number in range(1, rows):
        chosen = [keys[number % 64], keys[number // 64 % 64], keys[number // 4096 % 64]]
        yield "entrustment", ";".join(dict.fromkeys(chosen)), "P0", "P1", "US"


def comb(rows: int) -> Iterator[Row]:
    """Yield many ways of the same length between two places, each through a place of its own."""
    yield "collection", "name;email", "customer", "P0", "JP"
    for number in range(1, rows):
        middle = f"M{number // 2:07d}"
        if number % 2:
            yield "entrustment", "name", middle, "Z", "US"
        else:
            yield "entrustment", "name", "P0", middle, "JP"


SHAPES: dict[str, Callable[[int], Iterator[Row]]] = {
    "chain": chain,
    "circle": circle,
    "star": star,
    "parallel": parallel,
    "comb": comb,
}
"""Shapes that hurt, by name."""


def shape(name: str, rows: int) -> bytes:
    """Return an inventory of one of the `SHAPES`."""
    lines = (
        f"F{number},{kind},{items},customer,{source},{recipient},{country}\n"
        for number, (kind, items, source, recipient, country) in enumerate(SHAPES[name](rows))
    )
    return (",".join(SMALL_HEADER) + "\n" + "".join(lines)).encode()
