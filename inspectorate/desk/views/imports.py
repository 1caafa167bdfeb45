"""Pages of importing: choose a table, upload, look at what was found, confirm."""
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.desk.forms import UploadForm, WithdrawForm
from inspectorate.desk.models import ImportBatch
from inspectorate.desk.resources import LOADERS, batches, forced_area, loadable, may_load
from inspectorate.desk.states import BatchState
from inspectorate.desk.tasks import apply_import, check_import
from inspectorate.lib import uploads
from inspectorate.lib.columns import Column
from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb, verb_paths
from inspectorate.lib.pages.frame import DeskPage
from inspectorate.lib.paging import Ordering
from inspectorate.lib.sheets import XLSX_TYPE, stream_book
from inspectorate.register.models import Post
from inspectorate.register.resources import Loader

ACTS = {"new": gettext_lazy("new"), "changed": gettext_lazy("changed"), "same": gettext_lazy("unchanged")}
COUNTS = (
    ("rows", gettext_lazy("rows in the file")),
    ("new", gettext_lazy("new")),
    ("changed", gettext_lazy("changed")),
    ("unchanged", gettext_lazy("unchanged")),
    ("joined", gettext_lazy("joined to another row")),
    ("bad", gettext_lazy("bad")),
)


def caption(batch: ImportBatch) -> str:
    """Return the name of the table a batch is for."""
    loader = LOADERS.get(batch.resource)
    return str(loader.caption) if loader else batch.resource


def list_url(_page: Any) -> str:
    """Return the address of the list, which is called after the act."""
    return reverse("import-list")


def touched(batch: ImportBatch) -> int | None:
    """Return how many rows a batch adds or changes; nothing for a refused one."""
    return None if batch.state == BatchState.REFUSED else batch.touched


def confirm(batch: ImportBatch, *, by: Post) -> ImportBatch:
    """Confirm a batch and let a worker load it."""
    batches.confirm_batch(batch, by=by)
    transaction.on_commit(partial(apply_import.delay, batch.pk), robust=True)
    return batch


VERBS = (
    Verb(
        "confirm_batch", confirm, gettext_lazy("Load these rows"), to=[BatchState.CONFIRMED], is_primary=True,
        help=gettext_lazy("Exactly the checked file is loaded: all rows or none."),
        done=gettext_lazy("Confirmed; the rows are being loaded."),
    ),
    Verb(
        "withdraw_batch", batches.withdraw_batch, gettext_lazy("Give the file up"), form=WithdrawForm,
        to=[BatchState.WITHDRAWN], is_danger=True,
    ),
)  # fmt: skip


class ImportList(ListPage):
    """What was imported, and the tables the post may load."""

    model = ImportBatch
    template_name = "desk/import_list.html"
    columns = (
        Column("filename", gettext_lazy("File"), kind="link"),
        Column("resource", gettext_lazy("Table"), caption),
        Column("area", gettext_lazy("Division")),
        Column("state", gettext_lazy("State"), kind="state"),
        Column("touched", gettext_lazy("New or changed rows"), touched, kind="number"),
        Column("uploaded_by", gettext_lazy("Uploaded by"), "uploaded_by.user"),
        Column("created_at", gettext_lazy("Uploaded at"), kind="moment", order="received"),
    )
    orderings = (Ordering("received", gettext_lazy("Newest"), "created_at", descending=True),)
    select_related = ("area", "uploaded_by__user")
    sentence = gettext_lazy("%(count)s imports")
    empty = gettext_lazy("No file has been uploaded yet. Choose a table above.")

    def extra(self) -> dict[str, Any]:
        """Name the tables."""
        return {"loaders": loadable(self.request.post)}


class TablePage(DeskPage):
    """A page about one table the post may load."""

    model = ImportBatch

    @property
    def loader(self) -> type[Loader]:
        """Return the table of the address; 404 where there is none, 403 without the right to load it."""
        loader = LOADERS.get(self.kwargs["slug"])
        if loader is None:
            raise Http404
        if not may_load(self.request.post, loader):
            raise PermissionDenied(_("Your post has no right to do this here."))
        return loader


class Upload(TablePage):
    """Upload a file to be checked."""

    template_name = "desk/import_upload.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the form; a refused file leads back here with what was chosen."""
        loader = self.loader
        chosen = {name: request.GET.get(name, "") for name in ("area", "sheet")}
        return self.answer(loader, self.form(loader, initial=chosen))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep the file and let a worker check it."""
        loader = self.loader
        form = self.form(loader, request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(loader, form, status=422)
        facts = form.cleaned_data
        try:
            batch = batches.receive_batch(
                loader, facts["file"], by=request.post, area=facts["area"], sheet=facts["sheet"]
            )
        except uploads.UploadRefused as refused:
            form.add_error("file", str(refused))
            return self.answer(loader, form, status=422)
        transaction.on_commit(partial(check_import.delay, batch.pk), robust=True)
        return redirect(batch)

    def form(self, loader: type[Loader], *data: Any, **options: Any) -> UploadForm:
        """Return the form, bound to the area of the post."""
        return UploadForm(*data, subject=forced_area(self.request.post, loader), post=self.request.post, **options)

    def answer(self, loader: type[Loader], form: UploadForm, status: int = 200) -> HttpResponse:
        """Render the form with the columns of the table."""
        crumbs = [(_("Imports"), reverse("import-list")), (str(loader.caption), "")]
        return self.show(
            status, title=_("Import: %(table)s") % {"table": loader.caption}, loader=loader, form=form,
            breadcrumbs=crumbs, table_columns=loader.fields.values(),
        )  # fmt: skip


class Template(TablePage):
    """An empty workbook with the columns, and a second worksheet that explains them."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Stream the workbook."""
        loader = self.loader
        fields = loader.fields.values()
        head = [_("Column"), _("Must be filled"), _("Content"), _("Example")]
        required = {True: _("yes"), False: ""}
        told = [[item.label, required[item.is_required], str(item.help_text), item.example] for item in fields]
        book = stream_book([(loader.caption, [item.label for item in fields], []), (_("Instructions"), head, told)])
        name = _("Template %(table)s.xlsx") % {"table": loader.caption}
        headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
        return StreamingHttpResponse(book, content_type=XLSX_TYPE, headers=headers)


class ImportDetail(DetailPage):
    """What checking a file found, and the step that follows."""

    model = ImportBatch
    list_url = list_url
    template_name = "desk/import_detail.html"
    verbs = VERBS
    select_related = ("area", "uploaded_by__user", "confirmed_by__user", "report")
    facts = (
        Column("resource", gettext_lazy("Table"), caption),
        Column("area", gettext_lazy("Only for this division")),
        Column("sheet", gettext_lazy("Worksheet")),
        Column("uploaded_by", gettext_lazy("Uploaded by")),
        Column("created_at", gettext_lazy("Uploaded at"), kind="moment"),
        Column("confirmed_by", gettext_lazy("Confirmed by")),
        Column("applied_at", gettext_lazy("Loaded"), kind="moment"),
        Column("sha256", gettext_lazy("Fingerprint (SHA-256)")),
    )

    def actions(self, obj: ImportBatch) -> list:
        """A large file is confirmed by somebody else than its uploader."""
        found = super().actions(obj)
        return [item for item in found if not item.is_primary] if self.is_own_large(obj) else found

    def is_own_large(self, obj: ImportBatch) -> bool:
        """Return whether the reader uploaded a file that takes a second person."""
        return obj.takes_two and obj.uploaded_by is not None and obj.uploaded_by.user_id == self.request.user.pk

    def next_step(self, obj: ImportBatch) -> NextStep | None:
        """Say who has to do what."""
        if obj.state != BatchState.CHECKED:
            return None
        if not obj.touched:
            return NextStep(_("Nothing in this file is new: the register holds all of it."))
        if self.is_own_large(obj):
            return NextStep(_("More than 1,000 rows change: ask a colleague to confirm on this page."))
        return NextStep(_("Look at the figures and the first rows, then load them."))

    def extra(self, obj: ImportBatch) -> dict[str, Any]:
        """Return figures, first rows and faults."""
        told = {"rows", "bad"} & obj.counts.keys() if obj.state == BatchState.REFUSED else obj.counts.keys()
        again = f"{reverse('import-upload', args=[obj.resource])}?area={obj.area_id or ''}&sheet={obj.sheet}"
        return {
            "figures": [(label, obj.counts[name]) for name, label in COUNTS if name in told],
            "preview": [(ACTS.get(act, ""), number, cells) for act, number, *cells in obj.preview],
            "faults": list(batches.faults_of(obj)),
            "again_url": again if may_load(self.request.post, LOADERS.get(obj.resource, Loader)) else "",
        }

    def parts(self, obj: ImportBatch) -> Sequence[Part]:
        """Everything stands in the page's own template."""
        return ()


class FaultReport(DeskPage):
    """The workbook of all faults."""

    model = ImportBatch
    select_related = ("report",)

    def get(self, _request: HttpRequest, **_kwargs: Any) -> FileResponse:
        """Hand it out."""
        report = self.get_object().report
        if report is None:
            raise Http404
        return uploads.download(report.sha256, report.name, report.media_type)


urlpatterns = [
    path("imports/", ImportList.as_view(), name="import-list"),
    path("imports/<int:pk>/", ImportDetail.as_view(), name="import-detail"),
    path("imports/<int:pk>/faults.xlsx", FaultReport.as_view(), name="import-faults"),
    *verb_paths(ImportBatch, VERBS, base="imports/"),
    path("imports/<slug:slug>/", Upload.as_view(), name="import-upload"),
    path("imports/<slug:slug>/template.xlsx", Template.as_view(), name="import-template"),
]
