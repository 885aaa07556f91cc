"""What for, on which ground, and whether each item is needed."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.facts.flow.items import CRIMES
from datamap.model import EMPTY, Text
from datamap.risk.content.registry import Source, fills, listed
from datamap.risk.content.rows import Row
from datamap.risk.exposure import Rows
from datamap.vocabulary import text

LEGITIMATE_INTERESTS = "art6_1_f"
"""Ground that calls for a balancing test."""


@fills("purposes")
def purposes(source: Source) -> Iterator[Row]:
    """Fill every purpose with the items it uses; why they are needed is a person's to say."""
    for purpose, flows in _purposes(source):
        items = source.assessment.ledger.named("items", source.assessment.ledger.rows(flows))
        cells = {"purpose": source.words.label("purpose", purpose), "items": source.list("item", items)}
        yield Row(purpose, cells, flows)


@fills("secondary_uses")
def secondary_uses(source: Source) -> Iterator[Row]:
    """Fill the purposes that no collection from the same people names; a person says whether they fit."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    collected = ledger.rows(ledger.holding("kind", "collection", rows))
    told = {
        subject: set(ledger.entries("purposes", ledger.rows(ledger.holding("subjects", subject, collected))))
        for subject in ledger.named("subjects", rows)
    }
    for purpose, flows in _purposes(source):
        people = ledger.named("subjects", ledger.rows(flows))
        untold = [subject for subject in people if told[subject] and purpose not in told[subject]]
        if untold:
            cells = {
                "purpose": source.words.label("purpose", purpose),
                "subjects": source.list("subject", untold),
            }
            yield Row(purpose, cells, flows)


@fills("legal_bases")
def legal_bases(source: Source) -> Iterator[Row]:
    """Fill the route of provision at home (APPI 27) and the ground under the GDPR of each purpose."""
    ledger = source.assessment.ledger
    label = source.workbook.vocabulary.label
    for purpose, flows in _purposes(source):
        rows = ledger.rows(flows)
        home = [b for b in ledger.entries("basis", rows) if b not in {"undetermined", "none"}]
        european = [b for b in ledger.entries("gdpr_basis", rows) if b.startswith("art6")]
        lacking = _lacking(source, flows, ("art6",))
        yield Row(
            purpose,
            {
                "purpose": source.words.label("purpose", purpose),
                "basis": listed(label("bases", b) for b in home),
                "gdpr_basis": listed(label("gdpr_bases", b) for b in european),
                "without_ground": _without(flows, lacking),
            },
            flows,
            lacking=lacking if european else (),
        )


@fills("balancing")
def balancing(source: Source) -> Iterator[Row]:
    """Fill the purposes that rest on legitimate interests; the three steps of the test are a person's.

    References
    ----------
    GDPR 6(1)(f): interest, necessity, balance. Rows of a purpose that rest on another ground stay out.
    """
    ledger = source.assessment.ledger
    for purpose, flows in _purposes(source):
        relying = ledger.holding("gdpr_basis", LEGITIMATE_INTERESTS, ledger.rows(flows))
        if relying:
            yield Row(purpose, {"purpose": source.words.label("purpose", purpose)}, relying)


@fills("special_grounds")
def special_grounds(source: Source) -> Iterator[Row]:
    """Fill the ground of each item of a special category, and of data on offences (GDPR 9, 10)."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    label = source.workbook.vocabulary.label
    for item in (found for found in ledger.named("items", rows) if _special(source, found)):
        here = ledger.naming(item, rows)
        grounds = [b for b in ledger.entries("gdpr_basis", here) if b.startswith(("art9", "art10"))]
        lacking = _lacking(source, ledger.ids(here), ("art10",) if item in CRIMES else ("art9", "art10"))
        consent = ["consent"] if "consent" in ledger.entries("basis", here) else []
        cells = {
            "item": source.words.label("item", item),
            "gdpr_basis": listed(label("gdpr_bases", b) for b in grounds),
            "basis": listed(label("bases", b) for b in consent),
            "without_ground": _without(ledger.ids(here), lacking),
        }
        yield Row(item, cells, ledger.ids(here), lacking=lacking if grounds else ())


def _lacking(source: Source, flows: tuple[str, ...], articles: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some flows on which no ground of some articles is recorded, nor that it is out."""
    ledger = source.assessment.ledger
    rows = ledger.rows(flows)
    grounds = [b for b in ledger.entries("gdpr_basis", rows) if b.startswith((*articles, "not_applicable"))]
    grounded = {flow for ground in grounds for flow in ledger.holding("gdpr_basis", ground, rows)}
    return tuple(flow for flow in flows if flow not in grounded)


def _without(flows: tuple[str, ...], lacking: tuple[str, ...]) -> Text:
    """Return in words which flows record no ground: none of them, all, or those by their ids."""
    if len(lacking) in {0, len(flows)}:
        return text("risk", "no_flow" if not lacking else "every_flow")
    return listed(map(Text.same, lacking))


def _special(source: Source, item: str) -> bool:
    """Tell whether an item is on the list in Europe (GDPR 9) or about offences (10), or has such below it."""
    terms = source.workbook.vocabulary
    term = terms.get("items", item)
    below = terms.children("items", item) if term is not None and not term.parent else (item,)
    return not CRIMES.isdisjoint(below) or bool(source.assessment.ledger.flagged([item], {"eu_sensitive"}))


@fills("minimisation")
def minimisation(source: Source) -> Iterator[Row]:
    """Fill, item by item, what it is for, what the rules make of that, who gets it, how long it is kept."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    for item in ledger.named("items", rows):
        here = ledger.naming(item, rows)
        exposure = ledger.exposure(here)
        yield Row(
            item,
            {
                "item": source.words.label("item", item),
                "purposes": source.list("purpose", ledger.entries("purposes", here)),
                "need": _need(source, item),
                "recipients": source.list("recipient", exposure.recipients),
                "retention": listed(_periods(source, here)),
            },
            ledger.ids(here),
        )


def _periods(source: Source, rows: Rows) -> Iterator[Text]:
    """Yield each period of some rows, with the law or reason recorded for it."""
    ledger = source.assessment.ledger
    for cell in filter(None, ledger.cells("retention", rows)):
        here = ledger.rows(ledger.holding("retention", cell, rows))
        period, reasons = source.period(cell), [one for one in ledger.cells("retention_basis", here) if one]
        why = listed(Text.same(reason) for reason in reasons)
        yield text("risk", "period_and_reason", period=period, reason=why) if reasons else period


def _need(source: Source, item: str) -> Text:
    """Return how often the general rules see a need for an item: a prompt, not a judgement."""
    verdicts = [p.verdict for p in source.assessment.prompts if p.item == item and p.flows and p.purpose]
    counts = {word: verdicts.count(word) for word in ("evident_need", "ask", "no_evident_need")}
    return listed(text("risk", f"count_{word}", count=count) for word, count in counts.items() if count)


@fills("necessity_prompts")
def necessity_prompts(source: Source) -> Iterator[Row]:
    """Fill the combinations of item and purpose whose need is not evident, with what a person answered."""
    for prompt in source.assessment.prompts:
        if prompt.flows and prompt.verdict != "evident_need":
            row = Row(
                f"{prompt.item}.{prompt.other or prompt.purpose}",
                {
                    "item": source.words.label("item", prompt.item),
                    "purpose": source.words.label("purpose", prompt.purpose) if prompt.purpose else EMPTY,
                    "verdict": text("risk", f"verdict_is_{prompt.verdict}"),
                    "reason": prompt.reason,
                },
                prompt.flows,
            )
            yield row.filled("justification", prompt.person.reason) if prompt.person else row


def _purposes(source: Source) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every purpose with its flows."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    for purpose in ledger.entries("purposes", rows):
        yield purpose, ledger.holding("purposes", purpose, rows)
