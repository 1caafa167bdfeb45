"""Actors that hold no post: a person dealing with her own account, and the console of the server."""
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_noop

from inspectorate.register.models import User


@dataclass(frozen=True)
class Person:
    """Somebody acting for herself; the trail shows the person and no post."""

    user_id: int | None
    actor_name: str
    pk: None = None

    @classmethod
    def of(cls, user: User) -> Self:
        """Return `user` as actor."""
        return cls(user.pk, user.name or user.username)


class Console(Person):
    """The console of the server: whoever sits there needs no right and is nobody the system knows."""


CONSOLE = Console(None, gettext_noop("Console of the server"))
