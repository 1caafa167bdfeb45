"""My notices; reminders held by the storm brake; deliveries that failed too often."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.duties import forms, papers, tables, workflow
from inspectorate.duties.models import Delivery, Hold, Notice
from inspectorate.duties.states import DeliveryState, HoldState, ReminderState
from inspectorate.lib.pages import DetailPage, ListPage, Part, Verb
from inspectorate.register.models import Post

PART_ROWS = 200
HOLD_VERBS = (
    Verb(
        "release_held",
        workflow.release_held,
        gettext_lazy("Release the held reminders"),
        help=gettext_lazy("They are sent now, one digest a person; what was met meanwhile is left out."),
        to=[HoldState.RELEASED],
        is_primary=True,
    ),
    Verb(
        "discard_held",
        workflow.discard_held,
        gettext_lazy("Discard the held reminders"),
        form=forms.ReasonForm,
        to=[HoldState.DISCARDED],
        is_danger=True,
    ),
)
DELIVERY_VERBS = (
    Verb(
        "retry_delivery",
        workflow.retry_delivery,
        gettext_lazy("Send again"),
        states=[DeliveryState.FAILED],
        is_primary=True,
    ),
)


class NoticeList(ListPage):
    """My notices, the newest first."""

    model = Notice
    title = gettext_lazy("My notices")
    columns, orderings = tables.NOTICES, tables.NOTICE_ORDERS
    sentence = gettext_lazy("%(count)s notices")
    empty = gettext_lazy("No notice yet. Reminders of what you owe will stand here, one notice a day.")

    def get_queryset(self) -> QuerySet:
        """Return my notices with the number of their lines."""
        told = ~Q(delivery__reminders__state=ReminderState.SUPERSEDED)
        return super().get_queryset().annotate(lines=Count("delivery__reminders", filter=told))


class NoticeDetail(DetailPage):
    """One notice; opening it is reading it."""

    model = Notice
    facts = tables.NOTICE
    has_timeline = False
    select_related = ("delivery",)

    def get(self, request: HttpRequest, **more: Any) -> HttpResponse:
        """Show the notice and note that it was read."""
        answer = super().get(request, **more)
        workflow.open_notice(self.obj, by=request.post)
        return answer

    def actions(self, obj: Notice) -> list[Any]:
        """Offer nothing: each duty has its own page."""
        return []

    def next_step(self, obj: Notice) -> None:
        """Return nothing: the parts name all that waits."""

    def parts(self, obj: Notice) -> Sequence[Part]:
        """Return the duties it reminds of, as far as the reader may see them."""
        posts = list(Post.objects.current().filter(user=obj.recipient_id))
        lines = papers.digest_lines(obj.delivery, posts)
        return (Part(_("What waits"), lines, tables.LINES, empty=_("Nothing of this notice waits any more.")),)


class HoldList(ListPage):
    """Reminders that wait for somebody's leave."""

    model = Hold
    columns, orderings = tables.HOLDS, tables.NOTICE_ORDERS
    sentence = gettext_lazy("%(count)s times reminders were held")
    empty = gettext_lazy("Nothing is held. More reminders at once than the rule allows will wait here for your leave.")


class HoldDetail(DetailPage):
    """One storm of reminders and whom it would reach."""

    model = Hold
    facts, verbs = tables.HOLD, HOLD_VERBS

    def parts(self, obj: Hold) -> Sequence[Part]:
        """Return who would be told of how much."""
        rows = obj.deliveries.select_related("recipient").annotate(lines=Count("reminders")).order_by("-lines", "pk")
        return (Part(_("Recipients"), rows[:PART_ROWS], tables.HELD, empty=_("Nobody would be told of anything.")),)


class DeliveryList(ListPage):
    """Deliveries that failed too often."""

    model = Delivery
    title = gettext_lazy("Failed deliveries")
    columns, orderings = tables.DELIVERIES, tables.NOTICE_ORDERS
    select_related = ("recipient",)
    sentence = gettext_lazy("%(count)s failed deliveries")
    empty = gettext_lazy("Nothing failed. A message that cannot be delivered after several attempts will stand here.")

    def get_queryset(self) -> QuerySet:
        """Return the failed ones."""
        return super().get_queryset().filter(state=DeliveryState.FAILED)


class DeliveryDetail(DetailPage):
    """One delivery: to whom, how, with what result."""

    model = Delivery
    facts, verbs = tables.DELIVERY, DELIVERY_VERBS
    select_related = ("recipient",)
