"""The rules in force for an area, one rule with its chain of areas, and the proposal of a change."""
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.lines import lines_of
from inspectorate.lib.pages import CreatePage, Verb
from inspectorate.lib.pages.frame import DeskPage
from inspectorate.register.models import Area
from inspectorate.register.rights import may
from inspectorate.rulebook import tables, workflow
from inspectorate.rulebook.catalogue import BY_GROUP, RULES, Rule
from inspectorate.rulebook.forms import ProposeSettingForm, areas_of
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.states import Group

PROPOSE = Verb(
    "propose_setting", workflow.propose_setting, gettext_lazy("Propose a change"), form=ProposeSettingForm,
    template_name="rulebook/setting_propose.html",
    button=gettext_lazy("Send the proposal for approval"),
    help=gettext_lazy("Another person must approve it. Look first what would move."),
)


class RulePage(DeskPage):
    """A page about rules as they stand for one area on one day."""

    model = Setting

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in whoever may read rules."""
        if getattr(request, "post", None) is not None and not may(request.post, "view", Setting):
            raise PermissionDenied(_("Your post has no right to do this here."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def area(self) -> Area:
        """Return the chosen area: the post's own, one below it, or one it lies in."""
        own = self.request.post.organization.area
        wanted = self.request.GET.get("area", "")
        return next((area for area in self.areas if area.pk == wanted), own)

    @cached_property
    def areas(self) -> list[Area]:
        """Return the areas to choose from, from the top down."""
        own = self.request.post.organization.area
        above = Area.objects.filter(pk__in=own.lineage)
        return list((areas_of(self.request.post) | above).distinct().order_by("code"))


class RuleList(RulePage):
    """The rules in force for an area, by subject or by words."""

    template_name = "rulebook/rule_list.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the rules of one subject, or those that hold the words."""
        words = request.GET.get("q", "").strip()
        group = request.GET.get("group", "")
        group = group if group in BY_GROUP else Group.COMMITTEE
        rules = find_rules(words) if words else [RULES[rule.key] for rule in BY_GROUP[group]]
        terms = workflow.terms(self.area, timezone.localdate(), [rule.key for rule in rules]) if rules else {}
        return self.show(
            title=_("Rules"), rows=list(terms.values()), groups=Group.choices, group="" if words else group,
            areas=self.areas, area=self.area, words=words, waiting=self.waiting(), breadcrumbs=[],
        )

    def waiting(self) -> int:
        """Return how many proposals wait for a decision."""
        return self.get_queryset().filter(state="proposed").count()


class RuleDetail(RulePage):
    """One rule: what it is, what holds here and why, what held before, what is planned."""

    template_name = "rulebook/rule_detail.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the rule."""
        rule, today = catalogued(key), timezone.localdate()
        chain = workflow.chain(key, self.area, today)
        history = self.get_queryset().filter(rule=key, area__in=self.area.lineage).select_related("area")
        can_propose = not rule.is_fixed and may(request.post, "propose_setting", Setting)
        return self.show(
            title=rule.title, rule=rule, term=chain[0], chain=chain, area=self.area, areas=self.areas,
            lines=lines_of(tables.HISTORY, history.order_by("-valid_from", "-pk")), columns=tables.HISTORY,
            planned=history.planned(today).order_by("valid_from").first(),
            propose_url=reverse("rule-propose", args=[key]) if can_propose else "",
            breadcrumbs=[(_("Rules"), reverse("rule-list")), (rule.key, "")],
        )


class ProposePage(CreatePage):
    """The proposal of another value of one rule."""

    model = Setting
    verb = PROPOSE

    @cached_property
    def rule(self) -> Rule:
        """Return the rule of the address."""
        return catalogued(self.kwargs["key"])

    def build(self, obj: None, *data: Any) -> BaseForm:
        """Return the form that fits the rule's kind of value."""
        return ProposeSettingForm(*data, rule=self.rule, post=self.request.post)

    def call(self, obj: None, form: BaseForm) -> Setting:
        """Propose."""
        return workflow.propose_setting(self.rule.key, by=self.request.post, **form.cleaned_data)

    def crumbs(self, obj: None = None) -> list[tuple[str, str]]:
        """Return the way through the rule's page."""
        return [(_("Rules"), reverse("rule-list")), (str(self.rule.title), self.cancel_url(obj))]

    def extra(self, obj: None) -> dict[str, Any]:
        """Return what holds now in the post's own area."""
        area = self.request.post.organization.area
        term = workflow.setting(self.rule.key, area, timezone.localdate())
        more = super().extra(obj)  # noqa: S610 - a method of this page
        return {**more, "rule": self.rule, "term_area": area, "term": term}

    def cancel_url(self, obj: None) -> str:
        """Return the rule's page."""
        return reverse("rule-detail", args=[self.rule.key])


def catalogued(key: str) -> Rule:
    """Return the rule of an address; 404 for one the catalogue does not hold."""
    if key not in RULES:
        raise Http404
    return RULES[key]


def find_rules(words: str) -> list[Rule]:
    """Return the rules whose id or title holds the words."""
    wanted = words.lower()
    return [rule for rule in RULES.values() if wanted in rule.key.lower() or wanted in str(rule.title).lower()]
