"""Enter the matters and instruments that ship with the product; an office adds its own."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def seed(apps, _schema_editor):
    matter_model = apps.get_model("supervision", "Matter")
    matter_model.objects.bulk_create([matter_model(**row) for row in rows("matters.csv")], ignore_conflicts=True)
    instrument_model = apps.get_model("supervision", "Instrument")
    item_model = apps.get_model("supervision", "InstrumentItem")
    made, items = {}, []
    for row in rows("instruments.csv"):
        key = (row["instrument"], row["version"])
        if key not in made:
            made[key], _new = instrument_model.objects.get_or_create(
                title=key[0], version=key[1], defaults={"applies_to": row["applies_to"], "source": row["source"]}
            )
        items.append(
            item_model(
                instrument=made[key],
                code=row["code"],
                section=row["section"],
                title=row["title"],
                points=row["points"] or None,
                standard=row["standard"],
            )
        )
    item_model.objects.bulk_create(items, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_create_supervision")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
