"""Pages over duties, as an app would declare them."""
import django_filters
from django import forms
from django.urls import include, path

from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.lib.forms import SubjectForm
from inspectorate.lib.pages import Column, CreatePage, DetailPage, ListPage, Ordering, Part, Verb, VerbPage, verb_paths
from inspectorate.register.models import Organization
from inspectorate.trail.workflow import RuleRefused, move, record


class ReasonForm(SubjectForm):
    """Asks for a reason and knows the duty."""

    note = forms.CharField(label="Reason", help_text="One sentence.")

    def prepare(self):
        """Say of which duty."""
        if self.subject:
            self.fields["note"].label = f"Reason for {self.subject}"


class DutyFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(choices=DutyState.choices)

    class Meta:
        model = Duty
        fields = ("state",)


def waive_duty(duty, *, by, note):
    """Waive."""
    if note == "no reason":
        raise RuleRefused("A waiver needs a ground.", rule="R-ACC-05")
    return move(duty, DutyState.WAIVED, by=by, verb="waive_duty", note=note)


def remind_duty(duty, *, by):
    """Note a reminder; twice is one too many for a duty whose title says so."""
    if "拒" in duty.title:
        raise RuleRefused("This one refuses.")
    return record(duty, "remind_duty", by=by)


def open_unit(*, by, name):
    """Make a unit beside one's own."""
    area = by.organization.area
    return Organization.objects.create(name=name, kind="department", area=area, **area.scope)


class NameForm(forms.Form):
    """Asks for a name."""

    name = forms.CharField(max_length=20)


WAIVE = Verb(
    "waive_duty", waive_duty, "Waive the duty", button="Waive", form=ReasonForm, to=[DutyState.WAIVED], is_primary=True
)
REMIND = Verb("remind_duty", remind_duty, "Remind", is_bulk=True)
REFUSE = Verb("refuse_duty", remind_duty, "Never open", states=["met"])
VERBS = [WAIVE, REMIND, REFUSE]
COLUMNS = (
    Column("title", "What", kind="link"),
    Column("holder", "Owed by", "holder.label"),
    Column("state", "State", kind="state"),
    Column("due_on", "Due", kind="due", order="due"),
)
ORDERS = (Ordering("due", "Due", "due_on"), Ordering("met", "Done on", "met_on"), Ordering("title", "What", "title"))


class DutyDetail(DetailPage):
    """One duty."""

    model = Duty
    verbs = VERBS
    facts = COLUMNS
    select_related = ("holder",)

    def parts(self, obj):
        """Show the others of its holder."""
        return [Part("Others", Duty.objects.filter(holder=obj.holder).select_related("holder"), COLUMNS)]


LIST = ListPage.as_view(
    model=Duty, columns=COLUMNS, orderings=ORDERS, select_related=("holder",), filterset_class=DutyFilter,
    bulk=[REMIND], page_size=3, sentence="%(count)s duties",
)
NAMED = VerbPage.as_view(
    model=Duty, verb="waive_duty", act=waive_duty, form_class=ReasonForm, title="Waive by name", button="Waive"
)
OPEN_UNIT = Verb(
    "export", open_unit, "Open a unit", form=NameForm, success=lambda _obj, unit: f"/t/units/{unit.pk}/"
)
urlpatterns = [
    path("", include("inspectorate.urls")),  # of two pages with one name the later is the one that is linked
    path("t/duties/", LIST, name="duty-list"),
    path("t/duties/<int:pk>/", DutyDetail.as_view(), name="duty-detail"),
    *verb_paths(Duty, VERBS, base="t/duties/"),
    path("t/named/<int:pk>/", NAMED, name="duty-named"),
    path("t/units/add/", CreatePage.as_view(model=Organization, verb=OPEN_UNIT), name="unit-add"),
]
