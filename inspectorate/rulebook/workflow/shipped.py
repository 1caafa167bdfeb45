"""What the product ships: known holidays, and the settings of the places whose documents were read."""
import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from inspectorate.lib.festivals import known_notices, notice_title
from inspectorate.register.models import Area, Post
from inspectorate.rulebook.catalogue import find
from inspectorate.rulebook.models import CalendarYear, Setting
from inspectorate.rulebook.states import SettingState
from inspectorate.trail.workflow import record

from .days import load_calendar_year

DATA = Path(__file__).resolve().parent.parent / "data"


def seed_calendar(*, by: Post | None = None) -> list[int]:
    """Load every known notice whose year is not loaded yet; return the years. Running it again changes nothing."""
    loaded = set(CalendarYear.objects.filter(loaded_at__isnull=False).values_list("year", flat=True))
    fresh = {year: days for year, days in known_notices().items() if year not in loaded}
    with transaction.atomic():
        for year, days in fresh.items():
            load_calendar_year(year, days, notice=notice_title(year), by=by)
    return sorted(fresh)


def load_shipped_settings(*, by: Post | None = None) -> int:
    """Load the shipped settings of the areas that exist and have none yet from that day; return how many."""
    areas = Area.objects.in_bulk({row["area"] for row in shipped_rows()})
    made = 0
    with transaction.atomic():
        for row in shipped_rows():
            area, first = areas.get(row["area"]), date.fromisoformat(row["valid_from"])
            if area and not Setting.objects.filter(area=area, rule=row["rule"], valid_from=first).exists():
                _ship(row, area, first, by)
                made += 1
    return made


@lru_cache(maxsize=1)
def shipped_rows() -> tuple[dict[str, str], ...]:
    """Return the rows of the shipped settings."""
    with (DATA / "settings.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _ship(row: dict[str, str], area: Area, first: date, by: Post | None) -> None:
    rule = find(row["rule"])
    setting = Setting.objects.create(
        area=area, rule=rule.key, value=rule.as_json(rule.clean(row["value"])), unit=row["unit"],
        operator=row["operator"], valid_from=first, document=row["document"], article=row["article"],
        confidence=row["confidence"], state=SettingState.APPROVED, **area.scope,
    )
    record(setting, "load_shipped_settings", by=by, loaded_on=timezone.localdate())
