"""Pages of publication for the office: lists, the two copies side by side, review, redaction, release, objections."""
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.detector import scan
from inspectorate.lib.pages import CreatePage, DetailPage, ListPage, NextStep, Part, Verb, VerbPage, ground
from inspectorate.publication import filters, forms, papers, tables, workflow
from inspectorate.publication.models import Objection, Publication
from inspectorate.publication.papers import Section
from inspectorate.publication.states import (
    CLEARED_STATES,
    Kind,
    ObjectionState,
    PublicationState,
)

S = PublicationState
WITH_FINDINGS = "publication/publication_verb.html"
VERBS = (
    Verb("edit", workflow.edit, gettext_lazy("Edit"), form=forms.EditForm, states=[S.DRAFT]),
    Verb("attach", workflow.attach, gettext_lazy("Add files"), form=forms.AttachForm, states=[S.DRAFT]),
    Verb("submit", workflow.submit, gettext_lazy("Hand in for review"), to=[S.IN_REVIEW], is_primary=True, is_bulk=True,
         template_name=WITH_FINDINGS),
    Verb("review", workflow.review, gettext_lazy("Review for publication"), form=forms.ReviewForm, states=[S.IN_REVIEW],
         is_primary=True, template_name=WITH_FINDINGS),
    Verb("redact", workflow.redact, gettext_lazy("Withhold parts"), form=forms.RedactForm,
         states=[S.DRAFT, S.IN_REVIEW], template_name=WITH_FINDINGS,
         help=gettext_lazy("You change the public copy only; the full one stays as it is.")),
    Verb("release", workflow.release, gettext_lazy("Publish"), form=forms.ReleaseForm, to=[S.RELEASED], is_primary=True,
         is_bulk=False, template_name=WITH_FINDINGS),
    Verb("correct", workflow.correct, gettext_lazy("Correct"), form=forms.CorrectForm, states=[S.RELEASED],
         success=lambda _old, new: new.get_absolute_url(),
         help=gettext_lazy("A new version is drafted and reviewed; until its release the present one stays public.")),
    Verb("return_to_author", workflow.return_to_author, gettext_lazy("Return to the author"), form=forms.NoteForm,
         states=CLEARED_STATES),
    Verb("reopen", workflow.reopen, gettext_lazy("Take up again"), form=forms.NoteForm, states=[S.REFUSED]),
    Verb("withdraw", workflow.withdraw, gettext_lazy("Take down"), form=forms.WithdrawForm, to=[S.WITHDRAWN],
         is_danger=True, help=gettext_lazy("It disappears from all public pages at once; its address says why.")),
    Verb("drop", workflow.drop, gettext_lazy("Do not pursue"), form=forms.NoteForm, to=[S.DROPPED], is_danger=True),
)
BULK = tuple(verb for verb in VERBS if verb.is_bulk)
OBJECTION_VERBS = (
    Verb("answer", workflow.answer, gettext_lazy("Answer"), form=forms.AnswerForm,
         to=[ObjectionState.ANSWERED], is_primary=True, template_name="publication/objection_verb.html"),
)
RELATED = ("organization", "area", "owner", "author", "reviewer", "released_by")


class PublicationList(ListPage):
    """All publications the post may see; the kinds that can be made by hand."""

    model = Publication
    template_name = "publication/publication_list.html"
    columns = tables.PUBLICATIONS
    orderings = tables.PUBLICATION_ORDERS
    filterset_class = filters.PublicationFilter
    select_related = ("organization", "author")
    bulk = BULK
    empty = gettext_lazy("Publications stand here as soon as a report, a decision or a list is ready for citizens.")

    def extra(self) -> dict[str, Any]:
        """Offer the kinds."""
        return {"new_kinds": list(Kind) if ground.may(self.request.post, "propose", Publication) else []}


class PublicationDetail(DetailPage):
    """One publication: what is owed, the two copies side by side, what the detector found, files, objections."""

    model = Publication
    template_name = "publication/publication_detail.html"
    facts = tables.PUBLICATION_FACTS
    verbs = VERBS
    select_related = RELATED
    prefetch_related = ("public_files",)

    def actions(self, obj: Publication) -> list:
        """Return the verbs that fit; the author is offered neither the review nor the release."""
        if obj.author_id != self.request.post.user_id:
            return super().actions(obj)
        hidden = {reverse(f"publication-{name}", args=[obj.pk]) for name in ("review", "release")}
        return [action for action in super().actions(obj) if action.url not in hidden]

    def next_step(self, obj: Publication) -> NextStep | None:
        """Say whose hand it waits for, beside the duty's date and why."""
        step = super().next_step(obj)
        word = NEXT.get(obj.state)
        if word is None:
            return step
        return NextStep(word, step.who if step else "", obj.due_on, step.why if step else ())

    def parts(self, obj: Publication) -> Sequence[Part]:
        """Return the objections raised to it."""
        objections = Objection.objects.visible_to(self.request.post).filter(publication=obj).order_by("-received_at")
        return [Part(_("Objections"), objections, tables.OBJECTIONS[1:], empty=_("Nobody has raised an objection."))]

    def extra(self, obj: Publication) -> dict[str, Any]:
        """Return the two copies and the findings in them."""
        return {
            "findings": [workflow.said(obj, item) for item in workflow.findings_of(obj)],
            "sections": sections_of(obj),
            "differences": list(papers.compared(obj.kind, obj.payload, obj.public_payload)),
            "withheld": papers.withheld(obj.kind, obj.redactions),
            "body": marked(obj.public_body), "full_body": obj.body if obj.body != obj.public_body else "",
            "files": obj.public_files.all(),
        }


NEXT = {
    S.DRAFT: gettext_lazy("The author completes it and hands it in for review"),
    S.IN_REVIEW: gettext_lazy("Somebody other than the author reviews it"),
    S.CLEARED: gettext_lazy("Somebody with the right to publish releases it"),
    S.CLEARED_WITH_REDACTION: gettext_lazy("Somebody with the right to publish releases it"),
}


class PublicationVerb(VerbPage):
    """A verb with the public copy and the findings above its form, so that whoever decides has read it."""

    model = Publication
    select_related = RELATED

    def extra(self, obj: Publication) -> dict[str, Any]:
        """Show the copy and what must be taken out."""
        if self.verb.template_name != WITH_FINDINGS:
            return {}
        return {
            "findings": [workflow.said(obj, item) for item in workflow.findings_of(obj)],
            "sections": [] if self.verb.name == "redact" else sections_of(obj),
            "body": marked(obj.public_body), "files": obj.public_files.all(),
        }


class PublicationCreate(CreatePage):
    """A publication made by hand: the kind stands in the address."""

    model = Publication

    @property
    def verb(self) -> Verb:
        """Return the verb with the form of the kind."""
        kind = self.kwargs["kind"]
        if kind not in Kind.values:
            raise Http404
        form = type("KindForm", (forms.CreateForm,), {"kind": kind})
        return Verb("propose", propose_by_hand, Kind(kind).label, button=_("Keep as draft"), form=form)


class ObjectionDetail(DetailPage):
    """One objection with its answer."""

    model = Objection
    facts = tables.OBJECTION_FACTS
    verbs = OBJECTION_VERBS
    select_related = ("publication", "answered_by")

    def get_queryset(self) -> QuerySet:
        """Return the objections without what only keeps floods off."""
        return super().get_queryset().defer("source_digest", "code_sha256")


def propose_by_hand(kind: str, **values: Any) -> Publication:
    """Propose what no act brought about."""
    return workflow.propose(kind, **values)


def sections_of(publication: Publication) -> list[Section]:
    """Return the public copy field by field, its findings marked where they stand."""
    found = papers.sections(publication.kind, publication.public_payload)
    return [
        Section(
            item.field, text=marked(str(item.text)),
            rows=[[(cell, marked(str(value))) for cell, value in row] for row in item.rows],
        )
        for item in found
    ]


def marked(text: str) -> SafeString:
    """Return a text with its findings marked."""
    pieces, place = [], 0
    for item in scan(text):
        pieces += [(text[place : item.start],), (format_html("<mark>{}</mark>", item.text),)]
        place = item.end
    return format_html_join("", "{}", [*pieces, (text[place:],)])
