"""The commands: one line here and one file beside it for each. Nothing is loaded to know their names."""

from __future__ import annotations

TYPE_CHECKING = False  # typing alone would take half the time that `datamap --help` may take
if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: dict[str, str | Mapping[str, str]] = {
    "init": "init:init",
    "export": "export:export",
    "import": {"file": "import_file:import_file", "dpia": "importing:dpia"},
    "check": "check:check",
    "explain": "explain:explain",
    "accept": "accept:accept",
    "ask": "ask:ask",
    "reach": "reach:reach",
    "routes": "routes:routes",
    "cut": "cut:cut",
    "choke": "choke:choke",
    "whatif": "whatif:whatif",
    "erase": "erase:erase",
    "disclose": "disclose:disclose",
    "breach": "breach:breach",
    "retention": "retention:retention",
    "calendar": "calendar:calendar",
    "diff": "diff:diff",
    "assess": {
        "show": "assess:show_all",
        "screen": "assess:screen",
        "risks": "assess:risks",
        "leverage": "assess_views:leverage",
        "ranges": "assess_views:ranges",
        "outline": "assess_views:outline",
        "plan": "assess_views:plan",
        "change": "assess_change:change",
        "sign": "signing:sign",
        "verify": "signing:verify",
    },
    "notice": {"read": "notice:read", "check": "notice:check"},
    "draft": "draft:draft",
    "audit": "audit:audit",
    "explore": "explore:explore",
    "build": "build:build",
    "lab": "lab:lab",
}
"""Word -> file of this folder and what it calls; some hold commands of their own.

In the order of a working day, which is the order of `--help`.
"""

PASSES_ON = {"lab"}
"""Commands that hand options they do not know to another program."""
