"""Holding laws against facts."""

from __future__ import annotations

from datetime import date

from datamap.facts import Facts
from datamap.model import Law
from datamap.rules.articles import article_text
from datamap.rules.assumed import assume
from datamap.rules.findings import Findings, laid_out, summary
from datamap.rules.labels import RuleWords, named, words_of
from datamap.rules.lines import Lines
from datamap.rules.read import Laws, read_laws
from datamap.rules.ruling import Ruling, rule_on
from datamap.vocabulary import text


def evaluate(facts: Facts, laws: Laws | None = None, as_of: date | None = None) -> Findings:
    """Say what every rule in force on a day finds about the facts.

    Parameters
    ----------
    facts : the facts of one workbook (`establish_facts`).
    laws : acts to hold against them; None = all that come with the package.
    as_of : the day whose law is used; None = the day the facts were established for.

    Returns
    -------
    Findings, without the rules that do not apply, with the officer's assumptions held against
    them. An act whose gate is not answered with yes is judged only by the rules that ask for
    that answer.

    Notes
    -----
    A finding is the implication *applies → ground* in Kleene logic: what is not recorded is
    neither met nor missing.
    """
    chosen = laws if laws is not None else read_laws()
    day = as_of if as_of is not None else facts.as_of
    rulings = tuple(ruling for law in chosen.laws for ruling in _rulings(facts, law, day))
    lines = Lines.of(rulings)
    found = Findings(
        table=laid_out(lines, facts),
        title=text("rules", "findings_title", as_of=day.isoformat()),
        summary=summary(lines),
        words=_words(facts, chosen),
        lists=frozenset({"flows", "clauses"}),
        none=frozenset({"article"}),
        lang=facts.workbook.lang,
        facts=facts,
        laws=chosen,
        as_of=day,
        lines=lines,
    )
    return assume(found)


def _rulings(facts: Facts, law: Law, day: date) -> list[Ruling]:
    """Rule on everything in one act; behind a closed gate only what asks about the gate."""
    entered = not law.gate or facts.truth(law.gate).at(0) is True
    found = []
    for rule in law.rules:
        version = rule.version_on(day)
        if version and (entered or law.gate in version.fact_names):
            found.append(rule_on(facts, rule, version))
    return found


def _words(facts: Facts, laws: Laws) -> RuleWords:
    return words_of(
        facts,
        finding={rule.id: rule.title for rule in laws.rules},
        law={law.key: law.short for law in laws.laws},
        article={v.article: article_text(v.article) for rule in laws.rules for v in rule.versions},
        status=named("status"),
        severity=named("severity"),
        assumption=named("assumption"),
        about_type=named("about_type"),
    )
