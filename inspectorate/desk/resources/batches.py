"""Verbs of import batches: received, checked, confirmed, loaded or withdrawn; and loading from the command line."""
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inspectorate.desk.models import ImportBatch
from inspectorate.desk.states import ROWS_FOR_ONE, BatchState
from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import keep_upload
from inspectorate.lib import uploads
from inspectorate.lib.sheets import XLSX_TYPE
from inspectorate.register.models import Area, Post
from inspectorate.register.resources import Fault, Loader, Outcome, load
from inspectorate.register.rights import Refused, require
from inspectorate.trail.workflow import MoveRefused, RuleRefused, move, record

from . import LOADERS, forced_area, scope_of

RELATED = ("area", "file", "uploaded_by__user", "confirmed_by__user")
LOST_AFTER = timedelta(minutes=10)  # longer than any check takes


class RegisterChanged(Exception):
    """The register changed between the check and the loading."""


def receive_batch(
    loader: type[Loader], upload: UploadedFile, *, by: Post, area: Area | None = None, sheet: str = ""
) -> ImportBatch:
    """Keep an uploaded file to be checked; raises uploads.UploadRefused, Refused outside the post's own area."""
    forced = forced_area(by, loader)
    area = area or Area.objects.filter(pk=forced).first()
    refuse_foreign(by, loader, area)
    with transaction.atomic():
        kept = keep_upload(upload, by=by)
        batch = ImportBatch.objects.create(
            resource=loader.slug, area=area, file=kept, filename=kept.name, sha256=kept.sha256, sheet=sheet,
            uploaded_by=by, **scope_of(area, by),
        )  # fmt: skip
        record(batch, "receive_batch", by=by, note=kept.name, sha256=kept.sha256, resource=loader.slug)
    return batch


def check_batch(batch: ImportBatch) -> ImportBatch:
    """Check the kept file without writing a row; safe to run twice."""
    if batch.state != BatchState.RECEIVED:
        return batch
    with translation.override(batch.uploaded_by.user.language):
        outcome = load(loader_of(batch), batch.file.path, filename=batch.filename, sheet=batch.sheet, is_dry=True)
        found = findings(outcome, batch)
    state = BatchState.REFUSED if outcome.is_refused else BatchState.CHECKED
    moved(batch, state, by=None, verb="check_batch", payload=outcome.counts, checked_at=timezone.now(), **found)
    return batch


def confirm_batch(batch: ImportBatch, *, by: Post) -> ImportBatch:
    """Say that the checked file is to be loaded; above a thousand rows another person than the uploader says so."""
    require(by, "confirm_batch", batch)
    refuse_foreign(by, LOADERS[batch.resource], batch.area)
    if batch.takes_two and by.user_id == batch.uploaded_by.user_id:
        message = _("More than %(most)s rows change: somebody else than the person who uploaded the file confirms.")
        raise RuleRefused(message % {"most": ROWS_FOR_ONE}, rule="PERM-5.4.1")
    move(batch, BatchState.CONFIRMED, by=by, verb="confirm_batch", note=batch.sha256, confirmed_by=by)
    return batch


def withdraw_batch(batch: ImportBatch, *, by: Post, note: str = "") -> ImportBatch:
    """Give a checked file up; nothing was written."""
    require(by, "withdraw_batch", batch)
    move(batch, BatchState.WITHDRAWN, by=by, verb="withdraw_batch", note=note)
    return batch


def apply_batch(batch: ImportBatch) -> ImportBatch:
    """Load the confirmed file in one transaction with the event that says so; safe to run twice."""
    if batch.state != BatchState.CONFIRMED:
        return batch
    try:
        with translation.override(batch.uploaded_by.user.language):
            outcome = load(
                loader_of(batch), batch.file.path, filename=batch.filename, sheet=batch.sheet,
                on_applied=lambda outcome: applied(batch, outcome),
            )  # fmt: skip
            found = findings(outcome, batch) if outcome.is_refused else {}
    except RegisterChanged:
        return checked_again(batch)
    except MoveRefused:  # another worker was faster; its load stands, this one is undone
        batch.refresh_from_db()
        return batch
    if outcome.is_refused:
        moved(batch, BatchState.REFUSED, by=None, verb="apply_batch", payload=outcome.counts, **found)
    return batch


def applied(batch: ImportBatch, outcome: Outcome) -> None:
    """Close the batch inside the load's own transaction, if the figures are those that were confirmed."""
    if batch.told_as(outcome.counts) != batch.told_as(batch.counts):
        raise RegisterChanged
    move(
        batch, BatchState.APPLIED, by=batch.confirmed_by, verb="apply_batch", note=batch.sha256,
        payload=outcome.counts, applied_at=timezone.now(),
    )  # fmt: skip


def checked_again(batch: ImportBatch) -> ImportBatch:
    """Show the new figures and ask for a new confirmation."""
    with translation.override(batch.uploaded_by.user.language):
        outcome = load(loader_of(batch), batch.file.path, filename=batch.filename, sheet=batch.sheet, is_dry=True)
        outcome.notes.append(_("The register has changed since the file was checked. Look at the figures again."))
        found = findings(outcome, batch)
    state = BatchState.REFUSED if outcome.is_refused else BatchState.CHECKED
    moved(batch, state, by=None, verb="check_batch", payload=outcome.counts, **found)
    return batch


def loaded_by_command(outcome: Outcome, loader: type[Loader]) -> ImportBatch:
    """Write the batch and the event of a load from the command line; runs inside the load's transaction."""
    area = Area.objects.filter(pk=outcome.area).first()
    batch = ImportBatch.objects.create(
        resource=loader.slug, area=area, filename=outcome.filename[:255], sha256=outcome.sha256,
        state=BatchState.CONFIRMED, counts=outcome.counts, notes=outcome.notes, **scope_of(area, None),
    )  # fmt: skip
    move(
        batch, BatchState.APPLIED, by=None, verb="apply_batch", note=outcome.sha256, payload=outcome.counts,
        applied_at=timezone.now(),
    )  # fmt: skip
    return batch


def waiting_batch(batch_id: int) -> ImportBatch:
    """Return a batch with all that checking and loading it reads."""
    return ImportBatch.objects.select_related(*RELATED).get(pk=batch_id)


def resume() -> int:
    """Take up what a lost hint left lying: batches a worker has still to check or to load; return how many."""
    done, lost = 0, timezone.now() - LOST_AFTER
    for batch in ImportBatch.objects.waiting().filter(created_at__lt=lost).select_related(*RELATED):
        check_batch(batch)
        apply_batch(batch)
        done += 1
    return done


def refuse_foreign(post: Post, loader: type[Loader], area: Area | None) -> None:
    """Refuse an area that lies outside the one the post may load for."""
    forced = forced_area(post, loader)
    if forced and (area is None or forced not in area.lineage):
        raise Refused(_("Your post “%(post)s” has no right to do this here.") % {"post": post.label})


def loader_of(batch: ImportBatch) -> Loader:
    """Return the loader of a batch, bound to its area and to who answers for it."""
    return LOADERS[batch.resource](batch.area_id or "", by=batch.confirmed_by or batch.uploaded_by)


def findings(outcome: Outcome, batch: ImportBatch) -> dict[str, Any]:
    """Return what the page of a batch shows; all faults go into a workbook."""
    return {
        "counts": outcome.counts, "refusal": outcome.refusal, "notes": outcome.notes, "header": outcome.header,
        "preview": outcome.preview, "faults": [asdict(fault) for fault in outcome.faults.first],
        "fault_count": outcome.faults.count, "report": report_of(outcome, batch) if outcome.faults else None,
    }  # fmt: skip


def report_of(outcome: Outcome, batch: ImportBatch) -> StoredFile:
    """Keep the workbook of all faults."""
    sha256, size = uploads.store(outcome.faults.workbook())
    name = _("Faults in %(file)s") % {"file": Path(batch.filename).stem}
    return StoredFile.objects.create(
        sha256=sha256, original_sha256=sha256, name=f"{name[:200]}.xlsx", size=size, media_type=XLSX_TYPE,
        uploader=batch.uploaded_by.user,
    )  # fmt: skip


def faults_of(batch: ImportBatch) -> Iterator[Fault]:
    """Yield the first faults, to be put into words in the reader's language."""
    return (Fault(**values) for values in batch.faults)


def moved(batch: ImportBatch, state: str, **facts: Any) -> None:
    """Move a batch; if somebody else was faster, take over what they did."""
    try:
        move(batch, state, **facts)
    except MoveRefused:
        batch.refresh_from_db()
