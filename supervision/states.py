"""States of the annual list and of an inspection; pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryState(models.TextChoices):
    """An entry of the annual list: what is not approved may not be carried out (R-ORG-12)."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("On the annual list")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ENTRY_MOVES = {
    EntryState.DRAFT: {EntryState.SUBMITTED, EntryState.WITHDRAWN},
    EntryState.SUBMITTED: {EntryState.APPROVED, EntryState.DRAFT},
    EntryState.APPROVED: {EntryState.WITHDRAWN},
    EntryState.WITHDRAWN: set(),
}


class InspectionState(models.TextChoices):
    """An inspection by the order of steps of the Regulations, articles 16 to 20."""

    PLANNED = "planned", _("Set up")
    TEAM_FORMED = "team_formed", _("Team formed")
    NOTIFIED = "notified", _("Notice served")
    SELF_EVALUATING = "self_evaluating", _("Self-evaluation under way")
    SELF_EVALUATED = "self_evaluated", _("Self-evaluation reviewed")
    ON_SITE = "on_site", _("On site")
    HEARING = "hearing", _("Hearing public opinion")
    DELIBERATING = "deliberating", _("Deliberation")
    CONCLUDED = "concluded", _("Inspection ended")
    ARCHIVED = "archived", _("Archived")
    CANCELLED = "cancelled", _("Cancelled")


INSPECTION_MOVES = {
    InspectionState.PLANNED: {InspectionState.TEAM_FORMED, InspectionState.CANCELLED},
    InspectionState.TEAM_FORMED: {InspectionState.PLANNED, InspectionState.NOTIFIED, InspectionState.CANCELLED},
    InspectionState.NOTIFIED: {InspectionState.SELF_EVALUATING, InspectionState.ON_SITE, InspectionState.CANCELLED},
    InspectionState.SELF_EVALUATING: {InspectionState.SELF_EVALUATED, InspectionState.CANCELLED},
    InspectionState.SELF_EVALUATED: {InspectionState.ON_SITE, InspectionState.CANCELLED},
    InspectionState.ON_SITE: {InspectionState.HEARING},
    InspectionState.HEARING: {InspectionState.DELIBERATING},
    InspectionState.DELIBERATING: {InspectionState.CONCLUDED},
    InspectionState.CONCLUDED: {InspectionState.ARCHIVED},
    InspectionState.ARCHIVED: set(),
    InspectionState.CANCELLED: set(),
}

# From here on the inspected unit knows of the inspection (state gate of the rights table).
AFTER_NOTICE = (
    InspectionState.NOTIFIED,
    InspectionState.SELF_EVALUATING,
    InspectionState.SELF_EVALUATED,
    InspectionState.ON_SITE,
    InspectionState.HEARING,
    InspectionState.DELIBERATING,
    InspectionState.CONCLUDED,
    InspectionState.ARCHIVED,
)

# The team's work is over.
ENDED = (InspectionState.CONCLUDED, InspectionState.ARCHIVED, InspectionState.CANCELLED)

# A member of the team can be replaced until the team has left the unit.
REPLACEABLE = (
    InspectionState.TEAM_FORMED,
    InspectionState.NOTIFIED,
    InspectionState.SELF_EVALUATING,
    InspectionState.SELF_EVALUATED,
    InspectionState.ON_SITE,
)


class Kind(models.TextChoices):
    """Kinds of inspection (R-INS-01, R-INS-04, R-INS-28, R-INS-29)."""

    COMPREHENSIVE = "comprehensive", _("Comprehensive inspection")
    SPECIAL = "special", _("Special inspection")
    EVALUATION = "evaluation", _("Evaluation of a government's education duties")
    END_OF_TERM = "end_of_term", _("End-of-term comprehensive inspection")
    EMERGENCY = "emergency", _("Emergency inspection")


class Mode(models.TextChoices):
    """Modes of an inspection, in pairs (S17)."""

    PROCESS = "process", _("Process")
    OUTCOME = "outcome", pgettext_lazy("mode", "Outcome")
    ANNOUNCED = "announced", _("Announced")
    UNANNOUNCED = "unannounced", _("Unannounced")
    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("On-line")
    OWN = "own", _("By the own office")
    CROSS = "cross", _("Cross-area")
    OPEN = "open", pgettext_lazy("mode", "Open")
    COVERT = "covert", _("Covert")


MODE_PAIRS = (
    (Mode.PROCESS, Mode.OUTCOME),
    (Mode.ANNOUNCED, Mode.UNANNOUNCED),
    (Mode.ON_SITE, Mode.ONLINE),
    (Mode.OWN, Mode.CROSS),
    (Mode.OPEN, Mode.COVERT),
)


class Method(models.TextChoices):
    """Methods on site (R-INS-11)."""

    HEARING = "hearing", _("Hearing a report")
    PAPERS = "papers", _("Papers and accounts")
    LESSONS = "lessons", _("Lessons")
    MEETING = "meeting", _("Meeting")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    INTERVIEW = "interview", _("Talk")
    WALK = "walk", _("Walking the campus")


class Channel(models.TextChoices):
    """How public opinion was sought (R-INS-13)."""

    MEETING = "meeting", _("Meeting")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    HOTLINE = "hotline", _("Telephone")
    MAILBOX = "mailbox", _("Mailbox")
    TALK = "talk", _("Talk")


class Audience(models.TextChoices):
    """Who was heard: pupils, parents and teachers must be (R-INS-13)."""

    PUBLIC = "public", _("The public")
    PUPILS = "pupils", _("Pupils")
    PARENTS = "parents", _("Parents")
    TEACHERS = "teachers", _("Teachers")


class Severity(models.TextChoices):
    """How grave a finding is."""

    MINOR = "minor", _("Minor")
    GENERAL = "general", _("General")
    SERIOUS = "serious", _("Serious")


class VisitKind(models.TextChoices):
    """Kinds of visit of a responsible inspector (R-INS-01, R-VISIT-03)."""

    REGULAR = "regular", _("Regular visit")
    UNANNOUNCED = "unannounced", _("Unannounced visit")
    FOLLOW_UP = "follow_up", _("Follow-up visit")


class VisitState(models.TextChoices):
    """A visit, from its plan to its filed report; what was filed changes by an amendment only (R-VISIT-07)."""

    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    ARRIVED = "arrived", _("At the school")
    FILED = "filed", pgettext_lazy("visit", "Filed")
    RETURNED = "returned", _("Returned to be completed")
    CANCELLED = "cancelled", _("Cancelled")


VISIT_MOVES = {
    VisitState.PLANNED: {VisitState.ARRIVED, VisitState.CANCELLED},
    VisitState.ARRIVED: {VisitState.FILED, VisitState.CANCELLED},
    VisitState.FILED: {VisitState.RETURNED},
    VisitState.RETURNED: {VisitState.FILED},
    VisitState.CANCELLED: set(),
}

# While the inspector writes; once filed, a report is corrected by an amendment with its reason.
WRITING = (VisitState.ARRIVED, VisitState.RETURNED)
# The visit took place and its report reached the inspectorate: it counts towards the frequencies.
COUNTED = (VisitState.FILED, VisitState.RETURNED)


class VisitMethod(models.TextChoices):
    """Methods of regular inspection (R-VISIT-07)."""

    LESSONS = "lessons", _("Drop-in lessons")
    PAPERS = "papers", _("Papers read")
    MEETINGS = "meetings", _("Sitting in on meetings")
    TALKS = "talks", _("Talks and calls")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    WALK = "walk", _("Walking the campus")


class Gravity(models.TextChoices):
    """How grave a problem of a visit is; it proposes the way the problem goes."""

    MINOR = "minor", _("Minor")
    GENERAL = "general", _("General")
    SERIOUS = "serious", _("Serious")
    DANGER = "danger", _("Danger to life or unlawful conduct")


# The office must see to these at once (R-VISIT-09).
RED = (Gravity.SERIOUS, Gravity.DANGER)


class ProblemState(models.TextChoices):
    """A problem of a visit stays open until it was seen to be put right, or went to another file."""

    OPEN = "open", _("Not put right")
    CLEARED = "cleared", _("Put right")
    HANDED_OVER = "handed_over", _("Handed over")
    WITHDRAWN = "withdrawn", _("Withdrawn by an amendment")


PROBLEM_MOVES = {
    ProblemState.OPEN: {ProblemState.CLEARED, ProblemState.HANDED_OVER, ProblemState.WITHDRAWN},
    ProblemState.CLEARED: {ProblemState.WITHDRAWN},
    ProblemState.HANDED_OVER: {ProblemState.CLEARED, ProblemState.OPEN},  # back when its hazard was a mistaken entry
    ProblemState.WITHDRAWN: set(),
}


class Way(models.TextChoices):
    """Where a grave problem was handed over to (R-VISIT-09, R-INS-27)."""

    INSPECTION = "inspection", _("Special inspection or accountability case")
    DEPARTMENT = "department", _("Department that enforces the law")
    HAZARD = "hazard", _("Safety hazard ledger")


class Voice(models.TextChoices):
    """What a school says about a visit (R-VISIT-14, R-VISIT-16)."""

    REPLY = "reply", _("Report of what was put right")
    OBJECTION = "objection", _("Objection")


class HazardLevel(models.TextChoices):
    """Levels of the hazard ledger; what makes a hazard a major one stands in the national guide (R-SAFE-07)."""

    GENERAL = "general", pgettext_lazy("hazard", "General hazard")
    MAJOR = "major", _("Major accident hazard")


class HazardField(models.TextChoices):
    """The eight fields of the guide on major hazards (R-SAFE-07)."""

    FIRE = "fire", _("Fire")
    BUILDINGS = "buildings", _("Buildings")
    FOOD = "food", _("Food")
    LABORATORIES = "laboratories", _("Laboratories")
    TRAFFIC = "traffic", _("School buses and traffic")
    CROWDING = "crowding", _("Crowding")
    EQUIPMENT = "equipment", _("Special equipment")
    UTILITIES = "utilities", _("Utilities")


class HazardState(models.TextChoices):
    """A hazard of the ledger: it is struck off only after its removal was verified (R-SAFE-09)."""

    OPEN = "open", pgettext_lazy("hazard", "To be removed")
    REPORTED = "reported", pgettext_lazy("hazard", "Removal reported")
    VERIFIED = "verified", pgettext_lazy("hazard", "Removal verified")
    CLOSED = "closed", pgettext_lazy("hazard", "Struck off")
    VOIDED = "voided", pgettext_lazy("hazard", "Entered by mistake")


HAZARD_MOVES = {
    # Back to itself when the responsibility passes to another unit or person.
    HazardState.OPEN: {HazardState.OPEN, HazardState.REPORTED, HazardState.VOIDED},
    HazardState.REPORTED: {HazardState.VERIFIED, HazardState.OPEN, HazardState.VOIDED},
    HazardState.VERIFIED: {HazardState.CLOSED},
    HazardState.CLOSED: {HazardState.OPEN},  # reopened, under a new number of its chain
    HazardState.VOIDED: set(),
}
HAZARD_STEPS = (HazardState.OPEN, HazardState.REPORTED, HazardState.VERIFIED, HazardState.CLOSED)
# The hazard is there, or nobody has verified yet that it is not: its notice may be issued, its entry voided.
STANDING = (HazardState.OPEN, HazardState.REPORTED)
