"""The nouns of the house: frozen dataclasses and enums. No pandas, no networkx."""

from datamap.model.assumption import Assumed, Assumption, AssumptionState
from datamap.model.flow import (
    ABROAD,
    Flow,
    KeyList,
    Kind,
    Place,
    PlaceType,
    Range,
    Reading,
    Status,
    Treatment,
)
from datamap.model.policy import Assertion, Match, Needs
from datamap.model.problem import BadInput, Problem, Severity
from datamap.model.question import BadQuestion
from datamap.model.record import (
    AssessmentRecord,
    Clause,
    Contract,
    Control,
    Desk,
    Group,
    Notice,
    Organisation,
    Party,
    PersonRating,
)
from datamap.model.risk import Measure, Rating, Risk
from datamap.model.rule import Amendment, Coverage, Finding, FindingStatus, Law, Rule, RuleVersion
from datamap.model.text import EMPTY, LANGS, Lang, Text
from datamap.model.vocable import Column, Term

__all__ = [
    "ABROAD",
    "EMPTY",
    "LANGS",
    "Amendment",
    "Assertion",
    "AssessmentRecord",
    "Assumed",
    "Assumption",
    "AssumptionState",
    "BadInput",
    "BadQuestion",
    "Clause",
    "Column",
    "Contract",
    "Control",
    "Coverage",
    "Desk",
    "Finding",
    "FindingStatus",
    "Flow",
    "Group",
    "KeyList",
    "Kind",
    "Lang",
    "Law",
    "Match",
    "Measure",
    "Needs",
    "Notice",
    "Organisation",
    "Party",
    "PersonRating",
    "Place",
    "PlaceType",
    "Problem",
    "Range",
    "Rating",
    "Reading",
    "Risk",
    "Rule",
    "RuleVersion",
    "Severity",
    "Status",
    "Term",
    "Text",
    "Treatment",
]
