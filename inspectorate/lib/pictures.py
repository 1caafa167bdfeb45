"""A picture of a table of moves: states in rows by their distance from the first, moves as arrows. Plain SVG."""
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

HEIGHT, GAP, ROW, MARGIN, WIDE, NARROW = 34, 28, 84, 90, 16, 9
ARROW = (
    '<defs><marker id="state-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>'
)


class Box(NamedTuple):
    """Where one state stands."""

    level: int
    x: float
    y: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def state_picture(labels: Mapping[str, str], moves: Mapping[str, AbstractSet[str]], current: str = "") -> SafeString:
    """Draw states and moves; `labels` name every state in the order of the model, the first is the start."""
    boxes = _place({str(state): str(label) for state, label in labels.items()}, moves)
    pairs = [(str(start), str(end)) for start, ends in moves.items() for end in sorted(ends) if start != end]
    width = max(box.x + box.width for box in boxes.values()) + MARGIN
    height = max(box.y for box in boxes.values()) + HEIGHT + 8
    arrows = format_html_join("", '<path class="state-move" d="{}"/>', ((_way(boxes, *pair),) for pair in pairs))
    states = format_html_join(
        "", '<g class="{}"><rect x="{}" y="{}" width="{}" height="34" rx="4"/><text x="{}" y="{}">{}</text></g>',
        (
            (f"state{' state-now' * (name == current)}", box.x, box.y, box.width, box.middle, box.y + 22, labels[name])
            for name, box in boxes.items()
        ),
    )
    return format_html(
        '<svg class="states" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}{}{}</svg>',
        _("States and the moves between them"), width, height, width, height, SafeString(ARROW), arrows, states,
    )


def _place(labels: Mapping[str, str], moves: Mapping[str, AbstractSet[str]]) -> dict[str, Box]:
    """Return the box of every state: a row for each distance from the start, those out of reach in the last row."""
    levels = _levels(labels, moves)
    rows: dict[int, list[str]] = {}
    for state in labels:
        rows.setdefault(levels[state], []).append(state)
    boxes = {}
    for number, level in enumerate(sorted(rows)):
        x = float(MARGIN)
        for state in rows[level]:
            width = 2 * NARROW + sum(WIDE if ord(letter) > 0x2E80 else NARROW for letter in labels[state])
            boxes[state] = Box(number, x, 4 + number * ROW, width)
            x += width + GAP
    return boxes


def _levels(labels: Mapping[str, str], moves: Mapping[str, AbstractSet[str]]) -> dict[str, int]:
    start = next(iter(labels))
    levels, queue = {start: 0}, [start]
    for state in queue:
        for end in labels:
            if end in moves.get(state, ()) and end not in levels:
                levels[end] = levels[state] + 1
                queue.append(end)
    last = max(levels.values()) + 1
    return {state: levels.get(state, last) for state in labels}


def _way(boxes: Mapping[str, Box], start: str, end: str) -> str:
    """Return the path of an arrow: straight to the next row, round the left for the way back, else along the right."""
    one, two = boxes[start], boxes[end]
    if two.level == one.level + 1:
        return f"M{one.middle:.0f} {one.y + HEIGHT:.0f}L{two.middle:.0f} {two.y:.0f}"
    middle_one, middle_two = one.y + HEIGHT / 2, two.y + HEIGHT / 2
    if two.level <= one.level:
        left = min(one.x, two.x) - 24 - 10 * abs(one.level - two.level)
        return _curve(one.x, middle_one, left, two.x, middle_two)
    right = max(one.x + one.width, two.x + two.width) + 24 + 10 * (two.level - one.level)
    return _curve(one.x + one.width, middle_one, right, two.x + two.width, middle_two)


def _curve(x: float, y: float, side: float, to_x: float, to_y: float) -> str:
    return f"M{x:.0f} {y:.0f}C{side:.0f} {y:.0f} {side:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}"
