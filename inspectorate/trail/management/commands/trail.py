"""`manage.py trail verify|seal`: prove the trail whole, or seal what is new."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inspectorate.trail import jobs
from inspectorate.trail.models import Event


class Command(BaseCommand):
    """Verify the hash chains, heads and seals of the trail, or seal the events that no seal covers yet."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["verify", "seal"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, act: str, **options: object) -> None:
        if act == "seal":
            sealed = jobs.seal()
            self.stdout.write(str(sealed) if sealed else "nothing new to seal")
            return
        self._verify(as_json=bool(options["json"]))

    def _verify(self, *, as_json: bool) -> None:
        faults = list(jobs.verify())
        if as_json:
            self.stdout.write(json.dumps({"events": Event.objects.count(), "faults": [vars(f) for f in faults]}))
        for fault in [] if as_json else faults:
            self.stdout.write(f"{fault.kind}: event {fault.event_id}: {fault.detail}")
        if faults:
            raise CommandError(f"{len(faults)} faults in the trail")
        if not as_json:
            self.stdout.write(f"{Event.objects.count()} events, whole")
