"""The statement on joint use: five elements for each group of users (APPI 27(5)(iii))."""

from __future__ import annotations

from datamap.model import Flow, Group, Lang
from datamap.report.blocks import Block, Cell, bullets, cell, pairs, words
from datamap.report.context.bundle import Bundle
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft, Drafted, Grid, noted

NAME = "joint-use"
WEIGHTY = ("sensitive", "may_be_sensitive", "id_code", "property_damage")


def joint_use_statement(case: Case, lang: Lang) -> Drafted:
    """Draft the statement that people must be able to know before joint use begins."""
    draft = Draft(case, NAME, lang)
    if not case.appi:
        return draft.finish(nothing=draft.elsewhere())
    groups = list(case.joint_groups())
    for number, (key, record, flows) in enumerate(groups, start=1):
        blocks = [
            words(draft.say("joint_opening", group=draft.voice.place(key))),
            *elements(draft, key, record, flows),
        ]
        title = draft.say("joint_title", group=draft.voice.place(key))
        draft.add(f"group-{number}", blocks, sources=["appi_27_5_iii", "appi_27_6"], flows=flows, title=title)
    nothing = "" if groups else draft.say("nothing.joint_use")
    if groups:
        _questions_on_the_arrangement(draft, groups)
    return draft.finish(nothing=nothing)


def elements(draft: Draft, key: str, record: Group | None, flows: Bundle) -> list[Block]:
    """Return the elements of one group: what, who, what for, who answers for it, since when."""
    grid = joint_grid(draft, flows, draft.voice.place(key), kept=draft.name == NAME)
    rows: list[tuple[str, Cell | str]] = [
        (draft.say("row.users"), _users(draft, key, flows)),
        (draft.say("row.boundary"), _boundary(draft, key)),
        (
            draft.say("row.list_as_of"),
            draft.or_ask(record.as_of if record else "", "joint_list_date", flows, about=_name(draft, key)),
        ),
        *_responsible(draft, key, record, flows),
        (draft.say("row.since"), _since(draft, key, flows)),
    ]
    blocks = [grid.block(most=3), pairs([row for row in rows if row[1]])]
    notes = _notes(draft, flows)
    return [*blocks, bullets(notes)] if notes else blocks


def joint_grid(draft: Draft, flows: Bundle, group: str, *, kept: bool) -> Grid:
    """Return what is used jointly, flow by flow: people, items, purposes of the users.

    Parameters
    ----------
    kept
        Whether the table goes out as a sheet of this document.
    """
    heads = [("subjects", 1.5), ("items", 2.8), ("users_purposes", 2.2), ("users", 1.5), ("rows", 1.2)]
    grid = draft.grid("joint-use", heads, about=group)
    if not kept:
        draft.grids.remove(grid)
    for flow in flows:
        users = draft.voice.place(flow.recipient)
        who = draft.voice.listed("subjects", flow.subjects)
        grid.rows.append(
            [
                draft.or_ask(who, "subjects", [flow], about=flow.id),
                _items(draft, flow, who),
                draft.or_ask(_purposes(draft, flow), "joint_purposes", [flow], about=who),
                users,
                draft.voice.rows([flow]),
            ]
        )
    return grid


def _items(draft: Draft, flow: Flow, who: str) -> Cell:
    listed = draft.voice.labels("items", flow.items.named)
    if not flow.items.named or flow.items.unspecified:
        return noted(listed, draft.ask("joint_items", [flow], about=who))
    return noted(listed, draft.ask("joint_items_open", [flow], about=who) if flow.items.open else "")


def _purposes(draft: Draft, flow: Flow) -> str:
    return draft.lines(draft.voice.label("purposes", key) for key in flow.purposes)


def _name(draft: Draft, key: str) -> str:
    return draft.voice.place(key)


def _users(draft: Draft, key: str, flows: Bundle) -> Cell:
    """Name the users one by one, the operator first; the unnamed class comes last."""
    named = [draft.voice.place(member) for member in draft.case.members(key) if not member.endswith("?")]
    own = draft.voice.either(draft.case.workbook.organisation.name) or draft.say("we_unnamed")
    lines = [own, *(name for name in named if name != own)]
    return (
        draft.blank("joint_users", flows, about=_name(draft, key))
        if len(lines) == 1
        else cell("\n".join(lines))
    )


def _boundary(draft: Draft, key: str) -> Cell:
    """Say how far the circle of users goes; an open class without a boundary is asked for."""
    groups = draft.case.workbook.inventory.names.groups
    opened = [member[:-1] for member in draft.case.members(key) if member.endswith("?")]
    if not opened:
        return cell(draft.say("closed_circle")) if _declared(draft, key) else _circle_open(draft, key)
    lines = []
    for one in opened:
        bound = groups[one].boundary if one in groups else ""
        lines.append(
            draft.say("named_bound", name=_name(draft, one), bound=draft.recorded(bound))
            if bound
            else draft.ask("joint_boundary", about=_name(draft, one))
        )
    return cell("\n".join(lines))


def _declared(draft: Draft, key: str) -> bool:
    """Tell whether somebody declared this group or party: only then is it known who is meant."""
    organisation = draft.case.workbook.organisation
    groups, parties = organisation.groups, organisation.parties
    return any(key == one.key for one in groups) or any(key == one.key for one in parties)


def _circle_open(draft: Draft, key: str) -> Cell:
    return draft.blank("joint_boundary", about=_name(draft, key))


def _responsible(draft: Draft, key: str, record: Group | None, flows: Bundle) -> list[tuple[str, Cell | str]]:
    """Say who answers for it: one of the users, with address and representative."""
    held = _recorded(draft, record) if record else dict.fromkeys(_CLAIMS, "")
    rows: list[tuple[str, Cell | str]] = []
    for part, said in held.items():
        ask = f"responsible_{part}"
        about = _name(draft, key)
        if said == "stated":
            value = draft.blank(ask, flows, about=about, claims=[_CLAIMS[part]])
        else:
            value = draft.or_ask(
                draft.voice.place(said) if part == "name" and said else draft.recorded(said),
                ask,
                flows,
                about=about,
            )
        rows.append((draft.say(f"row.responsible_{part}"), value))
    return rows


def _recorded(draft: Draft, record: Group) -> dict[str, str]:
    """Return what is recorded of the responsible party; the organisation's own record fills in for itself."""
    own, ours = draft.case.workbook.organisation, draft.case.facts.world.is_operator(record.responsible_party)
    address, person = (draft.voice.either(one) if ours else "" for one in (own.address, own.representative))
    return {
        "name": record.responsible_party,
        "address": draft.voice.either(record.responsible_address) or address,
        "representative": record.responsible_representative or person,
    }


_CLAIMS = {
    "name": "responsible_party_name",
    "address": "responsible_party_address",
    "representative": "responsible_party_representative",
}


def _since(draft: Draft, key: str, flows: Bundle) -> Cell:
    days = sorted({flow.since for flow in flows if flow.since})
    return draft.or_ask(days[0] if days else "", "joint_since", flows, about=_name(draft, key))


def _notes(draft: Draft, flows: Bundle) -> list[str]:
    """Ask what a careful reader would: purposes item by item, weighty items for promotion."""
    case, notes = draft.case, []
    several = [flow for flow in flows if len(flow.purposes) > 1 and len(flow.items.named) > 1]
    if several:
        notes.append(draft.ask("joint_purposes_per_item", several, claims=["purposes_per_item"]))
    promoted = [f for f in flows if case.flagged(f.purposes, "promotion", "development", of="purposes")]
    weighty = dict.fromkeys(key for f in promoted for key in case.flagged(f.items.named, *WEIGHTY))
    if weighty:
        notes.append(draft.ask("joint_weighty", promoted, about=draft.voice.labels("items", weighty)))
    return notes


def _questions_on_the_arrangement(draft: Draft, groups: list[tuple[str, Group | None, Bundle]]) -> None:
    """Ask about what stands behind the statement: the agreement, the day it was made known."""
    flows = [flow for _, _, part in groups for flow in part]
    notes = [draft.ask("joint_known_before", flows), draft.ask("joint_agreement", flows)]
    draft.add("arrangement", [bullets(notes)], sources=["gl_3_6_3"], flows=flows)
