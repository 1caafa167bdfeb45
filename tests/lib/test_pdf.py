"""The printed page of GB/T 9704-2012 measured in the PDF itself, and the sandbox of the typesetter."""

import contextlib
import itertools
import os
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from inspectorate.lib import pdf
from tests.lib.pages_of import lines_of, right_edges

LINE = 225 / 22
LEFT, RIGHT, TOP = 28, 184, 37
RARE = "喆堃珺祎昇垚翀玥瑀镕䶮"
SHEET = """<html lang="zh-Hans"><head><title>试页</title><link rel="stylesheet" href="paper.css"></head>
<body><article class="paper official"><div class="body">{}</div></article></body></html>"""


def paper(body: str) -> bytes:
    return pdf.render(SHEET.format(body))


@pytest.fixture(scope="module")
def full_pages() -> bytes:
    """Three pages and more of characters without punctuation: every line must be full."""
    return paper("<p>" + "国家教育督导" * 420 + "</p>")


def test_page_full_of_characters_has_22_lines_of_28(full_pages):
    """R-DOC-03: 22 lines a page, 28 characters a line."""
    for page in (1, 2):
        lines = lines_of(full_pages, page)[:-1]  # the last one is the page number
        assert [len(line.text) for line in lines] == [28] * 22


def test_first_line_of_paragraph_is_indented_two_characters(full_pages):
    """R-DOC-11."""
    first = lines_of(full_pages, 0)[0]
    assert len(first.text) == 26
    assert first.x == pytest.approx(LEFT + 2 * 156 / 28, abs=0.2)


def test_lines_lie_on_the_grid_of_the_type_area(full_pages):
    """R-DOC-02, R-DOC-03: type area 156 x 225 mm at 37 and 28 mm, pitch 225/22 mm."""
    lines = lines_of(full_pages, 1)[:-1]
    assert {round(line.x, 1) for line in lines} == {LEFT}
    pitches = [after.y - before.y for before, after in itertools.pairwise(lines)]
    assert pitches == pytest.approx([LINE] * 21, abs=0.11)
    assert TOP < lines[0].y < TOP + LINE
    assert TOP + 225 - LINE < lines[-1].y < TOP + 225


def test_full_lines_end_at_the_right_edge(full_pages):
    """R-DOC-02: 26 mm on the right."""
    ends = [right_edges(full_pages, 1)[line.y] for line in lines_of(full_pages, 1)[:-1]]
    assert ends == pytest.approx([RIGHT] * 22, abs=0.15)


def test_lines_shortened_by_punctuation_are_spread_to_the_edge():
    """R-DOC-03: the type area is filled also where punctuation may not begin a line."""
    made = paper("<p>" + "督导机构应如期整改，（附件）。" * 90 + "</p>")
    lines = lines_of(made, 1)[:-1]
    ends = right_edges(made, 1)
    assert {len(line.text) for line in lines[:-1]} & {26, 27}
    assert all(line.text[0] not in "，。）" for line in lines)
    assert [ends[line.y] for line in lines[:-1]] == pytest.approx([RIGHT] * 21, abs=0.15)


@pytest.mark.parametrize("text", [RARE * 60, f"{RARE}任组长，" * 60, "Grade 3 喆 12.5%" * 60, "①②③㎡№" * 120])
def test_characters_of_a_fallback_font_keep_the_pitch(text):
    """R-DOC-03 for names with rare characters: the page still has 22 lines at the same distance."""
    lines = lines_of(paper(f"<p>{text}</p><p>{'国' * 900}</p>"), 0)[:-1]
    pitches = [round(after.y - before.y, 1) for before, after in itertools.pairwise(lines)]
    assert len(lines) == 22
    assert set(pitches) <= {10.2, 10.3}


def test_rare_characters_are_drawn_not_boxed():
    made = paper(f"<p>{RARE}</p>")
    assert lines_of(made, 0)[0].text == RARE
    assert lines_of(made, 0)[0].fonts == {"Inspectorate-Rare"}


def test_rare_characters_of_a_title_stay_in_the_title_font():
    made = paper(f"<h1>{RARE}小学</h1>")
    assert lines_of(made, 0)[0].fonts == {"Inspectorate-Title"}


def test_fonts_are_those_of_the_standard():
    """R-DOC-04, R-DOC-11: 3rd size, 黑体 and 楷体 for the first two levels, title in 2nd size."""
    made = paper(
        '<h1>标题</h1><h2 class="level-1"><b>一、甲</b></h2><h3 class="level-2"><b>（一）乙</b></h3><p>1. 丙2026</p>'
    )
    found = [(line.fonts, line.sizes) for line in lines_of(made, 0)[:-1]]
    assert found == [
        ({"Inspectorate-Title"}, {22.0}),
        ({"FandolHei"}, {16.0}),
        ({"FandolKai"}, {16.0}),
        ({"FandolFang", "FandolSong"}, {16.0}),
    ]


def test_page_numbers_stand_outside_seven_millimetres_below(full_pages):
    """R-DOC-20: — 1 — in 4th size, odd pages right, even pages left, one character in."""
    odd, even = lines_of(full_pages, 0)[-1], lines_of(full_pages, 1)[-1]
    assert (odd.text.replace(" ", ""), even.text.replace(" ", "")) == ("—1—", "—2—")
    assert odd.fonts == even.fonts == {"FandolSong"}
    assert odd.sizes == {14.0}
    assert even.x == pytest.approx(LEFT + 14 / 72 * 25.4, abs=0.3)
    assert odd.x > 160
    assert TOP + 225 + 7 < odd.y < TOP + 225 + 14


def test_same_input_gives_same_bytes(full_pages):
    assert paper("<p>" + "国家教育督导" * 420 + "</p>") == full_pages


def test_same_input_gives_same_bytes_in_a_new_child():
    first = paper("<p>督导</p>")
    pdf.printer.close()
    assert paper("<p>督导</p>") == first


def test_pdf_is_archival_with_title_and_language():
    made = PdfReader(BytesIO(paper("<p>督导</p>")))
    assert made.metadata.title == "试页"
    assert (made.xmp_metadata.pdfaid_part, made.xmp_metadata.pdfaid_conformance) == ("2", "U")
    assert made.trailer["/Root"]["/Lang"] == "zh-Hans"


ADDRESSES = [
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "file:/etc/passwd",
    "/etc/passwd",
    "../../../etc/passwd",
    "paper.css/../x",
    "ftp://127.0.0.1/x",
    "//127.0.0.1/x",
    "gopher://127.0.0.1/",
    "jar:file:///x",
    "https://paper.invalid/settings.py",
    "https://paper.invalid/../lib/pdf.py",
    "\\\\127.0.0.1\\x",
    "javascript:1",
    "about:blank",
]
DOORS = [
    '<img src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<object data="{}"></object>',
    '<style>@import "{}";</style>',
    '<style>@font-face {{ font-family: x; src: url("{}") }}</style>',
    '<style>body {{ background: url("{}") }}</style>',
    '<embed src="{}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}" width="9" height="9"/></svg>',
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_is_opened(address):
    """T40: nothing but data: and our own stylesheets; the document fails instead of going out without its part."""
    for door in DOORS:
        try:
            made = pdf.render(door.format(address) + "<p>x</p>")
        except pdf.RenderFailed:
            continue
        assert b"/EmbeddedFile" not in made
        assert "root:" not in PdfReader(BytesIO(made)).pages[0].extract_text()


class Listener(BaseHTTPRequestHandler):
    seen: list[str] = []

    def do_GET(self):
        self.seen.append(self.path)
        self.send_response(200)
        self.end_headers()


def test_no_connection_is_made():
    """T40: a listener on this machine hears nothing."""
    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for door in DOORS:
            with contextlib.suppress(pdf.RenderFailed):
                pdf.render(door.format(f"http://127.0.0.1:{server.server_port}/x"))
        server.shutdown()
    assert Listener.seen == []


def test_pictures_as_data_are_shown():
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    assert pdf.render(f'<img src="{dot}">').startswith(b"%PDF")


@pytest.mark.slow
def test_document_that_eats_processor_time_ends_as_failed(monkeypatch, tmp_path):
    """T39: the child is ended by its processor limit; the next document is served by a new one."""
    typesetter = (pdf.FOLDER / "typesetter.py").read_text().replace("CPU_SECONDS = 60", "CPU_SECONDS = 1")
    with_fonts(tmp_path, typesetter)
    monkeypatch.setattr(pdf, "FOLDER", tmp_path / "inspectorate" / "lib")
    printer = pdf.Printer()
    with pytest.raises(pdf.RenderFailed):
        printer.render("<table>" + "<tr><td>督导</td><td>1</td></tr>" * 4000 + "</table>")
    assert printer.render("<p>x</p>").startswith(b"%PDF")
    printer.close()


HUNGRY = [
    "<table><tr><td colspan='100000000'>x</td></tr></table>",
    "<ul>" * 3000,
    "<p style='font-size: 1e30px'>x</p>",
]


@pytest.mark.slow
@pytest.mark.parametrize("document", HUNGRY)
def test_document_that_eats_memory_ends_as_failed(document):
    """T39: the child cannot grow beyond its limit; the next document gets a fresh one."""
    with pytest.raises(pdf.RenderFailed):
        pdf.render(document)
    assert pdf.render("<p>x</p>").startswith(b"%PDF")
    assert resident_bytes(pdf.printer.child.process.pid) < 400 << 20


def resident_bytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024


def with_fonts(folder: Path, typesetter: str) -> None:
    """Lay out a copy of the typesetter with other limits beside the same fonts and stylesheets."""
    library = folder / "inspectorate" / "lib"
    library.mkdir(parents=True)
    (library / "typesetter.py").write_text(typesetter)
    (library / "fonts").symlink_to(pdf.FOLDER / "fonts")
    (folder / "static").symlink_to(pdf.FOLDER.parents[1] / "static")


def test_child_that_was_killed_is_replaced():
    pdf.render("<p>x</p>")
    os.kill(pdf.printer.child.process.pid, 9)
    pdf.printer.child.process.wait()
    assert pdf.render("<p>x</p>").startswith(b"%PDF")


def test_child_is_replaced_after_its_number_of_documents(monkeypatch):
    pdf.render("<p>x</p>")
    first = pdf.printer.child.process.pid
    pdf.printer.child.left = 0
    pdf.render("<p>x</p>")
    assert pdf.printer.child.process.pid != first


def test_child_sees_no_secret_of_the_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    pdf.printer.close()
    pdf.render("<p>x</p>")
    environment = Path(f"/proc/{pdf.printer.child.process.pid}/environ").read_bytes()
    assert b"canary" not in environment


def test_no_web_process_can_render():
    """T39: WeasyPrint is imported by the child alone, and only background tasks ask for a PDF."""
    root = pdf.FOLDER.parents[1]
    sources = [path for path in root.rglob("*.py") if not set(path.parts) & {".venv", "tests", "migrations"}]
    importers = {
        path.name for path in sources if re.search("^(from|import) weasyprint", path.read_text(), re.MULTILINE)
    }
    assert importers == {"typesetter.py"}
    asking = [path for path in sources if re.search(r"\bpdf\.render\(", path.read_text())]
    assert asking
    assert {path.name for path in asking} <= {"tasks.py"}


def test_too_large_document_is_refused():
    with pytest.raises(pdf.RenderFailed, match="too large"):
        pdf.render("督" * (3 << 20))


def test_office_fonts_come_first():
    """An office with licensed fonts names them by role; ours stay behind them."""
    written = pdf.font_settings({"fangsong": ["仿宋_GB2312"], "folders": ["/usr/share/fonts/office"]}, "/tmp/cache")  # noqa: S108
    assert "<dir>/usr/share/fonts/office</dir>" in written
    assert written.index("仿宋_GB2312") < written.index("<family>FandolFang R</family><family>FandolSong")
