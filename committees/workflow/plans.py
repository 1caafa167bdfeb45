"""Annual plans: prepared from last year's, submitted, returned item by item, filed or approved (S05)."""
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from committees.deadlines import year_begin, year_end
from committees.models import AnnualPlan, PlanItem, office_of
from committees.papers import plan_copy
from committees.signals import figures_asked
from committees.states import OPEN_PLANS, PlanKind, PlanState
from inspectorate.duties.workflow import meet_duty, meet_keys, open_duty
from inspectorate.lib.periods import add_months
from inspectorate.publication.models import Publication
from inspectorate.publication.states import Kind, PublicationState
from inspectorate.publication.workflow import propose
from inspectorate.register.models import Level, Organization, Post, School
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

S = PlanState
RULES: dict[str, str] = {PlanKind.CITY: "R-ORG-10", PlanKind.COUNTY: "R-ORG-11"}
MONTHS = 12


class PlanLine(NamedTuple):
    """One item as the office writes it; `item` is None for a new one, an empty measure lets the item fall away."""

    item: PlanItem | None
    section: str
    objective: str
    measure: str
    lead: Organization | None
    cooperating: Sequence[Organization]
    due_on: date | None


def plan_key(organization_id: int, year: int) -> str:
    """Return the key of an office's duty to have its plan of a year (R-ORG-10, R-ORG-11)."""
    return f"annual_plan:{organization_id}:{year}"


def start_plan(*, by: Post, year: int) -> AnnualPlan:
    """Begin the plan of the acting office; the right is asked of the row as it stands."""
    with transaction.atomic():
        plan = prepare_plan(by.organization, year, by=by)
        require(by, "start_plan", plan)
    return plan


def prepare_plan(organization: Organization, year: int, *, by: Post | None) -> AnnualPlan:
    """Make the draft of an office's plan with last year's items in it; a plan that is there already is returned."""
    area = organization.area
    kind = PlanKind.COUNTY if area.level == Level.COUNTY else PlanKind.CITY
    upper = office_of(area.parent) if kind == PlanKind.COUNTY and area.parent else None
    if kind == PlanKind.COUNTY and upper is None:
        raise RuleRefused(_("The register holds no committee office above this one."), rule="R-ORG-11")
    values = {"kind": kind, "addressee": upper, **organization.scope}
    with transaction.atomic():
        plan, is_new = AnnualPlan.objects.get_or_create(organization=organization, year=year, defaults=values)
        if is_new:
            former = AnnualPlan.objects.filter(organization=organization, year=year - 1).first()
            _copy_items(former, plan)
            record(plan, "prepare_plan", by=by, year=year)
    return plan


def _copy_items(former: AnnualPlan | None, plan: AnnualPlan) -> None:
    """Take over last year's items: what they said stands on the left of the page, dates move on by a year."""
    for item in former.items.prefetch_related("cooperating") if former else ():
        made = PlanItem.objects.create(
            plan=plan, former=item, number=item.number, section=item.section, objective=item.objective,
            measure=item.measure, lead=item.lead, due_on=add_months(item.due_on, MONTHS) if item.due_on else None,
            **plan.scope,
        )
        made.cooperating.set(item.cooperating.all())


def editable(plan: AnnualPlan) -> list[PlanItem]:
    """Return the items that may be written now: all of a draft, only the refused ones of a plan that came back."""
    items = list(plan.items.select_related("former", "lead").prefetch_related("cooperating"))
    refused = [item for item in items if item.returned_note]
    return refused if plan.state == S.RETURNED and refused else items


def write_plan(plan: AnnualPlan, *, by: Post, lines: Sequence[PlanLine]) -> AnnualPlan:
    """Write the items of a plan; of a returned plan only the refused items (R-ORG-11)."""
    require(by, "write_plan", plan)
    with transaction.atomic():
        plan = AnnualPlan.objects.select_for_update(of=["self"]).select_related("organization__area").get(pk=plan.pk)
        if plan.state not in OPEN_PLANS:
            raise RuleRefused(_("A plan that was submitted is not written any more."), rule=RULES[plan.kind])
        open_items = editable(plan)
        free = {item.pk for item in open_items}
        is_partial = len(free) < plan.items.count()
        if any(line.item.pk not in free if line.item else is_partial for line in lines):
            raise RuleRefused(_("Only the items that were returned may be changed."), rule=RULES[plan.kind])
        for line in lines:
            _write(plan, line)
        _number(plan)
        record(plan, "write_plan", by=by, items=plan.items.count())
    return plan


def _write(plan: AnnualPlan, line: PlanLine) -> None:
    if not line.measure:
        if line.item:
            line.item.delete()
        return
    item = line.item or PlanItem(plan=plan, number=_next_number(plan), **plan.scope)
    item.section, item.objective, item.measure = line.section, line.objective, line.measure
    item.lead, item.due_on = line.lead, line.due_on
    item.save()
    item.cooperating.set(line.cooperating)


def _next_number(plan: AnnualPlan) -> int:
    last = plan.items.order_by("number").last()
    return last.number + 1 if last else 1


def _number(plan: AnnualPlan) -> None:
    """Number the items anew without gaps, in their order."""
    items = list(plan.items.order_by("number", "pk"))
    for number, item in enumerate(items, 1):
        item.number = number
    PlanItem.objects.bulk_update(items, ["number"])


def submit_plan(plan: AnnualPlan, *, by: Post) -> AnnualPlan:
    """Submit a plan whose items are complete; a county's goes to the city office, which owes an answer (R-ORG-11)."""
    require(by, "submit_plan", plan)
    _check_complete(plan)
    today = timezone.localdate()
    with override(settings.LANGUAGE_CODE):
        figures = [[str(label), number] for label, number in known_figures(plan)]
    with transaction.atomic():
        move(plan, S.SUBMITTED, by=by, verb="submit_plan", submitted_on=today, submitted_by=by.user, figures=figures)
        meet_duty(plan, "resubmit_plan", by=by)
        if plan.kind == PlanKind.COUNTY:
            meet_keys([plan_key(plan.organization_id, plan.year)], by=by)
            _owe_filing(plan, by=by, on=today)
    return plan


def _check_complete(plan: AnnualPlan) -> None:
    items = list(plan.items.all())
    if not items:
        raise RuleRefused(_("A plan without items cannot be submitted."), rule=RULES[plan.kind])
    first, last = year_begin(plan.year), year_end(plan.year)
    gaps = [str(one.number) for one in items if not (one.lead_id and one.due_on and first <= one.due_on <= last)]
    if gaps:
        message = _("Each item names its lead unit and a date in %(year)d; look at no. %(numbers)s.")
        raise RuleRefused(message % {"year": plan.year, "numbers": "、".join(gaps)}, rule=RULES[plan.kind])


def _owe_filing(plan: AnnualPlan, *, by: Post, on: date) -> None:
    if plan.addressee is None:  # the database holds that a county's plan has one
        return
    open_duty(
        "file_plan", rule="R-ORG-11.filing", title=format_lazy(gettext_lazy("File or return: {plan}"), plan=plan),
        holder=plan.addressee, subject=plan, area=plan.addressee.area, by=by, trigger_on=on,
    )


def return_plan(
    plan: AnnualPlan, *, by: Post, note: str = "", items: Mapping[PlanItem, str] | None = None
) -> AnnualPlan:
    """Return a plan with reasons, as a whole or item by item: only refused items come back to be written (R-ORG-11)."""
    require(by, "return_plan", plan)
    reasons = {item: text for item, text in (items or {}).items() if text}
    if not note and not reasons:
        raise RuleRefused(_("A plan is returned with a reason."), rule=RULES[plan.kind])
    with transaction.atomic():
        move(plan, S.RETURNED, by=by, verb="return_plan", note=note, returned_note=note)
        plan.items.exclude(returned_note="").update(returned_note="")
        for item, text in reasons.items():
            plan.items.filter(pk=item.pk).update(returned_note=text)
        meet_duty(plan, "file_plan", by=by)
        open_duty(
            "resubmit_plan", rule="R-ORG-11.resubmission", holder=plan.organization, subject=plan,
            title=format_lazy(gettext_lazy("Submit again: {plan}"), plan=plan), area=plan.area, by=by,
            trigger_on=timezone.localdate(),
        )
    return plan


def file_plan(plan: AnnualPlan, *, by: Post, note: str = "") -> AnnualPlan:
    """File a county's plan for the record; who and when is its receipt (R-ORG-11)."""
    require(by, "file_plan", plan)
    if plan.kind != PlanKind.COUNTY:
        raise RuleRefused(_("The city's own plan is approved, not filed."), rule="R-ORG-11")
    with transaction.atomic():
        _settle(plan, S.FILED, by=by, verb="file_plan", note=note)
        meet_duty(plan, "file_plan", by=by)
    return plan


def approve_plan(plan: AnnualPlan, *, by: Post, note: str = "") -> AnnualPlan:
    """Approve the city's plan; never by the one who submitted it (R-ORG-10)."""
    require(by, "approve_plan", plan)
    if plan.kind != PlanKind.CITY:
        raise RuleRefused(_("A county's plan is filed, not approved."), rule="R-ORG-10")
    if plan.submitted_by_id == by.user_id:
        raise RuleRefused(_("Whoever submitted a plan does not approve it."), rule="R-ORG-10")
    with transaction.atomic():
        _settle(plan, S.APPROVED, by=by, verb="approve_plan", note=note)
        meet_keys([plan_key(plan.organization_id, plan.year)], by=by)
    return plan


def _settle(plan: AnnualPlan, to: str, *, by: Post, verb: str, note: str) -> None:
    values: dict[str, Any] = {"settled_at": timezone.now(), "settled_by": by.user, "returned_note": ""}
    move(plan, to, by=by, verb=verb, note=note, **values)
    plan.items.exclude(returned_note="").update(returned_note="")


def report_progress(item: PlanItem, *, by: Post, state: str, progress: str) -> PlanItem:
    """Say how far an item of a settled plan is; its lead unit or the plan's office does (R-ORG-10)."""
    require(by, "report_progress", item)
    if not item.plan.is_settled:
        raise RuleRefused(_("Progress is told once the plan is filed or approved."), rule=RULES[item.plan.kind])
    if state == item.state:
        with transaction.atomic():
            item.progress = progress
            item.save(update_fields=["progress", "updated_at"])
            record(item, "report_progress", by=by, note=progress)
        return item
    move(item, state, by=by, verb="report_progress", note=progress, progress=progress)
    return item


def publish_plan(plan: AnnualPlan, *, by: Post) -> Publication:
    """Propose the approved plan for the public page (R-ORG-10: public after approval)."""
    require(by, "publish_plan", plan)
    if plan.state != S.APPROVED:
        raise RuleRefused(_("A plan is made public after its approval."), rule="R-ORG-10")
    copies = Publication.objects.filter(subject_type=plan._meta.label_lower, subject_id=plan.pk)
    if copies.exclude(state__in=[PublicationState.DROPPED, PublicationState.WITHDRAWN]).exists():
        raise RuleRefused(_("A public copy of this is on its way already."), rule="R-PUB-18")
    with transaction.atomic():
        copy = propose(
            Kind.ANNUAL_PLAN, subject=plan, organization=plan.organization, area=plan.area, by=by,
            title=f"{plan.organization.name}{plan.year}年工作要点", payload=plan_copy(plan),
        )
        record(plan, "publish_plan", by=by, publication=copy.pk)
    return copy


def known_figures(plan: AnnualPlan) -> list[tuple[Any, int]]:
    """Return what the system knows of the plan's area: schools by type, and what the apps above count (S05)."""
    schools = School.objects.within(plan.organization.area_id).current(timezone.localdate())
    counts = dict(schools.order_by().values_list("stage").annotate(number=Count("pk")))
    figures: list[tuple[Any, int]] = [
        (label, counts[stage]) for stage, label in School.Stage.choices if counts.get(stage)
    ]
    for _receiver, found in figures_asked.send(sender=AnnualPlan, area=plan.area, year=plan.year):
        figures += found or []  # type: ignore[arg-type]  # Django's stub takes a receiver's answer for a text
    return figures
