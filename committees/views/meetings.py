"""Pages of meetings and their resolutions (S04, R-ORG-06)."""
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees import filters, forms, tables, workflow
from committees.models import Meeting, Resolution
from committees.states import BEFORE_MEETING, MEETING_STEPS, MeetingState, ResolutionState
from inspectorate.documents.models import Document
from inspectorate.documents.states import DocumentState
from inspectorate.lib.pages import ListPage, OfficeStep, Part, Verb, to_result

S, R = MeetingState, ResolutionState
ROWS = "committees/rows_form.html"

PLAN = Verb(
    "plan_meeting", workflow.plan_meeting, gettext_lazy("Plan a meeting"), form=forms.MeetingForm,
    initial=forms.meeting_values, success=to_result,
)
VERBS = (
    Verb(
        "close_meeting", workflow.close_meeting, gettext_lazy("Close the meeting"), to=[S.CLOSED], is_primary=True,
        help=gettext_lazy("Attendance is recorded, the minutes are issued, and every resolution was given to a unit."),
    ),
    Verb(
        "draft_minutes", workflow.draft_minutes, gettext_lazy("Draft the minutes"), states=[S.HELD], is_primary=True,
        success=to_result,
        help=gettext_lazy("Made from attendance, notes and resolutions; a second person signs them."),
    ),
    Verb(
        "convene_meeting", workflow.convene_meeting, gettext_lazy("Draft the notice of the meeting"),
        form=forms.ConveneForm, states=BEFORE_MEETING, is_primary=True, success=to_result,
    ),
    Verb(
        "write_agenda", workflow.write_agenda, gettext_lazy("Write the agenda"), form=forms.AgendaForm,
        states=BEFORE_MEETING, template_name="committees/agenda_form.html",
    ),
    Verb(
        "hold_meeting", workflow.hold_meeting, gettext_lazy("Record the attendance"), form=forms.AttendanceForm,
        to=[S.HELD], template_name="committees/attendance_form.html",
    ),
    Verb(
        "write_notes", workflow.write_notes, gettext_lazy("Write the notes"), form=forms.NotesForm, states=[S.HELD],
        template_name=ROWS,
    ),
    Verb(
        "add_resolution", workflow.add_resolution, gettext_lazy("Add a resolution"), form=forms.ResolutionForm,
        states=[S.HELD, S.MINUTED], template_name="committees/units_form.html",
    ),
    Verb(
        "reschedule_meeting", workflow.reschedule_meeting, gettext_lazy("Change time or place"),
        form=forms.ScheduleForm, states=BEFORE_MEETING,
        initial=lambda meeting: {name: getattr(meeting, name) for name in ("title", "planned_at", "place")},
    ),
    Verb(
        "cancel_meeting", workflow.cancel_meeting, gettext_lazy("Cancel the meeting"), form=forms.ReasonForm,
        to=[S.CANCELLED], is_danger=True,
    ),
)
RESOLUTION_VERBS = (
    Verb(
        "report_resolution", workflow.report_resolution, gettext_lazy("Report how it was carried out"),
        form=forms.ReportForm, to=[R.REPORTED], is_primary=True, button=gettext_lazy("Submit the report"),
        template_name="committees/resolution_form.html",
    ),
    Verb(
        "accept_resolution", workflow.accept_resolution, gettext_lazy("Accept the report"), form=forms.RemarkForm,
        to=[R.ACCEPTED], is_primary=True, template_name="committees/resolution_form.html",
    ),
    Verb(
        "return_resolution", workflow.return_resolution, gettext_lazy("Return the report"), form=forms.ReasonForm,
        states=[R.REPORTED], template_name="committees/resolution_form.html",
    ),
    Verb(
        "give_resolution", workflow.give_resolution, gettext_lazy("Give it to a unit"), form=forms.GiveForm,
        states=[R.DRAFT], is_primary=True, template_name="committees/units_form.html",
        initial=lambda one: {"holder": one.holder, "due_on": one.due_on},
    ),
    Verb(
        "withdraw_resolution", workflow.withdraw_resolution, gettext_lazy("Withdraw"), form=forms.ReasonForm,
        to=[R.WITHDRAWN], is_danger=True,
    ),
)


class MeetingList(ListPage):
    """Meetings of the committees in the area."""

    model = Meeting
    columns, orderings, filterset_class = tables.MEETINGS, tables.MEETING_ORDERS, filters.MeetingFilter
    select_related = ("committee",)
    sentence = gettext_lazy("%(count)s meetings")
    empty = gettext_lazy("No meeting yet. A committee's office plans one on the committee's page.")


class MeetingDetail(OfficeStep):
    """A meeting: agenda, attendance, resolutions, papers."""

    model = Meeting
    facts, verbs = tables.MEETING_FACTS, VERBS
    select_related = ("committee__organization__area", "owner")
    asks: ClassVar[Mapping[str, Any]] = {
        S.PLANNED: gettext_lazy("Write the agenda and convene the meeting"),
        S.CONVENED: gettext_lazy("Hold the meeting and record who attended"),
        S.HELD: gettext_lazy("Write notes and resolutions, draft the minutes and have them issued"),
        S.MINUTED: gettext_lazy("Give every resolution to a unit and close the meeting"),
    }
    steps = MEETING_STEPS

    def parts(self, obj: Meeting) -> Sequence[Part]:
        """Return agenda, resolutions, attendance, papers."""
        agenda = list(obj.agenda.select_related("presenter"))
        seats = obj.attendance.select_related("seat__organization").order_by("pk")
        given = obj.resolutions.visible_to(self.request.post).select_related("holder").order_by("number")
        papers = Document.objects.of(obj).visible_to(self.request.post).exclude(state=DocumentState.VOID)
        return (
            Part(
                _("Agenda"), template="committees/_agenda.html", context={"items": agenda},
            ),
            Part(
                _("Resolutions"), given, tables.MEETING_RESOLUTIONS,
                empty=_("Resolutions stand here once they are written down after the meeting."),
            ),
            Part(_("Attendance"), seats, tables.ATTENDANCE, empty=_("Recorded after the meeting, seat by seat.")),
            Part(_("Documents"), papers, tables.PAPERS, empty=_("No document yet.")),
        )


class ResolutionList(ListPage):
    """Resolutions and how they stand."""

    model = Resolution
    columns, orderings, filterset_class = tables.RESOLUTIONS, tables.RESOLUTION_ORDERS, filters.ResolutionFilter
    select_related = ("holder", "meeting")
    sentence = gettext_lazy("%(count)s resolutions")
    empty = gettext_lazy("No resolution. What a meeting decides stands here as the task of a unit.")


class ResolutionDetail(OfficeStep):
    """One resolution with its rounds of reports."""

    model = Resolution
    facts, verbs = tables.RESOLUTION_FACTS, RESOLUTION_VERBS
    select_related = ("meeting", "holder", "owner", "item")
    asks: ClassVar[Mapping[str, Any]] = {
        R.DRAFT: gettext_lazy("Give it to a unit"),
        R.REPORTED: gettext_lazy("Accept the report, or return it with the reason"),
    }
    steps = (R.GIVEN, R.REPORTED, R.ACCEPTED)

    def parts(self, obj: Resolution) -> Sequence[Part]:
        """Return the reports, newest first."""
        rounds = obj.reports.select_related("author").prefetch_related("attachments__file")
        return (Part(_("Reports"), template="committees/_reports.html", context={"rounds": list(rounds)}),)
