"""`exposure`: a place or a flow is breached: what is touched, who must be told, by when.

References
----------
APPI Art. 26, Rules 7 to 10, Guideline (General) 3-5; GDPR Art. 33 and 34.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from datamap.analysis.answer import SEPARATOR, distinct
from datamap.analysis.arguments import refused
from datamap.analysis.asked import Flags, inventory_of, lang_of, places_of, running
from datamap.analysis.breach_report import report_fields, to_tell
from datamap.analysis.deadlines import deadlines
from datamap.analysis.ended import ended_rows, rows_of_then
from datamap.analysis.frames import pd
from datamap.analysis.people_count import PeopleCount, count_people
from datamap.analysis.reach import FORMS, Keys
from datamap.analysis.relation import own_places, relations_of
from datamap.analysis.reportable import Condition, Met, conditions
from datamap.analysis.request_case import READINGS
from datamap.analysis.request_words import RequestWords, request_words
from datamap.analysis.stated import STATED, AsStated, stated_lines
from datamap.analysis.touched import Touched
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import BadQuestion, Organisation, Reading, Text
from datamap.vocabulary import text

COLUMNS = ("item", "form", "reading", "subjects", "flags", "places")
SHOWN_FLAGS = ("sensitive", "may_be_sensitive", "property_damage", "id_code", "my_number")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Exposure(Worksheet):
    """What a breach touches.

    `table` has one line for each item, form and reading: `item`, `form`, `reading` (certain, or
    possible only), `subjects`, `flags` (what has to be minded about the item), `places` (the breached
    ones that hold it). Further sheets: `conditions` (Rule 7), `deadlines` (if the moment
    of knowledge is given), `to_tell`, `copies` (downstream, three readings), `people` (the flows
    the number rests on), `stated` (rows that list items though no row shows how their source got them:
    touched as the row states, *possible*), `former` (ended flows that count, as of when they ran),
    `protection` (encryption), `report` (the nine fields of Rule 8).

    Attributes
    ----------
    people : how many may be concerned. met : the four conditions. touched : what it rests on.
    """

    people: PeopleCount
    met: tuple[Condition, ...]
    touched: Touched


def exposure(
    asked: Inventory | Workbook,
    *,
    as_of: date,
    place: Keys = None,
    flow: str | Iterable[str] = (),
    known: datetime | date | None = None,
    attack: bool | None = None,
    include_planned: bool = False,
) -> Exposure:
    """Return what is touched if places or flows are breached, and what follows.

    Parameters
    ----------
    asked : an inventory, or a workbook (its records say who is in charge and whether the GDPR applies).
    as_of : rows count that run on this day.
    place : the breached places (keys or names; a group stands for its members).
    flow : ids of breached flows. known : when somebody came to know; None = no deadlines.
    attack : whether somebody acted with an improper purpose; None = not known.

    Returns
    -------
    Exposure

    Raises
    ------
    KeyError if there is no such place or flow; ValueError if neither is asked for.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,persons
    ... F1,collection,name;card_number,customer,customer,shop,1500
    ... F2,entrustment,name,customer,shop,mailer,
    ... ''')
    >>> found = exposure(table, as_of=date(2026, 4, 1), place="shop")
    >>> [condition.met.value for condition in found.met]
    ['not_met', 'met', 'only_if_attacked', 'met']
    """
    inventory = inventory_of(asked)
    touched = _touched(inventory, as_of, place, flow, include_planned=include_planned)
    words = request_words(inventory)
    organisation = asked.organisation if isinstance(asked, Workbook) else Organisation()
    people = count_people(
        touched.loads(Reading.CERTAIN), touched.traffic[Reading.POSSIBLE], touched.loads(Reading.POSSIBLE)
    )
    met = tuple(conditions(touched, people, words, attack=attack))
    due = deadlines(known, attack=attack) if known is not None else None
    parts = (
        _conditions(met, words),
        *((due,) if due else ()),
        to_tell(touched, met, words, organisation, due),
        _copies(touched, words),
        _people(people, touched, words),
        _stated(touched, words),
        _former(touched, words),
        _protection(touched, words),
        report_fields(touched, people, words),
    )
    table = _table(touched)
    return Exposure(
        name="exposure",
        table=table,
        title=text("requests", "exposure_title", what=_what(touched, words), as_of=as_of.isoformat()),
        summary=_summary(touched, people, met),
        words=words,
        lists=frozenset({"subjects", "flags", "places"}),
        none=frozenset({"flags"}),
        parts=parts,
        paper=("item", "reading", "subjects", "flags") if _alike(table) else COLUMNS,
        ahead=("conditions", "deadlines", "to_tell", "report"),
        folded=8,
        notes=_notes(touched),
        people=people,
        met=met,
        touched=touched,
    ).in_lang(lang_of(asked))


def _notes(touched: Touched) -> tuple[Text, ...]:
    """Say how to read it; individual numbers have an act of their own, which is not judged."""
    notes = (text("requests", "exposure_note_start"), text("requests", "exposure_note_person"))
    flags = touched.inventory.vocabulary.flags_within
    numbers = any("my_number" in flags("items", item) for item in touched.items(Reading.POSSIBLE))
    return (text("requests", "exposure_note_my_number"), *notes) if numbers else notes


def _touched(
    inventory: Inventory, as_of: date, place: Keys, flow: str | Iterable[str], *, include_planned: bool
) -> Touched:
    ids = [flow] if isinstance(flow, str) else list(flow)
    rows = {one: row for row, one in enumerate(inventory.coded("id").texts())}
    for one in ids:
        if one not in rows:
            raise refused("unknown_flow", one, rows, flow=one)
    places = places_of(inventory, place) or frozenset()
    if not len(inventory):
        raise BadQuestion(text("requests", "exposure_of_nothing"))
    if not places and not ids:
        raise BadQuestion(text("requests", "exposure_of_what"))
    breached = frozenset(rows[one] for one in ids)
    runs = running(inventory, as_of, include_planned=include_planned)
    now = AsStated.of(inventory, runs, Reading)
    left = _ended(inventory, as_of, places, breached)
    then = AsStated.of(inventory, rows_of_then(inventory, as_of, left), READINGS) if left.any() else None
    return Touched(
        inventory,
        now.traffic,
        places,
        breached,
        runs,
        tuple(dict.fromkeys((*now.statements, *(then.statements if then else ())))),
        then.traffic if then else {},
        frozenset(np.flatnonzero(left).tolist()),
    )


def _ended(inventory: Inventory, as_of: date, places: frozenset[str], breached: frozenset[int]) -> Flags:
    """Return the ended rows that are breached, or by which a breached place once received."""
    ended = ended_rows(inventory, as_of)
    for row in np.flatnonzero(ended).tolist():
        flow = inventory.flows[row]
        into = {m for cell in (flow.recipient, flow.system) for m in inventory.groups.get(cell, (cell,))}
        ended[row] = row in breached or bool(into & places)
    return ended


def _what(touched: Touched, words: RequestWords) -> Text:
    ids = touched.traffic[Reading.POSSIBLE].flow_ids
    named = [
        Text(ja=words.in_lang("place", key, "ja"), en=words.in_lang("place", key, "en"))
        for key in sorted(touched.places)
    ]
    named += [Text.same(ids[row]) for row in sorted(touched.rows)]
    return Text(ja="、".join(n.ja for n in named), en=", ".join(n.en for n in named))


def _table(touched: Touched) -> pd.DataFrame:
    """Return one line for each item, form and reading; who is certain is not named again as possible."""
    lines: dict[tuple[str, str, str], tuple[set[str], set[str]]] = {}
    told: set[tuple[str, str, str]] = set()
    for reading in (Reading.CERTAIN, Reading.POSSIBLE):
        moving = touched.traffic[reading]
        found = {
            (key, item) for key, items in touched.held(reading).items() for item in moving.item_keys(items)
        }
        for (place, number, form), item in sorted(found):
            subject = moving.encoded.subjects.keys[number]
            if reading is Reading.POSSIBLE and (subject, item, FORMS[form]) in told:
                continue
            told |= {(subject, item, FORMS[form])} if reading is Reading.CERTAIN else set()
            subjects, places = lines.setdefault((item, FORMS[form], reading.value), (set(), set()))
            subjects.add(subject)
            places.add(moving.places[place])
    known = touched.inventory.vocabulary.flags
    rows = [
        (
            *key,
            _join(sorted(subjects)),
            _join(f for f in SHOWN_FLAGS if f in known("items", key[0])),
            _join(sorted(places)),
        )
        for key, (subjects, places) in sorted(lines.items())
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _alike(table: pd.DataFrame) -> bool:
    """Tell whether form and places say the same in every line, so that a page can do without them."""
    return len(table[["form", "places"]].drop_duplicates()) <= 1


def _summary(touched: Touched, people: PeopleCount, met: tuple[Condition, ...]) -> Text:
    status = {kind: sum(condition.met is kind for condition in met) for kind in Met}
    return text(
        "requests",
        "exposure_found",
        items=len(touched.items(Reading.CERTAIN)),
        more=len(set(touched.items(Reading.POSSIBLE)) - set(touched.items(Reading.CERTAIN))),
        subjects=len([key for key in touched.subjects(Reading.POSSIBLE) if key]),
        people=people.said(),
        met=status[Met.MET],
        open=status[Met.OPEN],
        attacked=status[Met.IF_ATTACKED],
        not_met=status[Met.NOT_MET],
    )


_LISTS = frozenset({"flows", "items", "items_possible", "subjects", "countries", "measures"})
_LISTS |= {"places", "relation"}


def _sheet(
    name: str, rows: Iterable[tuple[object, ...]], columns: tuple[str, ...], words: RequestWords
) -> Worksheet:
    table = pd.DataFrame(list(rows), columns=list(columns), dtype=object)
    return Worksheet(
        name=name,
        table=table,
        title=text("requests", f"{name}_title"),
        summary=text("requests", f"{name}_found", rows=len(table)),
        words=words,
        lists=_LISTS,
        none=frozenset({"items", "items_possible"}),
    )


def _conditions(met: tuple[Condition, ...], words: RequestWords) -> Worksheet:
    rows = [(one.key, one.met.value, one.because, _join(one.items), _join(one.flows), "") for one in met]
    return _sheet("conditions", rows, ("condition", "met", "because", "items", "flows", "remark"), words)


def _copies(touched: Touched, words: RequestWords) -> Worksheet:
    """Return where copies went, each place in the first reading that finds it there."""
    inventory, own = touched.inventory, own_places(touched.inventory)
    rows: list[tuple[object, ...]] = []
    told: set[str] = set()
    for reading in Reading:
        moving = touched.traffic[reading]
        for place, copy in touched.copies(reading).items():
            if place in told:
                continue
            told.add(place)
            known = inventory.places[place]
            kinds = {inventory.flows[row].kind for row in copy.rows}
            rows.append(
                (
                    place,
                    _join(found.value for found in relations_of(inventory, known, kinds, own)),
                    _join(known.countries),
                    reading.value,
                    _join(moving.subject_keys(copy.subjects)),
                    _join(moving.item_keys(copy.items)),
                    _join(sorted(moving.flow_ids[row] for row in copy.rows)),
                    "",
                )
            )
    columns = ("place", "relation", "countries", "reading", "subjects", "items", "flows", "remark")
    sheet = _sheet("copies", rows, columns, words)
    return replace(sheet, printed=_copies_printed(sheet, words))


def _copies_printed(copies: Worksheet, words: RequestWords) -> tuple[Worksheet, ...]:
    """Return the copies for a page: those on record line by line, what misuse could reach by relation."""
    table = copies.table
    misused = table["reading"] == Reading.WORST_CASE.value
    held = replace(
        copies,
        table=table[~misused].reset_index(drop=True),
        summary=text("requests", "copies_told_found", rows=int((~misused).sum())),
    )
    rows = [
        (
            relation,
            len(group),
            _join(distinct(group["countries"]).split(SEPARATOR)),
            _join(group["place"]),
        )
        for relation, group in table[misused].groupby("relation", sort=True)
    ]
    columns = ("relation", "places_counted", "countries", "places")
    return held, _sheet("copies_misused", rows, columns, words)


def _people(people: PeopleCount, touched: Touched, words: RequestWords) -> Worksheet:
    rows = []
    for flow in sorted({*people.flows, *people.silent}):
        known = touched.inventory.flow(flow)
        number = known.persons
        counted = "counted" if flow in people.flows else "not_recorded"
        said = PeopleCount(number.low, number.high, (), (), number.rough).said()
        rows.append((flow, known.source, known.recipient, said, counted, ""))
    return _sheet("people", rows, ("flow", "source", "recipient", "persons", "count", "remark"), words)


def _stated(touched: Touched, words: RequestWords) -> Worksheet:
    """Return the rows by whose word alone items are touched."""
    known = {flow.id: flow for flow in touched.inventory.flows}
    return _sheet("stated", stated_lines(touched.stated, known), STATED, words)


def _former(touched: Touched, words: RequestWords) -> Worksheet:
    """Return the ended flows that count: breached ones as of then, others as what may still be held."""
    rows = [
        (flow.id, flow.source, flow.recipient, flow.until, flow.retention, "")
        for flow in (touched.inventory.flows[row] for row in sorted(touched.left))
    ]
    return _sheet("former", rows, ("flow", "source", "recipient", "ends", "retention", "remark"), words)


def _protection(touched: Touched, words: RequestWords) -> Worksheet:
    """Return the flows that bring what is touched, with the encryption recorded on them."""
    moving = touched.traffic[Reading.POSSIBLE]
    is_a = touched.inventory.vocabulary.is_a
    rows = []
    for flow in sorted({moving.flow_ids[load.row] for load in touched.loads(Reading.POSSIBLE)}):
        known = touched.inventory.flow(flow)
        found = [
            m
            for m in known.measures
            if any(is_a("measures", m, above) for above in ("encryption", "tokenisation"))
        ]
        asked = text("requests", "protection_recorded" if found else "protection_not_recorded")
        rows.append((flow, known.recipient, _join(found), asked, ""))
    return _sheet("protection", rows, ("flow", "recipient", "measures", "to_ask", "answer"), words)


def _join(keys: Iterable[str]) -> str:
    return SEPARATOR.join(keys)
