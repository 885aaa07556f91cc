"""Why findings come and go with the day alone, although nobody changed the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from datamap.model import Finding, Flow, Text
from datamap.vocabulary import text, texts

if TYPE_CHECKING:
    from datamap.inventory import Workbook
    from datamap.rules import Findings


@dataclass(frozen=True, slots=True)
class TwoDays:
    """One workbook held against the law of two days."""

    workbook: Workbook
    before: Findings
    after: Findings

    def reasons(self, changed: Iterable[Finding]) -> dict[str, Text]:
        """Return, for those findings that the day alone opens or closes, what differs between the days.

        A finding of which the same workbook says the same on both days is not among them: there
        something recorded is different.
        """
        was, now = ({one.id for one in found.open()} for found in (self.before, self.after))
        moved = [one for one in changed if (one.id in was) != (one.id in now)]
        listed = {one.id: self._lists(one) for one in moved}
        return {one.id: self._listed(listed[one.id], listed) or self._reason(one) for one in moved}

    def _reason(self, finding: Finding) -> Text:
        from datamap.rules.articles import article_text

        old, new = (_version(found, finding.id) for found in (self.before, self.after))
        if old is None or new is None:
            found = self.before if old is None else self.after
            in_force = finding.rule in {ruling.rule.id for ruling in found.rulings}
            if in_force:
                return self._not_running(finding, found.as_of)
            return text("cli", "day_not_in_force", article=article_text(finding.article), day=found.as_of)
        if old != new:
            blank = texts("analysis")["not_recorded"]
            return text(
                "cli",
                "day_other_version",
                article=article_text(finding.article),
                old=old or blank,
                new=new or blank,
            )
        asked = [texts("facts")[name] for name in self._answers_changed(finding)]
        questions = Text("」「".join(one.ja for one in asked), " ".join(one.en for one in asked))
        return text("cli", "day_answer", questions=questions)

    def _not_running(self, finding: Finding, day: date) -> Text:
        """Return which flows of a finding do not run on a day, and from when to when they run."""
        from datamap.analysis.asked import running

        inventory = self.workbook.inventory
        runs = dict(zip(inventory.coded("id").texts(), running(inventory, day).tolist(), strict=True))
        flows = [inventory.flow(key) for key in finding.flows if not runs.get(key, True)]
        if not flows:
            return text("cli", "day_not_judged", about=finding.about, day=day)
        spans = [_span(flow) for flow in flows]
        named = Text("、".join(one.ja for one in spans), ", ".join(one.en for one in spans))
        return text("cli", "day_not_running", flows=named, day=day)

    def _answers_changed(self, finding: Finding) -> list[str]:
        """Return the facts of a rule whose answer about the thing is another one on the other day."""
        try:
            old, new = (dict(found.judged(finding.id)[0].facts) for found in (self.before, self.after))
        except KeyError:  # the rule is in force on one of the days only
            return []
        return sorted(name for name in old.keys() & new.keys() if old[name] != new[name])

    def _lists(self, finding: Finding) -> dict[str, frozenset[str]]:
        """Return the lists that a law publishes by date whose word on a country of the flows changed."""
        from datamap.facts import FACTS, read_tables

        if not any("countries" in FACTS[name].reads for name in self._answers_changed(finding)):
            return {}
        inventory = self.workbook.inventory
        ends = {inventory.flow(flow).recipient for flow in finding.flows}
        members = {key for end in ends for key in inventory.names.members(end)} & inventory.places.keys()
        codes = {code for key in members for code in inventory.places[key].countries}
        found = {}
        for name, table in read_tables().items():
            was, now = table.on(self.before.as_of), table.on(self.after.as_of)
            found[name] = frozenset(code for code in codes if was.get(code) != now.get(code))
        return {name: changed for name, changed in found.items() if changed}

    def _listed(
        self, lists: Mapping[str, frozenset[str]], every: Mapping[str, Mapping[str, frozenset[str]]]
    ) -> Text | None:
        """Return what says which list changed, about all countries that it changed for here."""
        from datamap.facts import read_tables

        name = min(lists, default=None)
        if name is None:
            return None
        table, label = read_tables()[name], self.workbook.vocabulary.label
        codes = sorted(frozenset().union(*(found.get(name, frozenset()) for found in every.values())))
        labels = [label("countries", code) for code in codes]
        named = Text("、".join(one.ja for one in labels), ", ".join(one.en for one in labels))
        return text("cli", "day_list", table=table.title, known=table.known_on, countries=named)


def two_days(workbook: Workbook, before: Findings, day: date) -> TwoDays:
    """Return the findings of one workbook on the day they are of, and on another day."""
    from datamap.facts import establish_facts
    from datamap.rules import evaluate

    return TwoDays(workbook, before, evaluate(establish_facts(workbook, day)))


def _span(flow: Flow) -> Text:
    """Return a flow's id with the days between which it runs."""
    if not flow.since and not flow.until:
        return Text.same(flow.id)
    key = "day_span" if flow.since and flow.until else "day_since" if flow.since else "day_until"
    return text("cli", key, flow=flow.id, since=flow.since, until=flow.until)


def _version(found: Findings, finding_id: str) -> date | str | None:
    """Return since when the rule's version of the day is in force ("" = not recorded); None = no version."""
    try:
        return found.judged(finding_id)[0].in_force or ""
    except KeyError:
        return None


def gathered(reasons: Mapping[str, Text]) -> list[tuple[Text, list[str]]]:
    """Return each reason once, with the findings it explains, the one that explains most first.

    Examples
    --------
    >>> a, b = Text("甲", "A"), Text("乙", "B")
    >>> [(reason.en, ids) for reason, ids in gathered({"1": a, "2": b, "3": b})]
    [('B', ['2', '3']), ('A', ['1'])]
    """
    found: dict[Text, list[str]] = {}
    for finding, reason in reasons.items():
        found.setdefault(reason, []).append(finding)
    return sorted(found.items(), key=lambda pair: -len(pair[1]))
