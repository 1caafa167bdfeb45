"""What every page of the desk shares: a post to act in, a way to the row, the row's state as seen by the reader."""
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.text import camel_case_to_spaces, capfirst
from django.utils.translation import gettext as _
from django.views import View

CHOOSE_POST = "post-switch"


def url_prefix(model: type[Model]) -> str:
    """Return the first part of a model's URL names: SuperviseNotice → supervise-notice."""
    return camel_case_to_spaces(model.__name__).replace(" ", "-")


def address(name: str, *args: Any) -> str:
    """Return the address of a URL name, or an empty string where that page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def place(obj: Any) -> str:
    """Return the address of a row's own page; every model with pages names it."""
    return obj.get_absolute_url()


class DeskRequest(HttpRequest):
    """A request as the pages get it: the middleware has set the acting post (`lib` may not name its class)."""

    post: Any


class DeskPage(View):
    """A page of one model for the post the session acts in."""

    request: DeskRequest
    model: Any = None
    title: Any = ""
    template_name = ""
    select_related: ClassVar[tuple[str, ...]] = ()
    prefetch_related: ClassVar[tuple[str, ...]] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send a session without a post to the choice of one."""
        if getattr(request, "post", None) is None:
            if choice := address(CHOOSE_POST):
                return redirect(f"{choice}?{urlencode({'next': request.get_full_path()})}")
            raise PermissionDenied(_("Your account holds no post at present. Ask your office's administrator."))
        return super().dispatch(request, *args, **kwargs)

    @property
    def post_held(self) -> Any:
        """Return the acting post (`self.post` would be the HTTP method)."""
        return self.request.post

    def get_queryset(self) -> QuerySet:
        """Return the rows the post may read; the one beginning of every read path."""
        rows = self.model.objects.visible_to(self.request.post)
        if self.select_related:
            rows = rows.select_related(*self.select_related)
        return rows.prefetch_related(*self.prefetch_related) if self.prefetch_related else rows

    def narrowed_to(self, verb: str, rows: Any) -> QuerySet:
        """Return those of some scoped rows on which the post may do a verb."""
        return rows.permitted(self.request.post, verb)

    def get_object(self) -> Model:
        """Return the row of the address; 404 where the post may not see it."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def list_url(self) -> str:
        """Return the address of the list of this model."""
        return address(f"{url_prefix(self.model)}-list")

    def crumbs(self, obj: Model | None = None) -> list[tuple[str, str]]:
        """Return the way to this page as (label, address); the last one is this page."""
        first = [(capfirst(self.model._meta.verbose_name_plural), self.list_url())] if self.list_url() else []
        return [*first, (str(obj), place(obj))] if obj is not None else first

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Render the template of the page."""
        return render(self.request, self.template_name, {"page": self, **context}, status=status)
