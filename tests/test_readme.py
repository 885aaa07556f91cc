"""The Python example of each README runs as it is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_example_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of the example runs in the folder of the sample, and finds something."""
    examples = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 1
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(compile(examples[0], name, "exec"), names)
    datamap, workbook, day = (names[word] for word in ("datamap", "workbook", "day"))
    assert len(datamap.handovers(workbook, as_of=day).table)  # type: ignore[attr-defined]
