"""`check_notice`: the notice and the flows held against each other, both ways.

A notice is evidence of what is stated, not of what is done; the inventory of what is recorded.
Where they differ, one of the two wants a second look; neither is presumed right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.asked import running, words_of
from datamap.analysis.frames import pd
from datamap.analysis.handing import HOME, STAYS
from datamap.analysis.reach import reach
from datamap.analysis.words import Words
from datamap.inventory import Workbook
from datamap.model import Clause, Lang, PlaceType, Text
from datamap.notice.flows_to_notice import unstated
from datamap.notice.matter import Difference, Matter, about
from datamap.notice.notice_to_flows import unborne
from datamap.notice.stated import Stated
from datamap.notice.within import differing, open_worded
from datamap.vocabulary import text

COLUMNS = ("matter", "about", "clauses", "flows")


@dataclass(frozen=True)
class NoticeWords(Words):
    """Words in which `about` cells (`items:name`, `place:shop`) and matters are said."""

    def knows(self, column: str) -> bool:
        """Whether the cells of this column have labels."""
        return column in {"about", "matter"} or super().knows(column)

    def label(self, column: str, key: str) -> Text:
        """Return the label of one key in one column."""
        if column == "matter":
            return text("notice", f"matter_{key}")
        if column != "about":
            return super().label(column, key)
        name, _, word = key.partition(":")
        if name == "place":
            return super().label("place", word)
        return (self.vocabulary.label(name, word)) if self.vocabulary else Text.same(word)

    def in_lang(self, column: str, key: str, lang: Lang) -> str:
        """Return the label in one language; a blank `about` stays blank: the row is about a whole."""
        return "" if column == "about" and not key else super().in_lang(column, key, lang)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Conformance(Answer):
    """Where notice and flows differ.

    `table` has one line a difference: `matter` (see `Matter`), `about` (`list:key`: the item,
    purpose, recipient or country; "" = the flow or clause as a whole), `clauses` and `flows`
    (ids, joined by ";").
    """

    def of(self, *matters: Matter | str) -> pd.DataFrame:
        """Return the lines of these matters."""
        return self.table[self.table["matter"].isin([Matter(matter).value for matter in matters])]


def check_notice(workbook: Workbook, *, as_of: date) -> Conformance:
    """Return where the notice and the flows differ, both ways, and where the notice leaves things open.

    Parameters
    ----------
    workbook : with a notice read clause by clause; without clauses every flow is "not stated".
    as_of : flows count that run on this day.

    Returns
    -------
    Conformance

    References
    ----------
    APPI Art. 17, 21, 27(5)(iii), 32; Guideline 3-1-1 (purposes that name no act), 3-6-3 (joint use).
    """
    inventory = workbook.inventory
    runs = running(inventory, as_of).tolist()
    flows = [flow for flow, now in zip(inventory.flows, runs, strict=True) if now]
    clauses = {clause.id: clause for clause in workbook.notice.clauses}
    home = frozenset(workbook.organisation.countries or HOME)
    found = [
        *unstated(inventory, flows, clauses, home),
        *_reached(workbook, clauses, as_of),
        *unborne(inventory, flows, clauses),
        *differing(inventory, clauses),
        *open_worded(inventory, clauses),
    ]
    table = _table(found)
    plain = words_of(inventory)
    return Conformance(
        table=table,
        title=text("notice", "conformance_title", as_of=as_of.isoformat()),
        summary=_summary(table) if clauses else text("notice", "conformance_no_clauses", count=len(flows)),
        words=NoticeWords(plain.vocabulary, plain.places, plain.groups),
        lists=frozenset({"clauses", "flows"}),
        lang=workbook.lang,
    )


def _reached(workbook: Workbook, clauses: dict[str, Clause], as_of: date) -> Iterator[Difference]:
    """Yield those outside with whom items surely end up and whom no clause names as a recipient."""
    inventory = workbook.inventory
    named = Stated(inventory, list(clauses.values())).places
    if not clauses:
        return
    table = reach(inventory, as_of=as_of).table
    for place, rows in table[table["hops"] > 0].groupby("place", sort=True):
        ways = {tuple(str(way).split(SEPARATOR)) for way in rows["flows"].unique()}
        given = {way for way in ways if inventory.flow(way[-1]).kind not in STAYS}
        known = place in named or place == workbook.organisation.key
        if given and not known and inventory.places[str(place)].type is PlaceType.PARTY:
            flows = tuple(sorted({flow for way in given for flow in way}))
            yield Difference(Matter.REACH_NOT_STATED, about("place", str(place)), (), flows)


def _table(found: Iterable[Difference]) -> pd.DataFrame:
    order = {matter: number for number, matter in enumerate(Matter)}
    lines = sorted(set(found), key=lambda line: (order[line.matter], line.clauses, line.flows, line.about))
    cells = [
        (line.matter.value, line.about, SEPARATOR.join(line.clauses), SEPARATOR.join(line.flows))
        for line in lines
    ]
    return pd.DataFrame(cells, columns=list(COLUMNS), dtype=object)


def _summary(table: pd.DataFrame) -> Text:
    counts = table["matter"].value_counts()
    unsaid = sum(int(counts.get(matter.value, 0)) for matter in _UNSAID)
    unborn = sum(int(counts.get(matter.value, 0)) for matter in _UNBORNE)
    return text(
        "notice", "conformance_found", unsaid=unsaid, unborne=unborn, other=len(table) - unsaid - unborn
    )


_UNBORNE = (
    Matter.CLAUSE_WITHOUT_FLOW,
    Matter.ITEM_WITHOUT_FLOW,
    Matter.PURPOSE_WITHOUT_FLOW,
    Matter.RECIPIENT_WITHOUT_FLOW,
    Matter.COUNTRY_WITHOUT_FLOW,
    Matter.RETENTION_WITHOUT_FLOW,
)
_UNSAID = tuple(Matter)[: tuple(Matter).index(Matter.CLAUSE_WITHOUT_FLOW)]
