"""Extra access to one object: the part of its page, the form that gives it, the page that ends it."""
from typing import Any

from django.db.models import Model, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.pages import Column, Part, Verb, VerbPage, url_prefix, verb_paths
from inspectorate.lib.pages.frame import DeskRequest
from inspectorate.register import forms, tables, workflow
from inspectorate.register.models import Account, DatedGrant, Post, Scoped
from inspectorate.register.rights import allowed, grantable, may


def grant_to(obj: Scoped, *, by: Post, person: Post, verb: str = "", **fields: Any) -> DatedGrant:
    """Open an object to the holder of a post; the one thing that can be granted need not be named."""
    (only, *_more) = sorted(grantable(obj.RESOURCE))
    return workflow.grant_access(obj, verb or only, by=by, user=person.user, **fields)


GRANT = Verb(
    "grant_access",
    grant_to,
    gettext_lazy("Grant extra access"),
    button=gettext_lazy("Grant access"),
    form=forms.GrantForm,
    initial=lambda _obj: {"valid_from": timezone.localdate()},
    done=gettext_lazy("The access is given."),
    help=gettext_lazy(
        "One named person may read this one object, nothing else, until the last day. It stands in the trail."
    ),
)
END = Verb(
    "end_grant",
    workflow.end_grant,
    gettext_lazy("End the extra access"),
    button=gettext_lazy("End the access"),
    form=forms.Reason,
    done=gettext_lazy("The access has ended."),
    is_danger=True,
)


class EndGrantPage(VerbPage):
    """End one grant; the rights are those of the object it opens."""

    @cached_property
    def grant(self) -> DatedGrant:
        """Return the grant of the address."""
        rows = with_people(self.model.grant_model().objects.filter(content_object=self.kwargs["pk"]))
        return get_object_or_404(rows, pk=self.kwargs["grant"])

    def get(self, request: DeskRequest, **kwargs: Any) -> HttpResponse:
        """Show the form while there is something to end."""
        obj = self.subject()
        if self.grant.is_over:
            closed = _("This access has ended already.")
            return self.answer(obj, forms.Reason(), key="", status=409, closed=closed)
        return super().get(request, **kwargs)

    def call(self, obj: Model | None, form: Any) -> None:
        """End the grant."""
        self.verb.act(self.grant, by=self.request.post, **form.cleaned_data)

    def extra(self, obj: Model | None) -> dict[str, Any]:
        """Show what would end."""
        return {"facts": [(fact, fact.html(self.grant)) for fact in tables.GRANTS]}


def extra_access(obj: Scoped, post: Post) -> list[Part]:
    """Return the part of an object's page that tells who has extra access; nothing for those it does not concern."""
    if not any(may(post, verb, model) for verb, model in (("grant_access", type(obj)), ("list_grants", Account))):
        return []
    verbs = allowed(post, obj)
    if not verbs & {"grant_access", "end_grant"} and not may(post, "list_grants", Account):
        return []
    prefix, columns = url_prefix(type(obj)), list(tables.GRANTS)
    if "end_grant" in verbs:
        columns.append(end_column(prefix))
    actions = [(GRANT.button, reverse(f"{prefix}-grant-access", args=[obj.pk]))] if "grant_access" in verbs else []
    rows = with_people(type(obj).grant_model().objects.filter(content_object=obj)).order_by("-valid_to", "-pk")
    empty = _("Nobody has extra access. Those whose post gives them the right read this anyway.")
    return [Part(_("Extra access"), rows, columns, empty=empty, actions=actions)]


def end_column(prefix: str) -> Column:
    """Return the column that leads to the end of each running grant."""

    def address(grant: DatedGrant) -> str:
        return reverse(f"{prefix}-end-grant", args=[grant.content_object_id, grant.pk])

    return Column("end", _("End it"), lambda grant: "" if grant.is_over else _("End"), url=address)


def with_people(grants: Any) -> Any:
    """Return grants with what their lines show, in a constant number of queries."""
    posts = Prefetch("user__posts", Post.objects.current().select_related("organization"))
    return grants.select_related("user", "permission", "granted_by__user", "granted_by__organization").prefetch_related(
        posts
    )


def grant_paths(model: type[Scoped], base: str) -> list[URLPattern]:
    """Return the addresses that give and end extra access on objects of a kind: `case-grant-access`, …"""
    page = EndGrantPage.as_view(model=model, verb=END)
    end = path(f"{base}<int:pk>/grants/<int:grant>/end/", page, name=f"{url_prefix(model)}-end-grant")
    return [*verb_paths(model, [GRANT], base=base), end]
