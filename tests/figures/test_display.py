"""What every figure can do: draw on given axes, save, be the same bytes in every run."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from PIL import Image

from datamap.figures import Display, draw_flows
from datamap.figures.paint import scale_of
from datamap.inventory import Workbook

HASHES = """
import hashlib, sys
from datamap.figures import draw_flows
from datamap.inventory import read_workbook
shown = draw_flows(read_workbook(sys.argv[1]), lang=sys.argv[2])
print(hashlib.sha256(shown.svg().encode()).hexdigest(), hashlib.sha256(shown.png()).hexdigest())
"""


@pytest.fixture(scope="module")
def display(workbook: Workbook) -> Display:
    """Give the flow diagram of the sample."""
    return draw_flows(workbook)


def test_the_same_bytes_in_every_process(display: Display, root: Path, tmp_path: Path) -> None:
    """Another process, another hash seed, another folder and other rcParams: the same SVG and PNG."""
    here = [hashlib.sha256(data).hexdigest() for data in (display.svg().encode(), display.png())]
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\naxes.grid: True\nsvg.fonttype: none\ntext.usetex: False\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", HASHES, str(root), "ja"],
        capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"PYTHONHASHSEED": "1", "HOME": str(tmp_path), "MPLCONFIGDIR": mpl.get_cachedir()},
    )  # fmt: skip

    assert done.stdout.split() == here


def test_no_date_or_version_or_path_is_in_the_bytes(display: Display, root: Path) -> None:
    """A figure tells nothing about when, with what and where it was made."""
    svg = display.svg()
    assert "<dc:date>" not in svg
    assert mpl.__version__ not in svg
    assert str(root) not in svg
    assert b"Software" not in display.png()[:400]


def test_saving_goes_by_the_ending(display: Display, tmp_path: Path) -> None:
    """`.svg` and `.png` are written; anything else is refused by name."""
    assert display.save(tmp_path / "a.svg").read_text(encoding="utf-8") == display.svg()
    assert display.save(tmp_path / "a.png").read_bytes() == display.png()
    with pytest.raises(ValueError, match=r"a\.pdf"):
        display.save(tmp_path / "a.pdf")


def test_drawing_on_axes_of_ones_own(display: Display) -> None:
    """The figure goes on given axes, smaller or larger, and leaves the user's settings as they were."""
    before = dict(mpl.rcParams)
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4))
    assert display.plot(left) is left
    assert right.has_data() is False
    assert scale_of(display.scene, left) < 1.0
    sizes = {round(words.get_fontsize(), 2) for words in left.texts + left.findobj(mpl.text.Text)}
    assert min(size for size in sizes if size) < 6.5
    assert dict(mpl.rcParams) == before
    figure.canvas.draw()


def test_plotting_without_axes_opens_no_window(display: Display) -> None:
    """A sheet of its own is not one of pyplot's figures, so that none has to be closed."""
    axes = display.plot()
    assert axes.figure is not None
    assert plt.get_fignums() == []


def test_the_ground_is_white(display: Display) -> None:
    """On a dark notebook the figure keeps its own white paper, to the corners."""
    image = Image.open(io.BytesIO(display.png(dpi=40))).convert("RGBA")
    corners = [(0, 0), (image.width - 1, 0), (0, image.height - 1), (image.width - 1, image.height - 1)]
    assert {image.getpixel(corner) for corner in corners} == {(255, 255, 255, 255)}


def test_the_plain_form_is_one_line(display: Display) -> None:
    """In a diff of a notebook a changed figure is one changed line."""
    assert repr(display) == f"<{display.fact}>"
    assert "\n" not in display.fact
