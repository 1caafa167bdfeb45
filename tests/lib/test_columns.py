from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from inspectorate.lib.columns import Column

ROW = SimpleNamespace(
    name="<b>喆</b>", on=date(2026, 11, 22), at=datetime(2026, 11, 22, 1, 30, tzinfo=UTC), share=Decimal("0.15"),
    count=-3, is_open=True, empty=None, unit=SimpleNamespace(label="市教督办"), state="closed",
    get_state_display=lambda: "已销号",
)


def test_text_is_escaped():
    assert Column("name", "N").html(ROW) == "&lt;b&gt;喆&lt;/b&gt;"


def test_path_is_followed_and_an_empty_step_gives_nothing():
    assert Column("unit", "U", "unit.label").html(ROW) == "市教督办"
    assert Column("empty", "E", "empty.label").html(ROW) == ""


def test_choice_is_shown_and_exported_as_its_word():
    column = Column("state", "S", kind="state")
    assert "已销号" in column.html(ROW)
    assert "chip-done" in column.html(ROW)
    assert column.plain(ROW) == "已销号"


@pytest.mark.parametrize(
    ("name", "plain"),
    [("on", date(2026, 11, 22)), ("at", "2026-11-22 09:30"), ("share", Decimal("0.15")), ("count", -3), ("empty", "")],
)
def test_export_keeps_numbers_and_dates_as_they_are(name, plain):
    assert Column(name, "X").plain(ROW) == plain


def test_moment_is_shown_in_local_time():
    assert "2026-11-22 09:30" in Column("at", "At", kind="moment").html(ROW)


def test_link_without_a_page_is_plain_text():
    assert Column("unit", "U", "unit.label", kind="link").html(ROW) == "市教督办"


def test_unknown_kind_is_refused_at_declaration():
    with pytest.raises(ValueError, match="unknown kind"):
        Column("x", "X", kind="colour")
