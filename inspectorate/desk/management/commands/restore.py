"""`manage.py restore FOLDER --into DATABASE_URL`: a backup into an empty database, proved row by row."""

from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inspectorate.desk.restoring import restore
from inspectorate.desk.safekeeping import Failed


class Command(BaseCommand):
    """Restore the newest backup of a folder and prove it; exit status 0 only if everything is as it was."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--into", required=True, help="postgres://role@host/name of an empty database")
        parser.add_argument("--media", type=Path, default=Path(settings.MEDIA_ROOT), help="default: MEDIA_ROOT")
        parser.add_argument("--backup", default="", help="name of an older backup; default: the newest")

    def handle(self, *args: object, folder: Path, into: str, media: Path, backup: str, **options: object) -> None:
        try:
            for line in restore(folder, into, media, backup):
                self.stdout.write(line)
        except (Failed, OSError, psycopg2.Error) as error:
            raise CommandError(f"Not restored: {error}") from None
