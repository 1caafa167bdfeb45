"""Write tables as streams of bytes: memory stays flat and no cell can start a formula (T34).

    StreamingHttpResponse(stream_xlsx([_("Name"), _("Date")], rows), content_type=XLSX)

Texts stay texts, numbers stay numbers, dates stay dates. `rows` is any iterable of sequences.
"""

import csv
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice

from django.utils import timezone

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_ROWS = 1_048_576
CELL_LENGTH = 32_767
BATCH = 500
WIDTH = (8, 60)  # of a column, in characters
FORMULA_SIGNS = frozenset("=+-@\t\r\0＝＋－＠")
UNSEEN = " \n\x0b\x0c\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"
SAFE_WHOLE = 10**15  # beyond it a spreadsheet changes the last digits
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zones
TEXT, DATE, MOMENT, GUARDED, HEAD = range(5)  # styles, in the order of STYLES
PLAIN = re.compile(r"[&<>\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s$")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = (
    f'{HEAD_XML}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">'
    '<xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf quotePrefix="1"/><xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula, also behind signs nobody sees."""
    return text[:1] in FORMULA_SIGNS or text.lstrip(UNSEEN)[:1] in FORMULA_SIGNS if text else False


def spoken(moment: datetime) -> datetime:
    """The local time without its zone."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def stream_csv(header: Sequence, rows: Iterable[Sequence]) -> Iterator[bytes]:
    """The table as CSV UTF-8 with a byte order mark (office programs need it); yields about 64 KiB at a time."""
    lines = Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    source = iter(rows)
    yield b"\xef\xbb\xbf"
    batch = [header]
    while batch:
        writer.writerows([csv_cell(value) for value in row] for row in batch)
        yield lines.drain().encode("utf-8", "replace")
        batch = list(islice(source, BATCH))


def csv_cell(value) -> object:
    """One value: numbers as they are, dates in ISO form, texts that might start a formula behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, (bool, int, float, Decimal)):
        return value
    if isinstance(value, datetime):
        return spoken(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return ("'" if starts_formula(text) else "") + ILLEGAL.sub("", text)


class Lines:
    """What a csv writer writes to: keeps the pieces until they are taken."""

    def __init__(self):
        self.pieces: list = []

    def write(self, piece) -> int:
        self.pieces.append(piece)
        return len(piece)

    def drain(self):
        pieces, self.pieces = self.pieces, []
        return "".join(pieces)


class Octets(Lines):
    """What a zip archive writes to; it cannot seek, so the archive is written as a stream."""

    def write(self, piece) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open; an archive may ask all the same."""

    def drain(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def stream_xlsx(header: Sequence, rows: Iterable[Sequence], title: str = "Sheet1") -> Iterator[bytes]:
    """The table as a workbook; a table too long for one worksheet goes on in the next."""
    yield from stream_book([(title, header, rows)])


def stream_book(tables: Iterable[tuple[str, Sequence, Iterable[Sequence]]]) -> Iterator[bytes]:
    """A workbook of several worksheets, each (title, header, rows)."""
    octets = Octets()
    titles: list[str] = []
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for title, header, rows in tables:
            source = iter(rows)
            first: list = []
            while first or not titles or titles[-1] != title:
                titles.append(title)
                part = f"xl/worksheets/sheet{len(titles)}.xml"
                with archive.open(part, "w") as sheet:
                    for piece in sheet_xml(header, chain(first, islice(source, SHEET_ROWS - 1 - len(first)))):
                        sheet.write(piece.encode("utf-8"))
                        yield octets.drain()
                first = list(islice(source, 1))
        for part, text in frame(titles):
            archive.writestr(part, text)
    yield octets.drain()


def sheet_xml(header: Sequence, rows: Iterable[Sequence]) -> Iterator[str]:
    """One worksheet: a bold frozen header, then the rows in batches."""
    names = [str(name) for name in header]
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{column_width(name)}" customWidth="1"/>'
        for at, name in enumerate(names, start=1)
    )
    head = "".join(text_cell(name, HEAD) for name in names)
    yield (
        f'{HEAD_XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{widths}</cols><sheetData><row r="1">{head}</row>'
    )
    source = iter(rows)
    number = 2
    while batch := list(islice(source, BATCH)):
        yield "".join(
            f'<row r="{at}">{"".join(map(xlsx_cell, row))}</row>' for at, row in enumerate(batch, start=number)
        )
        number += len(batch)
    yield "</sheetData></worksheet>"


def column_width(name: str) -> int:
    """A width that shows the whole name: a Chinese character takes two places."""
    places = sum(2 if ord(letter) > 0x2E7F else 1 for letter in name) + 4
    return min(max(places, WIDTH[0]), WIDTH[1])


def xlsx_cell(value) -> str:
    """One value as a cell of its own kind."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, (int, float, Decimal)):
        return number_cell(value)
    if isinstance(value, date):
        return date_cell(value)
    return text_cell(str(value))


def date_cell(value: date) -> str:
    """A day or a moment as the spreadsheet's count of days."""
    if isinstance(value, datetime):
        passed = spoken(value) - EPOCH
        return f'<c s="{MOMENT}"><v>{passed.days + passed.seconds / 86_400:.10f}</v></c>'
    return f'<c s="{DATE}"><v>{value.toordinal() - EPOCH.toordinal()}</v></c>'


def number_cell(value: float | Decimal) -> str:
    """A number; one that a spreadsheet would change is written as text."""
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    exact = math.isfinite(value) and -SAFE_WHOLE < value < SAFE_WHOLE
    return f"<c><v>{value}</v></c>" if exact else text_cell(str(value))


def text_cell(text: str, style: int = TEXT) -> str:
    """A text inside its cell (never a shared string, never a formula); dangerous beginnings are marked as text."""
    if starts_formula(text):
        style = GUARDED
    mark = f' s="{style}"' if style else ""
    if not PLAIN.search(text) and len(text) <= CELL_LENGTH:
        return f'<c{mark} t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<c{mark} t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def escaped(text: str) -> str:
    """XML text; signs that no XML may hold are dropped, a text longer than a cell ends in an ellipsis."""
    if len(text) > CELL_LENGTH:
        text = text[: CELL_LENGTH - 1] + "…"
    text = LOOKS_ESCAPED.sub("_x005F_", ILLEGAL.sub("", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def frame(titles: list[str]) -> Iterator[tuple[str, str]]:
    """The parts that make worksheets a workbook."""
    numbers = range(1, len(titles) + 1)
    named_parts = zip(numbers, named(titles), strict=True)
    sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in named_parts)
    yield (
        "[Content_Types].xml",
        (
            f'{HEAD_XML}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides(numbers)}</Types>'
        ),
    )
    yield "_rels/.rels", relations([("r1", "officeDocument", "xl/workbook.xml")])
    yield (
        "xl/workbook.xml",
        f'{HEAD_XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>',
    )
    parts = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", relations([*parts, ("styles", "styles", "styles.xml")])
    yield "xl/styles.xml", STYLES


def overrides(numbers: range) -> str:
    """Content types of the parts."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("workbook.xml", "sheet.main"), ("styles.xml", "styles")]
    parts += [(f"worksheets/sheet{n}.xml", "worksheet") for n in numbers]
    return "".join(f'<Override PartName="/xl/{part}" ContentType="{kind}.{name}+xml"/>' for part, name in parts)


def relations(parts: list[tuple[str, str, str]]) -> str:
    """A relationships part."""
    body = "".join(f'<Relationship Id="{id_}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for id_, kind, to in parts)
    return f'{HEAD_XML}<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def named(titles: list[str]) -> Iterator[str]:
    """Worksheet names as spreadsheets allow them: 31 signs, no brackets, colons or slashes, no two alike."""
    for at, title in enumerate(titles, start=1):
        bare = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", str(title)).strip()[:26] or f"Sheet{at}"
        yield escaped(f"{bare} {at}" if titles.index(title) + 1 != at else bare).replace('"', "&quot;")
