"""What every document is drafted from: the flows that run, what is recorded, which law speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from datamap.analysis.answer import Answer
from datamap.analysis.scope import gdpr_may_apply
from datamap.facts import Facts, establish_facts
from datamap.facts.dated_tables import read_tables
from datamap.inventory import Workbook
from datamap.model import Contract, Flow, Group, Kind, Lang, PlaceType
from datamap.report.context.bundle import HOME, Bundle, whole
from datamap.report.context.speech import Speech
from datamap.rules import foreign_chain
from datamap.vocabulary import text

WITHIN = frozenset({Kind.ENTRUSTMENT, Kind.JOINT_USE, Kind.SUCCESSION})
"""Kinds that are no provision to a third party at home (APPI 27(5))."""

GDPR_COLUMNS = ("gdpr_basis", "gdpr_tool")


@dataclass(frozen=True, eq=False)
class Case:
    """One workbook on one day: no language yet.

    Attributes
    ----------
    facts : for the decision chain of provision abroad.
    """

    workbook: Workbook
    as_of: date
    facts: Facts

    @classmethod
    def of(cls, workbook: Workbook, as_of: date) -> Case:
        """Establish the facts of a workbook on a day."""
        return cls(workbook, as_of, establish_facts(workbook, as_of))

    @cached_property
    def flows(self) -> Bundle:
        """The flows that run on the day."""
        running = set(self.facts.ids("flow"))
        return whole(self.workbook.inventory).of(lambda flow: flow.id in running)

    def kind(self, *kinds: str) -> Bundle:
        """Return the flows of some kinds."""
        return self.flows.of(lambda flow: flow.kind in kinds)

    @cached_property
    def answers(self) -> Mapping[str, str]:
        """Answers to named questions (`organisation.toml`)."""
        return dict(self.workbook.organisation.answers)

    @cached_property
    def claims(self) -> Mapping[str, tuple[str, ...]]:
        """Claim -> clauses of the present notice that make it."""
        found: dict[str, list[str]] = {}
        for clause in self.workbook.notice.clauses:
            for claim in clause.claims:
                found.setdefault(claim, []).append(clause.id)
        return {claim: tuple(ids) for claim, ids in found.items()}

    @cached_property
    def appi(self) -> bool:
        """Whether the document follows the APPI: the operator is in Japan, or its country is not recorded."""
        countries = self.workbook.organisation.countries
        return not countries or HOME in countries

    @cached_property
    def gdpr(self) -> bool | None:
        """Whether the GDPR applies, as answered.

        A country of the EEA among the operator's, or a recorded ground or tool, counts as an answer.
        """
        answered = gdpr_may_apply(self.workbook.organisation)
        recorded = any(getattr(flow, name) for flow in self.flows for name in GDPR_COLUMNS)
        here = self.union & set(self.workbook.organisation.countries)
        if answered is None and (recorded or here):
            return True
        return answered

    @cached_property
    def union(self) -> frozenset[str]:
        """Countries of the EEA on the day."""
        return frozenset(code for code, held in read_tables()["eea_countries"].on(self.as_of).items() if held)

    def under_gdpr(self, flows: Bundle) -> Bundle:
        """Return the flows the GDPR is about.

        All of an operator in the EEA; else those about people for whom a ground or tool is recorded.
        Where no row records one, which people it protects is not known: all are kept.
        """
        own = self.answers.get("eu_establishment") == "yes" or self.union & set(
            self.workbook.organisation.countries
        )
        recorded = [flow for flow in flows if any(getattr(flow, name) for name in GDPR_COLUMNS)]
        people = {key for flow in recorded for key in flow.subjects.named}
        if own or not people:
            return flows
        return flows.of(lambda flow: bool(people & set(flow.subjects.named)))

    @cached_property
    def no_transfer(self) -> frozenset[str]:
        """Countries to which nothing is a transfer in the sense of GDPR Chapter V: the EEA, and one's own."""
        return self.union | set(self.workbook.organisation.countries)

    @cached_property
    def chain(self) -> Answer:
        """The decision chain of provision abroad, flow by flow (APPI 28)."""
        return foreign_chain(self.facts)

    @cached_property
    def routes(self) -> Mapping[str, str]:
        """Flow -> route by which it may go abroad, as the chain found it."""
        return dict(zip(self.chain.table["flow"], self.chain.table["route"], strict=True))

    @cached_property
    def contracts(self) -> Mapping[str, tuple[Contract, ...]]:
        """Contracts by party."""
        found: dict[str, list[Contract]] = {}
        for contract in self.workbook.organisation.contracts:
            found.setdefault(contract.party, []).append(contract)
        return {party: tuple(held) for party, held in found.items()}

    @cached_property
    def _onward(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for flow in self.flows:
            if not self.inside(flow.recipient):
                for key in self.members(flow.source):
                    found.setdefault(key, {})[flow.recipient] = None
        return {key: tuple(others) for key, others in found.items()}

    def onward(self, key: str) -> tuple[str, ...]:
        """Return those outside to whom a place passes on, as recorded."""
        return self._onward.get(key, ())

    def members(self, key: str) -> tuple[str, ...]:
        """Return the places that a name stands for, unnamed ones of open groups included."""
        return tuple(self.workbook.inventory.groups.get(key, (key,)))

    def open_ended(self, key: str) -> bool:
        """Tell whether a recipient stands for more than those named."""
        places = self.workbook.inventory.places
        return any(places[member].open_ended for member in self.members(key) if member in places)

    def inside(self, key: str) -> bool:
        """Tell whether a place is ours: the operator, a department or a system that no party keeps."""
        place = self.workbook.inventory.places.get(key)
        own = key == self.workbook.inventory.names.operator
        return own or (place is not None and place.type in {PlaceType.DEPARTMENT, PlaceType.SYSTEM})

    def outside(self, key: str) -> bool:
        """Tell whether a place is somebody else: neither ours nor the people themselves."""
        place = self.workbook.inventory.places.get(key)
        return not self.inside(key) and (place is None or place.type is not PlaceType.SUBJECT)

    @cached_property
    def work_given_us(self) -> Bundle:
        """The flows by which somebody outside entrusts work to us."""
        given = self.kind(Kind.ENTRUSTMENT).of(lambda flow: self.inside(flow.recipient))
        return given.of(lambda flow: self.outside(flow.source))

    @cached_property
    def for_others(self) -> Bundle:
        """The flows of that work: all of an activity that begins with it and collects nothing of its own."""
        own = set(self.kind(Kind.COLLECTION).texts("activity"))
        given = set(self.work_given_us.ids)
        theirs = set(self.work_given_us.texts("activity")) - own - {""}
        return self.flows.of(lambda flow: flow.id in given or flow.activity in theirs)

    @cached_property
    def workforce(self) -> frozenset[str]:
        """The people who work here, and those who occur only because of them (dependants, guarantors).

        Those are people flagged `indirect` whose data come from people who work here, or who occur in
        matters of these people alone.
        """
        matters: dict[str, set[str]] = {}
        for flow in self.flows:
            matters.setdefault(flow.activity or flow.id, set()).update(flow.subjects.named)
        workers = set(self.flagged(self.flows.subjects, "worker", of="subjects"))
        related = set(self.flagged(self.flows.subjects, "indirect", of="subjects")) - workers
        ours = {name for name, people in matters.items() if people & workers and people <= workers | related}
        elsewhere = {
            key
            for flow in self.flows
            if flow.source not in workers and (flow.activity or flow.id) not in ours
            for key in flow.subjects.named
        }
        return frozenset(workers | (related - elsewhere))

    def joint_groups(self) -> Iterator[tuple[str, Group | None, Bundle]]:
        """Yield each group of joint users: its key, its record, the flows within it.

        A group inside another group of joint users belongs to the outer one, whose record
        names the party responsible.
        """
        joint = self.kind(Kind.JOINT_USE)
        for key, flows in joint.by(lambda flow: self._outermost(flow.recipient)).items():
            yield key, self.workbook.inventory.names.groups.get(key), flows

    def _outermost(self, key: str) -> str:
        groups = [g for g in self.workbook.organisation.groups if g.role == "joint_user"]
        seen = {key}
        while outer := next((g.key for g in groups if key in g.members and g.key not in seen), ""):
            key = outer
            seen.add(key)
        return key

    def flagged(self, keys: Iterable[str], *flags: str, of: str = "items") -> tuple[str, ...]:
        """Return the keys that carry one of some flags."""
        words = self.workbook.vocabulary
        return tuple(key for key in keys if words.flags(of, key) & set(flags))


@dataclass(frozen=True, eq=False)
class Voice(Speech):
    """Speaks one language: the words of `texts/documents.toml`, and rows as people find them again."""

    def tell(self, key: str, **values: object) -> str:
        """Return one text of `texts/documents.toml`; 当社 becomes what such an operator calls itself."""
        said = text("documents", key).in_lang(self.lang) if self.lang == "ja" else ""
        if WE in said:
            return said.replace(WE, self.we).format(**values)
        return text("documents", key, **values).in_lang(self.lang)

    @cached_property
    def we(self) -> str:
        """What the operator calls itself in Japanese, by the form of its name."""
        return we(self.either(self.workbook.organisation.name))

    def foreign(self, words: str) -> bool:
        """Tell whether words are written in another language than the document."""
        return bool(_JAPANESE.search(words) if self.lang == "en" else _PHRASE.fullmatch(words))

    def rows(self, flows: Iterable[Flow]) -> str:
        """Name flows with the file and row where they stand."""
        file = self.workbook.inventory.file
        named = list(flows)
        if not named:
            return ""
        ids = self.join(f"{flow.id} ({flow.row})" for flow in named)
        return self.tell("rows_of", file=file, ids=ids)

    def some_countries(self, codes: Iterable[str]) -> str:
        """Return the names of countries, `abroad` as an unnamed one."""
        return self.countries(codes)


def we(name: str) -> str:
    """Return what an operator of this name calls itself.

    Examples
    --------
    >>> we("あおぞら歯科クリニック"), we("みどり株式会社"), we("ひだまりクラブ"), we("")
    ('当院', '当社', '当会', '当方')
    """
    if not name:
        return "当方"
    return next((said for form, said in _FORMS if form.search(name)), WE)


WE = "当社"
"""What an operator is called in the texts."""

_FORMS = (
    (re.compile("会社|商会$"), WE),
    (re.compile("クリニック|医院|病院|歯科|診療所|治療院"), "当院"),
    (re.compile("学校|学園|学院|塾$|スクール$"), "当校"),
    (re.compile("保育園|幼稚園|こども園"), "当園"),
    (re.compile("クラブ|協会|連盟|組合|同好会|会$"), "当会"),
    (re.compile("法人"), "当法人"),
)
"""Forms of names -> what their bearers call themselves; the first that fits counts."""

_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_PHRASE = re.compile(r"[A-Za-z][a-z]+(?:[ ,.&'/-]+[A-Za-z0-9][\w]*)+\.?")
"""Two or more words in Latin letters; names of one word and abbreviations (CTO) read alike everywhere."""


def voice(case: Case, lang: Lang) -> Voice:
    """Return the voice in which a case speaks a language."""
    return Voice(case.workbook, lang)
