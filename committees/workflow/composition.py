"""Verbs of committees: founded, members seated and unseated, liaison officers named."""
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.deadlines import most_members
from committees.models import Committee, Liaison, Membership
from committees.papers import composition_copy
from committees.states import MemberRole
from inspectorate.duties.workflow import cancel_duties, meet_duty
from inspectorate.lib.periods import ONE
from inspectorate.publication.models import Publication
from inspectorate.publication.states import Kind
from inspectorate.publication.workflow import propose
from inspectorate.register.models import Organization, Post, User
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, record


def found_committee(
    *, by: Post, organization: Organization, name: str, founding_document: str = "", founded_on: date | None = None
) -> Committee:
    """Enter the committee of a government (R-ORG-01); the right is asked of the row as it would stand."""
    if organization.kind != Organization.Kind.GOVERNMENT:
        raise RuleRefused(_("A committee belongs to a government; choose one."), rule="R-ORG-01")
    if Committee.objects.filter(organization=organization).exists():
        raise RuleRefused(_("%(unit)s already has a committee.") % {"unit": organization}, rule="R-ORG-01")
    with transaction.atomic():
        committee = Committee.objects.create(
            organization=organization, name=name, founding_document=founding_document, founded_on=founded_on,
            **organization.area.scope,
        )
        require(by, "found_committee", committee)
        record(committee, "found_committee", by=by, document=founding_document)
    return committee


def add_member(
    committee: Committee,
    *,
    by: Post,
    role: str,
    valid_from: date,
    organization: Organization | None = None,
    person_name: str = "",
    position: str = "",
    user: User | None = None,
    order: int | None = None,
    source: str = "",
) -> Membership:
    """Seat a member (R-ORG-01, R-ORG-02); without an order it stands last among those of its role."""
    require(by, "add_member", committee)
    with transaction.atomic():
        Committee.objects.select_for_update().get(pk=committee.pk)
        _check_seat(committee, role, organization, valid_from)
        seat = Membership.objects.create(
            committee=committee, role=role, organization=organization, person_name=person_name, position=position,
            user=user, order=order or _last_place(committee, role) + 1, valid_from=valid_from, source=source,
            **committee.scope,
        )
        record(committee, "add_member", by=by, note=seat.label, member=seat.pk, role=role, valid_from=valid_from)
    return seat


def end_member(membership: Membership, *, by: Post, on: date, note: str = "") -> Membership:
    """End a seat after a day; a unit's liaison officer ends with it. Past compositions stay as they were."""
    require(by, "end_member", membership)
    if on < membership.valid_from:
        began_on = date_format(membership.valid_from)
        raise RuleRefused(_("The seat began on %(date)s; it cannot end before.") % {"date": began_on})
    with transaction.atomic():
        if not Membership.objects.filter(pk=membership.pk, valid_to=None).update(valid_to=on):
            raise RuleRefused(_("This seat has already been ended."))
        membership.valid_to = on
        _end_liaison(membership, on)
        cancel_duties(membership, by=by, note=gettext_lazy("The seat has ended."))
        record(membership.committee, "end_member", by=by, note=note or membership.label, member=membership.pk, on=on)
    return membership


def replace_liaison(
    membership: Membership,
    *,
    by: Post,
    person_name: str,
    office_phone: str,
    valid_from: date,
    position: str = "",
    user: User | None = None,
) -> Liaison:
    """Name the liaison officer of a member unit; the one before ends the day before (R-ORG-07)."""
    require(by, "replace_liaison", membership)
    if membership.role != MemberRole.MEMBER_UNIT or membership.valid_to is not None:
        raise RuleRefused(_("Only a member unit in office names a liaison officer."), rule="R-ORG-07")
    with transaction.atomic():
        Membership.objects.select_for_update().get(pk=membership.pk)
        _end_liaison(membership, valid_from - ONE)
        liaison = Liaison.objects.create(
            membership=membership, person_name=person_name, position=position, office_phone=office_phone, user=user,
            valid_from=valid_from, **membership.scope,
        )
        meet_duty(membership, "name_liaison", by=by)
        record(membership.committee, "replace_liaison", by=by, note=membership.label, liaison=liaison.pk)
    return liaison


def propose_publication(committee: Committee, *, by: Post) -> Publication:
    """Propose today's composition for the public page (R-ORG-01); once released it replaces the one before."""
    require(by, "propose_publication", committee)
    today = timezone.localdate()
    content = composition_copy(committee, today)
    if not content["persons"] and not content["units"]:
        raise RuleRefused(_("Nobody sits on the committee on this day."), rule="R-ORG-01")
    with transaction.atomic():
        copy = propose(
            Kind.COMMITTEE, subject=committee, organization=committee.organization, area=committee.area,
            title=f"{committee.name}组成人员", payload=content, by=by,
        )
        record(committee, "propose_publication", by=by, publication=copy.pk)
    return copy


def _check_seat(committee: Committee, role: str, organization: Organization | None, on: date) -> None:
    """Refuse a second chair, a vice-chair too many, and a unit that is already a member (R-ORG-01, R-ORG-02)."""
    most = most_members(role, committee.area, on)
    if most is not None and _most_seated(committee, role, on) >= most:
        message = _("There may be %(most)d members with the role “%(role)s”. End a seat first.")
        raise RuleRefused(message % {"most": most, "role": MemberRole(role).label}, rule="R-ORG-01")
    if role == MemberRole.MEMBER_UNIT and organization is None:
        raise RuleRefused(_("Say which unit becomes a member."), rule="R-ORG-02")
    if role == MemberRole.MEMBER_UNIT and committee.members.filter(
        role=role, organization=organization, valid_to=None
    ).exists():
        raise RuleRefused(_("%(unit)s is already a member unit.") % {"unit": organization}, rule="R-ORG-02")


def _most_seated(committee: Committee, role: str, on: date) -> int:
    """The most seats of a role held at once from a day on: a new seat has an open end, so later ones count too."""
    seats = committee.members.filter(role=role)
    days = [on, *seats.filter(valid_from__gt=on).values_list("valid_from", flat=True)]
    return max(seats.on(day).count() for day in days)


def _last_place(committee: Committee, role: str) -> int:
    return committee.members.filter(role=role).aggregate(last=Max("order"))["last"] or 0


def _end_liaison(membership: Membership, on: date) -> None:
    current = membership.liaisons.filter(valid_to=None).first()
    if current is None:
        return
    if on < current.valid_from:
        message = _("%(name)s has been liaison officer only since %(date)s; choose a later day.")
        facts = {"name": current.person_name, "date": date_format(current.valid_from)}
        raise RuleRefused(message % facts, rule="R-ORG-07")
    current.valid_to = on
    current.save(update_fields=["valid_to"])
