"""Look at a workbook's zip archive before any spreadsheet library sees it (T30, T31, T32, T33)."""

import struct
import zipfile
from pathlib import Path
from xml.parsers import expat

from .faults import Refusal

TAIL = 65_557  # the longest possible end record: 22 bytes and a 64 KiB comment
DIRECTORY_BYTES = 1 << 20  # 2,000 members need far less; a longer list is refused before it is read into memory
RATIO_FROM_BYTES = 1 << 20  # a small file may compress well without meaning harm
ZIP_MAGIC = b"PK\x03\x04"
NESTED_ENDINGS = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".docm", ".rar", ".7z", ".gz", ".jar", ".exe")
MACRO_PARTS = ("vbaproject.bin", "xl/macrosheets/", "vbadata.xml")
XML_ENDINGS = (".xml", ".rels", ".vml")


def check(path: str, limits: dict) -> None:
    """Refuse bombs, macros, packed files inside the file, encryption and declared entities."""
    check_directory(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            check_members(archive.infolist(), limits)
            check_kind(archive)
            for member in archive.infolist():
                check_content(archive, member)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as fault:
        raise Refusal("damaged") from fault


def check_directory(path: str, limits: dict) -> None:
    """Read only the end record: the list of members must be short enough to be read at all."""
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            raise Refusal("damaged")
        members, length = struct.unpack_from("<HI", tail, at + 10)
        if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
            members, length = large_directory(file, struct.unpack_from("<Q", tail, at - 12)[0])
    if members > limits["members"] or length > DIRECTORY_BYTES:
        raise Refusal("too_many_members", limit=limits["members"])


def large_directory(file, offset: int) -> tuple[int, int]:
    """Number of members and length of their list as the zip64 record at `offset` says."""
    file.seek(offset)
    record = file.read(56)
    if len(record) < 56 or not record.startswith(b"PK\x06\x06"):
        raise Refusal("damaged")
    members, length = struct.unpack_from("<QQ", record, 32)
    return members, length


def check_members(members: list[zipfile.ZipInfo], limits: dict) -> None:
    """Sizes, names and flags, all from the list: nothing is unpacked yet."""
    if len(members) > limits["members"]:
        raise Refusal("too_many_members", limit=limits["members"])
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > limits["unpacked"]:
        raise Refusal("too_large_unpacked", limit=limits["unpacked"] // 1_000_000)
    if unpacked > RATIO_FROM_BYTES and unpacked / packed > limits["ratio"]:
        raise Refusal("bomb", limit=limits["ratio"])
    for member in members:
        check_name(member)


def check_name(member: zipfile.ZipInfo) -> None:
    """One entry of the list: no password, no macro, no file packed inside."""
    name = member.filename.lower()
    if member.flag_bits & 0x1:
        raise Refusal("encrypted")
    if any(part in name for part in MACRO_PARTS):
        raise Refusal("macros")
    if name.endswith(NESTED_ENDINGS) or "/embeddings/" in name:
        raise Refusal("nested")


def check_kind(archive: zipfile.ZipFile) -> None:
    """It must be a workbook without macros, whatever its file name says."""
    names = {member.filename for member in archive.infolist()}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refusal("not_a_workbook")
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        raise Refusal("macros")


def check_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Every XML part is well-formed and declares no document type; no other part is an archive."""
    with archive.open(member) as part:
        if member.filename.lower().endswith(XML_ENDINGS):
            check_xml(part)
        elif part.read(4) == ZIP_MAGIC:
            raise Refusal("nested")


def check_xml(part) -> None:
    """Read the part to its end; entities need a document type, and no office program writes one."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_document_type
    try:
        while chunk := part.read(1 << 18):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise Refusal("damaged") from fault


def refuse_document_type(*_declaration) -> None:
    """Handler of <!DOCTYPE …>."""
    raise Refusal("entities")
