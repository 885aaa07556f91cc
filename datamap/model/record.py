"""What people state and decide: the typed content of `records/*.toml`. Blank = not recorded."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.model.text import EMPTY, Text


@dataclass(frozen=True, slots=True)
class Party:
    """A named party, department, system or group member (`[[party]]`, `[[department]]`, `[[system]]`).

    `type` is `party`, `department` or `system`; `manager` is the role of who answers for it.
    `open_ended` = the name stands for a class whose members are not listed ("transport and lodging").
    """

    key: str
    name: Text
    type: str = "party"
    role: str = ""
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    manager: Text = EMPTY
    open_ended: bool = False
    note: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Group:
    """Parties that one name stands for (`[[group]]`): joint users, "other group companies".

    `members` may name parties or groups. `open_ended` = the text names a class without a
    boundary: it stands for one more, unnamed member; so does a group whose members nobody has
    recorded yet (`unnamed`). `boundary` says how the class is bounded.
    `responsible_party` / `_address` / `_representative`: APPI 27(5)(iii); "stated" or a text,
    blank = not recorded. `as_of` is the date of the list.
    """

    key: str
    name: Text
    members: tuple[str, ...] = ()
    open_ended: bool = False
    boundary: str = ""
    role: str = ""
    responsible_party: str = ""
    responsible_address: Text = EMPTY
    responsible_representative: str = ""
    as_of: str = ""

    @property
    def unnamed(self) -> bool:
        """Whether it stands for somebody whom no list names."""
        return self.open_ended or not self.members


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract with an entrustee or recipient (`[[contract]]`); dates ISO, blank = not recorded.

    `clauses` are keys of `vocab/contract_clauses.csv`, `sub_entrustment` one of
    `vocab/sub_entrustments.csv`. `selected` / `checked` are the dates of the check before the
    choice and of the latest one since; `period` says how often one is due.
    """

    party: str
    kind: str = ""
    signed: str = ""
    ends: str = ""
    clauses: tuple[str, ...] = ()
    selected: str = ""
    checked: str = ""
    period: str = ""
    sub_entrustment: str = ""
    note: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Desk:
    """Where people turn to (`[[desk]]`).

    `serves` are keys of `vocab/rights.csv` (enquiries and complaints among them), `subjects` the
    groups who can use it, `contact` how it is reached ("stated" = published, not carried here),
    `clauses` where the notice says so.
    """

    key: str
    name: Text
    serves: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    contact: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A control of the organisation as a whole (`[[control]]`): training, audit, review, policy.

    `measure` is a key of `vocab/measures.csv`, `status` of `vocab/control_statuses.csv`; `last`
    is the date it was last done, `period` how often it is due, `clauses` where the notice says so.
    """

    measure: str
    last: str = ""
    period: str = ""
    status: str = ""
    clauses: tuple[str, ...] = ()
    note: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Organisation:
    """`records/organisation.toml`: who the operator is and how it is set up.

    `officer`, `dpo`, `eu_representative` are roles or firms, never a person's name;
    `certified_body` is the 認定個人情報保護団体. `answers` holds yes / no / "" to named questions.
    """

    key: str = ""
    name: Text = EMPTY
    address: Text = EMPTY
    representative: Text = EMPTY
    countries: tuple[str, ...] = ()
    industry: str = ""
    employees: str = ""
    officer: Text = EMPTY
    certified_body: Text = EMPTY
    dpo: Text = EMPTY
    eu_representative: Text = EMPTY
    parties: tuple[Party, ...] = ()
    groups: tuple[Group, ...] = ()
    contracts: tuple[Contract, ...] = ()
    desks: tuple[Desk, ...] = ()
    controls: tuple[Control, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the privacy notice as a person read it (`[[clause]]` of `records/notice.toml`).

    `gist` is in our own words. Lists hold keys; `*_open` = the wording ends in "など" / "等" or
    names an open class. `claims` are keys of `vocab/claims.csv`: what the wording does or says,
    each a general, named kind of statement (`consent_at_application`, `acknowledgement_only`,
    `vague_purpose` …), never a sentence of the notice. `wording` are keys of `vocab/wording.csv`:
    in what way it is vague or open. `status = "draft"`: read by machine, not confirmed by a person.
    """

    id: str
    gist: Text
    lines: tuple[int, int] | None = None
    section: str = ""
    kind: str = ""
    subjects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    items_open: bool = False
    items_unspecified: bool = False
    purposes: tuple[str, ...] = ()
    purposes_open: bool = False
    recipients: tuple[str, ...] = ()
    recipients_open: bool = False
    countries: tuple[str, ...] = ()
    retention: str = ""
    rights: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    relates_to: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    status: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """`records/notice.toml`: the published text as read, clause by clause.

    `status = "draft"` stands in a notice that `datamap notice read` made and a person has not confirmed.
    """

    title: Text = EMPTY
    publisher: str = ""
    date: str = ""
    version: str = ""
    source: str = ""
    sha256_prefix: str = ""
    lines: int | None = None
    caution: Text = EMPTY
    clauses: tuple[Clause, ...] = ()
    status: str = ""

    @property
    def drafted(self) -> tuple[str, ...]:
        """Ids of the clauses that nobody has confirmed yet."""
        return tuple(clause.id for clause in self.clauses if clause.status == "draft")


@dataclass(frozen=True, slots=True)
class PersonRating:
    """A person's rating of one risk (`[[rating]]`), beside the proposal, never replaced by it."""

    risk: str
    stage: str
    likelihood: int | None = None
    severity: int | None = None
    reason: Text = EMPTY
    role: str = ""
    date: str = ""

    @property
    def accounted_for(self) -> bool:
        """Whether its reason, the role of the person and the day are on record."""
        return bool(self.reason.ja and self.role and self.date)


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """`records/assessment.toml`: the DPIA's human part. `raw` keeps every table as read."""

    title: Text = EMPTY
    example: bool = False
    ratings: tuple[PersonRating, ...] = ()
    raw: dict[str, object] = field(default_factory=dict)
