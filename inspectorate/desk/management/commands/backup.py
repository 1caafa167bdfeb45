"""`manage.py backup --to FOLDER`: database and files, while the office goes on working."""

from pathlib import Path

import psycopg2
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inspectorate.desk.safekeeping import Failed, back_up


class Command(BaseCommand):
    """Back the database and the files up into a folder; exit status 0 only if the backup is whole."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="a folder, best on another machine's disk")

    def handle(self, *args: object, to: Path, **options: object) -> None:
        try:
            made = back_up(to)
        except (Failed, OSError, psycopg2.Error) as error:
            raise CommandError(f"No backup was made: {error}") from None
        files, size = made.files, made.dump["bytes"] / 1e6
        self.stdout.write(
            f"backed up to {to}/{made.name}.json in {made.seconds:.1f} s: {len(made.tables)} tables, {made.rows} rows, "
            f"{size:.1f} MB, {files['count']} files ({files['copied']} new)"
        )
