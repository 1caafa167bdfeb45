# ruff: noqa: S608 - names in the statements are the program's own, values are parameters
"""Load a file: all rows or none, every bad row named, the same file twice changes nothing (T35, T36, T38)."""
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext, gettext_noop

from inspectorate.lib.sheets import Sheet, open_sheet
from inspectorate.lib.sheets import SheetRefused as FileRefused
from inspectorate.register.rights import Refused as RightRefused
from inspectorate.trail.workflow import RuleRefused

from .faults import Faults, listed
from .loader import HeaderRefused, Loader
from .staging import CHANGED, NEW, SAME, Stage

PREVIEW_ROWS = 20
NOTES = {
    "hidden_rows": gettext_noop("%(count)s hidden rows were read as well: %(rows)s."),
    "other_sheets": gettext_noop("Only the worksheet “%(sheet)s” was read; the others were left out: %(others)s."),
    "changed_meanwhile": gettext_noop(
        "The same data was changed by somebody else at this moment. Load the file once more."
    ),
}


@dataclass
class Outcome:
    """What loading a file did, or would do."""

    resource: str
    area: str = ""
    sha256: str = ""
    filename: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    joined: int = 0
    refusal: str = ""
    is_applied: bool = False
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    preview: list[list[Any]] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    @property
    def is_refused(self) -> bool:
        """Return whether the file may not be loaded."""
        return bool(self.refusal or self.faults)

    @property
    def touched(self) -> int:
        """Return how many rows are added or changed."""
        return self.new + self.changed

    @property
    def counts(self) -> dict[str, int]:
        """Return the figures of the load."""
        return {
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "joined": self.joined,
            "bad": self.faults.rows,
        }


def load(
    loader: Loader,
    path: str | Path,
    *,
    filename: str = "",
    sheet: str = "",
    is_dry: bool = False,
    on_applied: Callable[[Outcome], Any] | None = None,
) -> Outcome:
    """Check a file and, unless `is_dry` or refused, write it; `on_applied` runs in the same transaction.

    Whatever is wrong is told in the outcome; only faults of the program raise.
    """
    start = time.monotonic()
    outcome = Outcome(loader.slug, area=loader.area, filename=filename or Path(path).name, faults=loader.faults)
    outcome.sha256 = digest(path)
    try:
        with (
            open_sheet(path, filename=filename, sheet=sheet) as table,
            transaction.atomic(),
            pghistory.context(load=loader.slug, sha256=outcome.sha256),
        ):
            course(loader, table, outcome, is_dry=is_dry, on_applied=on_applied)
    except (FileRefused, HeaderRefused, RuleRefused, RightRefused) as refusal:
        outcome.refusal = str(refusal)
    except IntegrityError:
        outcome.refusal = gettext(NOTES["changed_meanwhile"])
        outcome.is_applied = False
    outcome.faults.first.sort(key=attrgetter("row"))
    outcome.notes = loader.notes
    outcome.seconds = round(time.monotonic() - start, 2)
    return outcome


def course(
    loader: Loader, table: Sheet, outcome: Outcome, *, is_dry: bool, on_applied: Callable[[Outcome], Any] | None
) -> None:
    """Stage, judge, plan and, if nothing is wrong, write."""
    one_at_a_time(loader.slug)
    loader.begin()
    found = loader.placed(table.header)
    tell_notes(loader, table)
    types = {name: column.widget.sql for name, column in loader.columns.items()}
    stage = Stage(loader.slug, {**types, **loader.derived}, loader.targets)
    stage.create()
    stage.fill(loader.staged(table, found))
    loader.judge(stage)
    loader.check_keys(stage)
    counts = stage.plan()
    outcome.rows, outcome.joined = table.count, loader.joined
    outcome.new, outcome.changed, outcome.unchanged = counts[NEW], counts[CHANGED] + loader.removed, counts[SAME]
    fill_preview(outcome, loader, stage, found)
    if outcome.is_refused or (is_dry and not loader.is_rehearsed):
        return
    loader.write(stage)
    if is_dry or outcome.is_refused:
        transaction.set_rollback(True)
        return
    outcome.is_applied = True
    if on_applied:
        on_applied(outcome)


def one_at_a_time(slug: str) -> None:
    """Two loads of the same table wait for each other; the lock ends with the transaction.

    The history's triggers ask for `pgtrigger.ignore` at every row and catch an exception where it is unset: a
    hundred thousand caught exceptions in one transaction take minutes, so it is set, to ignoring nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"load:{slug}"])


def tell_notes(loader: Loader, table: Sheet) -> None:
    """Say what was noticed about the file as a whole."""
    hidden, others = table.notes.get("hidden_rows"), table.notes.get("other_sheets")
    if hidden:
        facts = {"count": len(hidden), "rows": listed(hidden)}
        loader.notes.append(gettext(NOTES["hidden_rows"]) % facts)
    if others:
        facts = {"sheet": table.notes["sheet"], "others": listed(others)}
        loader.notes.append(gettext(NOTES["other_sheets"]) % facts)


def fill_preview(outcome: Outcome, loader: Loader, stage: Stage, found: dict[int, str]) -> None:
    """Keep the first rows as they were understood: act, row number, then the columns of the file."""
    names = list(found.values())
    outcome.header = [loader.columns[name].label for name in names]
    rows = stage.ask(f"SELECT act, row_no, {', '.join(names)} FROM {{stage}} ORDER BY row_no LIMIT {PREVIEW_ROWS}")
    cells = [loader.columns[name].widget for name in names]
    outcome.preview = [
        [act, number, *[plain(cell.render(value)) for cell, value in zip(cells, values, strict=True)]]
        for act, number, *values in rows
    ]


def plain(value: Any) -> Any:
    """Return a value of the preview as JSON can carry it."""
    return "" if value is None else value if isinstance(value, (str, int)) else str(value)


def digest(path: str | Path) -> str:
    """Return the SHA-256 of a file."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
