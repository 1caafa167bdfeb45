"""States, kinds and grounds of the inspectors' roster; pure data."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Full-time inspectors are appointed, part-time ones engaged (R-ROST-01): other rules hold for each."""

    FULL_TIME = "full_time", _("Full-time")
    PART_TIME = "part_time", _("Part-time")


class Category(models.TextChoices):
    """What an inspector may be used for (R-ROST-09)."""

    GOVERNMENT = "government", _("Inspection of governments")
    SCHOOL = "school", _("Inspection of schools")
    MONITORING = "monitoring", _("Assessment and monitoring")


class Degree(models.TextChoices):
    """Education completed, lowest first (R-ROST-02)."""

    JUNIOR_COLLEGE = "junior_college", _("Junior college")
    BACHELOR = "bachelor", _("Bachelor")
    MASTER = "master", _("Master")
    DOCTOR = "doctor", _("Doctor")


class Source(models.TextChoices):
    """Where an inspector comes from (R-ROST-10)."""

    SERVING_HEAD = "serving_head", _("Serving head")
    RETIRED_HEAD = "retired_head", _("Retired head")
    TEACHER = "teacher", _("Teacher")
    RESEARCHER = "researcher", _("Teaching researcher")
    OFFICIAL = "official", _("Serving official")
    RETIRED_OFFICIAL = "retired_official", _("Retired official")
    OTHER = "other", _("Other")


class InspectorState(models.TextChoices):
    """On the roster, or gone; whether somebody may inspect on a day is decided by term and certificate."""

    LISTED = "on_roster", _("On the roster")
    EXITED = "exited", _("Left the roster")


INSPECTOR_MOVES = {
    InspectorState.LISTED: {InspectorState.EXITED},
    InspectorState.EXITED: {InspectorState.LISTED},
}


class TermState(models.TextChoices):
    """A term runs until its last day, or is broken off."""

    ENGAGED = "engaged", _("In term")
    COMPLETED = "completed", _("Ran out")
    TERMINATED = "terminated", _("Broken off")


TERM_MOVES = {
    TermState.ENGAGED: {TermState.COMPLETED, TermState.TERMINATED},
    TermState.COMPLETED: set(),
    TermState.TERMINATED: set(),
}


class ExitReason(models.TextChoices):
    """Why an inspector leaves: removal (R-EXIT-01) or exit (R-EXIT-02)."""

    NEGLECT = "neglect", _("Neglect with serious effect on inspection")
    FRAUD = "fraud", _("Fraud or favouritism with serious effect")
    ABUSE = "abuse", _("Abuse of power, seriously disturbing a unit")
    INACTION = "inaction", _("Unlawful conduct or danger to life found and nothing done")
    NOT_PERFORMING = "not_performing", _("Does not do the job")
    OWN_REQUEST = "own_request", _("Own request")
    HEALTH = "health", _("Health")
    TERM_OVER = "term_over", _("Term over and not renewed")
    OTHER = "other", _("Other")





class Relation(models.TextChoices):
    """How an inspector is tied to a unit (R-RECUSE-01, R-RECUSE-02)."""

    HEAD_IS_RELATIVE = "head_is_relative", _("The head is a close relative")
    RELATIVE_WORKS = "relative_works", _("A close relative works there")
    RELATIVE_STUDIES = "relative_studies", _("A child studies there")
    EMPLOYED = "employed", _("Works there")
    FORMERLY_EMPLOYED = "formerly_employed", _("Used to work there")
    OTHER = "other", _("Other tie that could affect fairness")


# The regulation itself forbids these (R-RECUSE-01); the others hold where the area's list of grounds names them.
STATUTORY = frozenset({Relation.HEAD_IS_RELATIVE, Relation.EMPLOYED, Relation.OTHER})
EMPLOYMENT = frozenset({Relation.EMPLOYED, Relation.FORMERLY_EMPLOYED})
LISTED_AS = {Relation.RELATIVE_WORKS: "relative_employed", Relation.RELATIVE_STUDIES: "relative_studying"}


class RecusalState(models.TextChoices):
    """A recusal is asked for, then the head of the inspectorate decides (R-RECUSE-03)."""

    REQUESTED = "requested", _("Asked for")
    RECUSED = "recused", _("Withdraws")
    CLEARED = "cleared", _("Need not withdraw")


RECUSAL_MOVES = {
    RecusalState.REQUESTED: {RecusalState.RECUSED, RecusalState.CLEARED},
    RecusalState.RECUSED: set(),
    RecusalState.CLEARED: set(),
}


class Requester(models.TextChoices):
    """Who may start a recusal (R-RECUSE-03)."""

    INSPECTOR = "inspector", _("The inspector")
    UNIT = "unit", _("The inspected unit")
    INSPECTORATE = "inspectorate", _("The inspectorate itself")


class CandidacyState(models.TextChoices):
    """The order of admission (R-ROST-04)."""

    RECOMMENDED = "recommended", _("Recommended")
    REVIEWED = "reviewed", _("Reviewed")
    ASSESSED = "assessed", _("Assessment passed")
    POSTED = "posted", _("Posted for objections")
    APPOINTED = "appointed", _("Appointed")
    REJECTED = "rejected", _("Not admitted")


CANDIDACY_MOVES = {
    CandidacyState.RECOMMENDED: {CandidacyState.REVIEWED, CandidacyState.REJECTED},
    CandidacyState.REVIEWED: {CandidacyState.ASSESSED, CandidacyState.REJECTED},
    CandidacyState.ASSESSED: {CandidacyState.POSTED, CandidacyState.REJECTED},
    CandidacyState.POSTED: {CandidacyState.APPOINTED, CandidacyState.REJECTED},
    CandidacyState.APPOINTED: set(),
    CandidacyState.REJECTED: set(),
}


class ObjectionState(models.TextChoices):
    """An objection to a posted candidate (R-ROST-05)."""

    RECEIVED = "open", _("Being looked into")
    UPHELD = "upheld", _("Well-founded")
    DISMISSED = "dismissed", _("Unfounded")


OBJECTION_MOVES = {
    ObjectionState.RECEIVED: {ObjectionState.UPHELD, ObjectionState.DISMISSED},
    ObjectionState.UPHELD: set(),
    ObjectionState.DISMISSED: set(),
}


class Tier(models.TextChoices):
    """Who holds a course (R-TRAIN-05): the nation leads, the province is the backbone, the local level the body."""

    NATIONAL = "national", _("National")
    PROVINCIAL = "provincial", _("Provincial")
    LOCAL = "local", _("Local")


class Content(models.TextChoices):
    """The six kinds of content (R-TRAIN-03)."""

    POLICY = "policy", _("Policy documents")
    THEORY = "theory", _("Theory of education and inspection")
    TOOLS = "tools", _("Inspection tools and technique")
    BUSINESS = "business", _("Business knowledge")
    TECHNOLOGY = "technology", _("Information technology")
    CASES = "cases", _("Case studies")


class Mode(models.TextChoices):
    """How training is done; which modes count is a rule of the area (R-TRAIN-02.modes)."""

    CENTRALISED = "centralised", _("Centralised training")
    ONLINE = "online", _("Online training")
    SELF_STUDY = "self_study", _("Self-study")


# What an inspector reports for himself; attendance of a centralised course is recorded by the office.
OWN_MODES = (Mode.SELF_STUDY, Mode.ONLINE)


class RecordState(models.TextChoices):
    """What an inspector reports counts once the office has confirmed it."""

    REPORTED = "reported", _("Reported")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


RECORD_MOVES = {
    RecordState.REPORTED: {RecordState.CONFIRMED, RecordState.REJECTED},
    RecordState.CONFIRMED: {RecordState.REJECTED},
    RecordState.REJECTED: set(),
}


class CheckKind(models.TextChoices):
    """What the clock asks an office to look at."""

    TRAINING = "training", _("Training hours that fall short")
    FORECAST = "forecast", _("Forecast of training hours that will fall short")
    COVER = "cover", _("Schools without a responsible inspector")
