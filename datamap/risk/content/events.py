"""The three feared events as wholes: one severity and one likelihood each, from the threats behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datamap.model import Rating
from datamap.risk.content.registry import Source, fills, listed
from datamap.risk.content.risks import level_words, rated_by
from datamap.risk.content.rows import Row
from datamap.risk.rating import STAGES
from datamap.risk.register import RatedRisk
from datamap.risk.scales import DIMENSIONS
from datamap.risk.threats import EVENTS
from datamap.vocabulary import text

NAMED = 3
"""So many threats are named, the gravest first; the table of the threats of the event has all."""

Counted = tuple[RatedRisk, Rating]
"""A risk and the rating it is counted with at a stage."""


@fills("feared_events")
def feared_events(source: Source) -> Iterator[Row]:
    """Fill for each feared event and stage the greatest severity and likelihood, and what they come of.

    An event is as severe as the gravest of its threats and as likely as the likeliest; the two may be
    different threats, so that an event can weigh more than any risk on its own. Closed risks are out.

    References
    ----------
    CNIL, *Privacy Impact Assessment: methodology* (2018): one severity and one likelihood an event.
    """
    for event in filter(None, EVENTS):
        risks = [one for one in source.assessment.register if one.event == event and not one.closed]
        for stage in STAGES:
            counted = [
                (one, rating) for one in risks if (rating := one.counting(stage, source.assessment.scale))
            ]
            if counted:
                yield _row(source, event, stage, counted)


def _row(source: Source, event: str, stage: str, counted: Sequence[Counted]) -> Row:
    """Return one event at one stage."""
    scale = source.assessment.scale
    likelihood, severity = (max(getattr(rating, name) for _, rating in counted) for name in DIMENSIONS)
    whole = Rating(likelihood, severity)
    behind = {
        name: [c for c in counted if getattr(c[1], name) == getattr(whole, name)] for name in DIMENSIONS
    }
    cells = {
        "event": source.words.label("event", event),
        "stage": text("risk", f"stage_is_{stage}"),
        "level": text("risk", f"priority_is_{scale.priority(whole)}"),
        "rated_by": listed(dict.fromkeys(rated_by(one, stage) for of in behind.values() for one, _ in of)),
    }
    for name in DIMENSIONS:
        cells |= {
            name: level_words(source, name, whole),
            f"{name}_of": listed((one.risk.title for one, _ in behind[name]), NAMED),
        }
    flows = sorted({flow for of in behind.values() for one, _ in of for flow in one.risk.flows})
    return Row(f"{event}.{stage}", cells, tuple(flows))
