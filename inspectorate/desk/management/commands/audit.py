"""`manage.py audit staffing|training|visits …`: who falls short of a rule in an area, as text or as JSON."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from committees.workflow import meetings_report, participation_report
from inspectorate.register.models import Area
from inspectors.workflow import staffing_report, training_report
from supervision.models.audits import visits_audit


@dataclass(frozen=True)
class Asked:
    """What an audit is about: an area, a calendar year, and the day as which today counts."""

    area: Area
    year: int
    on: date


# Each returns {"rows": [{…}, …], "totals": {…}}: the same figures as its page.
AUDITS: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "staffing": lambda asked: staffing_report(asked.area, asked.on).as_dict(),
    "meetings": lambda asked: meetings_report(asked.area, asked.year, asked.on),
    "participation": lambda asked: participation_report(asked.area, asked.year, asked.on),
    "training": lambda asked: training_report(asked.area, asked.year, asked.on).as_dict(),
    "visits": lambda asked: visits_audit(asked.area, asked.year).as_dict(),
}


class Command(BaseCommand):
    """Print an audit."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the audit's name, the area's code, the year, and the form of the answer."""
        parser.add_argument("audit", choices=sorted(AUDITS))
        parser.add_argument("--area", required=True, help="GB/T 2260 code, e.g. 231000")
        parser.add_argument("--year", type=int, help="calendar year; this year by default")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: object, **options: Any) -> None:
        found = AUDITS[options["audit"]](self.asked(options["area"], options["year"]))
        if options["json"]:
            self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False))
            return
        for row in (*found["rows"], found["totals"]):
            self.stdout.write("  ".join(f"{name}={value}" for name, value in row.items()))

    def asked(self, code: str, year: int | None) -> Asked:
        """Return the area and the time; a past year is seen as of its last day."""
        area = Area.objects.filter(pk=code).first()
        if area is None:
            raise CommandError(f"There is no area {code}.")
        today = timezone.localdate()
        year = year or today.year
        return Asked(area, year, min(today, date(year, 12, 31)) if year <= today.year else date(year, 1, 1))
