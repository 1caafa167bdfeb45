"""All tables that can be loaded, by name; who may load them, and within which area."""
from django.db.models import Model
from django.utils.translation import gettext as _

from committees.resources import CommitteeMemberLoader
from inspectorate.register.models import Area, Post
from inspectorate.register.resources import AreaLoader, Loader, OrganizationLoader, SchoolLoader
from inspectorate.register.rights import Refused, rows
from inspectorate.rulebook.resources import CalendarLoader
from inspectors.resources import InspectorLoader

IMPORT = "import"
LOADERS: dict[str, type[Loader]] = {
    loader.slug: loader
    for loader in (
        AreaLoader, OrganizationLoader, SchoolLoader, InspectorLoader, CommitteeMemberLoader, CalendarLoader,
    )
}  # fmt: skip


def may_load(post: Post | None, loader: type[Loader]) -> bool:
    """Return whether a post may load a table at all."""
    return post is not None and post.is_current and bool(_scopes(post, loader))


def loadable(post: Post | None) -> list[type[Loader]]:
    """Return the tables a post may load."""
    return [loader for loader in LOADERS.values() if may_load(post, loader)]


def forced_area(post: Post, loader: type[Loader]) -> str:
    """Return the area outside which the post may load no row; empty where it may load all (T35)."""
    scopes = _scopes(post, loader) if post.is_current else set()
    if "all" in scopes:
        return ""
    code = post.county or post.city or post.province
    if "area" not in scopes or not code:
        raise Refused(_("Your post “%(post)s” has no right to do this here.") % {"post": post.label})
    return code


def _scopes(post: Post, loader: type[Loader]) -> set[str]:
    """The scopes of the rights table under which the role may load the table."""
    return {right.scope for right in rows(post.role, loader.right) if IMPORT in right.verbs}


def scope_of(area: Area | None, post: Post | None) -> dict[str, str]:
    """Return the scope columns of a batch: those of its area, else of the post that brings it."""
    owner: Area | Model | None = area or post
    return dict(owner.scope) if owner is not None else {}
