"""What the pages of the chain share."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _

from accountability.tables import RUNGS
from accountability.workflow import Next
from inspectorate.documents.models import Document
from inspectorate.lib import chips
from inspectorate.lib.lines import lines_of
from inspectorate.lib.pages import Column, DetailPage, NextStep, Part, VerbPage
from inspectorate.register.models import Post
from inspectorate.rulebook.workflow import explain_period
from supervision.tables import DOCUMENTS


def to_document(_subject: Any, document: Document) -> str:
    """Return the page of the document that a verb drafted."""
    return document.get_absolute_url()


def documents(obj: Model, post: Post, *parts: Model) -> Part:
    """Return the documents about a row, or about parts of its file, that the post may read."""
    found = Document.objects.of(obj)
    for part in parts:
        found |= Document.objects.of(part)
    return Part(_("Documents"), found.visible_to(post), DOCUMENTS, empty=_("No document yet."))


def ladder_part(rungs: Sequence[Model], following: Next | None) -> Part:
    """Return the rungs of the ladder with their reasons, and what the clock prepares next unless somebody acts."""
    context = {"lines": lines_of(RUNGS, rungs), "columns": RUNGS, "next": following}
    if following:
        context["what"] = following.kind._meta.verbose_name
        context["why"] = explain_period(following.period)
    return Part(_("Escalation"), template="accountability/_ladder.html", context=context)


def is_drafted(obj: Model, kind: str) -> bool:
    """Return whether a document of a kind is under way or done for a row."""
    return Document.objects.of(obj).filter(kind=kind).exclude(state="void").exists()


class StepPage(DetailPage):
    """A page that says what each state asks for where no duty does; `steps` are the states of the ordinary way."""

    asks: ClassVar[Mapping[str, Any]] = {}
    steps: Sequence[str] = ()

    def next_step(self, obj: Any) -> NextStep | None:
        """Return the open duty that has not lapsed, else what the state asks of the office."""
        step = super().next_step(obj)
        if step is not None:
            return step
        return NextStep(self.asks[obj.state], who=obj.owner.label) if obj.state in self.asks else None

    def extra(self, obj: Any) -> dict[str, Any]:
        """Show how far it has come."""
        return {"progress": self.progress(obj)}

    def progress(self, obj: Any) -> list[tuple[str, str]]:
        """Return the ordinary steps with the one it stands at."""
        return chips.progress(obj, self.steps)


class ReadPage(VerbPage):
    """A verb on a row whose substance stands above the form: nobody decides on what is not in view."""

    facts: Sequence[Column] = ()

    def facts_of(self, obj: Any) -> Sequence[Column]:
        """Return the facts shown of a row."""
        return self.facts

    def extra(self, obj: Any) -> dict[str, Any]:
        """Show the facts."""
        return {"facts": [(fact, fact.html(obj)) for fact in self.facts_of(obj)]}
