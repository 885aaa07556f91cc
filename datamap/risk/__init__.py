"""Risks to people: brought up by the flows, rated before and after measures, for a person to decide.

Everything that is a convention is data beside this file: scales, points, threats, screening
questions, measures, necessity rules, outlines. A rating is a proposal with its steps; a person's
rating stands beside it and is never overwritten.
"""

from datamap.risk.assess import Assessment, assess
from datamap.risk.register import RatedRisk
from datamap.risk.scales import Scale, read_scale
from datamap.risk.threats import Threat, read_threats

__all__ = ["Assessment", "RatedRisk", "Scale", "Threat", "assess", "read_scale", "read_threats"]
