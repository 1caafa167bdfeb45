"""What the office does with a hazard beside its checks: handed to another unit, supervised by a notice, voided."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.models import Document
from inspectorate.documents.states import DocumentState, Layout
from inspectorate.documents.workflow import draft, void
from inspectorate.duties.workflow import cancel_duties, is_provisional, meet_duty
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.models import Hazard, HazardNotice
from supervision.papers import HAZARD_TITLES, hazard_notice
from supervision.states import STANDING, HazardLevel, HazardState, ProblemState

from .hazards import REMOVE, SUPERVISE, check_due, check_responsible, owe_notice, owe_removal
from .visit_records import take_back

S = HazardState
PAPERS: dict[str, str] = {HazardLevel.GENERAL: "hazard_notice", HazardLevel.MAJOR: "major_hazard_notice"}
HANDED_ON = gettext_lazy("The responsibility passed to another unit.")
BY_MISTAKE = gettext_lazy("The hazard had been entered by mistake.")


def reassign_hazard(
    hazard: Hazard, *, by: Post, responsible: Organization, responsible_person: str, note: str,
    due_on: date | None = None,
) -> Hazard:  # fmt: skip
    """Hand the responsibility to another unit or person, with the reason; the unit may stand outside education.

    The new unit owes the removal by the date there is, or by a new one (R-SAFE-10, R-SAFE-13).
    """
    require(by, "reassign_hazard", hazard)
    check_responsible(responsible, hazard.school, by=by)
    is_new = responsible.pk != hazard.responsible_id
    if due_on and not is_new:
        message = _("The unit stays the same: it asks for more time on its duty, and the office answers there.")
        raise RuleRefused(message, rule="R-SAFE-10")
    last_day = check_due(due_on or hazard.due_on) if is_new else hazard.due_on
    with transaction.atomic():
        change = {"before": hazard.responsible.name, "after": responsible.name}
        # A notice to the former unit binds the new one to nothing: a major hazard needs another one.
        noticed_on = None if is_new else hazard.noticed_on
        move(
            hazard, S.OPEN, by=by, verb="reassign_hazard", note=note, payload=change, responsible=responsible,
            responsible_person=responsible_person, due_on=last_day, noticed_on=noticed_on,
        )  # fmt: skip
        if is_new:
            cancel_duties(hazard, by=by, note=HANDED_ON, kinds=(REMOVE,))
            owe_removal(hazard, by=by)
            owe_notice(hazard, by=by)
    return hazard


def void_hazard(hazard: Hazard, *, by: Post, note: str) -> Hazard:
    """Take a hazard that was entered by mistake out of the ledger: its number stays and is not given again."""
    require(by, "void_hazard", hazard)
    with transaction.atomic():
        move(hazard, S.VOIDED, by=by, verb="void_hazard", note=note)
        for notice in hazard.papers.exclude(state=DocumentState.VOID):
            if notice.state != DocumentState.DRAFT:
                message = _("“%(document)s” is on its way already (%(state)s). Have it returned or voided first.")
                facts = {"document": notice, "state": notice.get_state_display()}
                raise RuleRefused(message % facts, rule="R-SAFE-11")
            void(notice, by=by, note=BY_MISTAKE)
        cancel_duties(hazard, by=by, note=BY_MISTAKE)
        # What a visit found still stands: nobody else would owe anything about it.
        if hazard.problem and hazard.problem.state == ProblemState.HANDED_OVER:
            take_back(hazard.problem, by=by, note=BY_MISTAKE)
    return hazard


def draft_hazard_notice(hazard: Hazard, *, by: Post, demands: str = "", contact: str) -> Document:
    """Draft the notice to the responsible unit: of a major hazard the supervise notice (R-SAFE-11)."""
    require(by, "draft_hazard_notice", hazard)
    if hazard.state != S.OPEN:
        raise RuleRefused(_("A notice is drafted while the hazard is to be removed."), rule="R-SAFE-11")
    copies = dict.fromkeys([hazard.school, hazard.responsible.superior])
    with transaction.atomic():
        values = {"turn": hazard.turn, "unit": hazard.responsible}
        notice, _made = HazardNotice.objects.update_or_create(hazard=hazard, issued_on=None, defaults=values)
        document = draft(
            PAPERS[hazard.level],
            notice,
            by=by,
            layout=Layout.WORKING,
            context=hazard_notice(hazard, demands, contact),
            title=HAZARD_TITLES[hazard.level],
            is_provisional_date=is_provisional(hazard.due_on),
            addressees=[hazard.responsible],
            copies=[unit for unit in copies if unit and unit != hazard.responsible],
            issuer=hazard.owner,
            area=hazard.area,
        )
        record(hazard, "draft_hazard_notice", by=by, document=document.pk)
    return document


def issue_hazard_notice(notice: HazardNotice, *, by: Post, on: date) -> Hazard:
    """Note the issue of a notice, which meets the office's duty; refuse one that names what is no longer so."""
    hazard = notice.hazard
    is_true = (notice.turn, notice.unit_id) == (hazard.turn, hazard.responsible_id)
    if hazard.state not in STANDING or not is_true:
        message = _("The hazard no longer stands as this notice says. Declare it void or have it returned.")
        raise RuleRefused(message, rule="R-SAFE-11")
    with transaction.atomic():
        notice.issued_on = on
        notice.save(update_fields=["issued_on"])
        _note(hazard, "issue_hazard_notice", by=by, on=on)
        meet_duty(hazard, SUPERVISE, by=by, on=on)
    return hazard


def void_hazard_notice(notice: HazardNotice, *, by: Post) -> Hazard:
    """Note that an issued notice was declared void: of a major hazard that stands another one is owed (R-SAFE-11)."""
    hazard = notice.hazard
    if notice.issued_on is None:
        return hazard
    with transaction.atomic():
        notice.is_void = True
        notice.save(update_fields=["is_void"])
        left = hazard.notices.filter(turn=hazard.turn, unit=hazard.responsible_id, is_void=False)
        _note(hazard, "void_hazard_notice", by=by, on=left.aggregate(last=Max("issued_on"))["last"])
        if hazard.state in STANDING:
            owe_notice(hazard, by=by)
    return hazard


def _note(hazard: Hazard, verb: str, *, by: Post, on: date | None) -> None:
    hazard.noticed_on = on
    hazard.save(update_fields=["noticed_on"])
    record(hazard, verb, by=by)
