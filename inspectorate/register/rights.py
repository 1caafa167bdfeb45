"""Who may do what: one table (rights.csv), one `can()`, one queryset filter, both made from the same rows."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Model, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

TABLE = Path(__file__).with_name("rights.csv")
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING

# What of the acting post each scope compares with the path that the model names in SCOPE_PATHS.
VALUES = {
    "city": "city",
    "group": "group",
    "owner": "organization_id",
    "unit": "organization_id",
    "superior": "organization_id",
    "host": "organization_id",
    "addressee": "organization_id",
    "team": "user_id",
    "self": "user_id",
    "named": "user_id",
}


class Acting(Protocol):
    """What the table needs to know of a post."""

    @property
    def user_id(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def is_current(self) -> bool: ...
    @property
    def province(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def county(self) -> str: ...


class During(NamedTuple):
    """A scope path by way of dated rows: it counts only while such a row holds, so a right ends with a term or a task.

    `rows` leads to the dated rows (`valid_from`, `valid_to`), `path` from there to what is compared with the post.
    """

    rows: str
    path: str

    def holds(self, value: Any) -> Q:
        """Return the filter of what is reached today; its parts must stay in one `filter()`: they speak of one row."""
        today, ends = timezone.localdate(), f"{self.rows}__valid_to"
        begun = {f"{self.rows}__{self.path}": value, f"{self.rows}__valid_from__lte": today}
        return Q(**begun) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": today}))


class Refused(PermissionDenied):
    """The post may not do this; `str()` is the sentence for the user."""


@dataclass(frozen=True)
class Right:
    """One row: a role may do `verbs` to `resource` within `scope` while `gate` (a state gate of the model) is open."""

    role: str
    resource: str
    verbs: frozenset[str]
    scope: str
    gate: str


@lru_cache(maxsize=1)
def table() -> tuple[Right, ...]:
    """Return the whole rights table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return tuple(
        Right(row["role"], row["resource"], frozenset(row["verbs"].split()), row["scope"], row["gate"] or "")
        for row in rows
    )


@lru_cache(maxsize=4096)
def rows(role: str, resource: str) -> tuple[Right, ...]:
    """Return the rows of a role on a resource."""
    return tuple(right for right in table() if right.role == role and right.resource == resource)


def permitted(post: Acting | None, verb: str, model: type[Model]) -> Q:
    """Return the filter of the rows of `model` on which `post` may do `verb`; nobody signed in may do nothing."""
    if post is None or not post.is_current:
        return NOTHING
    conditions = [
        condition(post, right, model, verb) for right in rows(post.role, model.RESOURCE) if verb in right.verbs
    ]
    found = NOTHING
    for item in conditions:
        found = item if found is NOTHING else found | item
    return found


def condition(post: Acting, right: Right, model: type[Model], verb: str) -> Q:
    """Return one row of the table as a filter on `model`; scopes joined by `+` must all hold."""
    found = model.GATES[right.gate] if right.gate else Q()
    for scope in right.scope.split("+"):
        found &= _scope(post, scope, model, verb)
    return found or EVERYTHING


def can(post: Acting | None, verb: str, obj: Model) -> bool:
    """Return whether `post` may do `verb` to `obj` (as stored, not as in memory)."""
    return type(obj)._base_manager.filter(permitted(post, verb, type(obj)), pk=obj.pk).exists()


def may(post: Acting | None, verb: str, model: type[Model]) -> bool:
    """Return whether `post` has a right to `verb` on some row of `model` (to show or hide an entrance)."""
    return (
        post is not None and post.is_current and any(verb in right.verbs for right in rows(post.role, model.RESOURCE))
    )


def allowed(post: Acting | None, obj: Model) -> set[str]:
    """Return all verbs `post` may do to `obj`, in one query."""
    if post is None or not post.is_current:
        return set()
    rights = rows(post.role, type(obj).RESOURCE)
    # A grant names its verbs one by one, so its condition differs from verb to verb.
    pairs = [(right, verb) for right in rights for verb in (right.verbs if "grant" in right.scope else [""])]
    flags = {
        f"right_{index}": Case(When(condition(post, right, type(obj), verb), then=Value(1)), default=Value(0))
        for index, (right, verb) in enumerate(pairs)
    }
    found = type(obj)._base_manager.filter(pk=obj.pk).annotate(**flags).values(*flags).first() if flags else None
    return _verbs(pairs, found) if found else set()


def grantable(resource: str) -> dict[str, frozenset[str]]:
    """Return what a dated grant can open on a resource: each verb with the roles to which it may be granted."""
    found: dict[str, frozenset[str]] = {}
    for right in table():
        if right.resource == resource and "grant" in right.scope.split("+"):
            found |= {verb: found.get(verb, frozenset()) | {right.role} for verb in right.verbs}
    return found


def require(post: Acting | None, verb: str, obj: Model) -> None:
    """Refuse unless `post` may do `verb` to `obj`; `None` is the clock, which acts by the rules alone."""
    if post is not None and not can(post, verb, obj):
        raise Refused(_("Your post “%(post)s” has no right to do this here.") % {"post": post.label})


def _verbs(pairs: Iterable[tuple[Right, str]], found: dict[str, Any]) -> set[str]:
    verbs: set[str] = set()
    for index, (right, verb) in enumerate(pairs):
        if found[f"right_{index}"]:
            verbs |= {verb} if verb else right.verbs
    return verbs


def _scope(post: Acting, scope: str, model: type[Model], verb: str) -> Q:
    if scope == "all":
        return Q()
    if scope == "area":
        return _area(post)
    if scope == "grant":
        return _grant(post, model, verb)
    value = getattr(post, VALUES[scope])
    if value in {None, ""}:
        return NOTHING
    path = model.SCOPE_PATHS[scope]
    if isinstance(path, str) and "__" not in path:
        return Q(**{path: value})
    # A path through a relation of many would double rows in a list: ask by key instead.
    reached = path.holds(value) if isinstance(path, During) else Q(**{path: value})
    return Q(pk__in=model._base_manager.filter(reached).values("pk"))


def _area(post: Acting) -> Q:
    for column in ("county", "city", "province"):
        if getattr(post, column):
            return Q(**{column: getattr(post, column)})
    return NOTHING


def _grant(post: Acting, model: type[Model], verb: str) -> Q:
    """Dated grants on single objects (guardian rows with a direct foreign key)."""
    today = timezone.localdate()
    grants = model.grant_model().objects.filter(
        user_id=post.user_id,
        permission__codename=f"{verb}_{model._meta.model_name}",
        valid_from__lte=today,
        valid_to__gte=today,
    )
    return Q(pk__in=grants.values("content_object_id"))
