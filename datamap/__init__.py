"""Data mapping and impact assessment workbook: one table in, flows, findings and reports out.

Importing this package loads nothing. Each verb is looked up when it is first used, so that the
command line starts at once and a notebook pays only for what it asks.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # loading `typing` would take half as long as all of `datamap --help`

__version__ = "0.1.0"

_VERBS = {
    "here": "datamap.cli.here",
    "read_workbook": "datamap.inventory",
    "read_inventory": "datamap.inventory",
    "build_graph": "datamap.graph",
    "holdings": "datamap.analysis.holdings",
    "handovers": "datamap.analysis.handovers",
    "completeness": "datamap.analysis.completeness",
    "reach": "datamap.analysis.reach",
    "routes": "datamap.analysis.routes",
    "cut": "datamap.analysis.cut",
    "choke_points": "datamap.analysis.choke",
    "what_if": "datamap.analysis.whatif",
    "erasure": "datamap.analysis.erasure",
    "disclosure": "datamap.analysis.disclosure",
    "exposure": "datamap.analysis.exposure",
    "retention": "datamap.analysis.retention",
    "compare": "datamap.analysis.compare",
    "check_policy": "datamap.analysis.policy",
    "asking": "datamap.analysis.asking",
    "check_notice": "datamap.notice",
    "establish_facts": "datamap.facts",
    "evaluate": "datamap.rules",
    "assess": "datamap.risk",
    "draw_flows": "datamap.figures",
    "draw_heat_map": "datamap.figures",
    "render_report": "datamap.report",
}
"""Public verb -> the room it lives in; at most thirty, one a question."""

if TYPE_CHECKING:
    from datamap.analysis.asking import asking as asking
    from datamap.analysis.choke import choke_points as choke_points
    from datamap.analysis.compare import compare as compare
    from datamap.analysis.completeness import completeness as completeness
    from datamap.analysis.cut import cut as cut
    from datamap.analysis.disclosure import disclosure as disclosure
    from datamap.analysis.erasure import erasure as erasure
    from datamap.analysis.exposure import exposure as exposure
    from datamap.analysis.handovers import handovers as handovers
    from datamap.analysis.holdings import holdings as holdings
    from datamap.analysis.policy import check_policy as check_policy
    from datamap.analysis.reach import reach as reach
    from datamap.analysis.retention import retention as retention
    from datamap.analysis.routes import routes as routes
    from datamap.analysis.whatif import what_if as what_if
    from datamap.cli.here import here as here
    from datamap.facts import establish_facts as establish_facts
    from datamap.figures import draw_flows as draw_flows
    from datamap.figures import draw_heat_map as draw_heat_map
    from datamap.graph import build_graph as build_graph
    from datamap.inventory import read_inventory as read_inventory
    from datamap.inventory import read_workbook as read_workbook
    from datamap.notice import check_notice as check_notice
    from datamap.report import render_report as render_report
    from datamap.risk import assess as assess
    from datamap.rules import evaluate as evaluate


def __getattr__(name: str) -> object:
    """Load a verb from its room (PEP 562)."""
    if name not in _VERBS:
        raise AttributeError(
            f"module 'datamap' has no attribute {name!r}; it has {', '.join(_VERBS)}",
            name=name,
            obj=sys.modules[__name__],
        )
    from importlib import import_module

    verb = getattr(import_module(_VERBS[name]), name)
    globals()[name] = verb
    return verb


def __dir__() -> list[str]:
    return sorted([*_VERBS, "__version__"])
