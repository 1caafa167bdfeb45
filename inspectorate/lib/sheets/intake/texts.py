"""Read delimited text: find out its encoding, its separator, then its rows (T37)."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from .faults import Refusal

CHUNK = 1 << 20
SAMPLE = 1 << 16
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SEPARATORS = ",\t;，"
COMMON_SHARE = 0.7  # of the Chinese characters, in GB 2312: real text has nearly all, wrongly decoded bytes few
FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")
UNSEEN = " \n\x0b\x0c\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"  # as in the writer
CELL_LENGTH = 32_767  # the longest text a spreadsheet cell holds


def read(path: str, notes: dict) -> Iterator[tuple[int, list]]:
    """(row number, cells) of a delimited text file; fills `notes` with encoding and separator."""
    notes["encoding"] = encoding = find_encoding(path)
    csv.field_size_limit(CELL_LENGTH)
    with Path(path).open(encoding=encoding, newline="") as file:
        sample = file.readline(SAMPLE)
        notes["separator"] = separator = find_separator(sample)
        file.seek(0)
        rows = csv.reader(file, delimiter=separator, strict=True)
        yield from numbered(rows)


def numbered(rows) -> Iterator[tuple[int, list]]:
    """Rows with their numbers; a row that breaks the quoting ends the reading."""
    number = 0
    try:
        for number, row in enumerate(rows, start=1):
            yield number, [unquoted(cell) for cell in row]
    except csv.Error as fault:
        raise Refusal("broken_row", row=number + 1) from fault


def unquoted(cell: str) -> str:
    """Take off the apostrophe our own exports put before a text that would start a formula."""
    is_guarded = cell.startswith("'") and cell[1:].lstrip(UNSEEN)[:1] in FORMULA_SIGNS
    return cell[1:] if is_guarded else cell


def find_encoding(path: str) -> str:
    """UTF-8, UTF-16 or GB 18030 (which holds GBK), each proven over the whole file; else a refusal."""
    with Path(path).open("rb") as file:
        head = file.read(4096)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return proven(path, encoding)
    if b"\x00" in head:
        return proven(path, wide_order(head))
    if decodes(path, "utf-8"):
        return "utf-8"
    return proven(path, "gb18030")


def wide_order(head: bytes) -> str:
    """UTF-16 without a mark: ASCII separators leave their zero byte on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 20 < len(head) or min(even, odd) * 4 > max(even, odd):
        raise Refusal("not_text")
    return "utf-16-be" if even > odd else "utf-16-le"


def decodes(path: str, encoding: str) -> bool:
    """The whole file is valid in `encoding`."""
    try:
        for _text in decoded(path, encoding):
            pass
    except UnicodeError:
        return False
    return True


def proven(path: str, encoding: str) -> str:
    """The encoding, when the file decodes in it and reads like text people write; else a refusal."""
    strange = total = 0
    try:
        for text in decoded(path, encoding):
            if "\x00" in text:
                raise Refusal("not_text")
            wide = text.encode("ascii", "ignore").decode("ascii")
            total += len(text) - len(wide)
            strange += uncommon(text)
    except UnicodeError as fault:
        raise Refusal("unknown_encoding") from fault
    if total and strange > total * (1 - COMMON_SHARE):
        raise Refusal("unknown_encoding")
    return encoding


def uncommon(text: str) -> int:
    """How many characters lie outside GB 2312."""
    return len(text) - len(text.encode("gb2312", "ignore").decode("gb2312"))


def decoded(path: str, encoding: str) -> Iterator[str]:
    """The file's text in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with Path(path).open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def find_separator(line: str) -> str:
    """The sign that parts the header line most often; a comma where none does."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=bare.count) if line else ","
