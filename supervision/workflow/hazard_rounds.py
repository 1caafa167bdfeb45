"""A hazard's removal: reported with proof, checked by another hand, struck off, reopened (R-SAFE-09)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.duties.workflow import cancel_duties, meet_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.register.states import Role
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.models import Hazard, HazardRound
from supervision.states import HazardState

from .hazards import STRIKE, SUPERVISE, VERIFY, add_round, check_due, owe_notice, owe_removal, owe_striking

S = HazardState
HEADS = frozenset({Role.DIRECTOR, Role.COUNTY_DIRECTOR})
NOTE_LENGTH = 300  # of what the trail quotes; the whole text stands in the round
STRUCK_OFF = gettext_lazy("The hazard was struck off.")


def report_removal(hazard: Hazard, *, by: Post, text: str, files: Sequence[StoredFile]) -> HazardRound:
    """Report the removal with its proof; the office owes the check. A late report is taken (R-SAFE-09, T58)."""
    require(by, "report_removal", hazard)
    if not files:
        raise RuleRefused(_("A removal is reported with its proof: photos or papers."), rule="R-SAFE-09")
    with transaction.atomic():
        move(hazard, S.REPORTED, by=by, verb="report_removal", note=text[:NOTE_LENGTH])
        return add_round(hazard, by=by, text=text, proof=files)


def check_removal(
    hazard: Hazard,
    *,
    by: Post,
    is_removed: bool,
    note: str,
    new_due_on: date | None = None,
    files: Iterable[StoredFile] = (),
) -> HazardRound:
    """Check a reported removal on the spot; a hazard that still stands gets a new date (R-SAFE-09, R-SAFE-10)."""
    require(by, "check_removal", hazard)
    _refuse_own(hazard, by=by)
    due_on = hazard.due_on if is_removed else check_due(new_due_on)
    with transaction.atomic():
        to = S.VERIFIED if is_removed else S.OPEN
        move(hazard, to, by=by, verb="check_removal", note=note[:NOTE_LENGTH], due_on=due_on)
        found = hazard.rounds.latest("number")
        found.is_removed, found.check_note = is_removed, note
        found.checked_on, found.checked_by = timezone.localdate(), by.user
        found.save(update_fields=["is_removed", "check_note", "checked_on", "checked_by"])
        attach(found, files, by=by)
        meet_duty(hazard, VERIFY, by=by)
        if is_removed:
            owe_striking(hazard, by=by)
        else:
            owe_removal(hazard, by=by)
            owe_notice(hazard, by=by)
    return found


def close_hazard(hazard: Hazard, *, by: Post, note: str = "") -> Hazard:
    """Strike a verified hazard off (销号); never by a reporter, a major one by the head of the office (R-SAFE-09)."""
    require(by, "close_hazard", hazard)
    _refuse_own(hazard, by=by)
    if hazard.is_major and by.role not in HEADS:
        raise RuleRefused(_("A major hazard is struck off by the head of the office."), rule="R-SAFE-09")
    with transaction.atomic():
        today = timezone.localdate()
        move(hazard, S.CLOSED, by=by, verb="close_hazard", note=note, closed_on=today, closed_by=by.user)
        meet_duty(hazard, STRIKE, by=by)
        cancel_duties(hazard, by=by, note=STRUCK_OFF, kinds=(SUPERVISE,))
    return hazard


def reopen_hazard(hazard: Hazard, *, by: Post, note: str, due_on: date) -> Hazard:
    """Reopen what was struck off and is there again, under the next number of its chain (R-SAFE-09)."""
    require(by, "reopen_hazard", hazard)
    last_day = check_due(due_on)
    with transaction.atomic():
        move(
            hazard, S.OPEN, by=by, verb="reopen_hazard", note=note, due_on=last_day, turn=hazard.turn + 1,
            noticed_on=None, closed_on=None, closed_by=None,
        )  # fmt: skip
        owe_removal(hazard, by=by)
        owe_notice(hazard, by=by)
    return hazard


def prolong_hazard(hazard: Hazard, *, by: Post, due_on: date) -> Hazard:
    """Follow a granted extension of the duty: the ledger names the same date (R-SAFE-10)."""
    with transaction.atomic():
        hazard.due_on = due_on
        hazard.save(update_fields=["due_on"])
        record(hazard, "prolong_hazard", by=by, due_on=due_on)
    return hazard


def _refuse_own(hazard: Hazard, *, by: Post) -> None:
    """Refuse whoever removed the hazard, in whichever of the own posts (R-SAFE-09)."""
    is_of_unit = Post.objects.current().filter(user=by.user_id, organization=hazard.responsible_id).exists()
    if is_of_unit or by.organization_id == hazard.responsible_id:
        message = _("Nobody of the responsible unit checks the removal or strikes the hazard off.")
        raise RuleRefused(message, rule="R-SAFE-09")
    if hazard.rounds.filter(turn=hazard.turn, reported_by=by.user_id).exists():
        message = _("Whoever reported the removal does not check it and does not strike the hazard off.")
        raise RuleRefused(message, rule="R-SAFE-09")
