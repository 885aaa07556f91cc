"""The part of an assessment that only people can give: what `records/assessment.toml` holds, typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.model import EMPTY, PersonRating, Problem, Text

FILE = "records/assessment.toml"
SCREENING = "screening."
CRITERION_ANSWERS = ("yes", "no", "n/a")
APPROVED = "approved"
"""Answer to a field that is drafted from figures: it stands as it is."""

OUTCOMES = ("rejected", "consultation", "approved", "conditionally_approved")
PUBLICATION = ("no", "published", "shared")
TRIGGERS = (
    "new_country",
    "new_recipient",
    "new_sensitive_item",
    "new_item",
    "new_purpose",
    "new_activity",
    "more_persons",
    "planned_started",
    "new_law",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A person's answer to one question (`[[answer]]`); a blank value is no answer yet."""

    question: str
    value: str = ""
    reason: Text = EMPTY
    role: str = ""
    date: str = ""

    @property
    def words(self) -> Text:
        """What the person says: the reason given, else the answer itself."""
        return self.reason if self.reason.ja else Text.same(self.value)


@dataclass(frozen=True, slots=True)
class Action:
    """A measure somebody plans, carries out or has carried out (`[[measure]]`): one line of the plan."""

    measure: str
    risks: tuple[str, ...] = ()
    status: str = "planned"
    action: Text = EMPTY
    owner: str = ""
    due: str = ""
    cost: int | None = None

    @property
    def complete(self) -> bool:
        """Whether somebody answers for it by a day, or it is done."""
        return self.status == "done" or bool(self.owner and self.due)


@dataclass(frozen=True, slots=True)
class OwnRisk:
    """A risk that a person adds to those of the catalogue (`[[own_risk]]`)."""

    key: str
    title: Text
    scenario: Text = EMPTY
    flows: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    event: str = ""
    likelihood: int | None = None
    severity: int | None = None
    reason: Text = EMPTY
    role: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ClosedRisk:
    """A risk that a person closes (`[[closed_risk]]`): it stays listed; without role and date, open."""

    risk: str
    reason: Text
    role: str = ""
    date: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Advice of the privacy officer, or the views of the people concerned."""

    given: Text = EMPTY
    sought: str = ""
    followed: str = ""
    reason: Text = EMPTY
    role: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides; a blank outcome = not decided."""

    outcome: str = ""
    conditions: Text = EMPTY
    justification: Text = EMPTY
    role: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """When the assessment is looked at again, and what calls it earlier."""

    next: str = ""
    period: str = ""
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HumanPart:
    """Everything people stated for one assessment. Blank = not recorded."""

    title: Text = EMPTY
    example: bool = False
    version: str = ""
    started: str = ""
    completed: str = ""
    publication: str = ""
    levels: int | None = None
    activities: tuple[str, ...] = ()
    planned_only: bool = False
    answers: tuple[Answered, ...] = ()
    ratings: tuple[PersonRating, ...] = ()
    actions: tuple[Action, ...] = ()
    own_risks: tuple[OwnRisk, ...] = ()
    closed: tuple[ClosedRisk, ...] = ()
    advice: Opinion = Opinion()
    views: Opinion = Opinion()
    decision: Decision = Decision()
    review: Review = Review()
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def answer(self, question: str) -> Answered | None:
        """Return the last answer that says something to a question."""
        found = [answer for answer in self.answers if answer.question == question and answer.value]
        return found[-1] if found else None

    def rating(self, risk: str, stage: str) -> PersonRating | None:
        """Return a person's last complete rating of a risk at a stage."""
        found = [
            r for r in self.ratings if (r.risk, r.stage) == (risk, stage) and r.likelihood and r.severity
        ]
        return found[-1] if found else None
