"""Reads positions back out of a PDF: what a test of a page's layout measures."""

from collections import defaultdict
from dataclasses import dataclass, field
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 72 / 25.4
PAGE_HEIGHT = 297 * MM


@dataclass
class Line:
    """One line of text: its baseline from the top of the sheet, its first character from the left edge, in mm."""

    y: float
    x: float = 1e9
    text: str = ""
    fonts: set = field(default_factory=set)
    sizes: set = field(default_factory=set)


def lines_of(pdf: bytes, page: int) -> list[Line]:
    """Return the lines of a page (counted from 0), top down."""
    found: dict[float, Line] = {}

    def visit(text, cm, tm, font, size):
        if not text.strip():
            return
        y = round((PAGE_HEIGHT - (tm[5] * cm[3] + cm[5])) / MM, 1)
        line = found.setdefault(y, Line(y))
        line.x = min(line.x, (tm[4] * cm[0] + cm[4]) / MM)
        line.text += text.replace("\n", "")
        line.fonts.add(str((font or {}).get("/BaseFont", "")).partition("+")[2])
        line.sizes.add(round(size * 0.75, 1))

    PdfReader(BytesIO(pdf)).pages[page].extract_text(visitor_text=visit)
    return [found[y] for y in sorted(found)]


def right_edges(pdf: bytes, page: int) -> dict[float, float]:
    """Return for each baseline (mm from the top) where its last character ends (mm from the left), CJK lines only."""
    reader = PdfReader(BytesIO(pdf))
    ends: dict[float, float] = defaultdict(float)
    x = y = size = 0.0
    for operands, operator in ContentStream(reader.pages[page].get_contents(), reader).operations:
        if operator == b"Tm":
            x, y = float(operands[4]), float(operands[5])
        elif operator == b"Tf":
            size = float(operands[1])
        elif operator == b"TJ":
            for part in operands[0]:
                x += _advance(part) * size / 1000
            ends[round(y * 0.75 / MM, 1)] = x * 0.75 / MM
    return ends


def _advance(part) -> float:
    """Return the width of a TJ element in thousandths: two-byte glyphs of a full em, or a negative adjustment."""
    if isinstance(part, str | bytes):
        raw = part if isinstance(part, bytes) else part.original_bytes
        return 1000 * len(raw) / 2
    return -float(part)
