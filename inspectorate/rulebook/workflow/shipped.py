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
from inspectorate.trail.workflow import record_many

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
    with transaction.atomic():
        there = set(Setting.objects.filter(area__in=areas).values_list("area", "rule", "valid_from"))
        fresh = [_shipped(row, areas[row["area"]]) for row in shipped_rows() if row["area"] in areas]
        made = Setting.objects.bulk_create(
            setting for setting in fresh if (setting.area_id, setting.rule, setting.valid_from) not in there
        )
        today = timezone.localdate()
        record_many(made, "load_shipped_settings", by=by, payload=lambda _setting: {"loaded_on": today})
    return len(made)


@lru_cache(maxsize=1)
def shipped_rows() -> tuple[dict[str, str], ...]:
    """Return the rows of the shipped settings."""
    with (DATA / "settings.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _shipped(row: dict[str, str], area: Area) -> Setting:
    rule = find(row["rule"])
    return Setting(
        area=area, rule=rule.key, value=rule.as_json(rule.clean(row["value"])), unit=row["unit"],
        operator=row["operator"], valid_from=date.fromisoformat(row["valid_from"]), document=row["document"],
        article=row["article"], confidence=row["confidence"], state=SettingState.APPROVED, **area.scope,
    )
