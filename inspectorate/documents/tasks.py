"""The background half of issuing: PDF and Word file, made once; running it twice changes nothing."""

from celery import shared_task
from django.db import transaction

from inspectorate.lib import pdf, uploads, word
from inspectorate.trail.workflow import record

from . import papers
from .models import Document, StoredFile
from .states import Rendering

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@shared_task
def render(document_id: int) -> None:
    """Make the files of an issued document; a failure is kept on the document, where it can be started again."""
    document = Document.objects.select_related("issuer").get(pk=document_id)
    if document.serial is None or document.is_rendered:
        return
    try:
        made = pdf.render(papers.page_html(document)), word.to_docx(papers.body_html(document))
    except pdf.RenderFailed as failed:
        Document.objects.filter(pk=document_id).exclude(rendering=Rendering.DONE).update(
            rendering=Rendering.FAILED, rendering_error=str(failed)[:500]
        )
        return
    _keep(document, *made)


def _keep(document: Document, pdf_bytes: bytes, docx_bytes: bytes) -> None:
    with transaction.atomic():
        if Document.objects.select_for_update().get(pk=document.pk).is_rendered:
            return
        paper = _stored(pdf_bytes, papers.file_name(document, ".pdf"), PDF)
        draft = _stored(docx_bytes, papers.file_name(document, ".docx"), WORD)
        Document.objects.filter(pk=document.pk).update(
            pdf=paper, docx=draft, rendering=Rendering.DONE, rendering_error=""
        )
        record(document, "render", by=None, pdf=paper.sha256, docx=draft.sha256)


def _stored(content: bytes, name: str, media_type: str) -> StoredFile:
    kept = uploads.keep_bytes(content, name, media_type)
    return StoredFile.objects.create(**vars(kept))
