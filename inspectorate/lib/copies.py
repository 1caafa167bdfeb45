"""Copies that leave the office: the same words, without author, device, history or other properties (T29)."""
import io
import re
import zipfile

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from .uploads import PACKED

PDF = "application/pdf"
PACKED_TYPES = frozenset(media_type for media_type, _member in PACKED.values())
# What may be published: what can be read by everybody and looked through before.
PUBLISHABLE = PACKED_TYPES | {PDF, "image/jpeg", "image/png", "text/plain", "text/csv"}
FIXED_TIME = (2000, 1, 1, 0, 0, 0)
PROPERTY_PARTS = re.compile(r"^docProps/(core|app|custom)\.xml$")
BLANK = {
    "core": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "app": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "custom": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TRACES = re.compile(rb'\sw:rsid\w*="[^"]*"')  # which words were typed in one session
PEOPLE = re.compile(rb'(\s(?:w:author|w15:author|w:initials|w15:userId|lastModifiedBy))="[^"]*"')


def clean_copy(content: bytes, media_type: str) -> bytes:
    """Return the content without properties; pictures were already re-encoded when they came in.

    Raises ValueError where the file is of a type or in a state that cannot be published.
    """
    if media_type not in PUBLISHABLE:
        raise ValueError(media_type)
    if media_type == PDF:
        return _clean_pdf(content)
    return _clean_packed(content) if media_type in PACKED_TYPES else content


def _clean_pdf(content: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ValueError("encrypted")
    writer = PdfWriter()
    for page in reader.pages:
        for name in ("/Metadata", "/PieceInfo", "/LastModified"):
            page.pop(NameObject(name), None)
        writer.add_page(page)
    writer.metadata = None
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _clean_packed(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in source.infolist():
            data = source.read(member)
            if found := PROPERTY_PARTS.match(member.filename):
                data = (XML_HEAD + BLANK[found[1]]).encode()
            elif member.filename.endswith(".xml"):
                data = PEOPLE.sub(rb'\1=""', TRACES.sub(b"", data))
            copy.writestr(zipfile.ZipInfo(member.filename, FIXED_TIME), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
