"""Verbs of terms and certificates."""
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspectorate.duties.workflow import meet_duty, open_duty
from inspectorate.lib.periods import ONE
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.register.states import Role
from inspectorate.register.workflow.actors import CONSOLE
from inspectorate.register.workflow.posts import end_now
from inspectorate.trail.workflow import RuleRefused, move, record
from inspectors.deadlines import certificate_issuer, is_consecutive, most_terms, term_ends_on
from inspectors.models import Certificate, Inspector, Term
from inspectors.states import InspectorState, Kind, TermState

RENEWAL = "term_renewal"
TERM_CHECK, CERTIFICATE_CHECK = "check_term", "check_certificate"
Span = tuple[date, date | None]
INSPECTOR_ROLES = frozenset({Role.FULL_TIME_INSPECTOR, Role.PART_TIME_INSPECTOR})


def start_term(inspector: Inspector, *, by: Post, starts_on: date, letter_number: str) -> Term:
    """Start a term: its end by rule for part-timers, so many in a row (R-TERM-01, R-TERM-02); open for full-timers."""
    require(by, "start_term", inspector)
    return engage(inspector, by=by, verb="start_term", starts_on=starts_on, letter_number=letter_number)


def renew_term(inspector: Inspector, *, by: Post, letter_number: str) -> Term:
    """Re-engage for the term that follows the last one without a gap."""
    require(by, "renew_term", inspector)
    last = inspector.terms.order_by("-starts_on").first()
    if last is None or last.last_on is None:
        raise RuleRefused(_("There is no term with an end that could be renewed."), rule="R-TERM-01")
    return engage(inspector, by=by, verb="renew_term", starts_on=last.last_on + ONE, letter_number=letter_number)


def engage(inspector: Inspector, *, by: Post, verb: str, starts_on: date, letter_number: str) -> Term:
    """Write the term under a lock on the inspector, with the duty to decide on renewal before it ends."""
    with transaction.atomic():
        # The inspector's row is the lock under which terms are counted.
        rows = Inspector.objects.select_for_update(of=("self",)).select_related("office__area")
        inspector = rows.get(pk=inspector.pk)
        ends_on = term_ends_on(inspector.area, starts_on) if inspector.kind == Kind.PART_TIME else None
        _check_term(inspector, starts_on, ends_on)
        is_past = ends_on is not None and ends_on < timezone.localdate()
        term = Term.objects.create(
            inspector=inspector, starts_on=starts_on, ends_on=ends_on, letter_number=letter_number,
            state=TermState.COMPLETED if is_past else TermState.ENGAGED, **inspector.scope,
        )
        record(inspector, verb, by=by, note=letter_number, term=term.pk, starts_on=starts_on, ends_on=ends_on)
        if not is_past:
            for kind in (RENEWAL, TERM_CHECK):
                meet_duty(inspector, kind, by=by)
            if ends_on:
                _open_renewal(term, by=by)
    return term


def complete_term(term: Term, *, by: Post | None = None) -> Term:
    """Mark a term as completed after its last day; who is in no other term gives the post back (R-TERM-01)."""
    require(by, "complete_term", term)
    with transaction.atomic():
        move(term, TermState.COMPLETED, by=by, verb="complete_term")
        if not term.inspector.terms.in_force().exists():
            end_posts(term.inspector, by=by)
    return term


def break_off(term: Term, on: date, *, by: Post | None, note: str) -> None:
    """Break a running term off after a day; one whose last day is past then is completed."""
    if term.ends_on and term.ends_on <= on:
        move(term, TermState.COMPLETED, by=by, verb="complete_term")
    else:
        move(term, TermState.TERMINATED, by=by, verb="terminate_term", note=note, ended_on=on)


def end_posts(inspector: Inspector, *, by: Post | None) -> None:
    """End the inspector's posts in this system: rights end with the term, what was done stays."""
    if inspector.user_id is None:
        return
    actor = by or CONSOLE
    for held in Post.objects.current().filter(user=inspector.user_id, role__in=INSPECTOR_ROLES):
        end_now(held, by=actor)
        record(held, "end_post", by=by, note=_("The term as inspector is over."))


def issue_certificate(
    inspector: Inspector,
    *,
    by: Post,
    number: str,
    issued_on: date,
    issuer: Organization | None = None,
    expires_on: date | None = None,
) -> Certificate:
    """Issue the certificate without which nobody inspects; it ends with the term at the latest (R-ROST-07)."""
    require(by, "issue_certificate", inspector)
    issuer = issuer or default_issuer(inspector, issued_on)
    with transaction.atomic():
        Inspector.objects.select_for_update().get(pk=inspector.pk)
        expires_on = _certificate_end(inspector, expires_on)
        if Certificate.objects.filter(issuer=issuer, number=number).exists():
            raise RuleRefused(_("%(issuer)s has already issued a certificate with this number.") % {"issuer": issuer},
                              rule="R-ROST-07")
        inspector.certificates.valid(issued_on).update(revoked_on=issued_on)
        certificate = Certificate.objects.create(
            inspector=inspector, number=number, issuer=issuer, issued_on=issued_on, expires_on=expires_on,
            **inspector.scope,
        )
        meet_duty(inspector, CERTIFICATE_CHECK, by=by)
        record(inspector, "issue_certificate", by=by, note=number, expires_on=expires_on)
    return certificate


def default_issuer(inspector: Inspector, on: date) -> Organization:
    """Return who issues certificates by the area's rule (R-ROST-07): the inspectorate unless it says otherwise."""
    rule, office = certificate_issuer(inspector.area, on), inspector.office
    area = office.area.parent if rule == "upper_inspectorate" else office.area
    kind = Organization.Kind.GOVERNMENT if rule == "government" else Organization.Kind.INSPECTORATE
    if rule in {"government", "upper_inspectorate"} and area is not None:
        return Organization.objects.filter(area=area, kind=kind, valid_to=None).order_by("pk").first() or office
    return office


def _check_term(inspector: Inspector, starts_on: date, ends_on: date | None) -> None:
    if inspector.state != InspectorState.LISTED:
        raise RuleRefused(_("%(name)s has left the roster; a new term begins with a new admission.") %
                          {"name": inspector.name}, rule="R-ROST-04")
    known: list[Span] = [(term.starts_on, term.last_on) for term in inspector.terms.order_by("starts_on")
             if term.last_on is None or term.last_on >= term.starts_on]
    for begun_on, last_on in known:
        if (last_on is None or starts_on <= last_on) and (ends_on is None or begun_on <= ends_on):
            facts = {"from": date_format(begun_on), "to": date_format(last_on) if last_on else _("open end")}
            raise RuleRefused(_("The new term overlaps the one from %(from)s to %(to)s.") % facts, rule="R-TERM-01")
    if inspector.kind == Kind.PART_TIME:
        _check_row(inspector, [*known, (starts_on, ends_on)], starts_on)


def _check_row(inspector: Inspector, spans: list[Span], starts_on: date) -> None:
    """Refuse a term that would stand in a row of too many without a real gap (R-TERM-02)."""
    most = most_terms(inspector.area, starts_on)
    if most is None:
        return
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: span[0]):
        before = rows[-1][-1][1] if rows else None
        if before and is_consecutive(inspector.area, before, span[0]):
            rows[-1].append(span)
        else:
            rows.append([span])
    row = next(row for row in rows if any(begun_on == starts_on for begun_on, _last_on in row))
    if len(row) > most:
        message = _("A part-timer may not serve more than %(most)d terms in a row; this would be number %(number)d.")
        raise RuleRefused(message % {"most": most, "number": len(row)}, rule="R-TERM-02")


def _certificate_end(inspector: Inspector, expires_on: date | None) -> date | None:
    term = inspector.terms.filter(state=TermState.ENGAGED).order_by("-starts_on").first()
    if term is None:
        raise RuleRefused(_("There is no running term for which a certificate could be issued."), rule="R-ROST-07")
    if expires_on is None:
        return term.last_on
    if term.last_on is not None and expires_on > term.last_on:
        message = _("The certificate cannot outlast the term, which ends on %(date)s.")
        raise RuleRefused(message % {"date": date_format(term.last_on)}, rule="R-ROST-07")
    return expires_on


def _open_renewal(term: Term, *, by: Post) -> None:
    inspector = term.inspector
    open_duty(
        RENEWAL, rule="R-TERM-01", title=_("Decide whether to re-engage %(name)s") % {"name": inspector.name},
        holder=inspector.office, subject=inspector, area=inspector.area, by=by, trigger_on=term.starts_on,
        due_on=term.ends_on, group="school", key=f"{RENEWAL}:{term.pk}",
    )
