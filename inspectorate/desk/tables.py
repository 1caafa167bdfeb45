"""Columns of the desk's lists, and what waits for a hand."""
from typing import Any, NamedTuple

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering, url_prefix
from inspectorate.register.states import right_word
from inspectorate.register.tables import span_chip


def about(duty: Any) -> str:
    """Return what a duty is about, where its title does not say so already."""
    named = duty.subject_label.partition(". ")[2] or duty.subject_label
    return "" if named[:40] in duty.title else duty.subject_label


TODO = (
    Column("title", _("What"), url=lambda duty: reverse("todo-open", args=[duty.pk])),
    Column("subject_label", _("About"), about),
    Column("holder", _("Owed by"), "holder.label"),
    Column("due_on", _("Due"), kind="due", order="due"),
    Column("rule", _("Rule"), kind="code", is_minor=True),
)
AREA_DUTIES = (
    Column("title", _("What"), url=lambda duty: duty.get_absolute_url()),
    Column("holder", _("Owed by"), "holder.label"),
    Column("area", _("Area"), "area.name", kind="code"),
    Column("subject_label", _("About"), about),
    Column("due_on", _("Due"), kind="due", order="due", is_open=lambda duty: duty.state == "open"),
    Column("state", _("State"), kind="state"),
    Column("rule", _("Rule"), kind="code", is_minor=True),
)
TODO_ORDERS = (
    Ordering("due", _("Due"), "due_on"),
    Ordering("opened", _("Opened on"), "opened_on", descending=True),
)


class Waiting(NamedTuple):
    """Rows of a model that wait for one verb of somebody who may do it.

    `condition` are filters on the rows; with `paper` those are left out for which such a document is under way or done;
    `narrow` is the name of a function of `filters` for what a filter cannot say.
    """

    key: str
    label: Any
    model: str
    verb: str
    condition: dict[str, Any]
    paper: str = ""
    narrow: str = ""


DOCUMENT, PUBLICATION, ITEM = "documents.Document", "publication.Publication", "accountability.RectificationItem"
ENTRY, INSPECTION, CASE = "supervision.AnnualListEntry", "supervision.Inspection", "accountability.Case"
HAZARD = "supervision.Hazard"
REPORT, NOTICE = "accountability.InspectionReport", "accountability.SuperviseNotice"
INTERVIEW, CIRCULAR = "accountability.Interview", "accountability.Circular"
ACTION = "accountability.AccountabilityAction"
WAITING = (
    Waiting("sign", _("Documents to sign"), DOCUMENT, "sign", {"state": "in_review"}, narrow="of_others"),
    Waiting("confirm", _("Provisional dates to confirm"), DOCUMENT, "confirm_provisional",
            {"state": "signed", "is_provisional_date": True, "confirmed_by": None}),
    Waiting("issue", _("Documents to issue"), DOCUMENT, "issue", {"state": "signed"}, narrow="confirmed"),
    Waiting("dispatch", _("Documents to send"), DOCUMENT, "dispatch", {"state": "issued"}),
    Waiting("receive", _("Documents to receive"), DOCUMENT, "receive", {}, narrow="unreceived"),
    Waiting("submit", _("Own drafts to submit"), DOCUMENT, "submit", {"state": "draft"}, narrow="own_drafts"),
    Waiting("approve", _("Annual list: to approve"), ENTRY, "approve_entry", {"state": "submitted"}),
    Waiting("hand_in", _("Annual list: drafts to submit"), ENTRY, "submit_entry", {"state": "draft"}),
    Waiting("plan", _("Annual list: inspections to set up"), ENTRY, "open_inspection", {"state": "approved"},
            narrow="units_left"),
    Waiting("team", _("Teams to form"), INSPECTION, "form_team", {"state": "planned"}),
    Waiting("notice", _("Notices to draft"), INSPECTION, "draft_notice", {"state": "team_formed"}, "inspection_notice"),
    Waiting("evaluation", _("Self-evaluations to review"), INSPECTION, "review_self_evaluation",
            {"state": "self_evaluating", "self_evaluation__isnull": False}),
    Waiting("begin", _("Inspections to begin"), INSPECTION, "start_on_site",
            {"state__in": ("notified", "self_evaluated")}, narrow="begun_by_plan"),
    Waiting("field", _("Inspections on site"), INSPECTION, "add_site_record", {"state__in": ("on_site", "hearing")}),
    Waiting("conclude", _("Inspections to end"), INSPECTION, "conclude", {"state": "deliberating"}),
    Waiting("open_case", _("Case files to open"), INSPECTION, "open_case", {"state": "concluded", "case": None}),
    Waiting("opinion", _("Preliminary opinions to draft"), CASE, "draft_opinion", {"state": "opened"},
            "preliminary_opinion"),
    Waiting("answer", _("Defences to answer"), CASE, "answer_point", {"state": "defence_open"}, narrow="unanswered"),
    Waiting("defence", _("Defences to close"), CASE, "close_defence", {"state": "defence_open"}, narrow="dealt_with"),
    Waiting("letter", _("Opinion letters to draft"), CASE, "draft_letter", {"state": "defence_closed"},
            "opinion_letter"),
    Waiting("report", _("Inspection reports to draft"), INSPECTION, "draft_report",
            {"state": "concluded", "report": None, "case__state__in": ("rectifying", "rechecking", "cleared")}),
    Waiting("filing", _("Reports to file"), REPORT, "draft_filing", {"state": "submitted"}, "filing_cover"),
    Waiting("publish", _("Reports to propose for publication"), REPORT, "propose_publication", {"state": "filed"},
            narrow="unpublished"),
    Waiting("recheck", _("Items to re-check"), ITEM, "recheck_item", {"state": "reported"}),
    Waiting("close", _("Items to close out"), ITEM, "close_out", {"state": "passed"}),
    Waiting("supervise", _("Supervise notices to draft"), NOTICE, "draft_supervise_notice", {"state": "proposed"},
            "supervise_notice"),
    Waiting("interview", _("Interviews to approve"), INTERVIEW, "approve_interview", {"state": "proposed"}),
    Waiting("summon", _("Interview notices to draft"), INTERVIEW, "draft_interview_notice", {"state": "approved"},
            "interview_notice"),
    Waiting("hold", _("Interviews to hold"), INTERVIEW, "hold_interview", {"state": "notified"}),
    Waiting("record", _("Interview records to write"), INTERVIEW, "draft_interview_record", {"state": "held"}),
    Waiting("circular", _("Circulars to approve"), CIRCULAR, "approve_circular", {"state": "proposed"}),
    Waiting("circulate", _("Circulars to draft"), CIRCULAR, "draft_circular", {"state": "approved"}, "circular"),
    Waiting("facts", _("Accountability: facts to establish"), ACTION, "establish_facts", {"state": "investigating"}),
    Waiting("inform", _("Accountability: notices to draft"), ACTION, "draft_accountability_notice",
            {"state": "established"}, "accountability_notice"),
    Waiting("hear", _("Accountability: statements to deal with"), ACTION, "hear_statement", {"state": "informed"}),
    Waiting("consult", _("Accountability: member units to consult"), ACTION, "consult",
            {"state": "heard", "consultations": None}),
    Waiting("opine", _("Accountability: opinions to give"), ACTION, "answer_consultation", {"state": "heard"},
            narrow="asked"),
    Waiting("decide", _("Accountability: to decide"), ACTION, "decide_action", {"state": "consulted"}),
    Waiting("decision", _("Accountability: decisions to draft"), ACTION, "draft_decision", {"state": "decided"},
            "accountability_decision"),
    Waiting("resolution", _("Reports on resolutions to accept"), "committees.Resolution", "accept_resolution",
            {"state": "reported"}),
    Waiting("meeting", _("Meetings to close"), "committees.Meeting", "close_meeting", {"state": "minuted"}),
    Waiting("matter", _("Major matters to answer"), "committees.MajorMatter", "answer_matter", {"state": "received"}),
    Waiting("figures", _("Returns of figures to accept"), "monitoring.Return", "accept_return", {"state": "submitted"}),
    Waiting("asking", _("Forms of returns to put in force"), "monitoring.ReturnForm", "put_in_force",
            {"state": "draft"}),
    Waiting("review", _("Publications to review"), PUBLICATION, "review", {"state": "in_review"}),
    Waiting("release", _("Publications to release"), PUBLICATION, "release", {"state__startswith": "cleared"}),
    Waiting("objection", _("Objections to answer"), "publication.Objection", "answer", {"state": "received"}),
    Waiting("hazard_check", _("Removals of hazards to check"), HAZARD, "check_removal", {"state": "reported"}),
    Waiting("hazard_close", _("Hazards to strike off"), HAZARD, "close_hazard", {"state": "verified"}),
    Waiting("extension", _("Requests for more time to answer"), "duties.Duty", "answer_extension",
            {"extensions__state": "asked"}),
    Waiting("setting", _("Changes of rules to approve"), "rulebook.Setting", "approve_setting",
            {"state": "proposed"}),
    Waiting("calendar", _("Changes of the calendar to approve"), "rulebook.CalendarChange", "approve_calendar_change",
            {"state": "proposed"}),
)
def concerned(row: Any) -> str:
    """Return the unit a row is about; of a document, whom it is addressed to."""
    unit = getattr(row, "unit", None)
    return unit.label if hasattr(unit, "label") else getattr(row, "addressee", "")


WAITING_COLUMNS = (
    Column("row", _("What"), lambda row: getattr(row, "title", None) or str(row), kind="link"),
    Column("unit", _("Unit"), concerned),
    Column("state", _("State"), kind="state"),
)


def grant_kind(row: Any) -> str:
    """Return the kind of object that an extra access opens."""
    return capfirst(apps.get_model(row.kind)._meta.verbose_name)


def grant_subject(row: Any) -> str:
    """Return what an object is called; its number alone for those who may not see it."""
    return row.subject or gettext("No. %(number)s") % {"number": row.content_object_id}


def grant_place(row: Any) -> str:
    """Return the address of the object for those who may see it."""
    prefix = url_prefix(apps.get_model(row.kind))
    return reverse(f"{prefix}-detail", args=[row.content_object_id]) if row.is_seen else ""


def grant_end(row: Any) -> str:
    """Return the address that ends an extra access."""
    return reverse(f"{url_prefix(apps.get_model(row.kind))}-end-grant", args=[row.content_object_id, row.pk])


GRANTS = (
    Column("who", _("Given to")),
    Column("posts", _("Posts"), kind="lines"),
    Column("kind", _("Kind"), grant_kind),
    Column("subject", _("On what"), grant_subject, url=grant_place),
    Column("right", _("May do"), lambda row: right_word(row.right.rpartition("_")[0])),
    Column("valid_from", _("From"), kind="date"),
    Column("valid_to", _("Until"), kind="date"),
    Column("reason", _("Reason")),
    Column("giver", _("Granted by"), lambda row: f"{row.giver} · {row.office}"),
    Column("standing", _("State"), span_chip),
    Column("end", _("End it"), lambda row: gettext("End") if row.may_end else "", url=grant_end),
)
