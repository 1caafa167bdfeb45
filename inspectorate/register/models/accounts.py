"""What the administration of accounts needs beside the person: home unit and state, one-time codes, corrections."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .access import Post
from .organizations import Organization
from .scopes import Scoped, ScopedQuerySet


class AccountState(models.TextChoices):
    """Where an account stands."""

    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("In use")
    DEACTIVATED = "deactivated", _("Deactivated")


class CorrectionState(models.TextChoices):
    """Where a request for correction stands."""

    OPEN = "open", _("Being looked at")
    CORRECTED = "corrected", _("Data corrected")
    REFUSED = "refused", _("Data left as it is")


class Account(Scoped):
    """A person's account as the administrators keep it: at home in one unit, with a state; it gives no right."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="account",
        verbose_name=_("account holder"),
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("home unit")
    )
    state = models.CharField(_("state"), max_length=20, choices=AccountState.choices, default=AccountState.INVITED)
    created_at = models.DateTimeField(_("account since"), auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    RESOURCE = "account"
    SCOPE_PATHS: ClassVar = {"self": "user", "unit": "organization"}
    MOVES: ClassVar = {
        AccountState.INVITED: {AccountState.ACTIVE, AccountState.DEACTIVATED},
        AccountState.ACTIVE: {AccountState.DEACTIVATED},
        AccountState.DEACTIVATED: {AccountState.INVITED},
    }
    TONES: ClassVar = {"invited": "soon", "active": "done", "deactivated": "stopped"}

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AccountState.values), name="register_account_state"),
        ]
        indexes = [models.Index(fields=["city", "state", "user"], name="register_account_city")]

    def __str__(self) -> str:
        return f"{self.user.name} ({self.user.username})"

    def get_absolute_url(self) -> str:
        return reverse("user-detail", args=[self.pk])


class OneTimeCode(models.Model):
    """A code that lets its holder set the password of one account once; only its digest is kept (T23)."""

    class Purpose(models.TextChoices):
        INVITE = "invite", _("Invitation")
        RESET = "reset", _("New password")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="codes")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    # A code dies with the password it was made for: the digest of the stored hash at that time.
    password_digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("one-time code")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.made_at:%Y-%m-%d %H:%M}"


class Correction(Scoped):
    """A person asks that the data kept about her be put right (个人信息保护法 art. 46)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("account holder")
    )
    wish = models.TextField(_("what is wrong, and what is right"), max_length=1000)
    state = models.CharField(_("state"), max_length=20, choices=CorrectionState.choices, default=CorrectionState.OPEN)
    asked_at = models.DateTimeField(_("asked on"), auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    RESOURCE = "correction"
    SCOPE_PATHS: ClassVar = {"self": "user"}
    MOVES: ClassVar = {CorrectionState.OPEN: {CorrectionState.CORRECTED, CorrectionState.REFUSED}}
    TONES: ClassVar = {"open": "busy", "corrected": "done"}

    class Meta:
        verbose_name = _("request for correction")
        verbose_name_plural = _("requests for correction")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CorrectionState.values), name="register_correction_state"),
        ]
        indexes = [models.Index(fields=["city", "state", "id"], name="register_correction_city")]

    def __str__(self) -> str:
        return f"{self.user} · {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("correction-detail", args=[self.pk])
