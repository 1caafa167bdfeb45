"""Supervise notices: the clock or an officer prepares, whoever signs decides (R-ACC-07)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadlines import proposed_supervision
from accountability.models import Case, RectificationItem, SuperviseNotice
from accountability.papers import supervise_notice
from accountability.states import UNDER_WAY, ItemState, NoticeState
from inspectorate.documents.models import Document
from inspectorate.documents.states import Layout
from inspectorate.documents.workflow import draft
from inspectorate.duties.workflow import is_provisional, open_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .rectification import answer_notices

OPEN_NOTICES = (NoticeState.PROPOSED, NoticeState.ISSUED, NoticeState.SERVED)


def propose_notice(case: Case, *, by: Post | None, items: Sequence[RectificationItem], reason: str) -> SuperviseNotice:
    """Propose a supervise notice for items that are late or failed their re-check; one open notice a case."""
    require(by, "propose_notice", case)
    if not items or any(not (item.is_overdue or item.state == ItemState.FAILED) for item in items):
        raise RuleRefused(_("Only items that are overdue or failed their re-check are supervised."), rule="R-ACC-07")
    with transaction.atomic():
        # The case's row is the lock: the clock and an officer may propose in the same minute.
        Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
        if case.supervise_notices.filter(state__in=OPEN_NOTICES).exists():
            raise RuleRefused(_("A supervise notice on this case is still open."), rule="R-ACC-07")
        notice = SuperviseNotice.objects.create(
            case=case,
            reason=reason,
            proposed_by=by.user if by else None,
            new_due_on=proposed_supervision(case.owner.area, timezone.localdate()).due_on,
            **case.filing,
        )
        notice.items.set(items)
        record(notice, "propose_notice", by=by, items=[item.number for item in items])
    return notice


def draft_supervise_notice(notice: SuperviseNotice, *, by: Post, new_due_on: date, reason: str) -> Document:
    """Draft the document with the new date; its signer is the one who decides (R-ACC-07)."""
    require(by, "draft_supervise_notice", notice)
    if notice.state != NoticeState.PROPOSED:
        raise RuleRefused(_("This notice has left the stage of a proposal."), rule="R-ACC-07")
    if new_due_on <= timezone.localdate():
        raise RuleRefused(_("The new date lies in the future."), rule="R-ACC-07")
    with transaction.atomic():
        notice.new_due_on, notice.reason = new_due_on, reason
        notice.save(update_fields=["new_due_on", "reason"])
        document = draft(
            "supervise_notice",
            notice,
            by=by,
            layout=Layout.WORKING,
            context=supervise_notice(notice),
            title="督办通知书",
            is_provisional_date=is_provisional(new_due_on),
            addressees=[notice.unit],
            copies=[notice.superior],
            issuer=notice.owner,
            area=notice.owner.area,
        )
        record(notice, "draft_supervise_notice", by=by, document=document.pk)
    return document


def issue_supervise_notice(notice: SuperviseNotice, *, by: Post) -> SuperviseNotice:
    """Note the issue, which whoever signed the document decided; each item counts its notices."""
    signer = Document.objects.of(notice).filter(kind="supervise_notice").exclude(signer=None).first()
    with transaction.atomic():
        decided_by = signer.signer if signer else by.user
        move(notice, NoticeState.ISSUED, by=by, verb="issue_supervise_notice", approved_by=decided_by)
        notice.items.update(supervise_notices=F("supervise_notices") + 1)
    return notice


def serve_supervise_notice(notice: SuperviseNotice, *, by: Post, on: date) -> SuperviseNotice:
    """Note the receipt: the unit owes completion by the new date, unless all was closed out meanwhile."""
    new_due_on = notice.new_due_on or proposed_supervision(notice.owner.area, on).due_on
    with transaction.atomic():
        move(notice, NoticeState.SERVED, by=by, verb="serve_supervise_notice", served_on=on)
        open_duty(
            "comply",
            rule="R-ACC-07",
            title=gettext_lazy("Complete the supervised rectification"),
            holder=notice.unit,
            subject=notice,
            area=notice.owner.area,
            by=by,
            trigger_on=on,
            due_on=max(new_due_on, on),
            group=notice.group,
        )
        for item in notice.items.filter(state__in=UNDER_WAY):
            item.due_on = new_due_on
            item.save(update_fields=["due_on"])
            record(item, "supervise", by=by, due_on=new_due_on)
        answer_notices([notice], by=by)
    return notice


def withdraw_notice(notice: SuperviseNotice, *, by: Post, note: str) -> SuperviseNotice:
    """Withdraw a proposal, with the reason."""
    require(by, "withdraw_notice", notice)
    move(notice, NoticeState.WITHDRAWN, by=by, verb="withdraw_notice", note=note)
    return notice
