"""The yearly notice on holidays as a table: one row a day off or a weekend day worked (R-TIME-06)."""
from collections import defaultdict
from datetime import date

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from inspectorate.register.resources import Choice, Column, Day, Loader, Row, Stage, Target, Text, Whole, words

from .models import CalendarDay
from .states import FESTIVAL_WORDS, DayKind
from .workflow import load_calendar_year, propose_calendar_year

KINDS = words(
    ("放假 休息 假日 节假日 holiday", DayKind.HOLIDAY),
    ("上班 调休上班 补班 swapped_working_day", DayKind.SWAPPED),
)
DROPPED = gettext_noop("%(count)s days of %(year)s that are loaded now are not in the file; they become ordinary days.")
SECOND = gettext_noop("A second person approves the notice before it holds: see “Changes of the calendar”.")
UNNAMED = gettext_noop("Table of holidays")


class CalendarLoader(Loader):
    """A year's notice replaces what was loaded for the year; a year that stays the same is not touched.

    Loaded by a person it is a proposal that a second person approves (T56); the command line writes at once.
    """

    slug = "calendar"
    right = "calendar"
    caption = _("Working-day calendar")
    model = CalendarDay
    key = ("date",)
    derived = {"of_year": "integer", "stored_name": "text"}
    is_rehearsed = True

    date = Column(
        "日期", "Date", Day(), attribute="date", aliases="date day", is_required=True, example="2026-01-01"
    )
    kind = Column(
        "安排", "Kind", Choice(KINDS), attribute="kind", aliases="kind 类型 类别", is_required=True,
        help_text=_("A day off, or a weekend day worked."), example="放假",
    )
    name = Column("节日", "Holiday", Text(60), attribute="name", aliases="name 名称 节假日名称", is_required=True,
                  example="元旦")
    year = Column(
        "年度", "Year", Whole(2000, 2100), attribute="year__year", aliases="year 年份",
        help_text=_("Year of the notice; needed only where a notice reaches into the year before."), example="2026",
    )
    notice = Column(
        "通知文号", "Notice", Text(200), attribute="year__notice", aliases="notice 文号 依据",
        example="国办发明电〔2025〕7号",
    )

    targets = (
        Target(
            CalendarDay, "day_id", "t.date = s.date", values={"kind": "s.kind", "name": "s.stored_name"},
            first={"date": "s.date"},
        ),
    )

    def prepare(self, row: Row) -> None:
        """The year of the notice is the year of the day, unless the row says otherwise."""
        row.values["of_year"] = row.get("year") or row.get("date").year
        row.values["stored_name"] = stored_name(row.get("name"))

    def judge(self, stage: Stage) -> None:
        """Say which days a new notice takes back."""
        for (year,) in stage.ask("SELECT DISTINCT of_year FROM {stage} ORDER BY 1"):
            told = [day for (day,) in stage.ask("SELECT date FROM {stage} WHERE of_year = %s", [year])]
            lost = CalendarDay.objects.filter(year__year=year).exclude(date__in=told).count()
            self.removed += lost
            if lost:
                self.notes.append(gettext(DROPPED) % {"count": lost, "year": year})
        if self.by:
            self.notes.append(gettext(SECOND))

    def write(self, stage: Stage) -> None:
        """Hand every year that differs to the verb that loads a notice."""
        years: dict[int, list[tuple[date, str, str]]] = defaultdict(list)
        notices: dict[int, str] = {}
        for year, day, kind, name, notice in stage.ask(
            "SELECT of_year, date, kind, name, notice FROM {stage} ORDER BY date"
        ):
            years[year].append((day, kind, name))
            notices[year] = notices.get(year) or notice or ""
        for year, days in years.items():
            if not is_loaded(year, days):
                self.hand_on(year, days, notices[year] or gettext(UNNAMED))

    def hand_on(self, year: int, days: list[tuple[date, str, str]], notice: str) -> None:
        """Propose the notice where a person loads it; write it where the command line does."""
        if self.by:
            propose_calendar_year(year, days, notice=notice, by=self.by)
        else:
            load_calendar_year(year, days, notice=notice, by=None)

    def get_queryset(self) -> models.QuerySet:
        """Return the days with their notice."""
        return CalendarDay.objects.select_related("year")


def is_loaded(year: int, days: list[tuple[date, str, str]]) -> bool:
    """Return whether exactly these days are loaded for the year."""
    loaded = set(CalendarDay.objects.filter(year__year=year).values_list("date", "kind", "name"))
    return loaded == {(day, kind, stored_name(name)) for day, kind, name in days}


def stored_name(text: str) -> str:
    """Return a holiday's name as the calendar keeps it: a code for the statutory ones."""
    return str(FESTIVAL_WORDS.get(text.strip(), text.strip()))[:60]
