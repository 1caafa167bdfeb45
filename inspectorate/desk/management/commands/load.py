"""`manage.py load`: load a table from a file: all rows or none."""
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from inspectorate.desk.resources import LOADERS
from inspectorate.desk.resources.batches import loaded_by_command
from inspectorate.register.models import Area
from inspectorate.register.resources import Loader, Outcome, load

SHOWN = 1000


class Command(BaseCommand):
    """Load a table, or list the tables with their columns."""

    help = "Load a table from a .xlsx or .csv file: all rows or none. --list shows the tables and their columns."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("resource", nargs="?", choices=sorted(LOADERS), help="table to load")
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--area", default="", metavar="CODE", help="rows outside this division are refused")
        parser.add_argument("--sheet", default="", metavar="NAME", help="worksheet (default: the first that is filled)")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument("--faults", type=Path, metavar="FILE", help="write all faults into this workbook")
        parser.add_argument("--list", action="store_true", help="list the tables and their columns")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="language of the messages")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            if options["list"]:
                self.list_tables(as_json=options["json"])
                return
            if not options["resource"] or not options["file"]:
                raise CommandError("Name a table and a file, or ask with --list.")
            self.load(LOADERS[options["resource"]], **options)

    def load(self, loader: type[Loader], *, file: Path, area: str, sheet: str, dry_run: bool, **options: Any) -> None:
        """Load one file and tell what happened; a refused file ends the command with status 1."""
        if not file.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": file})
        if area and not Area.objects.filter(pk=area).exists():
            raise CommandError(_("There is no division with the code %(code)s.") % {"code": area})
        outcome = load(
            loader(area), file, sheet=sheet, is_dry=dry_run, on_applied=lambda done: loaded_by_command(done, loader)
        )
        if options["faults"] and outcome.faults:
            with options["faults"].open("wb") as target:
                target.writelines(outcome.faults.workbook())
        self.tell(outcome, as_json=options["json"])
        if outcome.is_refused:
            raise CommandError(_("Refused: nothing was written."), returncode=1)

    def tell(self, outcome: Outcome, *, as_json: bool) -> None:
        """Say what was or would be written, and what is wrong."""
        if as_json:
            self.stdout.write(json.dumps(answer(outcome), ensure_ascii=False))
            return
        if outcome.refusal:
            self.stdout.write(outcome.refusal)
        for fault in outcome.faults.first:
            self.stdout.write(fault.sentence)
        if outcome.faults.count > SHOWN:
            rest = _("… and %(count)s more faults; --faults writes all of them into a workbook.")
            self.stdout.write(rest % {"count": outcome.faults.count - SHOWN})
        for note in outcome.notes:
            self.stdout.write(_("Note: %(note)s") % {"note": note})
        self.stdout.write(figures(outcome))

    def list_tables(self, *, as_json: bool) -> None:
        """Print each table with its columns."""
        if as_json:
            tables = {slug: columns(loader) for slug, loader in LOADERS.items()}
            self.stdout.write(json.dumps(tables, ensure_ascii=False))
            return
        for slug, loader in LOADERS.items():
            self.stdout.write(f"{slug}  {loader.caption}")
            for column in columns(loader):
                mark = "*" if column["required"] else " "
                names = " / ".join([column["chinese"], column["english"], *column["aliases"]])
                self.stdout.write(f"  {mark} {names}  {column['help']}".rstrip())
            self.stdout.write("")


def answer(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as programs read it."""
    return {
        "resource": outcome.resource, "file": outcome.filename, "sha256": outcome.sha256, "area": outcome.area,
        **outcome.counts, "applied": outcome.is_applied, "refusal": outcome.refusal, "notes": outcome.notes,
        "fault_count": outcome.faults.count, "faults": [fault.as_dict() for fault in outcome.faults.first],
        "seconds": outcome.seconds,
    }  # fmt: skip


def figures(outcome: Outcome) -> str:
    """Return the figures of a load as one line."""
    line = _("%(rows)s rows: %(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(bad)s bad. %(end)s")
    end = _("Loaded.") if outcome.is_applied else _("Nothing was written.")
    return line % {**outcome.counts, "end": end}


def columns(loader: type[Loader]) -> list[dict[str, Any]]:
    """Return the columns of a table as data."""
    return [
        {
            "name": name, "chinese": column.chinese, "english": column.english, "aliases": list(column.aliases),
            "required": column.is_required, "help": str(column.help_text), "example": column.example,
        }
        for name, column in loader.fields.items()
    ]  # fmt: skip
