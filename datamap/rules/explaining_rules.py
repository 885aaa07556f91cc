"""What a rule asks, and what a fact means: for a person who meets their names in a finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from datamap.analysis.frames import pd
from datamap.analysis.worksheet import Worksheet
from datamap.facts import FACTS, Facts, Truth
from datamap.model import EMPTY, FindingStatus, Rule, RuleVersion, Text
from datamap.rules.articles import article_of, article_text
from datamap.rules.explaining import PARTS, how_read
from datamap.rules.findings import Findings
from datamap.rules.labels import named, words_of
from datamap.vocabulary import text

Conditions = Iterator[tuple[str, str, str]]


def explain_rule(findings: Findings, rule_id: str) -> Worksheet:
    """Show a rule: its versions with dates and conditions, and what it says about the workbook today.

    Returns
    -------
    Worksheet with one row per version and condition (`article`, `in_force`, `used_for`, `fact`,
    `wanted`); sheet `results`: `finding_id`, `status`, `severity`.

    Raises
    ------
    KeyError
        If there is no such rule.
    """
    if findings.facts is None or findings.laws is None:
        raise ValueError("findings without their facts")
    rule = findings.laws.rule(rule_id)
    law = findings.laws.get(rule.law)
    version = rule.version_on(findings.as_of) or rule.versions[-1]
    rows = [
        (one.article, str(one.in_force or ""), used, fact, wanted)
        for one in rule.versions
        for used, fact, wanted in _conditions(one)
    ]
    notes = [
        text("rules", "explain_article", article=article_of(law, version), since=EMPTY, read=how_read(rule)),
        text("rules", "explain_source", source=rule.source) if rule.source else EMPTY,
        text("rules", "explain_question", question=rule.question),
        text("rules", "explain_remedy", remedy=rule.remedy),
        law.caution,
    ]
    results = _results(findings, rule)
    return Worksheet(
        name="rule",
        table=pd.DataFrame(rows, columns=["article", "in_force", "used_for", "fact", "wanted"], dtype=object),
        title=text("rules", "explain_title", id=rule.id, title=rule.title),
        summary=text(
            "rules", "explain_rule_summary", kind=named("kind")[rule.kind], counts=_counts(findings, rule)
        ),
        words=words_of(
            findings.facts,
            article={one.article: article_text(one.article) for one in rule.versions},
            used_for=named("used_for"),
            fact={name: FACTS[name].question for one in rule.versions for name in one.fact_names},
            wanted=named("answer"),
        ),
        lists=frozenset(),
        parts=(results,) if len(results) else (),
        notes=tuple(note for note in notes if note.en),
    ).in_lang(findings.lang)


def _conditions(version: RuleVersion) -> Conditions:
    for attribute, used in PARTS:
        for condition in getattr(version, attribute):
            yield used, condition.removeprefix("!"), "no" if condition.startswith("!") else "yes"


def _counts(findings: Findings, rule: Rule) -> Text:
    """Say how many findings of a rule have which status, or why there is none."""
    table = findings.table[findings.table["rule"] == rule.id]
    if len(table):
        counts = table["status"].value_counts()
        said = [
            (named("status")[one.value], int(counts[one.value]))
            for one in FindingStatus
            if one.value in counts
        ]
        return Text(
            ja="、".join(f"{label.ja}{count}件" for label, count in said),
            en=", ".join(f"{label.en}: {count}" for label, count in said),
        )
    ruled = rule.id in {ruling.rule.id for ruling in findings.rulings}
    key = "explain_rule_none" if ruled else "explain_rule_closed"
    return text("rules", key, as_of=findings.as_of.isoformat())


def _results(findings: Findings, rule: Rule) -> Worksheet:
    table = findings.table[findings.table["rule"] == rule.id].rename(columns={"id": "finding_id"})
    return Worksheet(
        name="results",
        table=table[["finding_id", "status", "severity", "flows"]].reset_index(drop=True),
        title=text("rules", "explain_rule_results"),
        summary=text("rules", "explain_rule_results_summary"),
        words=findings.words,
        lists=frozenset({"flows"}),
        none=frozenset({"flows"}),
    )


def explain_fact(findings: Findings, name: str) -> Worksheet:
    """Show a fact: its question, where it is read, what it says today, and the rules that use it.

    Returns
    -------
    Worksheet with one row per answer that occurs (`value`, `things`: how many, `about`: which);
    sheet `rules`.

    Raises
    ------
    KeyError
        If there is no such fact.
    """
    if findings.facts is None or findings.laws is None:
        raise ValueError("findings without their facts")
    fact, facts = FACTS[name], findings.facts
    truth = facts.truth(name)
    listed = list(_answers(facts, fact.kind, truth))
    figures = {"yes": int(truth.yes.sum()), "no": int(truth.no.sum()), "open": int(truth.unknown.sum())}
    reads = facts.workbook.vocabulary
    columns = {column.key: column.label for column in reads.columns}
    read = [columns.get(one, Text.same(one)) for one in fact.reads]
    notes = [
        text(
            "rules",
            "explain_fact_reads",
            reads=Text(ja="、".join(one.ja for one in read), en=", ".join(one.en for one in read)),
        ),
        text("rules", "explain_fact_asked") if fact.asked else EMPTY,
        text("rules", "explain_fact_doc", doc=fact.doc),
    ]
    return Worksheet(
        name="fact",
        table=pd.DataFrame(listed, columns=["value", "things", "about"]),
        title=Text.same(name),
        summary=text("rules", "explain_fact_summary", question=fact.question, **figures),
        words=words_of(facts, value=named("answer")),
        lists=frozenset({"about"}),
        parts=(_rules_with(findings, name, findings.as_of),),
        notes=tuple(note for note in notes if note.en),
    ).in_lang(findings.lang)


def _answers(facts: Facts, kind: str, truth: Truth) -> Iterator[tuple[str, int, str]]:
    ids = facts.id_array(kind)
    for value, chosen in (("yes", truth.yes), ("no", truth.no), ("not_recorded", truth.unknown)):
        if chosen.any():
            yield value, int(chosen.sum()), ";".join(ids[chosen].tolist())


def _rules_with(findings: Findings, name: str, as_of: date) -> Worksheet:
    """List the rules that use a fact, in the version of the day or else the last one."""
    rows = []
    for rule in findings.laws.rules if findings.laws else ():
        version = rule.version_on(as_of) or rule.versions[-1]
        rows += [
            (rule.id, rule.title, used, wanted) for used, fact, wanted in _conditions(version) if fact == name
        ]
    return Worksheet(
        name="rules",
        table=pd.DataFrame(rows, columns=["rule", "title", "used_for", "wanted"], dtype=object),
        title=text("rules", "explain_fact_rules"),
        summary=text("rules", "explain_fact_rules_summary", count=len({row[0] for row in rows})),
        words=words_of(findings.facts, used_for=named("used_for"), wanted=named("answer"))
        if findings.facts
        else findings.words,
        lists=frozenset(),
    )
