"""Figures that know their numbers: one Display a question, drawn the same way in every run.

Each figure is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datamap.figures.assessed import draw_heat_map
    from datamap.figures.at_risk import draw_places_at_risk
    from datamap.figures.bars import draw_completeness
    from datamap.figures.breach import draw_breach
    from datamap.figures.display import Display
    from datamap.figures.erased import draw_erasure
    from datamap.figures.flows import draw_flows
    from datamap.figures.matrix import draw_matrix
    from datamap.figures.reached import draw_change, draw_reach
    from datamap.figures.routed import draw_routes
    from datamap.figures.severed import draw_cut
    from datamap.figures.strips import draw_standing
    from datamap.figures.timeline import draw_timeline
    from datamap.figures.year import draw_year

__all__ = [
    "Display",
    "draw_breach",
    "draw_change",
    "draw_completeness",
    "draw_cut",
    "draw_erasure",
    "draw_flows",
    "draw_heat_map",
    "draw_matrix",
    "draw_places_at_risk",
    "draw_reach",
    "draw_routes",
    "draw_standing",
    "draw_timeline",
    "draw_year",
]

_ROOMS = {
    "Display": "display",
    "draw_breach": "breach",
    "draw_change": "reached",
    "draw_completeness": "bars",
    "draw_cut": "severed",
    "draw_erasure": "erased",
    "draw_flows": "flows",
    "draw_heat_map": "assessed",
    "draw_matrix": "matrix",
    "draw_places_at_risk": "at_risk",
    "draw_reach": "reached",
    "draw_routes": "routed",
    "draw_standing": "strips",
    "draw_timeline": "timeline",
    "draw_year": "year",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
