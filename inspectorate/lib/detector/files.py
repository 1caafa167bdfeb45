"""What a file says, seen and unseen: hidden sheets, deleted words, comments, text under black boxes (T88)."""
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext_noop
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from . import scan
from .findings import Finding, Kind

MOST_UNPACKED = 60_000_000
MOST_MEMBERS = 4000
MOST_PAGES = 2000
MOST_TEXT = 5_000_000
XML_ENDINGS = (".xml", ".rels")
PROPERTIES = ("docProps/", "_rels/", "[Content_Types]")  # removed or rewritten in the public copy
BREAKS = {"p": "\n", "row": "\n", "si": "\n", "br": "\n", "TextObject": "\n", "tr": "\n"}
CELLS = {"c": "\t", "tab": "\t", "tc": "\t"}
# Elements and attributes by which office files keep what the eye does not see.
COMMENTS, DELETED, INSERTED = gettext_noop("comments"), gettext_noop("deleted words"), gettext_noop("inserted words")
MOVED, HIDDEN = gettext_noop("moved words"), gettext_noop("hidden words")
ASIDE = gettext_noop("hidden rows, columns, sheets or slides")
UNSEEN = {
    "del": DELETED, "delText": DELETED, "ins": INSERTED, "moveFrom": MOVED, "vanish": HIDDEN, "comment": COMMENTS,
    "threadedComment": COMMENTS,
}
HIDDEN_ATTRIBUTES = {("sheet", "state"), ("row", "hidden"), ("col", "hidden"), ("sld", "show")}
NUMBER_CELL = "v"


@dataclass
class Reading:
    """The texts of a file with where they stand, what it hides, and whether all of it could be read."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    is_readable: bool = True


def scan_file(content: bytes, media_type: str) -> tuple[list[Finding], bool]:
    """Return the findings in a file and whether it could be read; a picture cannot, somebody must look at it."""
    reading = read(content, media_type)
    found = [Finding(Kind.HIDDEN, 0, 0, what, what) for what in sorted(reading.hidden)]
    for where, text in reading.texts:
        found += scan(text, where)
    return found, reading.is_readable


def read(content: bytes, media_type: str) -> Reading:
    """Return everything a file says."""
    try:
        if media_type == "application/pdf":
            return _read_pdf(content)
        if media_type.startswith("text/"):
            return Reading([("text", _decode(content))])
        if zipfile.is_zipfile(io.BytesIO(content)):
            return _read_packed(content)
    except (PyPdfError, zipfile.BadZipFile, expat.ExpatError, ValueError, KeyError, RecursionError, OSError):
        return Reading(is_readable=False)
    return Reading(is_readable=False)


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _read_pdf(content: bytes) -> Reading:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted or len(reader.pages) > MOST_PAGES:
        return Reading(is_readable=False)
    reading = Reading()
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text() or ""
        reading.texts.append((f"page {number}", text))
        # A page of a picture alone was scanned: nobody but a person can read it.
        if not text.strip() or _has_large_picture(page):
            reading.is_readable = False
        if any(note.get_object().get("/Contents") for note in page.get("/Annots") or ()):
            reading.hidden.add(COMMENTS)
    return reading


def _has_large_picture(page) -> bool:
    resources = page.get("/Resources")
    pictures = resources.get_object().get("/XObject") if resources else None
    shown = [item.get_object() for item in pictures.get_object().values()] if pictures else []
    sizes = [item.get("/Width", 0) * item.get("/Height", 0) for item in shown if item.get("/Subtype") == "/Image"]
    return any(size > 1_000_000 for size in sizes)


def _read_packed(content: bytes) -> Reading:
    reading = Reading()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
            return Reading(is_readable=False)
        for member in members:
            _read_member(archive, member, reading)
    return reading


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, reading: Reading) -> None:
    name = member.filename
    if name.startswith(PROPERTIES):
        return
    if "comments" in name.rpartition("/")[2].lower():
        reading.hidden.add(COMMENTS)
    if name.lower().endswith(XML_ENDINGS):
        part = _Part(reading.hidden)
        reading.texts.append((name, part.text(archive.read(member))))
    elif "/media/" in name or name.lower().endswith((".png", ".jpg", ".jpeg")):
        reading.is_readable = False


class _Part:
    """One XML part as running text: broken words are joined, paragraphs and cells kept apart."""

    def __init__(self, hidden: set[str]) -> None:
        self.hidden = hidden
        self.pieces: list[str] = []
        self.length = 0
        self.is_number = False

    def text(self, content: bytes) -> str:
        """Return the text of the part; raises ExpatError for a part that declares entities."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.refuse
        parser.Parse(content, True)
        return "".join(self.pieces)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note what is hidden; keep attribute texts such as alternative descriptions."""
        local = name.rpartition("}")[2]
        if local in UNSEEN:
            self.hidden.add(UNSEEN[local])
        for key, value in attributes.items():
            plain = key.rpartition("}")[2]
            if (local, plain) in HIDDEN_ATTRIBUTES and value in {"hidden", "veryHidden", "1", "true", "0"}:
                self._note(plain, value)
            if plain in {"descr", "title"}:
                self.pieces.append(f"\n{value}\n")
        self.is_number = local == NUMBER_CELL

    def _note(self, attribute: str, value: str) -> None:
        if (attribute == "show") == (value == "0"):
            self.hidden.add(ASIDE)

    def end(self, name: str) -> None:
        """Keep paragraphs and cells apart."""
        local = name.rpartition("}")[2]
        self.pieces.append(BREAKS.get(local) or CELLS.get(local) or "")
        self.is_number = False

    def data(self, text: str) -> None:
        """Collect words; a number kept as 1.3945312345E10 is written out."""
        self.length += len(text)
        if self.length > MOST_TEXT:
            raise ValueError("more text than is accepted")
        self.pieces.append(_written_out(text) if self.is_number else text)

    def refuse(self, *_declaration) -> None:
        """Handler of <!DOCTYPE …>."""
        raise ValueError("declares a document type")


def _written_out(text: str) -> str:
    if "E" not in text.upper():
        return text
    try:
        return f"{float(text):.0f}"
    except ValueError:
        return text


def texts_of(content: bytes, media_type: str) -> Iterator[str]:
    """Yield the texts of a file, for tests of what must not be in it."""
    yield from (text for _where, text in read(content, media_type).texts)
