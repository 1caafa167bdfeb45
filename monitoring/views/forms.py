"""Pages of forms of returns: what is asked of whom, and how complete the answers are (S38)."""
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from inspectorate.lib.pages import ListPage, OfficeStep, Part, Verb
from inspectorate.register.models import Organization
from monitoring import filters, forms, tables, workflow
from monitoring.models import ReturnForm
from monitoring.states import FormState

S = FormState

DRAFT = Verb(
    "draft_form", workflow.draft_form, gettext_lazy("Draft a form of returns"), form=forms.HeadForm,
    button=gettext_lazy("Save the draft"),
)
VERBS = (
    Verb(
        "write_fields", workflow.write_fields, gettext_lazy("Write the fields"), form=forms.FieldsForm,
        states=[S.DRAFT], is_primary=True, template_name="monitoring/fields_form.html",
    ),
    Verb(
        "write_form", workflow.write_form, gettext_lazy("Write the head of the form"), form=forms.HeadForm,
        states=[S.DRAFT], initial=forms.head_values,
    ),
    Verb(
        "put_in_force", workflow.put_in_force, gettext_lazy("Put the form in force"), to=[S.IN_FORCE], is_primary=True,
        help=gettext_lazy("From then on units are asked after each period. The form cannot be changed any more."),
    ),
    Verb(
        "end_form", workflow.end_form, gettext_lazy("End the form"), form=forms.ReasonForm, to=[S.ENDED],
        is_danger=True, help=gettext_lazy("Later periods are not asked for. What is owed already stays owed."),
    ),
)


class FormList(ListPage):
    """Forms of returns of the area."""

    model = ReturnForm
    columns, orderings, filterset_class = tables.FORMS, tables.FORM_ORDERS, filters.FormFilter
    creates = (("draft_form", gettext_lazy("Draft a form of returns"), "return-form-draft"),)
    sentence = gettext_lazy("%(count)s forms of returns")
    empty = gettext_lazy("No form yet. The monitoring group drafts them, a second person puts them in force.")

    def get_queryset(self) -> QuerySet:
        """Count what is still outstanding."""
        return super().get_queryset().with_open_returns()


class FormDetail(OfficeStep):
    """One form: what it asks, of whom, and how the answers stand."""

    model = ReturnForm
    facts, verbs = tables.FORM_FACTS, VERBS
    select_related = ("office__area", "drafted_by", "approved_by")
    prefetch_related = ("units",)
    asks: ClassVar[Mapping[str, Any]] = {
        S.DRAFT: gettext_lazy("Write the fields; a second person then puts the form in force"),
    }
    steps = (S.DRAFT, S.IN_FORCE, S.ENDED)

    def office(self, obj: ReturnForm) -> Organization:
        """Return the office that drafts."""
        return obj.office

    def parts(self, obj: ReturnForm) -> Sequence[Part]:
        """Return the fields, and the way to the answers."""
        fields = Part(
            _("Fields"), list(obj.fields.all()), tables.FIELDS, empty=_("No field yet. The form asks for nothing.")
        )
        if obj.state == S.DRAFT:
            return (fields,)
        links = (
            (_("Completeness"), reverse("return-form-completeness", args=[obj.pk])),
            (pgettext("return", "Figures"), reverse("return-form-figures", args=[obj.pk])),
        )
        answers = Part(
            pgettext("return", "Answers"), template="monitoring/_answers.html", actions=links,
            context={"owed": obj.returns.visible_to(self.request.post).missing().count(), "form": obj},
        )
        return fields, answers
