"""One function per term of the accountability chain; every number comes from the rulebook, in force on the trigger."""

from datetime import date

from django.utils import timezone

from accountability.states import CaseState, InterviewState, NoticeState
from inspectorate.lib.periods import Period, period_end, years_before
from inspectorate.register.models import Area
from inspectorate.rulebook.workflow import calendar, due, setting, terms

from .models import AccountabilityAction, Case, Interview, SuperviseNotice


def feedback_rule(kind: str) -> str:
    """R-INS-15: which term binds the feedback of the preliminary opinion."""
    return "R-INS-15.special" if kind == "special" else "R-INS-15.comprehensive"


def defence_window(case: Case, received_on: date) -> Period | None:
    """R-INS-16: the defence window from receipt or from the end of the inspection; None where the area has no rule."""
    area = case.owner.area
    trigger = setting("R-INS-16.trigger", area, received_on).value
    started_on = case.inspection.ended_on if trigger == "end" else received_on
    return due("R-INS-16", area, started_on) if setting("R-INS-16", area, started_on).value is not None else None


def letter_term(case: Case) -> tuple[str, date] | None:
    """R-INS-19: rule and trigger of the opinion letter; None where the area sets no term or it does not run yet."""
    area = case.owner.area
    trigger = setting("R-INS-19.trigger", area, case.opened_on).value
    started_on = case.opinion_received_on if trigger == "feedback" else case.inspection.ended_on
    if started_on is None or setting("R-INS-19", area, started_on).value is None:
        return None
    return "R-INS-19", started_on


def proposed_rectification(area: Area, on: date) -> Period:
    """R-ACC-04: the date proposed for an item where the letter names no other."""
    return due("R-ACC-04.proposed", area, on)


def proposed_supervision(area: Area, on: date) -> Period:
    """R-ACC-07: the new date proposed in a supervise notice."""
    return due("R-ACC-07.proposed", area, on)


def interview_lead(area: Area, on: date) -> Period | None:
    """R-ACC-14: the earliest day of an interview after service of its notice; None without a rule."""
    return due("R-ACC-14", area, on) if setting("R-ACC-14", area, on).value else None


def finding_group(case: Case) -> Period:
    """R-ACC-22: the day by which the finding group is formed, counted from the end of the inspection."""
    return due("R-ACC-22", case.owner.area, case.inspection.ended_on)


def statement_window(action: AccountabilityAction, informed_on: date) -> Period | None:
    """R-ACC-23: the time for statement and defence before a decision; None where the area has no rule."""
    area = action.owner.area
    return (
        due("R-ACC-23.statement", area, informed_on) if setting("R-ACC-23.statement", area, informed_on).value else None
    )


def review_window(area: Area, received_on: date) -> Period:
    """R-ACC-27: last day to ask the same office for a review (TV-5)."""
    return due("R-ACC-27.request", area, received_on)


def direct_appeal_window(area: Area, received_on: date) -> Period:
    """R-ACC-28: last day to appeal directly; it closes before the review window does (TV-5)."""
    return due("R-ACC-28.direct", area, received_on)


def appeal_window(area: Area, review_decided_on: date) -> Period:
    """R-ACC-28: last day to appeal after a review decision."""
    return due("R-ACC-28.after_review", area, review_decided_on)


def aggravation(area: Area, on: date) -> tuple[int, date]:
    """R-ACC-21: how many decisions aggravate, and the day since which they count (R-TIME-04 read backwards)."""
    found = terms(area, on, ("R-ACC-21.times", "R-ACC-21.window"))
    times, years = (int(term.value) for term in found.values())
    return times, years_before(on, years)


def is_vote_reached(case: Case, votes_for: int | None, votes_total: int | None) -> bool:
    """R-INS-18: whether enough of the whole team voted for the letter; without a rule no vote is needed."""
    share = setting("R-INS-18", case.owner.area, case.opened_on).value
    members = max(votes_total or 0, case.inspection.team.current(case.inspection.ended_on).count())
    return not share or (votes_for or 0) >= share * members


def defence_is_over(case: Case, on: date) -> bool:
    """R-INS-16: whether the window has ended (the last day itself still counts, T58)."""
    return case.state == CaseState.DEFENCE_OPEN and case.defence_due_on is not None and on > case.defence_due_on


def interview_step(notice: SuperviseNotice) -> Period | None:
    """R-ACC-07, R-ACC-10: after which day an interview is prepared where a notice changed nothing or was not decided.

    None where the area sets no such time, or the notice was complied with or withdrawn.
    """
    if notice.state == NoticeState.SERVED and notice.new_due_on:
        return _wait("OFFICE.interview_after_notice", notice.owner.area, notice.new_due_on)
    if notice.state in {NoticeState.PROPOSED, NoticeState.ISSUED}:
        return _wait("OFFICE.interview_undecided", notice.owner.area, notice.proposed_on)
    return None


def circular_step(interview: Interview) -> Period | None:
    """R-ACC-15: after which day a circular is prepared where an interview changed nothing, or was not decided or held.

    None where the area sets no such time, or somebody withdrew the interview.
    """
    area = interview.owner.area
    if interview.held_on:
        return _wait("OFFICE.circular_after_interview", area, interview.held_on)
    if interview.state == InterviewState.NOTIFIED and interview.planned_at:
        return _wait("OFFICE.circular_after_interview", area, timezone.localdate(interview.planned_at))
    if interview.state in {InterviewState.PROPOSED, InterviewState.APPROVED}:
        return _wait("OFFICE.circular_undecided", area, interview.proposed_on)
    return None


def _wait(rule: str, area: Area, on: date) -> Period | None:
    term = setting(rule, area, on)
    return period_end(on, term.value, term.unit, calendar()) if term.value is not None else None
