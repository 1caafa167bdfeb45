"""Roles in a committee, states of its meetings, resolutions, plans and major matters; pure data."""
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MemberRole(models.TextChoices):
    """What a member is, in the order in which a founding document lists them (R-ORG-01)."""

    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    CHIEF_INSPECTOR = "chief_inspector", _("Chief or deputy chief inspector")
    MEMBER_UNIT = "member_unit", _("Member unit")
    OFFICE = "office", _("Committee office")


# Who may decide on accountability (R-ACC-23): nobody else of the committee.
DECIDERS = (MemberRole.CHAIR, MemberRole.VICE_CHAIR)


class MeetingKind(models.TextChoices):
    """A plenary decides major matters (R-ORG-06); a working meeting does not count as one."""

    PLENARY = "plenary", _("Plenary meeting")
    WORKING = "working", _("Working meeting")


class MeetingState(models.TextChoices):
    """From the first plan of a meeting to its last resolution given out."""

    PLANNED = "planned", pgettext_lazy("meeting", "In preparation")
    CONVENED = "convened", pgettext_lazy("meeting", "Convened")
    HELD = "held", pgettext_lazy("meeting", "Held")
    MINUTED = "minuted", pgettext_lazy("meeting", "Minutes issued")
    CLOSED = "closed", pgettext_lazy("meeting", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


MEETING_MOVES = {
    MeetingState.PLANNED: {MeetingState.CONVENED, MeetingState.CANCELLED},
    MeetingState.CONVENED: {MeetingState.CONVENED, MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.HELD: {MeetingState.HELD, MeetingState.MINUTED},
    MeetingState.MINUTED: {MeetingState.CLOSED, MeetingState.HELD},  # back when the minutes are declared void
    MeetingState.CLOSED: set(),
    MeetingState.CANCELLED: set(),
}
MEETING_STEPS = tuple(MeetingState)[:-1]
BEFORE_MEETING = (MeetingState.PLANNED, MeetingState.CONVENED)
AFTER_MEETING = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.CLOSED)


class Presence(models.TextChoices):
    """How a seat was filled at a meeting."""

    PRESENT = "present", pgettext_lazy("attendance", "Present")
    DEPUTY = "deputy", pgettext_lazy("attendance", "Deputy present")
    EXCUSED = "excused", pgettext_lazy("attendance", "Excused")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")


ATTENDED = (Presence.PRESENT, Presence.DEPUTY)


class ResolutionState(models.TextChoices):
    """A resolution is given to one unit, which reports; the office accepts or returns (R-ORG-06)."""

    DRAFT = "draft", pgettext_lazy("resolution", "Not yet given to a unit")
    GIVEN = "given", pgettext_lazy("resolution", "To be carried out")
    REPORTED = "reported", pgettext_lazy("resolution", "Reported as carried out")
    ACCEPTED = "accepted", pgettext_lazy("resolution", "Carried out")
    WITHDRAWN = "withdrawn", pgettext_lazy("resolution", "Withdrawn")


RESOLUTION_MOVES = {
    ResolutionState.DRAFT: {ResolutionState.GIVEN, ResolutionState.WITHDRAWN},
    ResolutionState.GIVEN: {ResolutionState.REPORTED, ResolutionState.WITHDRAWN},
    ResolutionState.REPORTED: {ResolutionState.ACCEPTED, ResolutionState.GIVEN},
    ResolutionState.ACCEPTED: set(),
    ResolutionState.WITHDRAWN: set(),
}


class PlanKind(models.TextChoices):
    """The city office's own plan (R-ORG-10), and what a county office reports to it (R-ORG-11)."""

    CITY = "city", _("Annual plan of the city")
    COUNTY = "county", _("Annual plan of a county")


class PlanState(models.TextChoices):
    """A county's plan is filed by the city office, the city's own is approved by its director."""

    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("plan", "Submitted")
    RETURNED = "returned", pgettext_lazy("plan", "Returned")
    FILED = "filed", pgettext_lazy("plan", "Filed for the record")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")


PLAN_MOVES = {
    PlanState.DRAFT: {PlanState.SUBMITTED},
    PlanState.SUBMITTED: {PlanState.RETURNED, PlanState.FILED, PlanState.APPROVED},
    PlanState.RETURNED: {PlanState.SUBMITTED},
    PlanState.FILED: set(),
    PlanState.APPROVED: set(),
}
OPEN_PLANS = (PlanState.DRAFT, PlanState.RETURNED)
SETTLED_PLANS = (PlanState.FILED, PlanState.APPROVED)


class ItemState(models.TextChoices):
    """How far an item of a plan is."""

    NOT_STARTED = "not_started", pgettext_lazy("plan", "Not started")
    UNDER_WAY = "under_way", pgettext_lazy("plan", "Under way")
    DONE = "done", pgettext_lazy("plan", "Done")


ITEM_MOVES = {
    ItemState.NOT_STARTED: {ItemState.UNDER_WAY, ItemState.DONE},
    ItemState.UNDER_WAY: {ItemState.UNDER_WAY, ItemState.DONE},
    ItemState.DONE: {ItemState.UNDER_WAY},
}


class MatterState(models.TextChoices):
    """A major matter reported upward is received, then answered or taken note of (R-ORG-11)."""

    REPORTED = "reported", pgettext_lazy("matter", "Reported")
    RECEIVED = "received", pgettext_lazy("matter", "Received")
    ANSWERED = "answered", pgettext_lazy("matter", "Answered")
    NOTED = "noted", pgettext_lazy("matter", "Noted")


MATTER_MOVES = {
    MatterState.REPORTED: {MatterState.RECEIVED},
    MatterState.RECEIVED: {MatterState.ANSWERED, MatterState.NOTED},
    MatterState.ANSWERED: set(),
    MatterState.NOTED: set(),
}


class Activity(models.TextChoices):
    """In what a member unit took part; only inspection activities count towards R-ORG-08."""

    INSPECTION = "inspection", _("Inspection activity")
    MEETING = "meeting", _("Meeting of the committee")
