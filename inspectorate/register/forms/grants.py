"""The form of extra access to one object."""
from collections.abc import Sequence
from functools import reduce
from operator import or_

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.lib.picking import Hint, PickOneField
from inspectorate.register.models import Post
from inspectorate.register.rights import grantable
from inspectorate.register.states import Role, right_word
from inspectorate.register.workflow import may_be_named


class GrantForm(SubjectForm):
    """To whom one object is opened, from when to when, and why; what is asked only where there is a choice."""

    person = PickOneField(
        label=gettext_lazy("Who gets access"), queryset=Post.objects.none(),
        names=("user__name", "organization__name", "organization__short_name"),
    )
    verb = forms.ChoiceField(label=gettext_lazy("What may be done"))
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DateInput)
    valid_to = forms.DateField(
        label=gettext_lazy("Until"), widget=DateInput,
        help_text=gettext_lazy("The last day; the access ends by itself after it, and may be ended at any time."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=300
    )

    def prepare(self) -> None:
        """Offer the people who may be named, and say which of them have the access already."""
        verbs, field = grantable(self.subject.RESOURCE), self.fields["person"]
        named = [may_be_named(self.subject, verb, by=self.post) for verb in verbs]
        field.queryset = reduce(or_, named).select_related("user", "organization").order_by("user__name", "pk")
        roles = [label for role, label in Role.choices if role in frozenset().union(*verbs.values())]
        words = _("Can be named, with a post held today: %(roles)s")
        if not field.queryset.exists():
            words = _("Nobody can be named: nobody holds one of these posts today: %(roles)s")
        field.help_text = words % {"roles": _("; ").join(map(str, roles))}
        field.hints = self.running
        self.fields["verb"].choices = [(verb, right_word(verb)) for verb in sorted(verbs)]
        if len(verbs) == 1:
            del self.fields["verb"]

    def running(self, posts: Sequence[Post]) -> dict[int, Hint]:
        """Return until when somebody has access already."""
        grants = self.subject.grant_model().objects.filter(content_object=self.subject, valid_to__gte=localdate())
        until = dict(grants.values_list("user", "valid_to"))
        words = _("has access until %(date)s")
        return {post.pk: Hint(words % {"date": until[post.user_id]}) for post in posts if post.user_id in until}
