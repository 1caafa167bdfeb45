"""What the desk keeps for a person: half-typed forms, saved views of lists, the record of exports."""
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.days import days_ago
from inspectorate.register.models import Post

DRAFT_DAYS = 30  # how long a half-typed form waits; housekeeping, not a term of law


class DraftQuerySet(models.QuerySet):
    """Drafts."""

    def of(self, post: Post) -> "DraftQuerySet":
        """Return the drafts a person typed in one post; nobody else ever sees them."""
        return self.filter(user_id=post.user_id, post=post)

    def stale(self) -> "DraftQuerySet":
        """Return the drafts nobody came back to."""
        return self.filter(saved_at__lt=days_ago(DRAFT_DAYS))


class Draft(models.Model):
    """What stands in one form of one person, saved every few seconds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(_("address of the page"), max_length=200)
    title = models.CharField(_("title of the page"), max_length=200, blank=True)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["user", "post", "path"], name="desk_draft_once")]

    def __str__(self) -> str:
        return self.title or self.path


class SavedView(models.Model):
    """The filters of a list under a name, for one person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(_("address of the page"), max_length=200)
    name = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(_("chosen filters"), max_length=1000)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [models.UniqueConstraint(fields=["user", "path", "name"], name="desk_savedview_once")]

    def __str__(self) -> str:
        return self.name


class ExportRecord(models.Model):
    """That somebody took a list out of the system: who, in which post, what, how many rows, why."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("exported at"), default=timezone.now)
    model = models.CharField(_("exported rows of"), max_length=80)
    path = models.CharField(_("address of the page"), max_length=200)
    query = models.CharField(_("chosen filters"), max_length=1000, blank=True)
    kind = models.CharField(_("file format"), max_length=8)
    rows = models.PositiveIntegerField(_("number of rows"))
    reason = models.CharField(_("reason for the export"), max_length=300, blank=True)
    source = models.CharField(_("network address"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("export record")
        verbose_name_plural = _("export records")
        indexes = [models.Index(fields=["user", "at"], name="desk_export_user")]

    def __str__(self) -> str:
        return f"{self.model} · {self.rows}"
