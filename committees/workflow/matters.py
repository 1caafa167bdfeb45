"""Major matters: a county reports, the city office confirms the receipt and answers (R-ORG-11)."""
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import MajorMatter, office_of
from committees.states import MatterState
from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.duties.workflow import meet_duty, open_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

S = MatterState


def report_matter(
    *, by: Post, title: str, happened_on: date, facts: str, measures: str, files: Iterable[StoredFile] = ()
) -> MajorMatter:
    """Report a major matter to the office above, which owes the receipt (R-ORG-11)."""
    office = by.organization
    upper = office_of(office.area.parent) if office.area.parent else None
    if upper is None or upper == office:
        raise RuleRefused(_("The register holds no committee office above this one."), rule="R-ORG-11")
    if happened_on > timezone.localdate():
        raise RuleRefused(_("What is reported has happened already."), rule="R-ORG-11")
    with transaction.atomic():
        matter = MajorMatter.objects.create(
            organization=office, addressee=upper, title=title, happened_on=happened_on, facts=facts,
            measures=measures, author=by.user, **office.scope,
        )
        require(by, "report_matter", matter)
        attach(matter, files, by=by)
        record(matter, "report_matter", by=by)
        open_duty(
            "receive_matter", rule="R-ORG-11.receipt", holder=upper, subject=matter, area=upper.area, by=by,
            title=format_lazy(gettext_lazy("Confirm the receipt: {matter}"), matter=title),
            trigger_on=timezone.localdate(),
        )
    return matter


def receive_matter(matter: MajorMatter, *, by: Post) -> MajorMatter:
    """Confirm the receipt: who and when stands on the matter's page (R-ORG-11)."""
    require(by, "receive_matter", matter)
    with transaction.atomic():
        move(matter, S.RECEIVED, by=by, verb="receive_matter", received_at=timezone.now(), received_by=by.user)
        meet_duty(matter, "receive_matter", by=by)
    return matter


def answer_matter(matter: MajorMatter, *, by: Post, answer: str) -> MajorMatter:
    """Answer a received matter; the county reads it on the same page."""
    require(by, "answer_matter", matter)
    move(matter, S.ANSWERED, by=by, verb="answer_matter", note=answer, answer=answer)
    return matter


def note_matter(matter: MajorMatter, *, by: Post, note: str = "") -> MajorMatter:
    """Take note of a received matter that needs no answer."""
    require(by, "note_matter", matter)
    move(matter, S.NOTED, by=by, verb="note_matter", note=note)
    return matter
