"""The working-day calendar (R-TIME-06): read, loaded from the yearly notice, corrected."""
from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.lib.festivals import REVISED_FROM, statutory_holidays
from inspectorate.lib.periods import REACHED_BACK, SATURDAY, Calendar
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.rulebook.models import CalendarChange, CalendarDay, CalendarYear
from inspectorate.rulebook.states import FESTIVAL_WORDS, DayKind, Festival, YearState
from inspectorate.trail.workflow import RuleRefused, move, record

Stamp = tuple[tuple[int, UUID], ...]
_held: dict[Stamp, Calendar] = {}


def calendar() -> Calendar:
    """Return the calendar: one small query to see whether the one in memory is still right."""
    stamp = tuple(_published().order_by("year").values_list("year", "token"))
    if stamp not in _held:
        fresh = _read()
        _held.clear()
        _held[stamp] = fresh
    return _held[stamp]


def is_provisional(year: int) -> bool:
    """Return whether the notice of a year is not loaded yet."""
    return year not in calendar().published


def load_calendar_year(
    year: int, days: Iterable[tuple[date, str, str]], *, notice: str, by: Post | None
) -> CalendarYear:
    """Load or replace a year's notice: rows of date, kind (`holiday` or `swapped_working_day`) and name.

    The notice must hold every statutory holiday of the year; it may reach into the last week of the year before.
    Raises RuleRefused naming the row that cannot be right; nothing is loaded then.
    """
    rows = clean_days(year, days)
    with transaction.atomic():
        row, _made = CalendarYear.objects.get_or_create(year=year)
        require(by, "load_calendar_year", row)
        return write_year(row, rows, notice=notice, by=by)


def write_year(
    row: CalendarYear, rows: list[tuple[date, str, str]], *, notice: str, by: Post | None
) -> CalendarYear:
    """Write a year's checked days in place of those before; for the command line and approved changes."""
    with transaction.atomic():
        CalendarYear.objects.select_for_update().get(pk=row.pk)
        row.days.all().delete()
        refuse_taken([day for day, *_rest in rows])
        CalendarDay.objects.bulk_create(
            CalendarDay(year=row, date=day, kind=kind, name=text) for day, kind, text in rows
        )
        now = timezone.now()
        move(
            row, YearState.PUBLISHED, by=by, verb="load_calendar_year", note=notice, payload={"days": len(rows)},
            notice=notice[:200], loaded_at=now, changed_at=now, token=uuid4(),
        )
    return row


def change_calendar_day(
    year: CalendarYear, *, day: date, kind: str, name: str = "", note: str, by: Post | None
) -> CalendarYear:
    """Correct one day of a loaded year; an empty `kind` makes it an ordinary day again."""
    require(by, "change_calendar_day", year)
    if kind:
        check_row(year.year, day, kind)
    return write_day(year, (day, kind, name), note=note, by=by)


def write_day(year: CalendarYear, row: tuple[date, str, str], *, note: str, by: Post | None) -> CalendarYear:
    """Write one checked day of a year; an empty kind takes it off the notice."""
    day, kind, name = row
    with transaction.atomic():
        if kind:
            refuse_taken([day], but=year)
            CalendarDay.objects.update_or_create(date=day, defaults={"year": year, "kind": kind, "name": name_of(name)})
        else:
            year.days.filter(date=day).delete()
        CalendarYear.objects.filter(pk=year.pk).update(changed_at=timezone.now(), token=uuid4())
        record(year, "change_calendar_day", by=by, note=note, day=day, kind=kind)
    year.refresh_from_db()
    return year


def planned_calendar(change: CalendarChange) -> Calendar:
    """Return the calendar as it would be with a change: nothing is written (R-TIME-06)."""
    holidays, swapped, published = _read_rows()
    if change.is_whole:
        lost = set(CalendarDay.objects.filter(year__year=change.year).values_list("date", flat=True))
    else:
        lost = {day for day, _kind, _name_of in change.rows}
    for days in (holidays, swapped):
        for day in lost & days.keys():
            del days[day]
    for day, kind, name in change.rows:
        if kind:
            (holidays if kind == DayKind.HOLIDAY else swapped)[day] = name
    told = {change.year} if change.is_whole else set()
    return Calendar(holidays=holidays, swapped=swapped, published=published | told)


def clean_days(year: int, days: Iterable[tuple[date, str, str]]) -> list[tuple[date, str, str]]:
    """Return the rows of a notice with their names as the calendar keeps them; raises RuleRefused for a wrong one."""
    rows = [(day, kind.strip(), name_of(name)) for day, kind, name in days]
    _check(year, rows)
    return rows


def _published():
    return CalendarYear.objects.filter(state=YearState.PUBLISHED)


def _read() -> Calendar:
    holidays, swapped, published = _read_rows()
    return Calendar(holidays=holidays, swapped=swapped, published=published)


def _read_rows() -> tuple[dict[date, str], dict[date, str], frozenset[int]]:
    rows = list(CalendarDay.objects.filter(year__state=YearState.PUBLISHED).values_list("date", "kind", "name"))
    holidays = {day: name for day, kind, name in rows if kind == DayKind.HOLIDAY}
    swapped = {day: name for day, kind, name in rows if kind == DayKind.SWAPPED}
    return holidays, swapped, frozenset(_published().values_list("year", flat=True))


def name_of(text: str) -> str:
    """Return the code of a statutory holiday as notices write it, else the name itself."""
    text = text.strip()
    return str(FESTIVAL_WORDS.get(text, text))[:60]


def _check(year: int, rows: list[tuple[date, str, str]]) -> None:
    seen: set[date] = set()
    for day, kind, _name_of in rows:
        check_row(year, day, kind)
        if day in seen:
            raise RuleRefused(_("%(day)s stands in the notice twice.") % {"day": day}, rule="R-TIME-06")
        seen.add(day)
    off = {day for day, kind, _name_of in rows if kind == DayKind.HOLIDAY}
    missing = sorted(set(statutory_holidays(year)) - off) if year >= REVISED_FROM else ()
    if missing:
        facts = {"day": missing[0], "name": Festival(statutory_holidays(year)[missing[0]]).label, "year": year}
        message = _("The notice for %(year)s lacks %(day)s (%(name)s), which the law makes a day off.")
        raise RuleRefused(message % facts, rule="R-TIME-06")


def check_row(year: int, day: date, kind: str) -> None:
    """Refuse a day that cannot be what the notice of the year makes of it."""
    if kind not in DayKind.values:
        message = _("%(day)s: “%(kind)s” is neither “holiday” nor “swapped_working_day”.")
        raise RuleRefused(message % {"day": day, "kind": kind}, rule="R-TIME-06")
    if not date(year - 1, *REACHED_BACK) <= day <= date(year, 12, 31):
        raise RuleRefused(_("%(day)s does not belong to %(year)s.") % {"day": day, "year": year}, rule="R-TIME-06")
    if kind == DayKind.SWAPPED and day.weekday() < SATURDAY:
        message = _("%(day)s is no Saturday or Sunday, so it cannot become a working day.")
        raise RuleRefused(message % {"day": day}, rule="R-TIME-06")


def refuse_taken(days: list[date], but: CalendarYear | None = None) -> None:
    """Refuse days that stand in the notice of another year."""
    rows = CalendarDay.objects.filter(date__in=days).select_related("year")
    taken = rows.exclude(year=but.pk if but else None).first()
    if taken:
        facts = {"day": taken.date, "year": taken.year}
        raise RuleRefused(_("%(day)s already stands in the notice for %(year)s.") % facts, rule="R-TIME-06")
