"""Whole models beside those of others: pytm (threats of data flows) and Fides (policies on systems)."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from inventories import write_inventory
from measuring import Line, absent, least, peer, same
from reaching import AS_OF

from datamap.analysis.policy import check_policy
from datamap.facts import establish_facts
from datamap.figures import draw_flows
from datamap.inventory import Inventory, Workbook, read_inventory
from datamap.model import Assertion, Match
from datamap.rules import evaluate
from datamap.rules.as_json import json_lines

FLOWS = 10_000
SYSTEMS, FIELDS = 1_000, 20
"""Systems beside Fides, and fields of each."""

FIDES_PYTHON = "FIDES_PYTHON"
"""Names the interpreter of an environment with `ethyca-fides`, whose pins differ from ours."""

THEIRS = {
    "name": "user.name",
    "email": "user.contact.email",
    "phone": "user.contact.phone_number",
    "gender": "user.demographic.gender",
    "card_number": "user.financial.credit_card",
    "bank_account": "user.financial.bank_account",
    "cookie_data": "user.device.cookie",
    "location": "user.location",
}
"""An item of ours -> the category of Fides."""

EVALUATE = """
import json, sys, time
from fides.core.evaluate import execute_evaluation
from fideslang.default_taxonomy import DEFAULT_TAXONOMY
from fideslang.models import Dataset, Policy, System, Taxonomy
told = json.load(sys.stdin)
taxonomy = Taxonomy(**DEFAULT_TAXONOMY.model_dump(exclude={"system", "dataset", "policy"}))
taxonomy.dataset = [Dataset(**one) for one in told["dataset"]]
taxonomy.system = [System(**one) for one in told["system"]]
taxonomy.policy = [Policy(**one) for one in told["policy"]]
start = time.process_time()
found = execute_evaluation(taxonomy)
print(len(found.violations), time.process_time() - start)
"""


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """Yield the lines beside pytm and Fides: at most at the sizes of their goals."""
    yield _beside_pytm(folder, min(FLOWS, max(sizes)))
    yield from _beside_fides(SYSTEMS if max(sizes) >= SYSTEMS * FIELDS else SYSTEMS // 10)


def _beside_pytm(folder: Path, rows: int) -> Line:
    name, size = "rules + diagram + JSON / pytm", f"{rows:,} flows"
    if peer("pytm") is None:
        return absent(name, size, "pytm", 50)
    path = folder / f"{rows}.csv"
    if not path.exists():
        write_inventory(path, rows)
    inventory = read_inventory(path)
    said: list[int] = []

    def ours() -> None:
        findings = evaluate(establish_facts(Workbook.from_inventory(inventory), AS_OF))
        said.append(sum(map(len, json_lines(findings, {}, lambda _: {}))))
        draw_flows(inventory, lang="en").svg()

    mine, other = least(ours, lambda: said.append(_pytm(inventory)), runs=2)
    note = f"JSON {said[0] // 10**6} and {said[1] // 10**6} MB; each has rules of its own on the same flows"
    return Line(name, size, mine, other, 50, note=note)


def _pytm(inventory: Inventory) -> int:
    """Model the flows in pytm, judge them, draw them, write them; return the length of the JSON."""
    import pytm  # noqa: PLC0415

    pytm.TM.reset()
    model = pytm.TM("flows")
    kinds = {"subject": pytm.Actor, "system": pytm.Datastore}
    things = {key: kinds.get(place.type.value, pytm.Process)(key) for key, place in inventory.places.items()}
    ends = (inventory.coded(name).texts() for name in ("source", "recipient", "id"))
    flows = [
        pytm.Dataflow(things[source], things[recipient], key)
        for source, recipient, key in zip(*ends, strict=True)
        if source in things and recipient in things
    ]  # fmt: skip
    same("flows", len(flows), len(inventory))
    model.check()
    model.resolve()
    with contextlib.redirect_stdout(io.StringIO()):
        model.dfd()
    from pytm.pytm import to_serializable  # noqa: PLC0415

    return len(json.dumps(model, default=to_serializable))


def _beside_fides(systems: int) -> Iterator[Line]:
    name, size = "check / Fides evaluate", f"{systems:,} systems, {systems * FIELDS:,} fields"
    python = os.environ.get(FIDES_PYTHON) or (sys.executable if find_spec("fides") else "")
    if not python:
        yield replace(absent(name, size, "ethyca-fides", 20))
        return
    table, told = _both(systems)
    rule = Assertion(
        "money", items=("financial",), subjects=("customer",), never=Match(purposes=("promotion",))
    )
    broken: list[int] = []

    def ours() -> None:
        inventory = read_inventory(table)
        evaluate(establish_facts(Workbook.from_inventory(inventory), AS_OF))
        broken.append(len(check_policy(inventory, as_of=AS_OF, assertions=[rule])))

    mine = least(ours, runs=2)[0]
    done = subprocess.run(
        [python, "-c", EVALUATE], input=json.dumps(told), capture_output=True, text=True, check=True
    )
    count, seconds = done.stdout.split()[-2:]
    same("violations", broken[-1], int(count))
    note = f"{count} breaches of one policy in both; ours reads the table and judges all rules of law too"
    yield Line(name, size, mine, float(seconds), 20, note=note)


def _both(systems: int) -> tuple[bytes, dict[str, Any]]:
    """Return the same systems and fields as a table of ours and as resources of Fides."""
    items, rows, told = list(THEIRS), ["id,kind,items,subjects,source,recipient,system,purposes"], []
    datasets = []
    for number in range(systems):
        promoting, key = number % 4 == 0, f"system_{number}"
        purpose = "promotion" if promoting else "contract"
        fields = [items[(number + field) % len(items)] for field in range(FIELDS)]
        rows += [
            f"F{number}_{field},collection,{item},customer,customer,{key},,{purpose}"
            for field, item in enumerate(fields)
        ]
        listed = [
            {"name": f"f{field}", "data_categories": [THEIRS[item]]} for field, item in enumerate(fields)
        ]
        datasets.append(
            {"fides_key": f"d_{number}", "collections": [{"name": "rows", "fields": listed}]}
        )  # fmt: skip
        declared = {
            "name": "use", "data_categories": ["user.name"], "data_subjects": ["customer"],
            "data_use": "marketing.advertising" if promoting else "essential.service",
            "dataset_references": [f"d_{number}"],
        }  # fmt: skip
        told.append({"fides_key": key, "system_type": "Service", "privacy_declarations": [declared]})
    matching = {"data_categories": "user.financial", "data_uses": "marketing", "data_subjects": "customer"}
    rule = {
        "name": "money",
        **{name: {"matches": "ANY", "values": [value]} for name, value in matching.items()},
    }
    policy = [{"fides_key": "house", "rules": [rule]}]
    return "\n".join(rows).encode() + b"\n", {"dataset": datasets, "system": told, "policy": policy}
