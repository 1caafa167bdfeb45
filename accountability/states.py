"""States of the accountability chain; pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(models.TextChoices):
    """One inspected unit in one inspection, from the preliminary opinion to the closed file."""

    OPENED = "opened", _("Preliminary opinion being drafted")
    FEEDBACK_GIVEN = "feedback_given", _("Preliminary opinion issued")
    DEFENCE_OPEN = "defence_open", _("Defence window")
    DEFENCE_CLOSED = "defence_closed", _("Defence dealt with")
    OPINION_ISSUED = "opinion_issued", _("Opinion letter issued")
    RECTIFYING = "rectifying", _("Rectification")
    RECHECKING = "rechecking", _("Re-check")
    CLEARED = "cleared", _("All items closed out")
    ARCHIVED = "archived", _("Archived")


CASE_MOVES = {
    CaseState.OPENED: {CaseState.FEEDBACK_GIVEN},
    CaseState.FEEDBACK_GIVEN: {CaseState.DEFENCE_OPEN, CaseState.OPENED},  # back: the document was declared void
    CaseState.DEFENCE_OPEN: {CaseState.DEFENCE_CLOSED},
    CaseState.DEFENCE_CLOSED: {CaseState.OPINION_ISSUED, CaseState.DEFENCE_OPEN},  # back: a late defence came
    CaseState.OPINION_ISSUED: {CaseState.RECTIFYING, CaseState.CLEARED, CaseState.DEFENCE_CLOSED},
    CaseState.RECTIFYING: {CaseState.RECHECKING},
    CaseState.RECHECKING: {CaseState.RECTIFYING, CaseState.CLEARED},
    CaseState.CLEARED: {CaseState.ARCHIVED, CaseState.RECTIFYING},
    CaseState.ARCHIVED: set(),
}

# State gates of the rights table: what the inspected unit may see.
SERVED = tuple(state for state in CaseState if state not in {CaseState.OPENED, CaseState.FEEDBACK_GIVEN})
LETTER_OUT = (
    CaseState.OPINION_ISSUED,
    CaseState.RECTIFYING,
    CaseState.RECHECKING,
    CaseState.CLEARED,
    CaseState.ARCHIVED,
)


class ItemState(models.TextChoices):
    """One problem of the opinion letter (R-ACC-04)."""

    PENDING = "pending", _("To be rectified")
    RECTIFYING = "rectifying", _("Being rectified")
    REPORTED = "reported", _("Reported done")
    PASSED = "passed", _("Re-check passed")
    FAILED = "failed", _("Re-check failed")
    CLOSED = "closed", _("Closed out")


ITEM_MOVES = {
    ItemState.PENDING: {ItemState.RECTIFYING, ItemState.REPORTED},
    ItemState.RECTIFYING: {ItemState.REPORTED},
    ItemState.REPORTED: {ItemState.PASSED, ItemState.FAILED, ItemState.RECTIFYING},
    ItemState.PASSED: {ItemState.CLOSED},
    ItemState.FAILED: {ItemState.RECTIFYING, ItemState.REPORTED},
    ItemState.CLOSED: {ItemState.RECTIFYING},
}
UNDER_WAY = (ItemState.PENDING, ItemState.RECTIFYING, ItemState.FAILED)


class ReportState(models.TextChoices):
    """The inspection report to the government (R-INS-22 to 24)."""

    DRAFTING = "drafting", _("Being drafted")
    SUBMITTED = "submitted", _("Submitted to the government")
    FILED = "filed", _("Filed with the upper level")
    PUBLISHED = "published", pgettext_lazy("report", "Published")


REPORT_MOVES = {
    ReportState.DRAFTING: {ReportState.SUBMITTED},
    ReportState.SUBMITTED: {ReportState.FILED, ReportState.DRAFTING},
    ReportState.FILED: {ReportState.PUBLISHED},
    ReportState.PUBLISHED: set(),
}


class NoticeState(models.TextChoices):
    """A supervise notice (R-ACC-07): the clock prepares it, whoever signs the document approves it."""

    PROPOSED = "proposed", _("Proposed")
    ISSUED = "issued", _("Issued")
    SERVED = "served", _("Served")
    ANSWERED = "answered", _("Complied with")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NOTICE_MOVES = {
    NoticeState.PROPOSED: {NoticeState.ISSUED, NoticeState.WITHDRAWN},
    NoticeState.ISSUED: {NoticeState.SERVED, NoticeState.PROPOSED},
    NoticeState.SERVED: {NoticeState.ANSWERED},
    NoticeState.ANSWERED: set(),
    NoticeState.WITHDRAWN: set(),
}


class InterviewState(models.TextChoices):
    """An accountability interview (R-ACC-10 to 14)."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    NOTIFIED = "notified", _("Notice served")
    HELD = "held", _("Held")
    RECORDED = "recorded", _("Record written")
    CLOSED = "closed", _("Record sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")


INTERVIEW_MOVES = {
    InterviewState.PROPOSED: {InterviewState.APPROVED, InterviewState.WITHDRAWN},
    InterviewState.APPROVED: {InterviewState.NOTIFIED, InterviewState.WITHDRAWN},
    InterviewState.NOTIFIED: {InterviewState.HELD, InterviewState.WITHDRAWN},
    InterviewState.HELD: {InterviewState.RECORDED},
    InterviewState.RECORDED: {InterviewState.CLOSED, InterviewState.HELD},
    InterviewState.CLOSED: {InterviewState.HELD},  # back: the record was declared void and is written anew
    InterviewState.WITHDRAWN: set(),
}


class CircularState(models.TextChoices):
    """A circular (R-ACC-15)."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")
    WITHDRAWN = "withdrawn", _("Withdrawn")


CIRCULAR_MOVES = {
    CircularState.PROPOSED: {CircularState.APPROVED, CircularState.WITHDRAWN},
    CircularState.APPROVED: {CircularState.ISSUED, CircularState.WITHDRAWN},
    CircularState.ISSUED: {CircularState.APPROVED},
    CircularState.WITHDRAWN: set(),
}


class ActionState(models.TextChoices):
    """Accountability in its three steps (R-ACC-22 to 24), then its remedies (R-ACC-27 to 30)."""

    PROPOSED = "proposed", _("Proposed")
    INVESTIGATING = "investigating", _("Finding group at work")
    ESTABLISHED = "established", _("Facts established")
    DROPPED = "dropped", _("Not pursued")
    INFORMED = "informed", _("Target informed")
    HEARD = "heard", _("Statement heard")
    CONSULTED = "consulted", _("Member units consulted")
    DECIDED = "decided", _("Decided")
    SERVED = "served", _("Decision served")
    FINAL = "final", _("Final")
    ARCHIVED = "archived", _("Archived")


ACTION_MOVES = {
    ActionState.PROPOSED: {ActionState.INVESTIGATING, ActionState.DROPPED},
    ActionState.INVESTIGATING: {ActionState.ESTABLISHED, ActionState.DROPPED},
    ActionState.ESTABLISHED: {ActionState.INFORMED, ActionState.DROPPED},
    ActionState.INFORMED: {ActionState.HEARD},
    ActionState.HEARD: {ActionState.CONSULTED, ActionState.DROPPED},
    ActionState.CONSULTED: {ActionState.DECIDED, ActionState.DROPPED},
    ActionState.DECIDED: {ActionState.SERVED},
    ActionState.SERVED: {ActionState.FINAL},
    ActionState.FINAL: {ActionState.ARCHIVED},
    ActionState.DROPPED: {ActionState.ARCHIVED},
    ActionState.ARCHIVED: set(),
}


class ChallengeState(models.TextChoices):
    """A review by the same office or an appeal to the upper one (R-ACC-27 to 29)."""

    REQUESTED = "requested", _("Requested")
    DECIDED = "decided", _("Decided")
    CORRECTING = "correcting", _("Correction owed")
    CORRECTED = "corrected", _("Corrected")


CHALLENGE_MOVES = {
    ChallengeState.REQUESTED: {ChallengeState.DECIDED, ChallengeState.CORRECTING},
    ChallengeState.DECIDED: set(),
    ChallengeState.CORRECTING: {ChallengeState.CORRECTED},
    ChallengeState.CORRECTED: set(),
}


class Ground(models.TextChoices):
    """Grounds of an interview (R-ACC-10)."""

    POOR_RESULT = "poor_result", _("Poor inspection result")
    POOR_RECTIFICATION = "poor_rectification", _("Poor rectification")
    UNFINISHED = "unfinished", _("Rectification unfinished")
    SHIRKING = "shirking", _("Shirking responsibility")
    INACTION = "inaction", _("Inaction")


class Situation(models.TextChoices):
    """Families of situations that call for accountability (R-ACC-18)."""

    POLICY = "policy", _("Policy not firmly carried out")
    DUTIES = "duties", _("Duties not done")
    TASKS = "tasks", _("Key tasks seriously late")
    RUNNING = "running", _("Irregular running")
    QUALITY = "quality", _("Falling quality")
    SAFETY = "safety", _("Many safety problems or refusal of inspection")


class UnitForm(models.TextChoices):
    """Forms of accountability for units (R-ACC-19)."""

    OPEN_CRITICISM = "open_criticism", _("Open criticism")
    INTERVIEW = "interview", _("Interview")
    CIRCULAR = "circular", _("Inspection circular")
    RESOURCES = "resources", _("Resource adjustment")
    PENALTY = "penalty", _("Administrative penalty (transfer to the competent organ)")


class PersonForm(models.TextChoices):
    """Forms of accountability for persons (R-ACC-20); those of other organs become a transfer."""

    SELF_CRITICISM = "self_criticism", _("Ordered self-criticism")
    INTERVIEW = "interview", _("Interview")
    CRITICISM = "criticism", _("Circulated criticism")
    ORGANISATIONAL = "organisational", _("Organisational handling (proposal)")
    DISCIPLINE = "discipline", _("Discipline (proposal)")
    TRANSFER = "transfer", _("Transfer to supervisory or judicial organs")


class Scope(models.TextChoices):
    """How far an accountability result is made known (R-ACC-26)."""

    UNIT = "unit", _("Within the unit")
    EDUCATION = "education_system", _("Education system")
    SOCIETY = "whole_society", _("Whole society")


class Outcome(models.TextChoices):
    """How one point of a defence was dealt with (R-INS-17)."""

    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    REJECTED = "rejected", _("Not accepted")


class RecheckMethod(models.TextChoices):
    """How a re-check was made (R-ACC-08)."""

    COVERT = "covert", _("Covert visit")
    SPOT = "spot", _("Spot check")
    ON_SITE = "on_site", _("On-site look")
