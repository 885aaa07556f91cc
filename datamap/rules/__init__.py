"""Law as dated data, held against facts."""

from datamap.rules.articles import article_of, article_text
from datamap.rules.assumed import assumptions_of, fingerprint
from datamap.rules.between import changed_between
from datamap.rules.chain import foreign_chain
from datamap.rules.elements import joint_use_elements, provision_elements
from datamap.rules.evaluate import evaluate
from datamap.rules.explaining import Explanation, explain
from datamap.rules.explaining_rules import explain_fact, explain_rule
from datamap.rules.findings import Findings, finding_record
from datamap.rules.page import laws_page
from datamap.rules.read import Laws, read_laws

__all__ = [
    "Explanation",
    "Findings",
    "Laws",
    "article_of",
    "article_text",
    "assumptions_of",
    "changed_between",
    "evaluate",
    "explain",
    "explain_fact",
    "explain_rule",
    "finding_record",
    "fingerprint",
    "foreign_chain",
    "joint_use_elements",
    "laws_page",
    "provision_elements",
    "read_laws",
]
