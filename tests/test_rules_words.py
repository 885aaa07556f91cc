"""What findings may not say: a tool that reads records judges nobody's conduct."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from datamap.model import Text
from datamap.rules import Findings, read_laws
from datamap.vocabulary import texts

MUST_NOT_CLAIM = yaml.safe_load((Path(__file__).parent / "acceptance.yaml").read_text("utf-8"))["expect"][
    "must_not_claim"
]
FORBIDDEN = (
    *MUST_NOT_CLAIM[:2],
    "violat",
    "違反",
    "同意を得ています",
    "同意を取得しています",
    "適法",
    "違法",
    "compliant",
    "unlawful act by",
    "illegal",
)
TELEPHONE = re.compile(r"\d{2,4}-\d{2,4}-\d{4}")


def _law_texts() -> list[tuple[str, Text]]:
    found = []
    for law in read_laws().laws:
        found += [(law.key, text) for text in (law.name, law.short, law.caution)]
        found += [(law.key, entry.why) for entry in law.coverage]
        for rule in law.rules:
            words = (
                rule.title,
                rule.message,
                rule.message_weak,
                rule.message_met,
                rule.question,
                rule.remedy,
            )
            found += [(rule.id, text) for text in words]
    return found


@pytest.mark.parametrize("room", ["rules", "facts"])
def test_texts_of_the_rooms_make_no_claim(room: str) -> None:
    """No text of facts or rules says that somebody broke, or kept, the law."""
    for key, text in texts(room).items():
        _holds_back(key, text)


def test_texts_of_the_laws_make_no_claim() -> None:
    """No rule says that somebody broke, or kept, the law, or that anybody agreed."""
    for key, text in _law_texts():
        _holds_back(key, text)


def test_findings_of_the_sample_make_no_claim_and_carry_nobody(findings: Findings) -> None:
    """What comes out for the sample holds back too, and carries no telephone number."""
    for finding in findings:
        for text in (finding.title, finding.message, finding.question, finding.remedy):
            _holds_back(finding.id, text)


def test_findings_say_what_they_rest_on(findings: Findings) -> None:
    """A finding about silence says that it is silence: not stated in this text, or not recorded."""
    for finding in findings.select(status="not_stated"):
        said = finding.message
        assert re.search("記載がありません|未記録|義務ではありません|施行されていません", said.ja), finding.id
        assert re.search("not (all )?stated|not recorded|not in force", said.en), finding.id


def _holds_back(key: str, text: Text) -> None:
    for said in (text.ja, text.en):
        lowered = said.lower()
        assert not [word for word in FORBIDDEN if word in lowered], (key, said)
        assert not TELEPHONE.search(said), (key, said)
