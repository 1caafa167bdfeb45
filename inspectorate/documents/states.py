"""States of documents and what a document may be; pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentState(models.TextChoices):
    """The way of a document (R-DOC-23)."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")
    DISPATCHED = "dispatched", _("Dispatched")
    RECEIVED = "received", _("Received")
    ARCHIVED = "archived", _("Archived")
    VOID = "void", _("Void")


S = DocumentState
DOCUMENT_MOVES = {
    S.DRAFT: {S.IN_REVIEW, S.VOID},
    S.IN_REVIEW: {S.SIGNED, S.DRAFT},
    S.SIGNED: {S.ISSUED, S.DRAFT},
    S.ISSUED: {S.DISPATCHED, S.ARCHIVED, S.VOID},
    S.DISPATCHED: {S.RECEIVED, S.ARCHIVED, S.VOID},
    S.RECEIVED: {S.DISPATCHED, S.ARCHIVED},  # back when it is sent to one more recipient
    S.ARCHIVED: set(),
    S.VOID: set(),
}
NUMBERED = (S.ISSUED, S.DISPATCHED, S.RECEIVED, S.ARCHIVED)  # and void, where it had been issued
SENT = (S.DISPATCHED, S.RECEIVED, S.ARCHIVED)


class Rendering(models.TextChoices):
    """How far the PDF and the Word file are."""

    NOT_DUE = "not_due", _("not due yet")
    WAITING = "waiting", _("being made")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")


class Layout(models.TextChoices):
    """The page a document is set on; working papers are not among the 15 types of official documents (R-DOC-21)."""

    OFFICIAL = "official", _("Official document")
    LETTER = "letter", _("Letter")
    MINUTES = "minutes", _("Minutes")
    WORKING = "working", _("Working paper")


class Via(models.TextChoices):
    """How a document reached its recipient."""

    SYSTEM = "system", _("in this system")
    PAPER = "paper", _("on paper")
    EXCHANGE = "exchange", _("by the official document exchange")


# What the kinds given by the domain apps are called; the kind also names the template papers/<kind>.html.
KINDS = {
    "annual_priorities": _("Annual priorities"),
    "inspection_plan": _("Inspection plan"),
    "inspection_notice": _("Notice of inspection"),
    "call_for_opinions": _("Call for opinions"),
    "visit_record": _("Visit record"),
    "rectification_notice": _("Rectification notice"),
    "preliminary_opinion": _("Preliminary opinion"),
    "defence_handling": _("Handling of the defence"),
    "opinion_letter": _("Opinion letter"),
    "supervise_notice": _("Supervise notice"),
    "recheck_report": _("Re-check report"),
    "inspection_report": _("Inspection report"),
    "filing_cover": _("Filing report"),
    "performance_report": _("Report on county governments"),
    "interview_notice": _("Interview notice"),
    "interview_record": _("Interview record"),
    "circular": _("Circular"),
    "commendation": _("Commendation"),
    "criticism": _("Criticism by circular"),
    "discipline_proposal": _("Proposal for discipline"),
    "accountability_notice": _("Notice before accountability"),
    "accountability_decision": _("Accountability decision"),
    "review_decision": _("Review decision"),
    "appeal_decision": _("Decision on an appeal"),
    "transfer_letter": _("Transfer letter"),
    "candidate_posting": _("Posting of candidates"),
    "appointment_decision": _("Appointment decision"),
    "recusal_decision": _("Recusal decision"),
    "training_notice": _("Training notice"),
    "minutes": _("Minutes"),
    "annual_report": _("Annual report"),
    "commission_letter": _("Commission of an assessment"),
    "hazard_notice": _("Hazard rectification notice"),
    "major_hazard_notice": _("Supervise notice of a major hazard"),
    "closing_out_approval": _("Closing-out approval"),
    "request": _("Request for instructions"),
    "notice": _("Notice"),
    "letter": _("Letter"),
    "correction": _("Correction"),
}
