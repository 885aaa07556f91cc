"""Law as dated data, held against facts."""

from datamap.rules.evaluate import evaluate
from datamap.rules.findings import Findings, finding_record
from datamap.rules.read import Laws, article_of, read_laws

__all__ = ["Findings", "Laws", "article_of", "evaluate", "finding_record", "read_laws"]
