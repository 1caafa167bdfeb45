"""Pages of duties."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.duties import filters, forms, tables, workflow
from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState, ExtensionState
from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb, VerbPage

OPEN = [DutyState.OPEN]
PART_ROWS = 200
ANSWER = Verb(
    "answer_extension",
    workflow.answer_extension,
    gettext_lazy("Answer the request for more time"),
    form=forms.AnswerForm,
    states=OPEN,
    is_primary=True,
)
VERBS = (
    Verb(
        "ask_extension",
        workflow.ask_extension,
        gettext_lazy("Ask for more time"),
        form=forms.ExtensionForm,
        states=OPEN,
    ),
    ANSWER,
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
        """Return the duty itself while it is open, with the way to where it is met."""
        if obj.state != DutyState.OPEN:
            return None
        url = obj.subject.get_absolute_url() if hasattr(obj.subject, "get_absolute_url") else ""
        return NextStep(obj.title, obj.holder.label, obj.due_on, url=url)

    def actions(self, obj: Duty) -> list:
        """Offer the answer only where a request waits, and either stop or go on."""
        waits = any(extension.state == ExtensionState.ASKED for extension in obj.extensions.all())
        paused = any(pause.ends_on is None for pause in obj.pauses.all())
        unfit = {"answer-extension" if not waits else "ask-extension", "pause-duty" if paused else "resume-duty"}
        return [action for action in super().actions(obj) if action.url.rstrip("/").rpartition("/")[2] not in unfit]

    def parts(self, obj: Duty) -> Sequence[Part]:
        """Return how the date was computed and who was reminded; requests for more time and pauses if any."""
        lists = (
            (_("Requests for more time"), obj.extensions.all(), tables.EXTENSIONS),
            (_("Pauses"), obj.pauses.all(), tables.PAUSES),
        )
        why = Part(_("Why this date"), template="duties/_why.html", context={"period": obj.how_computed})
        told = Part(
            _("Reminders"),
            obj.reminders.with_results()[:PART_ROWS],
            tables.REMINDERS,
            empty=_("Who is reminded, when and how will stand here from the first reminder on."),
        )
        return (why, *(Part(title, rows, columns) for title, rows, columns in lists if rows), told)


class ExtensionPage(VerbPage):
    """The answer to a request for more time, with the request above the form."""

    model = Duty

    def extra(self, obj: Duty) -> dict[str, Any]:
        """Show what is asked and why."""
        asked = obj.extensions.filter(state=ExtensionState.ASKED).first()
        facts = [(fact, fact.html(obj)) for fact in tables.DATES]
        return {"facts": facts + [(fact, fact.html(asked)) for fact in tables.REQUEST if asked]}
