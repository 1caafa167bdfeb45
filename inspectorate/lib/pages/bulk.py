"""One verb on many chosen rows: shown before, done row by row, each answer listed."""
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from inspectorate.lib.forms import SubjectForm

from .frame import DeskPage, DeskRequest
from .ports import ground

MOST_ROWS = 500


@dataclass(frozen=True)
class Outcome:
    """What became of one row."""

    row: Model
    is_done: bool
    message: str = ""


class BulkPage(DeskPage):
    """Confirm a verb for the chosen rows, then do it; one failing row does not stop the others (T52)."""

    verb: Any = None
    template_name = "desk/bulk.html"
    result_template_name = "desk/bulk_result.html"

    def get(self, _request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Go back to the list: rows are chosen there."""
        return redirect(self.list_url() or "/")

    def post(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show the chosen rows, or do the verb when confirmed."""
        if not ground.may(request.post, self.verb.name, self.model):
            raise PermissionDenied(_("Your post has no right to do this here."))
        chosen = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal()][:MOST_ROWS]
        permitted = self.narrowed_to(self.verb.name, self.get_queryset())
        rows = list(permitted.filter(pk__in=chosen).order_by("pk"))
        left_out = len(set(chosen)) - len(rows)
        is_confirmed = bool(request.POST.get("confirmed"))
        form = self.build(request.POST, request.FILES) if is_confirmed else self.build()
        if is_confirmed and rows and form.is_valid():
            return self.done([self.do(row, form) for row in rows], left_out)
        context = {"rows": rows, "left_out": left_out, "form": form, "verb": self.verb, "title": self.verb.title}
        context |= {"submission": request.POST.get("submission") or uuid.uuid4().hex, "cancel_url": self.list_url()}
        return self.show(422 if is_confirmed else 200, breadcrumbs=[*self.crumbs(), (self.verb.title, "")], **context)

    def do(self, row: Model, form: forms.BaseForm) -> Outcome:
        """Do the verb to one row in its own transaction; a row already done under this key counts as done."""
        key = self.request.POST.get("submission", "")[:64]
        try:
            with transaction.atomic():
                if not key or ground.once(f"bulk:{key}:{row.pk}"):
                    self.verb.act(row, by=self.request.post, **form.cleaned_data)
        except (ground.refusal, PermissionDenied) as refused:
            return Outcome(row, is_done=False, message=str(refused))
        except ValidationError as wrong:
            return Outcome(row, is_done=False, message=" ".join(wrong.messages))
        return Outcome(row, is_done=True)

    def build(self, *data: Any) -> forms.BaseForm:
        """Return the form asked once for all rows."""
        form_class = self.verb.form or forms.Form
        is_about = issubclass(form_class, SubjectForm)
        options: dict[str, Any] = {"subject": None, "post": self.request.post} if is_about else {}
        return form_class(*data, **options)

    def done(self, outcomes: list[Outcome], left_out: int) -> HttpResponse:
        """List what was done and what was not, and why."""
        self.template_name = self.result_template_name
        failed = [outcome for outcome in outcomes if not outcome.is_done]
        crumbs = [*self.crumbs(), (self.verb.title, "")]
        return self.show(
            outcomes=outcomes, failed=failed, done_count=len(outcomes) - len(failed), left_out=left_out,
            verb=self.verb, title=self.verb.title, list_url=self.list_url(), breadcrumbs=crumbs,
        )
