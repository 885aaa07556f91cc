"""What stands before and after every report: cautions, inputs, law used, limits, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from datamap import __version__
from datamap.model import Law
from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    bullets,
    cell,
    column,
    notice,
    pairs,
    section,
    table,
    words,
)
from datamap.report.context.bundle import Bundle
from datamap.report.context.results import Results
from datamap.report.context.speech import SHORT_HASH, Speech
from datamap.rules import article_text

STATES = ("covered", "partly", "not")


def labels(speech: Speech) -> dict[str, str]:
    """Return the words that the templates need."""
    keys = ("as_of", "input", "contents", "skip", "outcome")
    return {key: speech.say(key) for key in keys} | {"foot": speech.say("foot", version=__version__)}


def caution(results: Results, speech: Speech) -> Block:
    """Return what must be read first: what was read, what it cannot say, that it is no advice."""
    record = results.workbook.notice
    undated = speech.say("caution_other_papers") if record.clauses and not record.date else ""
    lines = [
        speech.either(record.caution) or undated,
        speech.say("caution_not_advice"),
        speech.say("caution_blank"),
    ]
    return notice(speech.say("caution"), [line for line in lines if line], tone="warn")


def cover(results: Results, speech: Speech) -> list[Block]:
    """Return the blocks of the cover."""
    organisation = results.workbook.organisation
    verified, rules = _verified(results.laws.laws)
    told: list[tuple[str, Cell | str]] = [
        (speech.say("organisation"), speech.or_blank(speech.either(organisation.name))),
        (speech.say("as_of"), results.as_of.isoformat()),
        (speech.say("text_read"), _text_read(results, speech)),
        (
            speech.say("law_data"),
            speech.say("law_data_short", verified=verified, rules=rules, acts=len(results.laws.laws)),
        ),
        *_gdpr_line(results, speech),
        (speech.say("not_covered"), speech.say("not_covered_short")),
        *_input_lines(results, speech),
        (speech.say("made_with"), f"datamap {__version__}"),
    ]
    return [caution(results, speech), pairs(told)]


def _gdpr_line(results: Results, speech: Speech) -> list[tuple[str, Cell | str]]:
    """Return that the GDPR was not checked, why, and where to answer; nothing where it was."""
    (operator,) = results.facts.ids("organisation")
    applies = results.facts.value("organisation", operator, "gdpr_in_scope")
    if applies:
        return []
    if applies is False:
        return [("GDPR", speech.say("gdpr_answered_no"))]
    where = speech.say("gdpr_where_to_answer")
    return [("GDPR", cell(speech.say("gdpr_not_checked"), sub=where, tone="ask"))]


def _input_lines(results: Results, speech: Speech) -> list[tuple[str, Cell | str]]:
    """Return each input with its hash; a template that nobody has filled says so instead."""
    label = speech.say("inputs")
    lines: list[tuple[str, Cell | str]] = []
    for file, digest in results.workbook.sha256.items():
        said = speech.say("cover_template") if file in results.templates else digest
        lines.append((label, cell(file, sub=said)))
        label = ""
    return lines


def _text_read(results: Results, speech: Speech) -> Cell:
    record = results.workbook.notice
    if not record.clauses:
        return cell(speech.say("no_notice"))
    date = record.date or speech.say("date_unknown")
    return cell(
        speech.either(record.title), sub=speech.say("notice_read", clauses=len(record.clauses), date=date)
    )


def _verified(laws: Iterable[Law]) -> tuple[int, int]:
    rules = [rule for law in laws for rule in law.rules if rule.kind != "house"]
    return sum(rule.verified_on is not None for rule in rules), len(rules)


def law_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on the law data used, how far it was checked, and what is not covered."""
    blocks: list[Block] = [words(speech.say("law_lead"), lead=True), acts_table(results, speech)]
    return [
        section("law", speech.say("law_chapter"), blocks),
        section("not-covered", speech.say("not_covered"), coverage_gaps(results, speech), level=SECTION),
        section("inputs", speech.say("inputs"), [inputs_table(results, speech)], level=SECTION),
    ]


def acts_table(results: Results, speech: Speech) -> Block:
    """Return the acts with their rules, how far they were verified, and how many articles are covered."""
    heads = [
        column(speech.say("law"), 2.4),
        column(speech.say("law_kind"), 1.2),
        column(speech.say("rules"), 0.8, align="right"),
        column(speech.say("rules_verified"), 1.0, align="right"),
        column(speech.say("last_amendment"), 1.9),
        column(speech.say("coverage"), 1.8),
    ]
    rows: list[list[Cell | str]] = []
    for law in results.laws.laws:
        begun = [a for a in law.amendments if a.in_force and a.in_force <= results.as_of]
        latest = max(begun, key=lambda amendment: amendment.in_force or results.as_of, default=None)
        states = Counter(entry.state for entry in law.coverage)
        covered = [speech.say(f"coverage_{state}", count=states[state]) for state in STATES if states[state]]
        rows.append(
            [
                cell(speech.of(law.name), sub=law.href),
                speech.say(f"law_kind_{law.kind}"),
                str(len(law.rules)),
                str(_verified([law])[0]),
                cell(str(latest.in_force), sub=speech.of(latest.title)) if latest else speech.blank,
                speech.join(covered),
            ]
        )
    return table(speech.say("laws_used"), heads, rows, note=speech.say("laws_note"))


def coverage_gaps(results: Results, speech: Speech) -> list[Block]:
    """List what the tool does not look at, as the coverage registers say, one line a reason."""
    heads = [
        column(speech.say("law"), 1.3),
        column(speech.say("article"), 1.2),
        column(speech.say("coverage_state"), 0.9),
        column(speech.say("why"), 3.6),
    ]
    rows: list[list[Cell | str]] = [
        [
            speech.of(law.short),
            speech.join(speech.of(article_text(entry.article)) for entry in alike),
            cell(speech.say(f"state_{state}"), tone="warn" if state == "partly" else "mute"),
            speech.of(why),
        ]
        for law in results.laws.laws
        for (state, why), alike in groupby(law.coverage, key=lambda entry: (entry.state, entry.why))
        if state != "covered"
    ]
    limits = bullets(
        [speech.say(key) for key in ("limit_text", "limit_facts", "limit_reach", "limit_people")]
    )
    return [limits, table(speech.say("articles_not_covered"), heads, rows)] if rows else [limits]


def inputs_table(results: Results, speech: Speech) -> Block:
    """Return every input file with its hash."""
    heads = [column(speech.say("file"), 1), column("SHA-256", 2.4)]
    rows: list[list[Cell | str]] = [
        [file, cell(digest, sub=speech.say("cover_template") if file in results.templates else "")]
        for file, digest in results.workbook.sha256.items()
    ]
    note = speech.say("input_hash_note", digest=results.input_hash, short=results.input_hash[:SHORT_HASH])
    return table(speech.say("inputs"), heads, rows, note=note)


def legend_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on words: the items, people, purposes and marks that occur."""
    bundle = results.flows
    marks: list[list[Cell | str]] = [
        [cell(speech.say("not_recorded"), tone="warn"), speech.say("mark_not_recorded")],
        [cell(speech.label("countries", "abroad"), tone="bad"), speech.say("mark_abroad")],
        [cell(speech.label("kinds", "undetermined"), tone="ask"), speech.say("mark_undetermined")],
        [speech.say("open_list", listed=speech.say("items")), speech.say("mark_open")],
        [speech.say("not_specified"), speech.say("mark_not_specified")],
        [speech.say("all_items"), speech.say("mark_all")],
    ]
    heads = [column(speech.say("mark"), 1.2), column(speech.say("meaning"), 4)]
    return [
        section("legend", speech.say("legend"), [table(speech.say("marks"), heads, marks)]),
        section("items", speech.say("items_named"), [item_table(bundle, speech)], level=SECTION),
        section("words", speech.say("words_used"), _words(bundle, speech), level=SECTION),
    ]


def item_table(bundle: Bundle, speech: Speech) -> Block:
    """Return the items named, what has to be minded about them, and in how many flows they move."""
    heads = [
        column(speech.say("item"), 2),
        column(speech.say("key"), 1.4),
        column(speech.say("category"), 1.4),
        column(speech.say("marks"), 2),
        column(speech.say("flows"), 0.8, align="right"),
    ]
    terms = speech.workbook.vocabulary
    counts = Counter(item for flow in bundle for item in flow.items.named)
    rows: list[list[Cell | str]] = []
    for item in sorted(counts, key=lambda key: (-counts[key], key)):
        marks = sorted(terms.flags("items", item) & {"sensitive", "id_code", "property_damage"})
        top = list(terms.ancestors("items", item))[-1]
        category = speech.label("items", top) if top != item else ""
        said = speech.title(speech.join(speech.say(f"flag_{mark}") for mark in marks))
        rows.append([speech.label("items", item), item, category, said, str(counts[item])])
    return table(speech.say("items_named"), heads, rows, note=speech.say("items_note"))


def _words(bundle: Bundle, speech: Speech) -> list[Block]:
    lists = {
        "subjects": bundle.subjects,
        "purposes": bundle.purposes,
        "kinds": bundle.texts("kind"),
        "bases": bundle.texts("basis"),
        "measures": bundle.keys("measures"),
    }
    heads = [
        column(speech.say("word"), 2),
        column(speech.say("key"), 1.6),
        column(speech.say("meaning"), 3.4),
    ]
    made = []
    for name, keys in lists.items():
        known = [speech.workbook.vocabulary.get(name, key) for key in keys]
        rows = [[speech.of(term.label), term.key, speech.of(term.help)] for term in known if term]
        if rows:
            made.append(table(speech.say(f"words_{name}"), heads, rows))
    return made
