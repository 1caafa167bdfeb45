"""Verbs of the roster: registered, amended, gone."""
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspectorate.duties.workflow import cancel_duties, meet_duty
from inspectorate.lib.periods import ONE
from inspectorate.register.models import Area, Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from inspectors.deadlines import Eligibility, eligibility
from inspectors.models import Inspector, Interest
from inspectors.states import Degree, ExitReason, InspectorState, Relation, TermState

from .assigning import end_all
from .changes import differing, write
from .terms import RENEWAL, break_off, end_posts

# What may be corrected on the roster; kind and office change by another admission only.
AMENDABLE = (
    "name", "organization", "user", "categories", "stages", "degree", "years_of_work", "title", "source",
    "office_phone", "mobile", "register_number",
)


def register_inspector(
    *,
    by: Post,
    office: Organization,
    registered_on: date,
    appointment_document: str,
    register_number: str = "",
    has_senior_title: bool = False,
    **profile: Any,
) -> Inspector:
    """Enter an inspector appointed or engaged before (R-ROST-08); new ones come through a candidacy (R-ROST-04)."""
    check_eligible(office.area, profile, has_senior_title=has_senior_title, on=registered_on)
    with transaction.atomic():
        inspector = Inspector.objects.create(
            office=office, registered_on=registered_on, appointment_document=appointment_document,
            register_number=register_number, **profile, **office.area.scope,
        )
        require(by, "register_inspector", inspector)
        record(inspector, "register_inspector", by=by, note=appointment_document)
    return inspector


def amend(inspector: Inspector, *, by: Post, note: str = "", **changes: Any) -> Inspector:
    """Correct work fields; a change of employer declares the former one as a tie (R-RECUSE-02)."""
    require(by, "amend", inspector)
    changed = differing(inspector, changes, AMENDABLE)
    with transaction.atomic():
        if "organization" in changed and inspector.organization is not None:
            _declare_former(inspector, inspector.organization, by=by)
        write(inspector, changed)
        record(inspector, "amend", by=by, note=note, fields=sorted(changed))
    return inspector


def exit_roster(inspector: Inspector, *, by: Post, reason: str, on: date, note: str) -> Inspector:
    """Take an inspector off the roster after a day (R-EXIT-01, R-EXIT-02); all that was given ends too."""
    require(by, "exit_roster", inspector)
    if on > timezone.localdate():
        message = _("An exit is entered when it has taken effect; %(on)s is still to come.")
        raise RuleRefused(message % {"on": date_format(on)})
    with transaction.atomic():
        move(
            inspector, InspectorState.EXITED, by=by, verb="exit_roster", note=note, payload={"reason": reason},
            exited_on=on, exit_reason=reason,
        )
        for term in inspector.terms.filter(state=TermState.ENGAGED):
            break_off(term, on, by=by, note=str(ExitReason(reason).label))
        inspector.certificates.filter(revoked_on=None).update(revoked_on=on + ONE)
        meet_duty(inspector, RENEWAL, by=by)
        cancel_duties(inspector, by=by, note=ExitReason(reason).label)
        end_all(inspector, on, by=by, note=str(ExitReason(reason).label))
        end_posts(inspector, by=by)
    return inspector


def check_eligible(area: Area, profile: Mapping[str, Any], *, has_senior_title: bool, on: date) -> None:
    """Refuse whoever lacks the degree or the years (R-ROST-02), naming all that is missing."""
    rule = eligibility(area, on)
    reasons = _degree_missing(rule, profile["degree"], has_senior_title=has_senior_title)
    reasons += _years_missing(rule, profile["years_of_work"])
    if reasons:
        raise RuleRefused(" ".join(reasons), rule="R-ROST-02")


def _degree_missing(rule: Eligibility, degree: str, *, has_senior_title: bool) -> list[str]:
    ranks = Degree.values
    if ranks.index(degree) >= ranks.index(rule.degree) or (rule.senior_title_counts and has_senior_title):
        return []
    facts = {"needed": Degree(rule.degree).label, "has": Degree(degree).label}
    return [_("An inspector needs at least the degree “%(needed)s”; entered is “%(has)s”.") % facts]


def _years_missing(rule: Eligibility, years: int) -> list[str]:
    if years >= rule.years:
        return []
    message = _("An inspector needs %(needed)d years in education administration, teaching or research, not %(has)d.")
    return [message % {"needed": rule.years, "has": years}]


def _declare_former(inspector: Inspector, employer: Organization, *, by: Post) -> None:
    today = timezone.localdate()
    tie = Interest.objects.create(
        inspector=inspector, organization=employer, relation=Relation.FORMERLY_EMPLOYED, until=today,
        declared_on=today, note=_("Entered with the change of employer."), **inspector.scope,
    )
    record(tie, "declare_interest", by=by)
