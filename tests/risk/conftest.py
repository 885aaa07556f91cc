"""The assessment of the sample, and the day of made-up workbooks."""

from __future__ import annotations

from datetime import date

import pytest

from datamap.facts import Facts
from datamap.inventory import Workbook
from datamap.risk import Assessment, assess


@pytest.fixture(scope="session")
def assessment(workbook: Workbook, facts: Facts) -> Assessment:
    """Give the assessment of the sample on its day, without the findings' questions."""
    return assess(workbook, facts=facts)


@pytest.fixture(scope="session")
def day() -> date:
    """Give the day of the made-up workbooks."""
    return date(2026, 11, 22)
