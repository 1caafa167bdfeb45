from django.db import migrations
from django.utils import timezone

from inspectorate.lib.festivals import known_notices, notice_title


def seed(apps, schema_editor):
    """Load the holiday notices known when this was written; later years come by import or `load_rules`."""
    year_model = apps.get_model("rulebook", "CalendarYear")
    day_model = apps.get_model("rulebook", "CalendarDay")
    now = timezone.now()
    for year, days in known_notices().items():
        row = year_model.objects.create(
            year=year, notice=notice_title(year), state="published", loaded_at=now, changed_at=now
        )
        day_model.objects.bulk_create(day_model(year=row, date=day, kind=kind, name=name) for day, kind, name in days)


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_create_rulebook")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
