"""The sandboxed child that turns HTML into PDF; started by `inspectorate.lib.pdf`, never imported by the site.

It stands alone on purpose: no settings, no database, no application code. What it may use is fixed before the first
document: its own stylesheets and fonts, one GB of memory, a minute of processor time for a document, no file to write
and no socket. WeasyPrint is corrected in two places that GB/T 9704-2012 needs (pinned in pyproject, proven by tests):
lines of Chinese are spread to the full width, and a character from a fallback font keeps the line pitch.
"""

import json
import os
import re
import resource
import socket
import struct
import sys
from pathlib import Path

from weasyprint import HTML
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STYLESHEETS = {path.name: path for path in (Path(__file__).parents[2] / "static" / "print").glob("*.css")}
ADDRESS = "https://paper.invalid/"  # stands for the folder of stylesheets; nothing else but data: is known
MEMORY_BYTES = 1 << 30
CPU_SECONDS = 60
HTML_BYTES = 8 << 20
FONTS = FontConfiguration()
VARIANT = {"pdf_variant": "pdf/a-2u"}  # for the archive: fonts and colours inside
CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026]")
WIDEST_GAP = 4  # characters: a line shorter than that is left alone, it was meant to be short


class Refused(FatalURLFetchingError):
    """An address that is neither `data:` nor one of our own stylesheets; stops the document."""


class Fetcher(URLFetcher):
    """Knows the stylesheets by name and `data:`; opens nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        """Return a stylesheet of ours or the content of a `data:` address; raise Refused for all else."""
        name = url.rpartition("/")[2]
        if url == ADDRESS + name and name in STYLESHEETS:
            return URLFetcherResponse(url, STYLESHEETS[name].read_bytes(), {"Content-Type": "text/css; charset=utf-8"})
        if not url.lower().startswith("data:"):
            msg = f"address refused: {url[:80]}"
            raise Refused(msg)
        return super().fetch(url, headers)


def spread_line(context, line, extra):
    """Share out what is missing to the full width between the characters of a Chinese line (R-DOC-03)."""
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox) and box.text]
    gaps = sum(len(box.text) for box in texts) - 1
    if gaps < 1 or extra > WIDEST_GAP * line.style["font_size"] or not any(CJK.search(box.text) for box in texts):
        return _spread_spaces(context, line, extra)
    return _spread(context, line, extra / gaps, texts[-1])


def _spread(context, box, gap, last, moved=0.0):
    """Widen every text below a box by a gap after each character but the very last; return how far the end moved."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        grown = gap * (len(box.text) - (box is last))
        _space_out(context, box, gap)
        box.width += grown
        return moved + grown
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.translate(moved, 0)
        return moved
    start = moved
    box.position_x += moved if isinstance(box, boxes.InlineBox) else 0
    for child in filter(lambda child: child.is_in_normal_flow(), box.children):
        moved = _spread(context, child, gap, last, moved)
    box.width += moved - start
    return moved


def _space_out(context, box, gap):
    spacing = box.style["letter_spacing"]
    box.style = box.style.copy()
    box.style["letter_spacing"] = gap + (0 if spacing == "normal" else spacing)
    box.pango_layout = line_break.create_layout(box.text, box.style, context, None, 0)
    box.pango_layout.deactivate()


def steady_metrics(line, text, layout, resume_at, space_collapse, style, *rest):  # noqa: PLR0917
    """Measure a line as if every character came from the first font of its family list, so the pitch stays."""
    *found, height, baseline = _metrics(line, text, layout, resume_at, space_collapse, style, *rest)
    if text.strip():
        height, baseline = _pitch(style)
    return *found, height, baseline


def _pitch(style) -> tuple[float, float]:
    """Return height and baseline of a line in the first font of a style."""
    key = line_break._font_style_cache_key(style, include_size=True)
    if key not in _MEASURED:
        sample = line_break.Layout(style)
        sample.set_text("国")
        first, _ = sample.get_first_line()
        _MEASURED[key] = _metrics(first, "国", sample, None, False, style)[-2:]
    return _MEASURED[key]


_MEASURED: dict[tuple, tuple[float, float]] = {}
_spread_spaces, inline.justify_line = inline.justify_line, spread_line
_metrics, line_break.first_line_metrics = line_break.first_line_metrics, steady_metrics


def layout(html: str):
    """Lay out pages with the shared fonts."""
    return HTML(string=html, base_url=ADDRESS, url_fetcher=Fetcher()).render(font_config=FONTS, **VARIANT)


def place_imprint(html: str, document) -> str:
    """Say where the imprint goes: the foot of an even last page, else the foot of the next even page (R-DOC-19).

    A first layout leaves the imprint where the text ends; a blank page before it takes the page numbers off (R-DOC-20).
    Papers whose imprint may stand on any page (class `last`) only need room for it.
    """
    found = {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}
    end, start = found.get("text-end"), found.get("imprint")
    if not start or not end:
        return html
    if end % 2 and 'class="imprint last"' not in html:
        place, page = "verso", end + 1
    elif start == end:
        place, page = "foot", end
    else:
        place, page = ("next", end + 1) if 'class="imprint last"' in html else ("after-blank", end + 2)
    side = "right" if page % 2 else "left"
    return html.replace('id="imprint"', f'id="imprint" data-place="{place}" data-side="{side}"', 1)


def typeset(html: str) -> bytes:
    """Return the PDF of a document; the imprint needs a second layout."""
    document = layout(html)
    placed = place_imprint(html, document)
    return (document if placed == html else layout(placed)).write_pdf(**VARIANT)


def shut_the_doors() -> None:
    """Give up memory beyond the limit, files to write and sockets; everything needed is open by now."""
    typeset(f"<p>{'国家 2026 —' * 3}</p>")
    for limit, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    socket.socket = socket.create_connection = None  # type: ignore[assignment, misc]


def allow_time() -> None:
    """Let the coming document use its share of processor time; beyond it the kernel ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + CPU_SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def answer(request: bytes) -> tuple[bytes, bytes]:
    """Return (b"+", PDF) or (b"-", reason)."""
    try:
        return b"+", typeset(json.loads(request)["html"])
    except (Exception, FatalURLFetchingError) as problem:  # noqa: BLE001
        return b"-", f"{type(problem).__name__}: {problem}"[:500].encode()


def serve() -> None:
    """Answer length-prefixed requests on standard input until it closes; nothing else may write to the output."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    shut_the_doors()
    output.write(b"+" + struct.pack(">I", 0))
    output.flush()
    while len(head := sys.stdin.buffer.read(4)) == 4:
        (size,) = struct.unpack(">I", head)
        request = sys.stdin.buffer.read(size)
        allow_time()
        mark, body = answer(request) if size <= HTML_BYTES else (b"-", b"document too large")
        output.write(mark + struct.pack(">I", len(body)) + body)
        output.flush()


if __name__ == "__main__":
    serve()
