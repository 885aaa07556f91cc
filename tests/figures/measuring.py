"""How a scene is held to its promises: boxes apart, words inside, no type too small, no tofu."""

from __future__ import annotations

from itertools import combinations

from datamap.figures.fonts import missing, width
from datamap.figures.scene import Box, Scene, Words
from datamap.figures.style import PAGE_HEIGHT, PAGE_WIDTH, TEXT_FLOOR

_SLACK = 0.6  # points: half the width of a frame


def cards_of(scene: Scene) -> dict[str, Box]:
    """Return the frames of the cards, by part."""
    frames: dict[str, Box] = {}
    for shape in scene.shapes:
        if isinstance(shape, Box) and shape.part.startswith("card:"):
            frames.setdefault(shape.part, shape)
    return frames


def words_of(scene: Scene) -> list[Words]:
    """Return all lines of text."""
    return [shape for shape in scene.shapes if isinstance(shape, Words)]


def reach_of(words: Words) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom of a line of text."""
    wide = width(words.text, words.size, bold=words.bold)
    if words.upright:
        return words.x - 0.88 * words.size, words.x + 0.12 * words.size, words.y - wide, words.y
    left = words.x - {"left": 0.0, "center": wide / 2, "right": wide}[words.align]
    return left, left + wide, words.y - 0.88 * words.size, words.y + 0.12 * words.size


def overlapping(scene: Scene) -> list[tuple[str, str]]:
    """Return the pairs of cards that lie on one another."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(cards_of(scene).items(), 2)
        if a.x < b.right and b.x < a.right and a.y < b.bottom - 1e-6 and b.y < a.bottom - 1e-6
    ]


def outside(scene: Scene) -> list[str]:
    """Return the lines of text that leave their card, or the sheet."""
    frames, found = cards_of(scene), []
    for words in words_of(scene):
        left, right, top, bottom = reach_of(words)
        frame = frames.get(words.part, Box(0, 0, scene.width, scene.height))
        inside = (
            frame.x - _SLACK <= left
            and right <= frame.right + _SLACK
            and frame.y - _SLACK <= top
            and bottom <= frame.bottom + _SLACK
        )
        if not inside:
            found.append(f"{words.part}: {words.text}")
    return found


def colliding(scene: Scene) -> list[tuple[str, str]]:
    """Return the lines of text that lie on one another."""
    lines = [(words.text, reach_of(words)) for words in words_of(scene)]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(lines, 2)
        if a[0] < b[1] - _SLACK and b[0] < a[1] - _SLACK and a[2] < b[3] - 1.6 and b[2] < a[3] - 1.6
    ]


def smallest_on_a4(scene: Scene) -> float:
    """Return the smallest type in points once the scene stands on A4 landscape."""
    scale = min(1.0, PAGE_WIDTH / scene.width, PAGE_HEIGHT / scene.height)
    return scale * min(words.size for words in words_of(scene))


def assert_readable(scene: Scene) -> None:
    """Hold a scene to everything that a reader relies on."""
    assert overlapping(scene) == []
    assert outside(scene) == []
    assert colliding(scene) == []
    assert smallest_on_a4(scene) >= TEXT_FLOOR - 1e-9
    assert "".join(missing(words.text) for words in words_of(scene)) == ""
