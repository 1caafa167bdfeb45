"""Filters of accounts, posts and requests for correction."""
import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Account, AccountState, Correction, CorrectionState, Post
from .states import Role

WAITING, HELD = "waiting", "held"


class AccountFilter(django_filters.FilterSet):
    """By words, role and state."""

    q = django_filters.CharFilter(label=_("Name, user name or unit"), method="by_words", max_length=60)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, method="by_role")
    state = django_filters.ChoiceFilter(label=_("State"), choices=AccountState.choices)

    class Meta:
        model = Account
        fields: tuple = ()

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep accounts whose name, user name or unit holds the words."""
        return rows.filter(
            Q(user__name__contains=value)
            | Q(user__username__contains=value.lower())
            | Q(organization__name__contains=value)
        )

    def by_role(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep accounts that hold a role today."""
        return rows.filter(pk__in=Post.objects.current().filter(role=value).values("user_id"))


class PostFilter(django_filters.FilterSet):
    """By role, and whether a post waits for its approval."""

    standing = django_filters.ChoiceFilter(
        label=_("State"), choices=[(WAITING, _("Waits for approval")), (HELD, _("Held today"))], method="by_standing"
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices)

    class Meta:
        model = Post
        fields: tuple = ()

    def by_standing(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the posts that wait, or those held today."""
        if value == WAITING:
            return rows.filter(is_approved=False, approved_by=None)
        return rows.filter(pk__in=Post.objects.current().values("pk"))


class CorrectionFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=CorrectionState.choices)

    class Meta:
        model = Correction
        fields: tuple = ()
