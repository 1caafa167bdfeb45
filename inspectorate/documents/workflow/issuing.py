"""Numbered and frozen (R-DOC-06), declared void, archived; the files made."""

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from inspectorate.documents import papers, tasks
from inspectorate.documents.models import Document, Series, SeriesYear
from inspectorate.documents.states import NUMBERED, DocumentState, Rendering
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .steps import announce, locked

S = DocumentState


def issue(document: Document, *, by: Post) -> Document:
    """Give the next number of the series (R-DOC-06), freeze the text, have the files made.

    The row of the series' year is locked first: numbers are consecutive, and a refused issue leaves no hole (T49).
    """
    require(by, "issue", document)
    with transaction.atomic():
        document = locked(document, S.SIGNED)
        if document.waits_for_confirmation:
            raise RuleRefused(
                _("The document names a provisional date. A named person must confirm it first."), rule="R-TIME-06"
            )
        year = _next_serial(document)
        number = year.series.number(year.year, year.last_serial)
        move(
            document,
            S.ISSUED,
            by=by,
            verb="issue",
            payload={"number": number},
            series=year.series,
            year=year.year,
            serial=year.last_serial,
            number=number,
            issued_at=timezone.now(),
            rendering=Rendering.WAITING,
            snapshot=papers.snapshot(document, number, timezone.localdate()),
        )
        announce(document, "issue", by)
        transaction.on_commit(lambda: tasks.render.delay(document.pk), robust=True)  # a hint: render_owed finds the row
    return document


def void(document: Document, *, by: Post, note: str | Promise) -> Document:
    """Declare a document void; its number is kept and never given again."""
    require(by, "void", document)
    with transaction.atomic():
        move(document, S.VOID, by=by, verb="void", note=note)
        announce(document, "void", by)
    return document


def archive(document: Document, *, by: Post | None) -> Document:
    """Put the document with its receipts into the archive."""
    require(by, "archive", document)
    move(document, S.ARCHIVED, by=by, verb="archive")
    return document


def render_again(document: Document, *, by: Post) -> Document:
    """Have the files made once more after a failure; what exists stays as it is."""
    require(by, "render_again", document)
    if document.state not in {*NUMBERED, S.VOID} or document.is_rendered:
        raise RuleRefused(_("There are no files owed for this document."))
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(rendering=Rendering.WAITING, rendering_error="")
        record(document, "render_again", by=by)
        transaction.on_commit(lambda: tasks.render.delay(document.pk), robust=True)  # a hint: render_owed finds the row
    return document


def _next_serial(document: Document) -> SeriesYear:
    series = Series.objects.serving(document.issuer, document.kind, document.layout)
    if series is None or document.signed_on is None:
        raise RuleRefused(
            _("There is no number series for this kind of document, or it is not signed."), rule="R-DOC-06"
        )
    SeriesYear.objects.get_or_create(series=series, year=document.signed_on.year)
    year = (
        SeriesYear.objects.select_for_update(of=["self"])
        .select_related("series")
        .get(series=series, year=document.signed_on.year)
    )
    year.last_serial += 1
    year.save(update_fields=["last_serial"])
    return year
