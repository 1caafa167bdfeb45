from datetime import UTC, date, datetime

import pytest

from inspectorate.lib.icalendar import OCTETS, Entry, calendar_file, escaped, folded

STAMP = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)


def unfolded(data):
    return data.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("整改报告", "整改报告"),
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ("一\n二\r\n三", "一\\n二\\n三"),
        ("x\rEND:VCALENDAR", "xEND:VCALENDAR"),
        ("tab\there\x00\x7f", "tabhere"),
    ],
)
def test_separators_and_line_ends_are_escaped(text, written):
    assert escaped(text) == written


@pytest.mark.parametrize("text", ["x" * 75, "x" * 76, "x" * 500, "督" * 200, "😀督a" * 60, ""])
def test_lines_are_folded_at_75_octets_and_never_inside_a_character(text):
    line = f"SUMMARY:{text}"
    pieces = folded(line).removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= OCTETS for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert pieces[0].decode() + "".join(piece[1:].decode() for piece in pieces[1:]) == line


def test_short_line_is_not_folded():
    assert folded("VERSION:2.0") == b"VERSION:2.0\r\n"


def test_entry_is_one_whole_day_with_a_lasting_name():
    entry = Entry("duty-7@site", date(2026, 12, 31), STAMP, "提交整改报告", "关于，海林", "https://site/desk/todo/7/")
    lines = unfolded(calendar_file("待办", [entry]))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"UID:duty-7@site", "DTSTAMP:20261101T000000Z", "SUMMARY:提交整改报告"} <= set(lines)
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"} <= set(lines)
    assert "URL:https://site/desk/todo/7/" in lines


def test_text_cannot_add_a_line_of_its_own():
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTENDEE:mailto:a@b"
    lines = unfolded(calendar_file(evil, [Entry("1", date(2026, 1, 1), STAMP, evil, evil, evil)]))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert not [line for line in lines if line.startswith("ATTENDEE")]
