"""Who has to be told of a breach, and the nine fields of the report with what the inventory knows.

References
----------
APPI Art. 26(1) and (2), Rules 8 to 10, Guideline (General) 3-5-3 and 3-5-4; GDPR Art. 33, 34.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datamap.analysis.deadlines import Deadlines
from datamap.analysis.frames import pd
from datamap.analysis.people_count import PeopleCount
from datamap.analysis.relation import Relation, own_places, relations_of
from datamap.analysis.reportable import Condition, Met
from datamap.analysis.request_words import RequestWords, in_words
from datamap.analysis.scope import gdpr_may_apply
from datamap.analysis.touched import Touched
from datamap.analysis.traffic import Load, Traffic
from datamap.analysis.worksheet import Worksheet
from datamap.model import Kind, Organisation, PlaceType, Reading, Text
from datamap.vocabulary import text

FIELDS: tuple[str, ...] = ("overview", "items", "people", "cause", "secondary_damage", "response")
FIELDS += ("publication", "prevention", "other")
"""The nine fields of Rule 8(1), in its order."""

FOR_PEOPLE = frozenset({"overview", "items", "cause", "secondary_damage", "other"})
"""The fields that the people concerned are told as well (Rule 10)."""


def report_fields(touched: Touched, people: PeopleCount, words: RequestWords) -> Worksheet:
    """Return the nine fields of the report, with what the inventory knows and what has to be asked."""
    surely, perhaps = touched.items(Reading.CERTAIN), touched.items(Reading.POSSIBLE)
    more = [item for item in perhaps if item not in surely]
    items = text(
        "requests",
        "field_items_known",
        items=_listed(words, "item", surely),
        more=_listed(words, "item", more),
    )
    subjects = _listed(words, "subject", touched.subjects(Reading.POSSIBLE))
    recorded = {
        "items": items,
        "people": text("requests", "field_people_known", people=people.said(), subjects=subjects),
    }
    rows = [
        (
            number,
            field,
            recorded.get(field, text("requests", "field_nothing")),
            text("requests", f"field_{field}_question"),
            text("requests", "yes" if field in FOR_PEOPLE else "no"),
            "",
        )
        for number, field in enumerate(FIELDS, start=1)
    ]
    columns = ["number", "field", "known_so_far", "to_ask", "to_people", "answer"]
    return Worksheet(
        name="report",
        table=pd.DataFrame(rows, columns=columns),
        title=text("requests", "report_title"),
        summary=text("requests", "report_found"),
        words=words,
    )


def to_tell(
    touched: Touched,
    met: Sequence[Condition],
    words: RequestWords,
    organisation: Organisation,
    due: Deadlines | None,
) -> Worksheet:
    """Return who has to be told: authorities, people, those who entrusted us, those we entrusted.

    Whoever handles the items on somebody's behalf may tell that somebody instead of reporting
    itself (Art. 26(1) proviso, Rule 9).
    """
    until = {} if due is None else dict(zip(due.table["deadline"], due.table["until_moment"], strict=True))
    states = {condition.met for condition in met}
    owed = "owed_met" if Met.MET in states else "owed_open" if states - {Met.NOT_MET} else "owed_not_met"
    rows = [
        ("ppc", "", text("requests", owed), text("requests", "law_ppc"), until.get("preliminary_report", ""))
    ]
    rows += [
        ("people", subject, text("requests", owed), text("requests", "law_people"), "")
        for subject in touched.subjects(Reading.POSSIBLE)
    ]
    rows += [
        (who, place, text("requests", f"owed_{who}"), text("requests", f"law_{who}"), "")
        for who, place in _parties(touched)
    ]
    if gdpr_may_apply(organisation) is not False:
        applies = text("requests", "owed_gdpr" if gdpr_may_apply(organisation) else "owed_gdpr_open")
        rows.append(
            (
                "eu_authority",
                "",
                applies,
                text("requests", "law_eu_authority"),
                until.get("supervisory_authority", ""),
            )
        )
        rows.append(("eu_people", "", applies, text("requests", "law_eu_people"), ""))
    cells = [(who, _name(words, who, key), *rest, "", "", "") for who, key, *rest in rows]
    columns = ["tell", "who", "applies", "source_of_law", "by_when", "done", "done_on", "remark"]
    return Worksheet(
        name="to_tell",
        table=pd.DataFrame(cells, columns=columns),
        title=text("requests", "to_tell_title"),
        summary=text("requests", "to_tell_found", rows=len(cells)),
        words=words,
    )


def _parties(touched: Touched) -> Iterator[tuple[str, str]]:
    """Yield those who entrusted us with what is touched, and the places outside that are breached."""
    inventory, own = touched.inventory, own_places(touched.inventory)
    moving = touched.traffic[Reading.POSSIBLE]
    for key in sorted({_entruster(load, moving, touched, own) for load in moving.loads} - {""}):
        yield "entruster", key
    for key in sorted(touched.places - own):
        kinds = {inventory.flows[load.row].kind for load in touched.loads(Reading.POSSIBLE)}
        found = relations_of(inventory, inventory.places[key], kinds, own)
        yield ("entrustee" if Relation.ENTRUSTED in found else "breached_party"), key


def _entruster(load: Load, moving: Traffic, touched: Touched, own: frozenset[str]) -> str:
    """Return who entrusted us with what a load carries, if that is among what is touched; else "".

    An entrustee that hands results back is not the one who entrusted.
    """
    inventory = touched.inventory
    flow, source = inventory.flows[load.row], inventory.places[moving.places[load.source]]
    if flow.kind != Kind.ENTRUSTMENT or load.made or source.key in own or source.type is PlaceType.SUBJECT:
        return ""
    if moving.places[load.target] not in own or inventory.vocabulary.is_a("roles", source.role, "processor"):
        return ""
    onward = moving.onward({load.ends: load.items})
    held = touched.held(Reading.POSSIBLE)
    return source.key if any(items & held.get(holding, 0) for holding, items in onward.items()) else ""


def _name(words: RequestWords, who: str, key: str) -> Text:
    if who == "people":
        return _listed(words, "subject", [key])
    return _listed(words, "place", [key]) if key else text("requests", f"who_{who}")


def _listed(words: RequestWords, column: str, keys: list[str]) -> Text:
    return in_words(words, column, keys) if keys else text("analysis", "none")
