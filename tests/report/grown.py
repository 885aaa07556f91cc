"""Workbooks of any size in which flows and risks grow together."""

from __future__ import annotations

from dataclasses import replace

from datamap.inventory import Workbook, read_inventory
from datamap.model import AssessmentRecord, Term, Text
from datamap.vocabulary import read_vocabulary

HEAD = "id,activity,kind,items,subjects,source,recipient,countries,persons,purposes,measures,status"
FLOWS_PER_ITEM = 16
FLOWS_PER_OWN_RISK = 25


def grown(flows: int) -> Workbook:
    """Return a workbook: a sensitive item a sixteen flows, a party a ten, a risk of one's own a twenty-five.

    With 2,000 flows it brings up a little more than 200 risks.
    """
    items = max(1, flows // FLOWS_PER_ITEM)
    words = read_vocabulary().with_terms(tuple(map(_item, range(items))))
    rows = [HEAD, *(_row(number, flows, items) for number in range(flows))]
    inventory = read_inventory("\n".join(rows).encode(), vocabulary=words)
    own = [_own_risk(number) for number in range(flows // FLOWS_PER_OWN_RISK)]
    return replace(Workbook.from_inventory(inventory), assessment=AssessmentRecord(raw={"own_risk": own}))


def _item(number: int) -> Term:
    label = Text(ja=f"記録{number}", en=f"record {number}")
    return Term(list="items", key=f"record_{number:04d}", label=label, flags=frozenset({"sensitive"}))


def _row(number: int, flows: int, items: int) -> str:
    """Return one flow: every second one is a collection, the other hands the same item on."""
    item, party, abroad = number // 2 % items, number // 2 % max(1, flows // 10), number % 7 == 1
    kind, source, recipient = (
        ("third_party", "shop", f"party {party}") if number % 2 else ("collection", "customer", "shop")
    )
    country = "TH" if abroad else "JP"
    cells = (f"F{number:05d}", f"work {number % 40}", kind, f"record_{item:04d};name", "customer", source)
    return ",".join((*cells, recipient, country, str(100 + number), "fulfil_contract", "access_control", ""))


def _own_risk(number: int) -> dict[str, object]:
    title = {"ja": f"自分で加えたリスク{number}", "en": f"own risk {number}"}
    return {
        "key": f"own_{number}",
        "title": title,
        "flows": [f"F{number:05d}"],
        "likelihood": 2,
        "severity": 3,
    }
