"""Which measure lowers most risk for its cost: each one tried on paper, then the best next one, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datamap.analysis.answer import Answer
from datamap.analysis.frames import pd
from datamap.model import EMPTY, Text
from datamap.risk.chosen import BY_CHOICE, Choices
from datamap.risk.register import RatedRisk
from datamap.risk.safeguards import heading_of, lowered, read_safeguards
from datamap.risk.scales import FULL
from datamap.risk.sheets import read_sheet
from datamap.risk.tables import joined
from datamap.risk.words import cited, listing, words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

Points = npt.NDArray[np.int64]
COLUMNS = (
    "rank",
    "measure",
    "heading",
    "cost",
    "points_lowered",
    "per_cost",
    "risks_eased",
    "order",
    "left_after",
    "risks",
    "items",
    "flows",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """One measure, tried on paper: carried out on everything, all else as it is.

    Attributes
    ----------
    cost : 1 (little) to 5 (much). lowered : points of all risks together that it takes off
    (likelihood by severity). eased : risks whose priority falls. risks : risks it takes points off.
    order : its place if the best next measure is always taken first; `left` : points left by then.
    items, flows : what it would drop, and from where, if it is a measure that drops items.
    """

    measure: str
    cost: int
    lowered: int
    eased: tuple[str, ...]
    risks: tuple[str, ...]
    order: int
    left: int
    items: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()

    @property
    def per_cost(self) -> float:
        """Points it takes off for one step of cost."""
        return self.lowered / self.cost


@dataclass(eq=False)
class Board:
    """Risks by measures as arrays: what each risk has now, and what each measure would take off.

    `raw` are points before measures, `taken` what measures in place take off; shape (2, risks),
    likelihood first. `effect` has shape (measures, 2, risks).
    """

    raw: Points
    taken: Points
    effect: Points
    floor: Points

    def scores(self, taken: Points) -> Points:
        """Return likelihood by severity of each risk; `taken` may have leading axes."""
        left = np.maximum(self.raw - taken, self.floor)
        product: Points = left[..., 0, :] * left[..., 1, :]
        return product

    def gains(self) -> Points:
        """Return what each measure would take off, by risk: shape (measures, risks)."""
        now = self.scores(self.taken)
        return now - self.scores(self.taken + self.effect)


def try_measures(assessment: Assessment) -> tuple[Trial, ...]:
    """Try each measure that is not in place yet, best value first.

    Only risks that are open and have a proposal count. A measure is tried as carried out on every
    flow of each risk that names it, with everything else as it is today; points are those of the
    proposals, so they compare measures and are no size of harm. A measure that drops items counts
    only where there are items to drop (`Choices`), and for half where something at risk is left.

    Returns
    -------
    Trials by points taken off per step of cost, highest first; measures without effect left out.

    References
    ----------
    Greedy order for a budget: G. Nemhauser, L. Wolsey, M. Fisher, *An analysis of approximations for
    maximizing submodular set functions* (1978). Here a guide only: points are a convention.
    """
    risks, measures = tried(assessment)
    if not risks or not measures:
        return ()
    costs = _costs(assessment, measures)
    board = lay_out(risks, measures, choices(assessment))
    gains = board.gains()
    order, left = _greedy(board, costs)
    trials = [
        Trial(
            measure=measure,
            cost=int(costs[n]),
            lowered=int(gains[n].sum()),
            eased=_eased(assessment, risks, board, n),
            risks=tuple(risk.id for risk, gain in zip(risks, gains[n].tolist(), strict=True) if gain > 0),
            order=order[n],
            left=left[n],
            **_dropped(assessment, risks, measure),
        )
        for n, measure in enumerate(measures)
        if gains[n].sum() > 0
    ]
    return tuple(sorted(trials, key=lambda trial: (-trial.per_cost, -trial.lowered, trial.measure)))


def choices(assessment: Assessment) -> Choices:
    """Return what could be dropped."""
    return Choices(assessment.prompts, assessment.ledger)


def _dropped(assessment: Assessment, risks: Sequence[RatedRisk], measure: str) -> dict[str, tuple[str, ...]]:
    """Return the items and flows that a measure would drop; nothing for all other measures."""
    if measure not in BY_CHOICE:
        return {}
    known = choices(assessment)
    found = [known.of(one, measure) for one in risks if measure in one.risk.candidates]
    return {
        "items": tuple(sorted({item for choice in found for item in choice.items})),
        "flows": tuple(sorted({flow for choice in found for flow in choice.flows})),
    }


def unranked(assessment: Assessment) -> tuple[str, ...]:
    """Return the candidates that cannot be ranked: they drop items, and nobody chose which."""
    ranked = {trial.measure for trial in try_measures(assessment)}
    return tuple(measure for measure in tried(assessment)[1] if measure in BY_CHOICE - ranked)


def tried(assessment: Assessment) -> tuple[list[RatedRisk], list[str]]:
    """Return the risks that count, and the measures that are candidates for one of them."""
    risks = [one for one in assessment.register if one.start and not one.closed]
    return risks, sorted({m for one in risks for m in one.risk.candidates if m in read_safeguards()})


def leverage(assessment: Assessment) -> Answer:
    """Return the measures by what they take off for their cost, with the best order to take them in."""
    trials = try_measures(assessment)
    rows = [
        {
            "rank": rank,
            "measure": trial.measure,
            "heading": heading_of(trial.measure),
            "cost": trial.cost,
            "points_lowered": trial.lowered,
            "per_cost": round(trial.per_cost, 1),
            "risks_eased": len(trial.eased),
            "order": trial.order,
            "left_after": trial.left,
            "risks": joined(trial.risks),
            "items": joined(trial.items),
            "flows": joined(trial.flows),
        }
        for rank, trial in enumerate(trials, start=1)
    ]
    words = words_of(assessment.workbook.inventory, risks=cited(assessment.titles))
    best = words.label("measure", trials[0].measure) if trials else text("risk", "none")
    summary = text("risk", "leverage_summary", count=len(rows), best=best)
    left = listing(words.label("measure", measure) for measure in unranked(assessment))
    more = text("risk", "leverage_unranked", measures=left) if left != EMPTY else EMPTY
    return Answer(
        pd.DataFrame(rows, columns=list(COLUMNS)),
        text("risk", "leverage_title"),
        Text(summary.ja + more.ja, f"{summary.en} {more.en}".strip()),
        words,
        frozenset({"risks", "items", "flows"}),
        none=frozenset({"items", "flows"}),
        lang=assessment.lang,
    )


def _costs(assessment: Assessment, measures: Sequence[str]) -> Points:
    """Return the cost of each measure: a person's figure where there is one, else the catalogue's."""
    stated = {action.measure: action.cost for action in assessment.human.actions if action.cost}
    known = read_safeguards()
    return np.array([stated.get(measure) or known[measure].cost for measure in measures], dtype=np.int64)


def lay_out(risks: Sequence[RatedRisk], measures: Sequence[str], chosen: Choices) -> Board:
    """Lay risks and measures out as arrays; see `tried`."""
    raw = np.zeros((2, len(risks)), dtype=np.int64)
    taken = np.zeros_like(raw)
    effect = np.zeros((len(measures), 2, len(risks)), dtype=np.int64)
    number = {measure: n for n, measure in enumerate(measures)}
    for r, one in enumerate(risks):
        raw[:, r] = _raw(one)
        in_place = {m: points for m, *points in lowered(one.measures, after_plan=False)}
        for points in in_place.values():
            taken[:, r] += points
        for measure in one.risk.candidates:
            if measure in number:
                full = _full(measure)
                if measure in BY_CHOICE:
                    full = full * chosen.of(one, measure).quarters // 4
                effect[number[measure], :, r] = np.maximum(full - np.array(in_place.get(measure, [0, 0])), 0)
    sheet = read_sheet("rating.toml")["floor"]
    floor = np.minimum(raw, np.array([[sheet["likelihood"]], [sheet["severity"]]]))
    return Board(raw, taken, effect, floor)


def _raw(one: RatedRisk) -> list[int]:
    """Return the points of a risk before measures, not yet cut at the floor."""
    points = one.points["inherent"]
    return [min(FULL, points.likelihood), min(FULL, points.severity)]


def _full(measure: str) -> Points:
    """Return what a measure takes off when it is done everywhere."""
    known = read_safeguards()[measure]
    return np.array([known.likelihood, known.severity], dtype=np.int64)


def _greedy(board: Board, costs: Points) -> tuple[dict[int, int], dict[int, int]]:
    """Return, for each measure, its place and the points left when always the best next one is taken."""
    state = Board(board.raw, board.taken.copy(), board.effect, board.floor)
    order: dict[int, int] = {}
    left: dict[int, int] = {}
    for place in range(1, len(costs) + 1):
        value = state.gains().sum(axis=1) / costs
        value[list(order)] = -1.0
        best = int(np.argmax(value))  # the first of equals: measures are sorted, so the order is fixed
        state.taken = state.taken + state.effect[best]
        order[best] = place
        left[best] = int(state.scores(state.taken).sum())
    return order, left


def _eased(assessment: Assessment, risks: Iterable[RatedRisk], board: Board, measure: int) -> tuple[str, ...]:
    """Return the risks whose priority falls under one measure."""
    scale = assessment.scale
    found = []
    after = np.maximum(board.raw - board.taken - board.effect[measure], board.floor)
    now = np.maximum(board.raw - board.taken, board.floor)
    for r, one in enumerate(risks):
        before, then = (
            scale.matrix[scale.level(int(points[1, r])) - 1][scale.level(int(points[0, r])) - 1]
            for points in (now, after)
        )
        if before != then:
            found.append(one.id)
    return tuple(found)
