"""Risks to people: brought up by the flows, rated before and after measures, for a person to decide.

Everything that is a convention is data beside this file: scales, points, threats, screening
questions, measures, necessity rules, outlines. A rating is a proposal with its steps; a person's
rating stands beside it and is never overwritten.
"""

from datamap.risk.assess import Assessment, assess, strays_of
from datamap.risk.change import ChangeAssessment, assess_change
from datamap.risk.decision import decision_state
from datamap.risk.filled import FilledOutline
from datamap.risk.freeze import Verification, risks_since, sign, verify
from datamap.risk.outline import outline_keys
from datamap.risk.register import RatedRisk
from datamap.risk.scales import Scale, read_scale
from datamap.risk.signature import SIGNED_FILE, Signature, read_signature, write_signature
from datamap.risk.threats import Threat, read_threats

__all__ = [
    "SIGNED_FILE",
    "Assessment",
    "ChangeAssessment",
    "FilledOutline",
    "RatedRisk",
    "Scale",
    "Signature",
    "Threat",
    "Verification",
    "assess",
    "assess_change",
    "decision_state",
    "outline_keys",
    "read_scale",
    "read_signature",
    "read_threats",
    "risks_since",
    "sign",
    "strays_of",
    "verify",
    "write_signature",
]
