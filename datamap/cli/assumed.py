"""What officers accepted or lowered, as `datamap check` shows it: what came to an end first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamap.cli.say import said, show
from datamap.model import Lang
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.rules import Findings


def show_assumptions(findings: Findings, lang: Lang) -> None:
    """Print each assumption with its state, its last day, who decided and why."""
    from datamap.rules import assumptions_of

    if not (findings.assumed or findings.idle):
        return
    listed = assumptions_of(findings.in_lang(lang))
    show()
    show(listed.title.in_lang(lang), bold=True)
    show(listed.text(lang))
    for line in listed.worded(lang).itertuples(index=False):
        finding_id, title, state, weight, until, role, reason, decided = line
        show(f"  {state}  {finding_id}  {title}")
        show(
            "      "
            + said("assumed_line", lang, weight=weight, until=until, role=role, date=decided, reason=reason)
        )


def ended_lines(findings: Findings, lang: Lang) -> list[str]:
    """Say of each finding whose assumption no longer holds, or lowers it, that this is so."""
    found = []
    for one in findings.decided():
        if one.assumption is not None and not one.assumption.closes:
            state = text("rules", f"assumption_is_{one.assumption.state.value}").in_lang(lang)
            words = {"id": one.id, "state": state, "until": one.assumption.record.until}
            found.append(said("assumed_state", lang, **words))
    return found
