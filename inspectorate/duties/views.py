"""Pages of duties."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb

from . import filters, forms, tables, workflow
from .models import Duty
from .states import DutyState, ExtensionState

OPEN = [DutyState.OPEN]
VERBS = (
    Verb(
        "ask_extension",
        workflow.ask_extension,
        gettext_lazy("Ask for more time"),
        form=forms.ExtensionForm,
        states=OPEN,
    ),
    Verb(
        "answer_extension",
        workflow.answer_extension,
        gettext_lazy("Answer the request for more time"),
        form=forms.AnswerForm,
        states=OPEN,
    ),
    Verb("pause_duty", workflow.pause_duty, gettext_lazy("Stop the clock"), form=forms.PauseForm, states=OPEN),
    Verb("resume_duty", workflow.resume_duty, gettext_lazy("Let the clock run again"), states=OPEN),
    Verb(
        "waive_duty",
        workflow.waive_duty,
        gettext_lazy("Waive"),
        form=forms.ReasonForm,
        to=[DutyState.WAIVED],
        is_danger=True,
    ),
)


class DutyList(ListPage):
    """Duties."""

    model = Duty
    columns, orderings, filterset_class = tables.DUTIES, tables.ORDERS, filters.DutyFilter
    select_related = ("holder",)
    sentence = gettext_lazy("%(count)s duties")
    empty = gettext_lazy("Nothing is owed here. Duties are opened by the acts that cause them.")


class DutyDetail(DetailPage):
    """One duty: what, by whom, until when, and why that date."""

    model = Duty
    facts, verbs = tables.FACTS, VERBS
    select_related = ("holder", "person", "area")
    prefetch_related = ("extensions", "pauses")

    def next_step(self, obj: Duty) -> NextStep | None:
        """Return the duty itself while it is open."""
        return NextStep(obj.title, obj.holder.label, obj.due_on) if obj.state == DutyState.OPEN else None

    def actions(self, obj: Duty) -> list:
        """Offer the answer only where a request waits, and either stop or go on."""
        waits = any(extension.state == ExtensionState.ASKED for extension in obj.extensions.all())
        paused = any(pause.ends_on is None for pause in obj.pauses.all())
        unfit = {"answer-extension" if not waits else "ask-extension", "pause-duty" if paused else "resume-duty"}
        return [action for action in super().actions(obj) if action.url.rstrip("/").rpartition("/")[2] not in unfit]

    def parts(self, obj: Duty) -> Sequence[Part]:
        """Return how the date was computed, requests for more time, pauses."""
        return (
            Part(_("Why this date"), template="duties/_why.html", context={"period": obj.how_computed}),
            Part(_("Requests for more time"), obj.extensions.all(), tables.EXTENSIONS, empty=_("None.")),
            Part(_("Pauses"), obj.pauses.all(), tables.PAUSES, empty=_("The clock has not been stopped.")),
        )
