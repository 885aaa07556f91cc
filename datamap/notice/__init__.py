"""What the privacy notice states, held against what the flows do, both ways."""

from datamap.notice.conformance import Conformance, check_notice
from datamap.notice.matter import Matter

__all__ = ["Conformance", "Matter", "check_notice"]
