"""The same paper as a Word file, for offices that edit or seal on paper.

It is built from the paper's own HTML, so its words cannot differ from those of the PDF; page, grid and letter sizes are
those of GB/T 9704-2012.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from lxml import html as parser

FANGSONG, KAI, HEI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
RED = RGBColor(0xE6, 0x00, 0x12)
SIZE, LINE = Pt(16), Pt(28.99)
TYPE_WIDTH = 442  # points: 156 mm
NARROWEST = 0.62  # of a letter's height, as on the printed page
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}


@dataclass(frozen=True)
class Look:
    """How a kind of paragraph looks; indents in characters, space above in lines."""

    font: str = FANGSONG
    size: Length = SIZE
    align: int = ALIGN.JUSTIFY
    first: float = 0
    left: float = 0
    right: float = 0
    above: float = 0
    stretch: int = 100  # percent of a letter's width
    color: RGBColor | None = None


LOOKS = {
    "mark": Look(TITLE, Pt(42), ALIGN.CENTER, above=3, color=RED),
    "letter mark": Look(TITLE, Pt(42), ALIGN.CENTER, color=RED),
    "working mark": Look(TITLE, Pt(22), ALIGN.CENTER),
    "number": Look(align=ALIGN.CENTER, above=2),
    "working number": Look(align=ALIGN.RIGHT),
    "letter number": Look(align=ALIGN.RIGHT),
    "h1": Look(TITLE, Pt(22), ALIGN.CENTER, above=2),
    "addressee": Look(above=1),
    "attachments": Look(left=2, above=0),
    "signature": Look(align=ALIGN.RIGHT, right=4),
    "attendance": Look(first=2),
    "annex-mark": Look(HEI),
    "copies": Look(size=Pt(14)),
    "printed": Look(size=Pt(14)),
    "body": Look(first=2),
    "note": Look(first=2),
}
HEADS = {"level-1": HEI, "level-2": KAI}


def to_docx(html: str) -> bytes:
    """Return the Word file of a paper's HTML."""
    paper = parser.fromstring(html)
    word = Document()
    _page(word)
    for element in _blocks(paper):
        _add(word, element, paper.get("class", ""))
    _page_numbers(word)
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def plain_text(html: str) -> str:
    """Return the words of a paper, a paragraph a line (for comparison and search)."""
    paper = parser.fromstring(html)
    return "\n".join(" ".join(element.text_content().split()) for element in _blocks(paper) if element.tag != "hr")


def _blocks(element) -> Iterator:
    for child in element:
        if child.tag in {"p", "h1", "h2", "h3", "table", "hr"}:
            yield child
        elif child.tag in {"div", "header", "footer", "section", "article"} and child.get("class") != "verify":
            yield from _blocks(child)


def _page(word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in MARGINS.items():
        setattr(section, name, Mm(size))
    section.footer_distance = Mm(35 - 7 - 5)
    grid = OxmlElement("w:docGrid")  # 22 lines of 28 characters
    for name, value in (("type", "linesAndChars"), ("linePitch", "580"), ("charSpace", "-860")):
        grid.set(qn(f"w:{name}"), value)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    normal = word.styles["Normal"]
    _font(normal.font, normal.element.get_or_add_rPr(), Look())
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = LINE
    word.core_properties.author = word.core_properties.last_modified_by = word.core_properties.comments = ""


def _font(font, properties, look: Look) -> None:
    font.size, font.name = look.size, look.font
    if look.color is not None:
        font.color.rgb = look.color
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), look.font)
    if look.stretch != 100:
        stretch = OxmlElement("w:w")
        stretch.set(qn("w:val"), str(look.stretch))
        properties.insert_element_before(stretch, "w:kern", "w:position", "w:sz", "w:szCs")  # the order is fixed


def _kind(element) -> list[str]:
    """Return what a paragraph may be called, nearest first: its classes, its tag, its containers' classes."""
    names = [*element.get("class", "").split(), element.tag]
    for container in element.iterancestors("div", "header", "footer", "section"):
        names += container.get("class", "").split()
    return names


def _look(element, paper: str) -> Look:
    layout = next((name for name in ("working", "letter") if name in paper), "official")
    for name in _kind(element):
        if found := LOOKS.get(f"{layout} {name}") or LOOKS.get(name):
            return _fitted(found, element)
    return Look()


def _fitted(look: Look, element) -> Look:
    """Narrow a long head to one line; centre a name on the date below it."""
    text = element.text_content().strip()
    if look.color is RED and text:
        share = TYPE_WIDTH / len(text)
        size = min(look.size.pt, share / NARROWEST)
        return replace(look, size=Pt(size), stretch=min(100, int(100 * share / size)))
    dates = element.xpath("../p[contains(@class, 'date')]")
    if look.right and dates and dates[0] is not element:
        overhang = (_width(dates[0].text_content()) - _width(text)) / 2
        return replace(look, right=max(0, look.right + overhang))
    return look


def _width(text: str) -> float:
    """Return the width of a text in characters; figures take half of one."""
    return sum(0.5 if letter.isascii() else 1 for letter in text.strip())


def _add(word, element, paper: str) -> None:
    if element.tag == "table":
        _add_table(word, element)
    elif element.tag == "hr":
        _rule(word.add_paragraph())
    else:
        paragraph, look = word.add_paragraph(), _look(element, paper)
        _set(paragraph, look)
        _write(paragraph, element, look)
        paragraph.paragraph_format.page_break_before = "annex-mark" in _kind(element)


def _set(paragraph, look: Look) -> None:
    layout = paragraph.paragraph_format
    paragraph.alignment = look.align
    layout.first_line_indent, layout.left_indent = Pt(16 * look.first), Pt(16 * look.left)
    layout.right_indent, layout.space_before = Pt(16 * look.right), Pt(LINE.pt * look.above)
    if look.size > LINE:
        layout.line_spacing = Pt(look.size.pt * 1.2)


def _write(paragraph, element, look: Look, font: str = "") -> None:
    """Write the text of an element, its bold parts in the font of the paragraph's level."""
    font = font or next((HEADS[name] for name in element.get("class", "").split() if name in HEADS), HEI)
    _run(paragraph, element.text, look)
    for child in element:
        if child.tag == "br":
            paragraph.add_run().add_break()
        elif child.tag == "b":
            _run(paragraph, child.text_content(), Look(font, look.size))
        else:
            _write(paragraph, child, look, font)
        _run(paragraph, child.tail, look)


def _run(paragraph, text: str | None, look: Look) -> None:
    if text and text.strip():
        run = paragraph.add_run(text.strip("\n"))
        _font(run.font, run._element.get_or_add_rPr(), look)


def _rule(paragraph) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", "E60012")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)
    paragraph.paragraph_format.line_spacing = Pt(6)


def _add_table(word, element) -> None:
    if (caption := element.find("caption")) is not None:
        paragraph = word.add_paragraph()
        _set(paragraph, Look(align=ALIGN.CENTER))
        _run(paragraph, caption.text_content(), Look(HEI))
    rows = [row.xpath("./th|./td") for row in element.iter("tr")]
    table = word.add_table(rows=len(rows), cols=max(map(len, rows), default=1), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, source in zip(row.cells, cells, strict=False):
            look = Look(HEI if source.tag == "th" else FANGSONG, Pt(12), ALIGN.LEFT)
            _run(cell.paragraphs[0], source.text_content(), look)
            cell.paragraphs[0].paragraph_format.line_spacing = Pt(18)


def _page_numbers(word) -> None:
    """Number odd pages on the right, even pages on the left: — 1 — (R-DOC-20)."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        look = Look(SONG, Pt(14), align, left=1, right=1)
        paragraph = footer.paragraphs[0]
        _set(paragraph, look)
        _run(paragraph, "— ", look)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
        _run(paragraph, " —", look)
