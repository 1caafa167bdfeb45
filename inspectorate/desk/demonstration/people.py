"""Demonstration accounts: one for every role, marked as such; they exist only where the demonstration is set."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from inspectorate.register.models import Organization, Post, User
from inspectorate.register.models.accounts import Account, AccountState
from inspectorate.register.states import SECOND_FACTOR, Role
from inspectorate.register.workflow import demo_device

PASSWORD = "Mudanjiang-2026"  # noqa: S105 - printed by `make demo`, refused in production
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the authenticator secret of all demonstration accounts
SINCE = date(2023, 1, 1)


@dataclass(frozen=True)
class Seat:
    """One account: user name, role, organisation, group, name, title."""

    username: str
    role: str
    organization: Organization
    name: str
    group: str = ""
    title: str = ""


class People:
    """Makes the accounts and hands out their posts by user name."""

    def __init__(self) -> None:
        self.password = make_password(PASSWORD)  # hashed once: a hash for each account would take minutes
        self.posts: dict[str, Post] = {}
        self.listed: list[dict[str, str]] = []

    def seat(self, seat: Seat, *, is_listed: bool = True) -> Post:
        """Make an account with its post; those who approve or publish get an authenticator."""
        user = User.objects.create(
            username=seat.username,
            name=seat.name,
            password=self.password,
            is_demonstration=True,
            password_changed_at=timezone.now(),
        )
        scope = seat.organization.scope
        Account.objects.create(user=user, organization=seat.organization, state=AccountState.ACTIVE, **scope)
        post = Post.objects.create(
            user=user,
            role=seat.role,
            organization=seat.organization,
            group=seat.group,
            title=seat.title,
            valid_from=SINCE,
            is_approved=True,
            **scope,
        )
        if seat.role in SECOND_FACTOR:
            demo_device(user, SECRET)
        self.posts[seat.username] = post
        if is_listed:
            label = Role(seat.role).label if not seat.title else seat.title
            second = "+ code shown on the page" if seat.role in SECOND_FACTOR else ""
            self.listed.append(
                {
                    "username": seat.username,
                    "password": PASSWORD,
                    "role": f"{label} · {seat.organization.label} {second}".strip(),
                }
            )
        return post

    def write(self, path: Path) -> None:
        """Write the list that `serve` prints."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.listed, ensure_ascii=False, indent=1), encoding="utf-8")
