"""`manage.py load_rules`: the known holidays and the shipped settings; safe to run again."""
from django.core.management.base import BaseCommand

from inspectorate.rulebook.workflow import load_shipped_settings, seed_calendar


class Command(BaseCommand):
    help = "Load the known holiday notices and the shipped settings of the areas that exist."

    def handle(self, *args, **options) -> None:
        years = seed_calendar()
        made = load_shipped_settings()
        self.stdout.write(f"holiday notices loaded: {', '.join(map(str, years)) or 'none missing'}; settings: {made}")
