"""From a document to its paper: the words of a draft, the frozen snapshot, the HTML of the page.

What a domain app gives as `context` (all optional but `paragraphs`): letterhead, addressee (else the names of the
recipients), paragraphs [{level, text}], tables [{caption, columns, rows}], attachments [name or {title, paragraphs,
tables}], attendance [{label, names}], signature, copies, printed_by, note, approver (签发人, upward papers),
is_unsealed, and whatever its own template papers/<kind>.html prints. Values are text, numbers, lists: JSON, no HTML.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string, select_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from inspectorate.lib.chinese import chinese_date

from .models import Document, Series
from .states import Layout

FULL_STOPS = "。；，、 "


def complete(context: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """Return the text of a new draft with the parts every paper has: head, signature, printing office."""
    name = document.issuer.name
    series = Series.objects.serving(document.issuer, document.kind, document.layout)
    head = (series.letterhead if series else "") or (f"{name}文件" if document.layout == Layout.OFFICIAL else name)
    return {"letterhead": head, "signature": name, "printed_by": name, "paragraphs": [], **context}


def add_recipients(context: dict[str, Any], recipients) -> dict[str, Any]:
    """Return the text with 主送 and 抄送 taken from the recipients where it does not name them itself."""
    main = [recipient.name for recipient in recipients if not recipient.is_copy]
    copies = [recipient.name for recipient in recipients if recipient.is_copy]
    named = {"addressee": main, "copies": copies}
    return {**context, **{key: names for key, names in named.items() if not context.get(key) and names}}


def snapshot(document: Document, number: str, issued_on: date) -> dict[str, Any]:
    """Return what is frozen at issue: the signed text with its number and dates."""
    return document.paper | {"number": number, "printed_on": chinese_date(issued_on)} | signatory(document)


def signatory(document: Document) -> dict[str, Any]:
    """Return the signatory of an upward paper, whose head names it (签发人, GB/T 9704 7.2.6)."""
    is_named = document.context.get("is_upward") and document.signer
    return {"approver": document.signer.name} if is_named else {}


def body_html(document: Document) -> SafeString:
    """Return the paper as it stands, for the preview on its page."""
    layout = document.layout if document.layout in Layout.values else Layout.OFFICIAL
    template = select_template([f"papers/{document.kind}.html", f"papers/{layout}.html"])
    return mark_safe(template.render(_context(document)))


def page_html(document: Document) -> str:
    """Return the whole page for the typesetter, with the code that leads to the verification page."""
    verify = segno.make(verify_url(document), error="m").svg_data_uri(border=0, scale=4)
    template = select_template([f"papers/{document.kind}.html", f"papers/{document.layout}.html"])
    paper = template.render({**_context(document), "verify_image": verify})
    title = f"{document.number} {document.title}".replace("\n", "")
    return render_to_string("papers/_sheet.html", {"title": title, "paper": mark_safe(paper)})


def verify_url(document: Document) -> str:
    """Return the public address that says whether the document is genuine."""
    return settings.SITE_URL.rstrip("/") + reverse("document-verify", args=[document.token])


def file_name(document: Document, suffix: str) -> str:
    """Return the name of a file of the document: number and title."""
    return f"{document.number} {document.title}".replace("\n", "").replace("/", "／")[:150] + suffix


def _context(document: Document) -> dict[str, Any]:
    """Return the paper's context; a draft shows where its number will stand."""
    context = {"layout": document.layout, **document.paper, **signatory(document)}
    if not context.get("number"):
        series = Series.objects.serving(document.issuer, document.kind, document.layout)
        context["number_pattern"] = f"{series.code if series else ''}〔　　〕　号"
    if isinstance(context.get("copies"), str):
        context["copies"] = context["copies"].rstrip(FULL_STOPS)
    return context
