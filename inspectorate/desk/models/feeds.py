"""The calendar feed of a post: a link that only its holder knows, and that can be made worthless at any time."""

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Post

SALT = "calendar-feed"


class CalendarFeed(models.Model):
    """The link of one post; each renewal counts `version` up, and links of older versions open nothing."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="calendar_feed")
    version = models.PositiveIntegerField(default=1)
    is_on = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"{self.post_id}#{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("calendar-link")

    @property
    def token(self) -> str:
        """Return the signed secret of the link."""
        return signing.Signer(salt=SALT).sign_object([self.post.user_id, self.post_id, self.version])

    @classmethod
    def behind(cls, token: str) -> "CalendarFeed | None":
        """Return the feed a link opens; None for a link that was renewed, switched off or made up."""
        try:
            user, post, version = signing.Signer(salt=SALT).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        found = cls.objects.filter(post_id=post, post__user_id=user, version=version, is_on=True)
        return found.select_related("post__user", "post__organization").first()
