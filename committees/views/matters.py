"""Pages of major matters (R-ORG-11)."""
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees import filters, forms, tables, workflow
from committees.models import MajorMatter
from committees.states import MatterState
from inspectorate.lib.pages import ListPage, OfficeStep, Part, Verb
from inspectorate.register.models import Organization

S = MatterState

REPORT = Verb(
    "report_matter", workflow.report_matter, gettext_lazy("Report a major matter"), form=forms.MatterForm,
    button=gettext_lazy("Submit the report"),
)
VERBS = (
    Verb(
        "receive_matter", workflow.receive_matter, gettext_lazy("Confirm the receipt"), to=[S.RECEIVED],
        is_primary=True, help=gettext_lazy("Your name and the moment stand on the matter as its receipt."),
    ),
    Verb(
        "answer_matter", workflow.answer_matter, gettext_lazy("Answer"), form=forms.AnswerMatterForm, to=[S.ANSWERED],
        is_primary=True,
    ),
    Verb(
        "note_matter", workflow.note_matter, gettext_lazy("Take note"), form=forms.RemarkForm, to=[S.NOTED],
        help=gettext_lazy("Where no answer is needed."),
    ),
)


class MatterList(ListPage):
    """Major matters reported upward."""

    model = MajorMatter
    columns, orderings, filterset_class = tables.MATTERS, tables.MATTER_ORDERS, filters.MatterFilter
    select_related = ("organization",)
    creates = (("report_matter", gettext_lazy("Report a major matter"), "major-matter-report"),)
    sentence = gettext_lazy("%(count)s major matters")
    empty = gettext_lazy("No major matter. County offices report them here, and the city office confirms the receipt.")


class MatterDetail(OfficeStep):
    """One matter with its receipt and answer."""

    model = MajorMatter
    facts, verbs = tables.MATTER_FACTS, VERBS
    select_related = ("organization", "addressee", "received_by")
    asks: ClassVar[Mapping[str, Any]] = {S.RECEIVED: gettext_lazy("Answer the matter or take note of it")}
    steps = (S.REPORTED, S.RECEIVED, S.ANSWERED)

    def office(self, obj: MajorMatter) -> Organization:
        """Return the office that answers."""
        return obj.addressee

    def parts(self, obj: MajorMatter) -> Sequence[Part]:
        """Return the files."""
        files = list(obj.attachments.select_related("file"))
        return (Part(_("Files"), files, tables.FILES),) if files else ()
