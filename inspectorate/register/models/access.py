"""Accounts and posts: a session acts in one post, and every right belongs to the post."""

from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from guardian.models import UserObjectPermissionBase

from inspectorate.register.states import Group, Role

from .organizations import Organization
from .scopes import Scoped, ScopedQuerySet


class User(AbstractUser):
    """A person with an account; the account alone gives no right."""

    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=60)
    language = models.CharField(
        _("language"), max_length=10, default="zh-hans", choices=[("zh-hans", "中文"), ("en", "English")]
    )
    password_changed_at = models.DateTimeField(null=True, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    REQUIRED_FIELDS: ClassVar = ["name", "email"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.username

    def get_absolute_url(self) -> str:
        return reverse("user-detail", args=[self.pk])

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class PostQuerySet(ScopedQuerySet):
    """Posts."""

    def current(self, on: date | None = None) -> "PostQuerySet":
        """Return the posts held on a day (today) by active accounts."""
        on = on or timezone.localdate()
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on, user__is_active=True, is_approved=True
        )


@pghistory.track(exclude=["province", "city", "county"])
class Post(Scoped):
    """A role in an organisation, held by a person from one day to another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="posts", verbose_name=_("organisation")
    )
    group = models.CharField(_("group"), max_length=20, choices=Group.choices, blank=True)
    title = models.CharField(_("title"), max_length=60, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_approved = models.BooleanField(_("approved"), default=False)

    objects = PostQuerySet.as_manager()

    RESOURCE = "post"
    SCOPE_PATHS: ClassVar = {"self": "user", "unit": "organization"}

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="register_post_dates"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="register_post_role"),
            models.UniqueConstraint(
                fields=["user", "role", "organization", "group"], condition=Q(valid_to=None), name="register_post_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("user-detail", args=[self.user_id])

    @property
    def label(self) -> str:
        """Return role and organisation as shown in the top bar."""
        return f"{self.title or self.get_role_display()} · {self.organization.label}"

    @property
    def actor_name(self) -> str:
        """Return the name that is frozen in the trail."""
        with override(settings.LANGUAGE_CODE):  # what is stored is in the office's language, whoever acts
            role = self.title or str(self.get_role_display())
        return f"{self.user.name} ({role}, {self.organization.label})"

    @property
    def is_current(self) -> bool:
        """Return whether the post gives rights today."""
        today = timezone.localdate()
        return (
            self.is_approved
            and self.user.is_active
            and self.valid_from <= today
            and (self.valid_to is None or self.valid_to >= today)
        )


class DatedGrant(UserObjectPermissionBase):
    """An extra right of one person on one object: named, dated, reasoned; a domain app adds `content_object`."""

    content_object: Any
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True

    @property
    def verb(self) -> str:
        """Return what is granted, as the rights table names it."""
        return self.permission.codename.rpartition("_")[0]

    @property
    def is_over(self) -> bool:
        """Return whether the last day has passed."""
        return self.valid_to < timezone.localdate()
