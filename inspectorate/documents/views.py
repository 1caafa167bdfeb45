"""Pages of documents, their files, and the public page that says whether a paper is genuine."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from inspectorate.lib import uploads
from inspectorate.lib.pages import BulkPage, Column, DetailPage, NextStep, Part, Verb, VerbPage
from inspectorate.lib.pages.verbs import VERB_WORDS
from inspectorate.register.models import Post

from . import forms, papers, tables, workflow
from .models import Attachment, Dispatch, Document, StoredFile
from .states import NUMBERED, SENT, DocumentState, Rendering, Via

S = DocumentState
PREVIEW = "documents/document_verb.html"


def sign_read(
    document: Document, *, by: Post, content_hash: str, signed_on: date | None = None, confirms_date: bool = False
) -> Document:
    """Sign the text shown, and confirm its provisional date where the signatory says so."""
    signed = workflow.sign(document, by=by, content_hash=content_hash, signed_on=signed_on)
    return workflow.confirm_provisional(signed, by=by) if confirms_date else signed


def sign_seen(document: Document, *, by: Post, seen: dict[str, str]) -> Document:
    """Sign one of many: the fingerprint shown for it must still be its own."""
    return workflow.sign(document, by=by, content_hash=str(seen.get(str(document.pk), "-")))


def dispatch_chosen(
    document: Document, *, by: Post, via: str, recipients: Sequence = (), other: str = ""
) -> list[Dispatch] | Dispatch:
    """Send to those who were ticked, and to one named besides; without a choice to all that are left."""
    if not recipients and not other:
        return workflow.dispatch_all(document, by=by, via=via)
    for one in recipients:
        outside = Via.PAPER if via == Via.SYSTEM and one.organization is None else via
        workflow.dispatch(document, to=one.organization or one.name, by=by, via=outside, is_copy=one.is_copy)
    return workflow.dispatch(document, to=other, by=by, via=Via.PAPER) if other else []


def receive(_document: Document, *, by: Post, sent: Dispatch, on: date | None = None) -> Dispatch:
    """Record a receipt of one of the document's sendings."""
    return workflow.receive(sent, by=by, on=on)


VERBS = (
    Verb(
        "edit",
        workflow.edit,
        gettext_lazy("Edit the text"),
        form=forms.TextForm,
        states=[S.DRAFT],
        initial=forms.text_of,
    ),
    Verb(
        "submit", workflow.submit, gettext_lazy("Submit for signature"), to=[S.IN_REVIEW], is_primary=True, is_bulk=True
    ),
    Verb(
        "review",
        workflow.review,
        gettext_lazy("Note the review"),
        form=forms.RemarkForm,
        states=[S.IN_REVIEW],
        template_name=PREVIEW,
    ),
    Verb(
        "sign",
        sign_read,
        gettext_lazy("Sign"),
        form=forms.SignForm,
        to=[S.SIGNED],
        is_primary=True,
        template_name=PREVIEW,
    ),
    Verb(
        "return_to_drafter",
        workflow.return_to_drafter,
        gettext_lazy("Return to the drafter"),
        form=forms.ReasonForm,
        to=[S.DRAFT],
        template_name=PREVIEW,
    ),
    Verb(
        "confirm_provisional",
        workflow.confirm_provisional,
        gettext_lazy("Confirm the provisional date"),
        states=[S.DRAFT, S.IN_REVIEW, S.SIGNED],
        template_name=PREVIEW,
        help=gettext_lazy(
            "A date on this paper was computed before the year's calendar was announced. Confirm it by name."
        ),
    ),
    Verb(
        "issue",
        workflow.issue,
        gettext_lazy("Number and issue"),
        to=[S.ISSUED],
        is_primary=True,
        is_bulk=True,
        template_name=PREVIEW,
        help=gettext_lazy("The next number of the series is given; the text can never change after that."),
    ),
    Verb(
        "dispatch",
        dispatch_chosen,
        gettext_lazy("Dispatch"),
        form=forms.DispatchForm,
        is_primary=True,
        is_bulk=True,
        states=[S.ISSUED, S.DISPATCHED, S.RECEIVED],
    ),
    Verb(
        "receive",
        receive,
        gettext_lazy("Record the receipt"),
        form=forms.ReceiveForm,
        states=[S.DISPATCHED, S.RECEIVED],
        is_primary=True,
    ),
    Verb("archive", workflow.archive, gettext_lazy("Archive"), to=[S.ARCHIVED], is_bulk=True),
    Verb("render_again", workflow.render_again, gettext_lazy("Make the files again"), states=[*NUMBERED, S.VOID]),
    Verb(
        "void",
        workflow.void,
        gettext_lazy("Declare void"),
        form=forms.ReasonForm,
        to=[S.VOID],
        is_danger=True,
        help=gettext_lazy("The number is kept and never given again. A correction is a new document."),
    ),
)
VERB_WORDS |= {  # acts without a page of their own, for the timeline
    ("documents.document", "draft"): gettext_lazy("Drafted"),
    ("documents.document", "render"): gettext_lazy("PDF and Word file made"),
}
SIGN_MANY = Verb("sign", sign_seen, gettext_lazy("Sign"), form=forms.SignManyForm, to=[S.SIGNED], is_bulk=True)
BULK = (*(verb for verb in VERBS if verb.is_bulk), SIGN_MANY)


class SignMany(BulkPage):
    """Sign the chosen papers: the fingerprints of the texts as listed go with the form (T46)."""

    model = Document
    verb = SIGN_MANY

    def build(self, *data: Any) -> Any:
        """Fill in the fingerprints when the list is first shown."""
        if data:
            return super().build(*data)
        chosen = [int(pk) for pk in self.request.POST.getlist("ids") if pk.isdecimal()]
        seen = {
            str(pk): found for pk, found in self.get_queryset().filter(pk__in=chosen).values_list("pk", "content_hash")
        }
        return self.verb.form(subject=None, post=self.request.post, initial={"seen": seen})


class DocumentVerb(VerbPage):
    """A verb with the paper above its form, so that whoever signs or issues reads what is signed."""

    model = Document
    select_related = ("issuer",)

    def extra(self, obj: Document) -> dict[str, Any]:
        """Show the paper."""
        return {"paper": papers.body_html(obj)} if self.verb.template_name == PREVIEW else {}


class DocumentDetail(DetailPage):
    """One document: its paper, its files, whom it went to."""

    model = Document
    template_name = "documents/document_detail.html"
    verbs = VERBS
    select_related = ("issuer", "drafter", "reviewer", "signer", "confirmed_by", "subject_type", "pdf", "docx")

    @property
    def is_recipient(self) -> bool:
        """Return whether the reader stands outside the issuing office."""
        return self.obj.issuer_id != self.request.post.organization_id

    @property
    def facts(self) -> Sequence[Column]:
        """Return the facts; who drafted and whether it may be public is the office's own business."""
        return [fact for fact in tables.FACTS if fact.name in tables.FOR_RECIPIENTS or not self.is_recipient]

    def actions(self, obj: Document) -> list:
        """Return the verbs that fit; nobody is offered to sign an own draft, or files that are there."""
        hidden = {"render_again"} if obj.is_rendered else set()
        hidden |= {"sign", "review"} if obj.drafter_id == self.request.post.user_id else set()
        hidden |= {"issue"} if obj.waits_for_confirmation else {"confirm_provisional"}
        left = obj.recipients.exclude(name__in=obj.dispatches.values("recipient"))
        hidden |= {"dispatch"} if obj.state in SENT and not left.exists() else set()
        hidden |= set() if self.unreceived.exists() else {"receive"}
        left_out = {reverse(f"document-{name.replace('_', '-')}", args=[obj.pk]) for name in hidden}
        return [action for action in super().actions(obj) if action.url not in left_out]

    def next_step(self, obj: Document) -> NextStep | None:
        """Say what the paper waits for."""
        if obj.waits_for_confirmation and obj.state == S.SIGNED:
            return NextStep(_("Its provisional date must be confirmed by a named person before it can be issued."))
        if obj.rendering == Rendering.FAILED:
            return NextStep(_("Its files could not be made; start them again or tell the administrator."))
        if self.is_recipient:
            return self.recipient_step(obj)
        words = {
            S.DRAFT: _("To be completed and submitted by the drafter."),
            S.IN_REVIEW: _("To be signed by somebody else than the drafter."),
            S.SIGNED: _("To be numbered and issued by the general-affairs group."),
            S.ISSUED: _("To be dispatched to its recipients."),
            S.DISPATCHED: _("To be received by its recipients."),
        }
        return NextStep(words[obj.state]) if obj.state in words else None

    @property
    def unreceived(self) -> Any:
        """Return the sendings whose receipt the reader can record."""
        waiting = self.obj.dispatches.filter(received_on=None)
        return waiting.filter(to=self.request.post.organization_id) if self.is_recipient else waiting

    def recipient_step(self, obj: Document) -> NextStep | None:
        """Ask for the receipt, then lead on to what the paper is about."""
        if self.unreceived.exists():
            return NextStep(_("Read it and record its receipt; its terms run from that day."))
        subject = obj.subject
        scoped = hasattr(type(subject), "objects") and hasattr(type(subject).objects, "visible_to")
        if not scoped or not type(subject).objects.visible_to(self.request.post).filter(pk=subject.pk).exists():
            return None
        return NextStep(_("Received: go on with what it is about"), url=subject.get_absolute_url())

    def parts(self, obj: Document) -> Sequence[Part]:
        """Return the paper, its files and its recipients."""
        attached = Attachment.objects.filter(owner_type=ContentType.objects.get_for_model(Document), owner_id=obj.pk)
        sent = list(obj.dispatches.select_related("received_by"))
        names = {one.recipient for one in sent}
        waiting = [one for one in obj.recipients.all() if one.name not in names]
        if self.is_recipient:  # a recipient sees its own receipt, not who else got the paper
            sent, waiting = [one for one in sent if one.to_id == self.request.post.organization_id], []
        found = [
            Part(
                _("Paper"), template="documents/_paper.html", context={"paper": papers.body_html(obj), "document": obj}
            ),
            Part(_("Dispatched to"), sent, tables.DISPATCHES, empty=_("Not dispatched yet."))
            if obj.state in SENT
            else None,
            Part(_("Recipients"), waiting, tables.RECIPIENTS) if waiting else None,
            Part(_("Attached files"), attached.select_related("file"), tables.FILES) if attached.exists() else None,
        ]
        return [part for part in found if part]


def _file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    document = get_object_or_404(Document.objects.visible_to(request.post).select_related(name), pk=pk)
    file = getattr(document, name)
    if file is None:
        raise Http404
    return uploads.download(file.sha256, file.name, file.media_type)


@require_safe
def document_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the PDF to whoever may see the document."""
    return _file(request, pk, "pdf")


@require_safe
def document_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the Word file to whoever may see the document."""
    return _file(request, pk, "docx")


@require_safe
def file_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an attached file to whoever may see a row it belongs to, or to its uploader; 404 for anybody else."""
    file = get_object_or_404(StoredFile, pk=pk)
    if not may_read(request.post, file):
        raise Http404
    return uploads.download(file.sha256, file.name, file.media_type)


def may_read(post: Post | None, file: StoredFile) -> bool:
    """Return whether a post may read a file: through an owning row, by the same rights as the row itself."""
    if post is None or not post.is_current:
        return False
    owners: dict[int, list[int]] = {}
    for owner_type, owner_id in file.attachments.values_list("owner_type", "owner_id"):
        owners.setdefault(owner_type, []).append(owner_id)
    if not owners:
        return file.uploader_id == post.user_id
    models = ((ContentType.objects.get_for_id(kind).model_class(), ids) for kind, ids in owners.items())
    return any(_may_read_one(post, model, ids) for model, ids in models if model)


def _may_read_one(post: Post, model: Any, ids: list[int]) -> bool:
    """Tell it by the rows' own rights, or, of parts of another row's file, by what these say themselves."""
    if hasattr(model.objects, "visible_to"):
        return model.objects.visible_to(post).filter(pk__in=ids).exists()
    return any(part.is_readable_by(post) for part in model._base_manager.filter(pk__in=ids))


@login_not_required
@require_safe
def document_verify(request: HttpRequest, token: str) -> HttpResponse:
    """Tell anybody whether a number is genuine and which file belongs to it; the title only of what may be public."""
    found = Document.objects.filter(token=token, serial__isnull=False).select_related("issuer", "pdf").first()
    sha256 = request.GET.get("sha256", "").strip().lower()[:64]
    matches = None if not sha256 or found is None or found.pdf is None else sha256 == found.pdf.sha256
    context = {
        "document": found,
        "is_void": found is not None and found.state == S.VOID,
        "asked": sha256,
        "matches": matches,
    }
    response = render(request, "documents/document_verify.html", context, status=200 if found else 404)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
