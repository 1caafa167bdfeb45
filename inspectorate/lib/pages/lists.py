"""The page of many rows: sentence, filters, saved views, order, keyset pages, export, choice of rows."""
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib import limits, sheets
from inspectorate.lib.columns import Column
from inspectorate.lib.lines import lines_of
from inspectorate.lib.paging import Ordering, capped_count, choose, paginate

from .frame import DeskPage, DeskRequest, address, url_prefix
from .ports import ground

WRITERS = {"csv": (sheets.stream_csv, sheets.CSV_TYPE), "xlsx": (sheets.stream_xlsx, sheets.XLSX_TYPE)}
EXPORT_REASON_ROWS = 500  # above it an export names its reason
PAGING = ("after", "before", "sort", "view")


class ListPage(DeskPage):
    """Rows the post may see, filtered, ordered, page by page; a constant number of queries."""

    template_name = "desk/list.html"
    columns: Sequence[Column] = ()
    filterset_class: Any = None
    orderings: Sequence[Ordering] = (Ordering("id", gettext_lazy("Newest"), "pk", descending=True),)
    page_size = 50
    bulk: Sequence[Any] = ()
    creates: Sequence[tuple[str, Any, str]] = ()
    empty: Any = ""
    sentence: Any = gettext_lazy("%(count)s entries")
    sheet_name: Any = ""

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show one page of the list."""
        rows = self.narrowed()
        count, words = capped_count(rows)
        page = paginate(
            rows, self.ordering, size=self.page_size,
            after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        )
        return self.show(
            title=self.title or capfirst(self.model._meta.verbose_name_plural),
            breadcrumbs=[],
            sentence=self.summary(count, words),
            lines=lines_of(self.columns, page.rows),
            heads=list(self.heads()),
            next_url=self.link(after=page.after) if page.after else "",
            previous_url=self.link(before=page.before) if page.before else "",
            filters=self.filterset.form if self.filterset else None,
            is_filtered=bool(self.query()),
            views=ground.saved_views(request) if self.filterset else [],
            query=self.query().urlencode(),
            bulk=self.bulk_buttons(),
            new=self.create_buttons(),
            can_export=ground.may(request.post, "export", self.model) and count > 0,
            **self.extra(),
        )

    def post(self, request: DeskRequest, **_kwargs: Any) -> HttpResponseBase:
        """Export what is shown: its own right, counted, reasoned above a number of rows, kept on record."""
        kind = request.POST.get("export")
        if kind not in WRITERS or not ground.may(request.post, "export", self.model):
            raise PermissionDenied(_("Your post has no right to export this list."))
        rows = self.narrowed_to("export", self.narrowed())
        reason = request.POST.get("reason", "").strip()[:300]
        if not reason and capped_count(rows, EXPORT_REASON_ROWS)[1].endswith("+"):
            return self.ask_reason(kind)
        try:
            limits.EXPORT.take(limits.who(request))
        except limits.Spent as spent:
            return limits.too_many(request, spent.seconds)
        count = rows.order_by().count()
        ground.keep_export(request, model=self.model, kind=kind, rows=count, reason=reason)
        return self.stream(kind, self.ordered(rows), count)

    def summary(self, count: int, words: str) -> str:
        """Return the sentence above the list; `words` is the count, "1000+" where it stops."""
        return self.sentence % {"count": words}

    def extra(self) -> dict[str, Any]:
        """Return more context for a template of the app's own."""
        return {}

    @cached_property
    def filterset(self) -> Any:
        """Return the filters bound to the address."""
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET, queryset=self.get_queryset(), request=self.request)

    def narrowed(self) -> QuerySet:
        """Return the rows that the filters leave."""
        return self.filterset.qs if self.filterset else self.get_queryset()

    @cached_property
    def ordering(self) -> Ordering:
        """Return the order asked for."""
        return choose(self.orderings, self.request.GET.get("sort", ""))

    def ordered(self, rows: QuerySet) -> QuerySet:
        """Return all rows in the order asked for, for an export."""
        side = "-" if self.ordering.descending else ""
        return rows.order_by(f"{side}{self.ordering.path}", f"{side}pk")

    def query(self) -> Any:
        """Return the filters of the address without paging and order."""
        kept = self.request.GET.copy()
        for name in list(kept):
            if name in PAGING or not any(kept.getlist(name)):
                del kept[name]
        return kept

    def link(self, **changes: str) -> str:
        """Return this list's address with the filters and order kept and other paging."""
        query = self.query()
        if self.request.GET.get("sort"):
            query["sort"] = self.request.GET["sort"]
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def heads(self) -> Iterator[dict[str, Any]]:
        """Yield the column heads with the address that changes the order."""
        by_key = {ordering.key: ordering for ordering in self.orderings}
        for column in self.columns:
            ordering = by_key.get(column.order)
            if ordering is None:
                yield {"label": column.label, "css": column.css}
                continue
            is_current = self.ordering.key.lstrip("-") == ordering.key
            turned = f"-{ordering.key}" if is_current and self.ordering.key == ordering.key else ordering.key
            sort = "descending" if self.ordering.descending else "ascending"
            yield {"label": column.label, "css": column.css, "url": self.link(sort=turned), "sort": is_current and sort}

    def bulk_buttons(self) -> list[dict[str, Any]]:
        """Return the verbs for chosen rows that the post may use."""
        prefix = url_prefix(self.model)
        return [
            {"label": verb.button or verb.title, "url": address(f"{prefix}-bulk-{verb.slug}"), "verb": verb}
            for verb in self.bulk
            if ground.may(self.request.post, verb.name, self.model)
        ]

    def create_buttons(self) -> list[tuple[Any, str]]:
        """Return (label, address) of the `creates` = (right, label, URL name) the post may use."""
        return [
            (label, address(name))
            for right, label, name in self.creates
            if address(name) and ground.may(self.request.post, right, self.model)
        ]

    def ask_reason(self, kind: str) -> HttpResponse:
        """Ask why so many rows must leave the system."""
        context = {"title": _("Reason for the export"), "kind": kind, "limit": EXPORT_REASON_ROWS}
        self.template_name = "desk/export_reason.html"
        return self.show(422, breadcrumbs=[*self.crumbs(), (context["title"], "")], **context)

    def stream(self, kind: str, rows: QuerySet, count: int) -> StreamingHttpResponse:
        """Send the rows as they are read, with a last line that names who took them and when."""
        writer, content_type = WRITERS[kind]
        columns = [column for column in self.columns if column.is_exported]
        header = [str(column.label) for column in columns]
        name = str(self.sheet_name or self.title or self.model._meta.verbose_name_plural)
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
        response = StreamingHttpResponse(writer(header, self._table(columns, rows, count)), content_type=content_type)
        response["Content-Disposition"] = content_disposition_header(True, f"{name}-{stamp}.{kind}")
        response["Cache-Control"] = "no-store"
        return response

    def _table(self, columns: Sequence[Column], rows: QuerySet, count: int) -> Iterable[list[Any]]:
        for row in rows.iterator(chunk_size=2000):
            yield [column.plain(row) for column in columns]
        facts = {"who": self.request.post.actor_name, "when": f"{timezone.localtime():%Y-%m-%d %H:%M}", "count": count}
        yield [_("Exported by %(who)s at %(when)s, %(count)s rows") % facts]
