"""How it is protected: principles, rights, further duties, security."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from datamap.model import EMPTY, Text
from datamap.risk.content.registry import Source, fills, listed
from datamap.risk.content.rows import Row
from datamap.risk.safeguards import HEADINGS, heading_of
from datamap.risk.sheets import read_sheet
from datamap.vocabulary import text


@fills("principles")
def principles(source: Source) -> Iterator[Row]:
    """Fill the measures on record for each of the eight principles, and how far they are."""
    for key, serving in read_sheet("duties.toml")["principles"].items():
        yield Row(key, {"principle": text("risk", f"principle_is_{key}"), **_measures(source, serving)})


@fills("rights")
def rights(source: Source) -> Iterator[Row]:
    """Fill the desks that take each group of requests, and whom they serve."""
    for key, right in read_sheet("duties.toml")["rights"].items():
        desks = [d for d in source.workbook.organisation.desks if set(d.serves) & set(right["requests"])]
        served = dict.fromkeys(subject for desk in desks for subject in desk.subjects)
        yield Row(
            key,
            {
                "right": text("risk", f"right_is_{key}"),
                "articles": Text.same(right["articles"]),
                "desks": listed(desk.name for desk in desks),
                "subjects": source.list("subject", served),
            },
        )


@fills("other_duties")
def other_duties(source: Source) -> Iterator[Row]:
    """Fill the measures on record for consent, processors and transfers."""
    for key, duty in read_sheet("duties.toml")["duties"].items():
        cells = {"duty": text("risk", f"duty_is_{key}"), "articles": Text.same(duty["articles"])}
        yield Row(key, cells | _measures(source, duty["measures"]))


@fills("security")
def security(source: Source) -> Iterator[Row]:
    """Fill the measures on record under each of the seven headings of safety control."""
    recorded = source.assessment.recorded_measures
    for heading in HEADINGS:
        here = [measure for measure in sorted(recorded) if heading_of(measure) == heading]
        cells = {
            "heading": source.words.label("heading", heading),
            "measures": source.list("measure", here),
            "status": _status(recorded[measure] for measure in here),
        }
        yield Row(heading, cells)


@fills("design_and_default")
def design_and_default(source: Source) -> Iterator[Row]:
    """Fill the measures that lie in the design: minimising, and what happens unless people choose."""
    sheet = read_sheet("duties.toml")
    serving = (*sheet["principles"]["data_minimisation"], *sheet["by_design"]["measures"])
    found = _measures(source, serving)
    if found["measures"].ja:
        yield Row("", found)


def _measures(source: Source, serving: Sequence[str]) -> dict[str, Text]:
    """Return those measures on record that serve something, and how far they are."""
    terms, recorded = source.workbook.vocabulary, source.assessment.recorded_measures
    planned = {action.measure: action.status for action in source.human.actions}
    known = planned | recorded
    here = [m for m in sorted(known) if any(terms.is_a("measures", m, above) for above in serving)]
    return {"measures": source.list("measure", here), "status": _status(known[m] for m in here)}


def _status(states: Iterable[str]) -> Text:
    """Return how far measures are, all of them together: the least advanced counts."""
    found = set(states)
    for state in ("unknown", "planned", "stated", "partly", "done"):
        if state in found:
            mixed = found - {state} and state in {"planned", "stated"} and found & {"partly", "done"}
            return text("risk", f"state_is_{'partly' if mixed else state}")
    return EMPTY
