"""Kinds, states, moves and conclusions of publications and objections; pure data."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the inspectorate publishes; everything else stays internal (R-PUB-01)."""

    INSPECTION_REPORT = "inspection_report", _("Inspection report")
    RECTIFICATION_RESULT = "rectification_result", _("Rectification result")
    PRIVATE_SCHOOL_RESULT = "private_school_result", _("Result of inspecting a private school")
    OPINION_LETTER = "opinion_letter", _("Opinion letter")
    EVALUATION_REPORT = "evaluation_report", _("Evaluation of governments' education duties")
    ACCOUNTABILITY_RESULT = "accountability_result", _("Accountability result")
    CIRCULAR = "circular", _("Circular")
    COMMENDATION = "commendation", _("Commendation")
    CALL_FOR_OPINIONS = "call_for_opinions", _("Call for opinions")
    INSPECTOR_POSTING = "inspector_posting", _("Posting of inspectors to be appointed")
    RESULT_POSTING = "result_posting", _("Posting of assessment results")
    INSPECTOR_LIST = "inspector_list", _("Appointed inspectors")
    PLATE = "plate", _("Responsible inspector")
    COMMITTEE = "committee", _("Composition of the committee")
    ANNUAL_LIST = "annual_list", _("Annual list of inspections")
    ANNUAL_PLAN = "annual_plan", _("Annual priorities")
    ANNUAL_REPORT = "annual_report", _("Annual report")


# Postings run for a number of working days from their release (R-PUB-11): kind → key of the rule.
POSTING_RULES: dict[str, str] = {
    Kind.INSPECTOR_POSTING: "R-ROST-05",
    Kind.RESULT_POSTING: "R-PUB-11.other",
}
# A later version of these takes the place of the earlier one of the same unit: there is only one composition in force.
STANDING = frozenset({Kind.PLATE, Kind.COMMITTEE, Kind.INSPECTOR_LIST})


class Publicity(models.TextChoices):
    """For whom a publication is meant (R-ACC-26); only the last is open to citizens."""

    UNIT = "unit", _("Within the unit")
    EDUCATION_SYSTEM = "education_system", _("Within the education system")
    WHOLE_SOCIETY = "whole_society", _("To the whole society")


class PublicationState(models.TextChoices):
    """From the author's draft over the review to the public page, and off it again (R-PUB-03)."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("To be reviewed")
    CLEARED = "cleared", _("May be published")
    CLEARED_WITH_REDACTION = "cleared_with_redaction", _("May be published after redaction")
    REFUSED = "refused", _("Not to be published")
    RELEASED = "released", _("Open to the public")
    EXPIRED = "expired", _("Posting ended")
    REPLACED = "replaced", _("Replaced by a corrected version")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DROPPED = "dropped", _("Not pursued")


PUBLICATION_MOVES = {
    PublicationState.DRAFT: {PublicationState.IN_REVIEW, PublicationState.DROPPED},
    PublicationState.IN_REVIEW: {
        PublicationState.DRAFT,
        PublicationState.CLEARED,
        PublicationState.CLEARED_WITH_REDACTION,
        PublicationState.REFUSED,
    },
    PublicationState.CLEARED: {PublicationState.RELEASED, PublicationState.DRAFT},
    PublicationState.CLEARED_WITH_REDACTION: {PublicationState.RELEASED, PublicationState.DRAFT},
    PublicationState.REFUSED: {PublicationState.DRAFT},
    PublicationState.RELEASED: {
        PublicationState.EXPIRED,
        PublicationState.REPLACED,
        PublicationState.WITHDRAWN,
    },
    PublicationState.EXPIRED: set(),
    PublicationState.REPLACED: set(),
    PublicationState.WITHDRAWN: set(),
    PublicationState.DROPPED: set(),
}
CLEARED_STATES = (PublicationState.CLEARED, PublicationState.CLEARED_WITH_REDACTION)
# While it stands here the statutory time for publishing runs (R-PUB-02).
PENDING_STATES = (PublicationState.DRAFT, PublicationState.IN_REVIEW, *CLEARED_STATES)
# Once public: the address keeps answering, with the page or with 410 and the reason.
ONCE_PUBLIC_STATES = (
    PublicationState.RELEASED,
    PublicationState.EXPIRED,
    PublicationState.REPLACED,
    PublicationState.WITHDRAWN,
)


class Conclusion(models.TextChoices):
    """What a reviewer may conclude (R-PUB-03)."""

    CLEARED = "cleared", _("May be published")
    CLEARED_WITH_REDACTION = "cleared_with_redaction", _("May be published after redaction")
    REFUSED = "refused", _("Not to be published")
    RETURNED = "returned", _("Return to the author")


CONCLUSION_STATES = {
    Conclusion.CLEARED: PublicationState.CLEARED,
    Conclusion.CLEARED_WITH_REDACTION: PublicationState.CLEARED_WITH_REDACTION,
    Conclusion.REFUSED: PublicationState.REFUSED,
    Conclusion.RETURNED: PublicationState.DRAFT,
}


class Article(models.TextChoices):
    """Articles of the Regulations on Open Government Information on which content may be withheld."""

    STATE_SECRET = "14", _("Article 14: state secrets, dangers to security or stability (R-PUB-04)")
    THIRD_PARTY = "15", _("Article 15: trade secrets, personal privacy (R-PUB-05)")
    INTERNAL = "16", _("Article 16: internal and process information (R-PUB-06)")
    PERSONAL = "pipl", _("Personal Information Protection Law: more than the duty needs (R-PUB-12)")
    MINORS = "minors", _("Law on the Protection of Minors, articles 4 and 103 (R-PUB-13)")


class ObjectionState(models.TextChoices):
    """An objection by a citizen waits for its answer (R-PUB-10)."""

    RECEIVED = "received", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")


OBJECTION_MOVES = {
    ObjectionState.RECEIVED: {ObjectionState.ANSWERED},
    ObjectionState.ANSWERED: set(),
}


class Outcome(models.TextChoices):
    """What came of an objection."""

    CORRECTED = "corrected", _("The publication is corrected")
    CONFIRMED = "confirmed", _("The publication was checked and stands")
    PASSED_ON = "passed_on", _("Passed on to the body in charge")
