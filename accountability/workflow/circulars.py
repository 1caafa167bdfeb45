"""Circulars: proposed by the clock or an officer, scope and addressees decided by the approver (R-ACC-15)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.models import Case, Circular
from accountability.papers import circular as circular_paper
from accountability.papers import public_circular
from accountability.states import CircularState, Scope
from inspectorate.documents.models import Document
from inspectorate.documents.workflow import draft
from inspectorate.publication.models import Publication
from inspectorate.publication.workflow import propose
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .parties import record_recipients, refuse_before_letter, refuse_second, refuse_waiting


def propose_circular(case: Case, *, by: Post | None, reason: str, facts: str, demands: str) -> Circular:
    """Propose a circular to the local party committee, government and upper level (R-ACC-15)."""
    require(by, "propose_circular", case)
    refuse_before_letter(case, rule="R-ACC-15")
    with transaction.atomic():
        refuse_waiting(case, case.circulars.filter(state=CircularState.PROPOSED), rule="R-ACC-15")
        circular = Circular.objects.create(
            case=case, reason=reason, facts=facts, demands=demands, proposed_by=by.user if by else None, **case.filing
        )
        circular.addressees.set(record_recipients(case))
        record(circular, "propose_circular", by=by)
    return circular


def approve_circular(
    circular: Circular, *, by: Post, scope: str, addressees: Iterable[Organization], advice: str = ""
) -> Circular:
    """Decide scope, addressees and the advice on appointments; not by the one who proposed it (R-ACC-15)."""
    require(by, "approve_circular", circular)
    if circular.state != CircularState.PROPOSED:
        raise RuleRefused(_("This circular has left the stage of a proposal."), rule="R-ACC-15")
    addressees = list(addressees)
    if circular.proposed_by_id == by.user_id:
        raise RuleRefused(_("Whoever proposed a circular cannot approve it."))
    if not addressees:
        raise RuleRefused(_("Name at least one addressee."), rule="R-ACC-15")
    with transaction.atomic():
        move(
            circular,
            CircularState.APPROVED,
            by=by,
            verb="approve_circular",
            scope=scope,
            advice=advice,
            approved_by=by.user,
        )
        circular.addressees.set(addressees)
    return circular


def draft_circular(circular: Circular, *, by: Post) -> Document:
    """Draft the document of an approved circular."""
    require(by, "draft_circular", circular)
    if circular.state != CircularState.APPROVED:
        raise RuleRefused(_("Only an approved circular is drafted."), rule="R-ACC-15")
    addressees = list(circular.addressees.all())
    document = draft(
        "circular",
        circular,
        by=by,
        context=circular_paper(circular),
        title=f"关于{circular.unit.name}教育督导问题整改情况的通报",
        addressees=addressees,
        copies=[] if circular.unit in addressees else [circular.unit],
        issuer=circular.owner,
        area=circular.owner.area,
    )
    record(circular, "draft_circular", by=by, document=document.pk)
    return document


def issue_circular(circular: Circular, *, by: Post, on: date) -> Circular:
    """Note the issue of the circular."""
    move(circular, CircularState.ISSUED, by=by, verb="issue_circular", issued_on=on)
    return circular


def publish_circular(circular: Circular, *, by: Post) -> Publication:
    """Propose a public copy, only where the approver decided on the whole of society (R-ACC-16, R-ACC-26)."""
    require(by, "publish_circular", circular)
    if circular.state != CircularState.ISSUED or circular.scope != Scope.SOCIETY:
        raise RuleRefused(_("The approver did not decide to make this circular public."), rule="R-ACC-26")
    refuse_second(circular)
    publication = propose(
        "circular",
        subject=circular,
        organization=circular.unit,
        area=circular.unit.area,
        title=f"关于{circular.unit.name}教育督导问题整改情况的通报",
        payload=public_circular(circular),
        by=by,
        formed_on=circular.issued_on,
        owner=circular.owner,
    )
    record(circular, "publish_circular", by=by, publication=publication.pk)
    return publication


def withdraw_circular(circular: Circular, *, by: Post, note: str) -> Circular:
    """Withdraw a circular before its issue, with the reason."""
    require(by, "withdraw_circular", circular)
    move(circular, CircularState.WITHDRAWN, by=by, verb="withdraw_circular", note=note)
    return circular
