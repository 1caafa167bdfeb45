"""Extra access over all kinds of objects on one page: whoever may list it sees who reads what, until when and why."""
from collections import defaultdict
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.desk import tables
from inspectorate.desk.filters import STANDING, grants_of
from inspectorate.lib.lines import Line, lines_of, without_empty
from inspectorate.lib.pages.frame import DeskPage, DeskRequest
from inspectorate.register.models import Account, Post
from inspectorate.register.rights import may

PAGE_ROWS = 50


class StandingForm(forms.Form):
    """Running or ended."""

    standing = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("Any state")), *STANDING]
    )


class Held(NamedTuple):
    """One grant beside the posts that its person holds today."""

    grant: Any
    posts: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.grant, name)


class GrantList(DeskPage):
    """Every extra access on objects of the post's area, running ones first."""

    model = Account
    template_name = "desk/list.html"
    empty = gettext_lazy("Nobody has extra access. It is given on the page of the inspection, case or measure.")

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show one page of the list."""
        if not may(request.post, "list_grants", Account):
            raise PermissionDenied(_("Your post has no right to do this here."))
        form = StandingForm(request.GET)
        asked = form.cleaned_data["standing"] if form.is_valid() else ""
        page = Paginator(grants_of(request.post, asked), PAGE_ROWS).get_page(request.GET.get("page"))
        columns, lines = without_empty(tables.GRANTS, self.lines(list(page.object_list)))
        return self.show(
            title=_("Extra access"),
            breadcrumbs=[],
            filters=form,
            is_filtered=bool(asked),
            sentence=_("Extra access to single objects: %(count)s entries") % {"count": page.paginator.count},
            heads=[{"label": column.label, "css": column.css} for column in columns],
            lines=lines,
            previous_url=self.link(asked, page.number - 1) if page.has_previous() else "",
            next_url=self.link(asked, page.number + 1) if page.has_next() else "",
        )

    def lines(self, grants: list[Any]) -> list[Line]:
        """Return the rows of a page with the posts of their people."""
        posts = Post.objects.current().filter(user__in={grant.user_id for grant in grants})
        held = defaultdict(list)
        for post in posts.select_related("organization").order_by("pk"):
            held[post.user_id].append(post.label)
        return lines_of(tables.GRANTS, [Held(grant, "\n".join(held[grant.user_id])) for grant in grants])

    def link(self, standing: str, number: int) -> str:
        """Return the address of another page of the same list."""
        return f"?standing={standing}&page={number}"
