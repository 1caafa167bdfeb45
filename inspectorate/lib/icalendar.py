"""Calendar files (RFC 5545) of all-day entries: escaped, folded at 75 octets, lines ended by CR LF."""
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from .periods import ONE

CONTENT_TYPE = "text/calendar; charset=utf-8"
OCTETS = 75
PRODUCT = "-//inspectorate//duties//ZH"
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Entry:
    """One whole day: `uid` names it for ever, `stamp` is when it was written."""

    uid: str
    day: date
    stamp: datetime
    title: str
    text: str = ""
    url: str = ""


def calendar_file(name: str, entries: Iterable[Entry]) -> bytes:
    """Return a calendar that programs subscribe to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", f"NAME:{escaped(name)}"]
    for entry in entries:
        lines += entry_lines(entry)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def entry_lines(entry: Entry) -> Iterator[str]:
    """Yield the lines of one entry, not folded yet; a day ends where the next one begins."""
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{entry.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + ONE:%Y%m%d}"
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{escaped(entry.text)}"
    if entry.url:
        yield f"URL:{visible(entry.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return a text value: separators escaped, line ends written as a mark, control characters left out."""
    return visible(text.replace("\r\n", "\n").translate(ESCAPES))


def visible(text: str) -> str:
    """Return a text without control characters, which would end its line."""
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def folded(line: str) -> bytes:
    """Return a line with its end, broken before its 76th octet but never inside a character."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
