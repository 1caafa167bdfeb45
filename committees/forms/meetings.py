"""Forms of meetings and resolutions."""
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from committees.models import Committee, Membership
from committees.states import MeetingKind, MemberRole, Presence
from committees.workflow import Line, Seat, proposals
from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, MomentInput, SubjectForm, prose

from .rows import RowsForm, UnitField, units

BLANK_LINES = 3


class ScheduleForm(SubjectForm):
    """Title, time and place."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=120,
        help_text=gettext_lazy("As it stands in the notice and in the minutes."),
    )
    planned_at = forms.DateTimeField(label=gettext_lazy("Date and time"), widget=MomentInput)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120)


class MeetingForm(ScheduleForm):
    """A new meeting of a committee."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=MeetingKind.choices, widget=forms.RadioSelect, initial=MeetingKind.PLENARY,
        help_text=gettext_lazy("At least one plenary meeting a year is held (R-ORG-06)."),
    )
    field_order = ("kind", "title", "planned_at", "place")


def meeting_values(committee: Committee) -> dict[str, Any]:
    """Return the usual title of this year's plenary meeting."""
    return {"title": f"{committee.name}{timezone.localdate().year}年全体会议"}


class AgendaForm(RowsForm):
    """The whole agenda on one page: what stands on it, open matters to be added, new lines."""

    def prepare(self) -> None:
        """Add a row for each item, the proposals, and a few blank rows."""
        self.known = units(self.post)
        items = list(self.subject.agenda.select_related("presenter"))
        for item in items:
            self._line(f"item-{item.pk}", _("Item %(number)d") % {"number": item.order}, item, item.order)
        for number in range(1, BLANK_LINES + 1):
            self._line(f"new-{number}", _("New item %(number)d") % {"number": number}, None, len(items) + number)
        self.offered = {found.key: found for found in proposals(self.subject)}
        if self.offered:
            self.fields["drawn"] = forms.MultipleChoiceField(
                label=_("Open matters"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(key, found.title) for key, found in self.offered.items()],
                initial=list(self.offered) if not items else [],
                help_text=_("Drawn from the system; ticked ones are added after the items above."),
            )

    def _line(self, key: str, title: str, item: Any, order: int) -> None:
        fields = {
            "order": forms.IntegerField(label=_("No."), min_value=1, max_value=99, initial=order, required=False),
            "title": forms.CharField(
                label=pgettext("agenda", "Item"), max_length=200, initial=item.title if item else "", required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Empty: the item falls away.") if item else "",
            ),
            "presenter": UnitField(
                label=_("Presented by"), queryset=self.known, initial=item.presenter if item else None, required=False
            ),
        }
        self.add_row(key, title, item, fields)

    def clean(self) -> dict[str, Any]:
        """Gather the lines in the order asked for, the drawn ones last."""
        data = super().clean()
        rows = [(row, values) for row, values in self.gathered() if values["title"]]
        rows.sort(key=lambda pair: pair[1]["order"] or BLANK_LINES * 100)
        lines = [Line(row.obj, values["title"], values["presenter"]) for row, values in rows]
        for key in data.get("drawn") or ():
            found = self.offered[key]
            lines.append(Line(None, found.title, found.presenter, found.source))
        if not lines and not self.errors:
            raise forms.ValidationError(_("Write at least one item."))
        return {"lines": lines}


class ConveneForm(SubjectForm):
    """Who answers questions about the notice."""

    contact = forms.CharField(
        label=gettext_lazy("Contact"), max_length=120, help_text=gettext_lazy("Name and office phone.")
    )

    def prepare(self) -> None:
        """Propose the acting person and the office's phone."""
        if self.post is not None:
            self.fields["contact"].initial = f"{self.post.user.name} {self.post.organization.office_phone}".strip()


class AttendanceForm(RowsForm):
    """When the meeting was held, who presided, and how each seat of that day's composition was filled."""

    held_on = forms.DateField(label=pgettext_lazy("meeting", "Held on"), widget=DateInput)
    host = forms.CharField(label=gettext_lazy("Presided over by"), max_length=80, required=False)

    def prepare(self) -> None:
        """Add a row for each seat of the day."""
        meeting = self.subject
        day = self._day(meeting.day)
        seats = list(meeting.committee.members.on(day).ranked().select_related("organization"))
        chair = next((seat for seat in seats if seat.role == MemberRole.CHAIR), None)
        self.fields["held_on"].initial = meeting.day
        self.fields["host"].initial = meeting.host or (chair.label if chair else "")
        known = {row.seat_id: row for row in meeting.attendance.all()}
        for seat in seats:
            self._seat(seat, known.get(seat.pk))

    def _day(self, planned: date) -> date:
        """Return the day that was typed, so that the rows are the seats of that day."""
        field = self.fields["held_on"]
        try:
            return field.to_python(self.data.get("held_on")) or planned if self.is_bound else planned
        except forms.ValidationError:
            return planned

    def _seat(self, seat: Membership, former: Any) -> None:
        fields = {
            "presence": forms.ChoiceField(
                label=pgettext("attendance", "Attendance"), choices=Presence.choices,
                initial=former.presence if former else Presence.PRESENT,
            ),
            "name": forms.CharField(
                label=_("Who came"), max_length=60, required=False, initial=former.name if former else ""
            ),
        }
        self.add_row(f"seat-{seat.pk}", seat.label, seat, fields)

    def clean(self) -> dict[str, Any]:
        """Gather the seats; a deputy needs a name."""
        data = super().clean()
        rows = self.gathered()
        for row, values in rows:
            if values["presence"] == Presence.DEPUTY and not values["name"]:
                self.add_error(f"{row.key}-name", _("Name the deputy."))
        seats = [Seat(row.obj, values["presence"], values["name"] or "") for row, values in rows if values["presence"]]
        return {"held_on": data.get("held_on"), "host": data.get("host", ""), "attendance": seats}


class NotesForm(RowsForm):
    """What was discussed, item by item."""

    def prepare(self) -> None:
        """Add one field for each item of the agenda."""
        for item in self.subject.agenda.all():
            field = prose(_("What was discussed"), 4, required=False, initial=item.notes)
            self.add_row(f"item-{item.pk}", str(item), item, {"notes": field})

    def clean(self) -> dict[str, Any]:
        """Gather the notes."""
        super().clean()
        return {"notes": {row.obj: values["notes"] or "" for row, values in self.gathered()}}


class GiveForm(SubjectForm):
    """To which unit a resolution is given, and until when."""

    holder = UnitField(label=gettext_lazy("Responsible unit"))
    due_on = forms.DateField(label=gettext_lazy("Due on"), widget=DateInput)

    def prepare(self) -> None:
        """Offer the units of the area, member units first by name."""
        self.known = self.fields["holder"].queryset = units(self.post)


class ResolutionForm(GiveForm):
    """A resolution; without unit and date it waits until it is given out."""

    text = prose(gettext_lazy("Resolution"), 3)
    item = forms.ModelChoiceField(label=pgettext_lazy("agenda", "On item"), queryset=None, required=False)
    field_order = ("text", "item", "holder", "due_on")

    def prepare(self) -> None:
        """Offer the items of the agenda."""
        super().prepare()
        self.fields["item"].queryset = self.subject.agenda.all()
        for name in ("holder", "due_on"):
            self.fields[name].required = False
        self.fields["holder"].help_text = _("Empty: to be given out later; a meeting closes with nothing left to give.")


class ReportForm(SubjectForm):
    """How a resolution was carried out."""

    text = prose(gettext_lazy("How it was carried out"), 6)
    files = StoredFilesField(label=gettext_lazy("Files"), required=False)
