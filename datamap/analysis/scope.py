"""Which law's questions are asked: the GDPR's only where nobody has answered that it does not apply."""

from __future__ import annotations

from datamap.model import Organisation

GDPR_GATE = ("eu_establishment", "eu_offering", "eu_monitoring")
"""The questions of GDPR Art. 3(1), 3(2)(a) and 3(2)(b), answered in `organisation.toml`."""


def gdpr_may_apply(organisation: Organisation) -> bool | None:
    """Tell whether the GDPR applies: True, False, or None where not all three questions are answered.

    Examples
    --------
    >>> gdpr_may_apply(Organisation(answers=(("eu_offering", "yes"),))), gdpr_may_apply(Organisation())
    (True, None)
    """
    answers = dict(organisation.answers)
    given = [answers.get(question, "") for question in GDPR_GATE]
    if "yes" in given:
        return True
    return False if all(answer == "no" for answer in given) else None
