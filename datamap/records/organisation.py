"""`records/organisation.toml`: who the operator is, its parties, groups, contracts, desks, controls."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from datamap.model import Contract, Control, Desk, Group, Organisation, Party, Severity
from datamap.records.page import Page, where
from datamap.records.places import Places
from datamap.records.sheet import Sheet
from datamap.vocabulary import fold

_PARTY_TABLES = {"department": "department", "system": "system", "party": "party"}
_ANSWERS = {"yes": "yes", "no": "no", "": "", "はい": "yes", "いいえ": "no"}
_QUESTION = re.compile(r"[a-z][a-z0-9_.]*")


def read_organisation(page: Page) -> tuple[Organisation, Places]:
    """Return the organisation and the places that other records may name.

    Parameters
    ----------
    page : the parsed file; what is wrong is noted on it.
    """
    sheet = Sheet(page, page.table)
    who = sheet.table("operator")
    operator = who.id("key") if who.has("key") else "operator" if page.table else ""
    parties = tuple(
        _party(entry, kind) for table, kind in _PARTY_TABLES.items() for entry in sheet.tables(table)
    )
    group_sheets = sheet.tables("group")
    groups = tuple(_group(entry) for entry in group_sheets)
    _refuse_repeats(page, operator, parties, groups)
    places = Places(operator, parties, groups, known=page.readable)
    groups = tuple(_with_members(g, s, places) for g, s in zip(groups, group_sheets, strict=True))
    _check_groups(page, groups)
    organisation = Organisation(
        key=operator,
        name=who.said("name"),
        countries=who.keys("countries", "countries"),
        industry=who.key("industry", "industries", open_list=True),
        employees=who.figure("employees"),
        **{key: who.said(key) for key in _OPERATOR_TEXTS},
        parties=parties,
        groups=groups,
        contracts=tuple(_contract(entry, places) for entry in sheet.tables("contract")),
        desks=tuple(_desk(entry) for entry in sheet.tables("desk")),
        controls=tuple(_control(entry) for entry in sheet.tables("control")),
        answers=_answers(sheet.table("answers")),
    )
    who.done()
    sheet.done()
    return organisation, places


_OPERATOR_TEXTS = ("address", "representative", "officer", "certified_body", "dpo", "eu_representative")


def _party(sheet: Sheet, kind: str) -> Party:
    party = Party(
        key=sheet.id("key"),
        name=sheet.said("name"),
        type=kind,
        role=sheet.key("role", "roles", open_list=True),
        countries=sheet.keys("countries", "countries"),
        aliases=sheet.each("aliases", lambda word, _: word),
        manager=sheet.said("manager"),
        open_ended=sheet.flag("open_ended"),
        note=sheet.said("note"),
    )
    sheet.done()
    return party


_GROUP_TEXTS = ("boundary", "responsible_party", "responsible_representative")


def _group(sheet: Sheet) -> Group:
    """Return a group whose members are not resolved yet: they may be declared further down."""
    group = Group(
        key=sheet.id("key"),
        name=sheet.said("name"),
        members=sheet.each("members", lambda word, _: word),
        open_ended=sheet.flag("open_ended"),
        role=sheet.key("role", "roles", open_list=True),
        as_of=sheet.date("as_of"),
        responsible_address=sheet.said("responsible_address"),
        **{key: sheet.words(key) for key in _GROUP_TEXTS},
    )
    sheet.done()
    return group


def _with_members(group: Group, sheet: Sheet, places: Places) -> Group:
    def member(word: str, at: str) -> str:
        return places.resolve(word, sheet.page, at, severity=Severity.ERROR)

    found = (member(word, sheet.at(f"members[{n}]")) for n, word in enumerate(group.members))
    return replace(group, members=tuple(dict.fromkeys(found)))


def _check_groups(page: Page, groups: tuple[Group, ...]) -> None:
    """Note groups that stand for nobody, and groups that hold themselves."""
    members = {group.key: group.members for group in groups}
    told: set[frozenset[str]] = set()
    for index, group in enumerate(groups):
        if group.unnamed and not group.open_ended:
            page.wrong("empty_group", f"group[{index}]", group.key, severity=Severity.WARNING)
        circle = _circle(group.key, members)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            page.wrong("group_cycle", f"group[{index}].members", group.key, circle=" → ".join(circle))


def _circle(start: str, members: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a way from a group through its members back to itself, or nothing."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while waiting:
        path = waiting.pop()
        for member in members.get(path[-1], ()):
            if member == start:
                return (*path, start)
            if member not in seen:
                seen.add(member)
                waiting.append((*path, member))
    return ()


def _refuse_repeats(page: Page, operator: str, parties: Iterable[Party], groups: Iterable[Group]) -> None:
    """Note a key that two declarations share: every reference to it would be ambiguous."""
    seen: dict[str, str] = {operator: "operator"}
    counts: dict[str, int] = {}
    declared: list[Party | Group] = [*parties, *groups]
    for place in declared:
        kind = place.type if isinstance(place, Party) else "group"
        counts[kind] = counts.get(kind, -1) + 1
        path = f"{kind}[{counts[kind]}]"
        if place.key and place.key in seen:
            page.wrong("twice", f"{path}.key", place.key, first=where(seen[place.key]))
        seen.setdefault(place.key, path)


def _contract(sheet: Sheet, places: Places) -> Contract:
    name = sheet.id("party")
    dates = {key: sheet.date(key) for key in ("signed", "ends", "selected", "checked")}
    if dates["signed"] and dates["ends"] and dates["ends"] < dates["signed"]:
        sheet.page.wrong("date_order", sheet.at("ends"), dates["ends"], earlier=dates["signed"])
    contract = Contract(
        party=places.resolve(name, sheet.page, sheet.at("party")) if name else "",
        kind=sheet.key("kind", "kinds"),
        clauses=sheet.keys("clauses", "contract_clauses"),
        period=sheet.duration("period"),
        sub_entrustment=sheet.key("sub_entrustment", "sub_entrustments"),
        note=sheet.said("note"),
        **dates,
    )
    sheet.done()
    return contract


def _desk(sheet: Sheet) -> Desk:
    desk = Desk(
        key=sheet.id("key"),
        name=sheet.said("name"),
        serves=sheet.keys("serves", "rights", open_list=True),
        subjects=sheet.keys("subjects", "subjects", open_list=True),
        contact=sheet.words("contact"),
        clauses=sheet.each("clauses", lambda word, _: word),
    )
    sheet.done()
    return desk


def _control(sheet: Sheet) -> Control:
    if not sheet.has("measure"):
        sheet.id("measure")
    control = Control(
        measure=sheet.key("measure", "measures", open_list=True),
        last=sheet.date("last"),
        period=sheet.duration("period"),
        status=sheet.key("status", "control_statuses"),
        clauses=sheet.each("clauses", lambda word, _: word),
        note=sheet.said("note"),
    )
    sheet.done()
    return control


def _answers(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Return question -> yes, no or blank; true and false, はい and いいえ are understood."""
    found: list[tuple[str, str]] = []
    for question, value in sheet.items():
        if not _QUESTION.fullmatch(question):
            sheet.page.wrong("bad_question", sheet.at(question), question)
        said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        answer = _ANSWERS.get(fold(said).casefold()) if isinstance(said, str) else None
        if answer is None:
            sheet.page.wrong("bad_answer", sheet.at(question), value, allowed="yes, no, (blank)")
        found.append((question, answer or ""))
    return tuple(found)
