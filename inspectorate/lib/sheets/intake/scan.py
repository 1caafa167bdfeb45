"""What the value reader does not tell about a worksheet: errors, uncomputed formulas, formats, hidden rows (T37)."""

import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

CHUNK = 1 << 16
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PERCENT_FORMATS = {9, 10}
ERROR, FORMULA = "error", "formula"
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
PADDED = re.compile(r"0{2,}")


class WorkbookParts:
    """Which part holds which worksheet, and which cell styles change what a number means."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        self.targets = dict(read_tags(archive, "xl/_rels/workbook.xml.rels", {"Relationship": ("Id", "Target")}))
        self.sheets = dict(read_tags(archive, "xl/workbook.xml", {"sheet": ("name", f"{OFFICE} id")}))
        self.styles = self.read_styles()

    def path_of(self, sheet: str) -> str:
        """Name of the archive member with the rows of `sheet`."""
        target = self.targets[self.sheets[sheet]]
        return target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def read_styles(self) -> dict[str, object]:
        """Style number -> "percent", or the width numbers are filled up to with leading zeros."""
        if "xl/styles.xml" not in self.archive.namelist():
            return {}
        formats, styles, inside = {}, [], [False]

        def start(name, attributes):
            tag = local(name)
            if tag == "numFmt":
                formats[attributes.get("numFmtId")] = attributes.get("formatCode", "")
            elif tag in ("cellXfs", "cellStyleXfs"):
                inside[0] = tag == "cellXfs"
            elif tag == "xf" and inside[0]:
                styles.append(attributes.get("numFmtId", "0"))

        parse(self.archive, "xl/styles.xml", start)
        kinds = {str(at): style_kind(number, formats.get(number, "")) for at, number in enumerate(styles)}
        return {style: kind for style, kind in kinds.items() if kind}


def style_kind(number: str, code: str) -> object:
    """What a number format does to a number's meaning: "percent", a width in digits, or nothing."""
    bare = QUOTED.sub("", code.split(";", 1)[0]).strip()
    if (number.isdigit() and int(number) in PERCENT_FORMATS) or "%" in bare:
        return "percent"
    return len(bare) if PADDED.fullmatch(bare) else None


def local(name: str) -> str:
    """A tag's name without its namespace."""
    return name.rpartition(" ")[2]


def parse(archive: zipfile.ZipFile, member: str, start) -> None:
    """Read a small part whole; `start(name, attributes)` is called at each tag."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(archive.read(member), True)


def read_tags(archive: zipfile.ZipFile, member: str, wanted: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Two attributes of each tag named in `wanted`."""
    found = []

    def start(name, attributes):
        pair = wanted.get(local(name))
        if pair:
            found.append((attributes.get(pair[0], ""), attributes.get(pair[1], "")))

    parse(archive, member, start)
    return found


def column_index(reference: str) -> int:
    """0 for A, 26 for AA, of a reference such as AB12."""
    index = 0
    for letter in reference:
        if not letter.isalpha():
            break
        index = index * 26 + ord(letter) - 64
    return index - 1


class RowMarks:
    """Marks of one worksheet, gathered while its part streams by; only marked cells take memory."""

    def __init__(self, styles: dict[str, object]):
        self.styles = styles
        self.row = self.column = 0
        self.type = ""
        self.hidden: list[int] = []
        self.ready: list[tuple[int, int, object]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict) -> None:
        """Tags arrive as row, c, f, v: the position is the cell's own reference or the next place."""
        tag = name[name.rfind(" ") + 1 :]
        if tag == "c":
            reference = attributes.get("r")
            self.column = column_index(reference) if reference else self.column + 1
            self.type = attributes.get("t", "n")
            kind = ERROR if self.type == "e" else self.styles.get(attributes.get("s", "")) if self.styles else None
            if kind:
                self.ready.append((self.row, self.column, kind))
        elif tag == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), -1
            if attributes.get("hidden") in ("1", "true"):
                self.hidden.append(self.row)
        elif tag == "f" and self.type not in ("str", "e"):
            self.ready.append((self.row, self.column, FORMULA))

    def take(self) -> Iterator[tuple[int, int, object]]:
        ready, self.ready = self.ready, []
        return iter(ready)


def marks(archive: zipfile.ZipFile, member: str, reader: RowMarks) -> Iterator[tuple[int, int, object]]:
    """(row, column, mark) in the order of the file: an error, a formula, a percent or padded number."""
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            reader.parser.Parse(chunk, False)
            yield from reader.take()
        reader.parser.Parse(b"", True)
        yield from reader.take()


def by_row(found: Iterator[tuple[int, int, object]]) -> Iterator[tuple[int, dict[int, list]]]:
    """Group the marks of each row: (row, {column: [marks]})."""
    row = 0
    columns: dict[int, list[object]] = {}
    for number, column, mark in found:
        if number != row and columns:
            yield row, columns
            columns = {}
        row = number
        columns.setdefault(column, []).append(mark)
    if columns:
        yield row, columns
