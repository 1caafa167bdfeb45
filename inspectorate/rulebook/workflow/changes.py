"""How a rule is changed: proposed by one person, approved by another, never both at once for the same days."""
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from inspectorate.lib.periods import ONE
from inspectorate.register.models import Area, Post
from inspectorate.register.rights import require
from inspectorate.rulebook.catalogue import Rule, find
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.states import TIME_UNITS, Confidence, Operator, SettingState
from inspectorate.trail.workflow import RuleRefused, move, record


def propose_setting(
    rule: str,
    *,
    area: Area,
    value: Any,
    valid_from: date,
    document: str,
    by: Post,
    valid_to: date | None = None,
    unit: str = "",
    operator: str = "",
    article: str = "",
    confidence: str = Confidence.HIGH,
    note: str = "",
    is_for_running: bool = False,
) -> Setting:
    """Propose what a rule shall be in an area from a day on, with its basis; value None switches it off there.

    Duties that run keep the rule they were opened under, unless the office decides `is_for_running`.

    Raises RuleRefused for a rule no area may set, a value of the wrong type, or dates in the wrong order.
    """
    row = planned_setting(
        rule, area=area, value=value, valid_from=valid_from, document=document, valid_to=valid_to, unit=unit,
        operator=operator, article=article, confidence=confidence, note=note, is_for_running=is_for_running,
    )
    with transaction.atomic():
        row.proposed_by = by.user
        row.save(force_insert=True)
        require(by, "propose_setting", row)
        record(row, "propose_setting", by=by, note=note, value=row.value, valid_from=valid_from)
    return row


def planned_setting(
    rule: str, *, area: Area, value: Any, valid_from: date, document: str, valid_to: date | None = None,
    unit: str = "", operator: str = "", article: str = "", **facts: Any,
) -> Setting:
    """Return a setting that is not stored yet: for its preview, and for `propose_setting`, whose refusals are here."""
    catalogued = _settable(rule)
    clean = _clean(catalogued, value)
    _check_measure(catalogued, unit, operator)
    if valid_to and valid_to < valid_from:
        raise RuleRefused(_("The last day lies before the first."), rule=rule)
    if not document.strip():
        raise RuleRefused(_("Name the document in which the value is written."), rule=rule)
    return Setting(
        area=area, rule=rule, value=catalogued.as_json(clean), unit=unit, operator=operator, valid_from=valid_from,
        valid_to=valid_to, document=document.strip(), article=article.strip(), **facts, **area.scope,
    )


def approve_setting(
    setting: Setting, *, by: Post, note: str = "", counts: dict[str, int] | None = None
) -> Setting:
    """Let a proposed value bind from its first day; by another person than the one who proposed it.

    The value before it ends on the day before; a value already planned for later ends this one. What that does to
    running dates is the work of `duties.workflow.recount`; `counts` keeps how many moved. Raises RuleRefused where
    two values would hold on one day.
    """
    require(by, "approve_setting", setting)
    _other_person(setting, by)
    with transaction.atomic():
        Area.objects.select_for_update(no_key=True).get(pk=setting.area_id)
        end = _make_room(setting, by)
        payload = {"value": setting.value, "valid_from": setting.valid_from, "valid_to": end}
        move(
            setting, SettingState.APPROVED, by=by, verb="approve_setting", note=note, payload=payload,
            approved_by=by.user, valid_to=end, counts=counts or {},
        )
    return setting


def reject_setting(setting: Setting, *, by: Post, note: str) -> Setting:
    """Send a proposal back with the reason."""
    require(by, "reject_setting", setting)
    move(setting, SettingState.REJECTED, by=by, verb="reject_setting", note=note)
    return setting


def end_setting(setting: Setting, *, ends_on: date, by: Post, note: str = "") -> Setting:
    """Let a value bind no longer than `ends_on`; the superior area's value or the default takes its place.

    By another person than the one who proposed it. Raises RuleRefused for a day before the first or after the last.
    """
    require(by, "end_setting", setting)
    _other_person(setting, by)
    if ends_on < setting.valid_from or (setting.valid_to and ends_on > setting.valid_to):
        raise RuleRefused(_("The last day must lie within the time the value holds."), rule=setting.rule)
    move(setting, SettingState.APPROVED, by=by, verb="end_setting", note=note, payload={"ends_on": ends_on},
         valid_to=ends_on)
    return setting


def _settable(key: str) -> Rule:
    try:
        rule = find(key)
    except LookupError:
        raise RuleRefused(_("The rulebook holds no rule “%(rule)s”.") % {"rule": key}) from None
    if rule.is_fixed:
        raise RuleRefused(_("This is part of the law's structure; no area can set it."), rule=key)
    return rule


def _clean(rule: Rule, value: Any) -> Any:
    try:
        return rule.clean(value)
    except ValueError as wrong:
        raise RuleRefused(str(wrong), rule=rule.key) from wrong


def _check_measure(rule: Rule, unit: str, operator: str) -> None:
    """Refuse a unit that changes what the number means; only lengths of time may be counted otherwise (R-TIME-01)."""
    if unit and unit != rule.unit and not (rule.is_period and unit in TIME_UNITS):
        raise RuleRefused(_("This rule cannot be set in that unit."), rule=rule.key)
    if operator and operator not in Operator.values:
        raise RuleRefused(_("This is no way to compare."), rule=rule.key)


def _other_person(setting: Setting, by: Post) -> None:
    if setting.proposed_by_id == by.user_id:
        raise RuleRefused(_("Whoever proposed a value cannot approve or end it; another person must."))


def _make_room(setting: Setting, by: Post) -> date | None:
    """End the area's earlier value before this one, and return this one's last day before a later one begins."""
    same = Setting.objects.approved().filter(area=setting.area_id, rule=setting.rule).order_by("valid_from")
    overlapping = same.filter(Q(valid_to=None) | Q(valid_to__gte=setting.valid_from))
    end = setting.valid_to
    for other in overlapping if end is None else overlapping.filter(valid_from__lte=end):
        facts = {"value": other.shown, "from": other.valid_from}
        if other.valid_from == setting.valid_from:
            raise RuleRefused(_("From %(from)s another value already holds: %(value)s.") % facts, rule=setting.rule)
        if other.valid_from > setting.valid_from:
            return other.valid_from - ONE
        if end and (other.valid_to is None or other.valid_to > end):
            message = _("The value %(value)s, which holds from %(from)s, would be cut in two. End it first.")
            raise RuleRefused(message % facts, rule=setting.rule)
        _end_before(other, setting.valid_from, by)
    return end


def _end_before(other: Setting, day: date, by: Post) -> None:
    last = day - ONE
    note = _("Replaced from %(day)s.") % {"day": day}
    move(other, SettingState.APPROVED, by=by, verb="replace_setting", note=note, payload={"ends_on": last},
         valid_to=last)


