"""Pages that do something: one verb on one row, once, with its refusals as readable answers."""
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inspectorate.lib import chips
from inspectorate.lib.forms import SubjectForm, add_refusal
from inspectorate.lib.limits import CACHE_FAULTS

from .bulk import BulkPage
from .frame import DeskPage, DeskRequest, place, url_prefix
from .ports import ground
from .versions import fillings, standing, version

AWAITED_LOOKS, AWAITED_PAUSE = 10, 0.05  # seconds between two looks for the answer of a parallel sending
ANSWER_SECONDS = 24 * 3600  # how long a repeated submission is led to the first one's result
VERB_WORDS: dict[tuple[str, str], Any] = {}


def to_result(_subject: Any, result: Model) -> str:
    """Lead to the page of what a verb made (`Verb.success`)."""
    return result.get_absolute_url()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Verb:
    """One verb of a model as users meet it; `name` is the workflow function's and the right's name.

    `to` lists the states it leads to: the page and the button appear only while the move table permits one of
    them; `states` does the same for verbs that move nothing. `initial(obj)` prefills the form, `success(obj, result)`
    says where to go, `done` is the message.
    """

    name: str
    act: Callable[..., Any]
    title: Any
    button: Any = ""
    form: type[forms.BaseForm] | None = None
    help: Any = ""
    to: Sequence[str] = ()
    states: Sequence[str] | None = None
    initial: Callable[[Model], dict] | None = None
    success: Callable[[Model, Any], str] | None = None
    done: Any = ""
    template_name: str = "desk/verb.html"
    is_primary: bool = False
    is_danger: bool = False
    is_bulk: bool = False

    @property
    def slug(self) -> str:
        """Return the verb as part of an address."""
        return self.name.replace("_", "-")

    def fits(self, obj: Any) -> bool:
        """Return whether the state of a row (of a model with MOVES where the verb moves it) permits the verb."""
        state = getattr(obj, "state", "")
        if self.states is not None and state not in self.states:
            return False
        return not self.to or bool(set(self.to) & set(type(obj).MOVES.get(state, ())))


class Overtaken(Exception):
    """Somebody else wrote the same fields of `obj` between the showing of the form and its sending."""

    def __init__(self, obj: Model) -> None:
        super().__init__()
        self.obj = obj


class VerbPage(DeskPage):
    """Show a verb's form and do the verb: 404 for a foreign row, 403 without the right, one effect a form instance."""

    verb: Any = None  # a Verb, or its name with act, form_class, title and button beside it
    act: Any = None
    form_class: Any = None
    button: Any = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Gather the parts of a verb that was named by word."""
        super().setup(request, *args, **kwargs)
        if isinstance(self.verb, str):
            self.verb = Verb(self.verb, self.act, self.title, button=self.button, form=self.form_class)

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show the form with a fresh key."""
        obj = self.subject()
        if obj is not None and not self.verb.fits(obj):
            return self.answer(obj, forms.Form(), key="", status=409, closed=self.closed_message(obj))
        return self.answer(obj, self.build(obj), key=uuid.uuid4().hex)

    def post(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Do the verb once; what it refuses is shown beside what was typed."""
        obj = self.subject()
        key = request.POST.get("submission", "")[:64]
        if first := answered(key):
            return self.repeated(first)
        form = self.build(obj, request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(obj, form, key=key, status=200 if getattr(form, "looking", "") else 422)
        if obj is not None and self.is_stale(obj):
            if was_sent(key):  # changed by the first sending of this very form, whose answer was lost
                return self.repeated(self.fallback(obj))
            return self.overtaken(obj, form, key)
        return self.do(obj, form, key)

    def do(self, obj: Model | None, form: forms.BaseForm, key: str) -> HttpResponse:
        """Claim the key and call the verb in one transaction; redirect to the result."""
        try:
            with transaction.atomic():
                if key and not ground.once(f"form:{key}"):
                    return self.repeated(awaited(key) or self.fallback(obj))
                if obj is not None and any(fillings(form)):
                    self.hold(obj)
                result = self.call(obj, form)
        except Overtaken as by:
            return self.overtaken(by.obj, form, key)
        except ground.refusal as refused:
            add_refusal(form, refused)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            return self.finish(obj, result, key)
        return self.answer(obj, form, key=key, status=409)

    def call(self, obj: Model | None, form: forms.BaseForm) -> Any:
        """Call the verb with what the form cleaned."""
        return self.verb.act(obj, by=self.request.post, **form.cleaned_data)

    def finish(self, obj: Model | None, result: Any, key: str) -> HttpResponse:
        """Tell what was done and go on; the draft of this page is over."""
        url = self.verb.success(obj, result) if self.verb.success else self.next_url(obj, result)
        ground.forget_draft(self.request)
        if key:
            with suppress(*CACHE_FAULTS):  # the act is done and committed, whether its answer is remembered or not
                cache.set(f"submission:{key}", url, ANSWER_SECONDS)
        messages.success(self.request, self.verb.done or _("Done: %(act)s") % {"act": self.verb.title})
        return redirect(url)

    def repeated(self, url: str) -> HttpResponse:
        """Answer a second submission of the same form with the result of the first."""
        messages.info(self.request, _("This form had already been sent; it was carried out once."))
        return redirect(url)

    def subject(self) -> Model | None:
        """Return the row: 404 where it may not be seen, 403 where the verb may not be done to it."""
        obj = self.get_object()
        if not ground.can(self.request.post, self.verb.name, obj):
            raise PermissionDenied(_("Your post has no right to do this here."))
        return obj

    def build(self, obj: Model | None, *data: Any) -> forms.BaseForm:
        """Return the form, bound to what was sent."""
        form_class = self.verb.form or forms.Form
        options: dict[str, Any] = {"initial": self.verb.initial(obj) if self.verb.initial else None}
        if issubclass(form_class, SubjectForm):
            options |= {"subject": obj, "post": self.request.post}
        return form_class(*data, **options)

    def is_stale(self, obj: Model) -> bool:
        """Return whether the row changed since the form was shown."""
        seen = self.request.POST.get("seen")
        return bool(seen) and seen != version(obj, self.build(obj))

    def hold(self, obj: Model) -> None:
        """Lock the row whose values the form replaces and look once more whether they still stand (T47)."""
        obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update(of=("self",)))
        if self.is_stale(obj):
            raise Overtaken(obj)

    def overtaken(self, obj: Model, form: forms.BaseForm, key: str) -> HttpResponse:
        """Keep what was typed and show what stands now beside it; sending it again is a decision then."""
        obj.refresh_from_db()
        now = self.build(obj)
        form.add_error(None, self.stale_message(obj))
        return self.answer(obj, form, key=key, status=409, seen=version(obj, now), standing=standing(form, now))

    def stale_message(self, obj: Model) -> str:
        """Tell who changed the row meanwhile."""
        last = next(iter(ground.timeline(obj, self.request.post)), None)
        if last is None:
            return _("This was changed after you opened the page. Check it and send the form again.")
        facts = {"who": last.actor_name, "when": formats.date_format(timezone.localtime(last.at), "DATETIME_FORMAT")}
        return _("%(who)s changed this at %(when)s, after you opened the page. Check it and send again.") % facts

    def closed_message(self, obj: Model) -> str:
        """Tell why there is no form: the state, and who set it when."""
        facts = {"state": chips.word(obj)}
        last = next((event for event in ground.timeline(obj, self.request.post) if event.to_state), None)
        if last is None:
            return _("This cannot be done now: it is “%(state)s”.") % facts
        facts |= {"who": last.actor_name, "when": formats.date_format(timezone.localtime(last.at), "DATETIME_FORMAT")}
        return _("This cannot be done now: %(who)s set it to “%(state)s” at %(when)s.") % facts

    def fallback(self, obj: Model | None) -> str:
        """Return where a repeated submission goes when the first one's result is not remembered."""
        return self.next_url(obj, None)

    def next_url(self, obj: Model | None, result: Any) -> str:
        """Return the page after the act: the row's own."""
        return place(obj) if obj is not None else self.list_url()

    def answer(
        self, obj: Model | None, form: forms.BaseForm, *, key: str, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Render the form."""
        self.template_name = self.verb.template_name
        context = {"obj": obj, "form": form, "verb": self.verb, "submission": key or uuid.uuid4().hex}
        # What was typed may have changed which fields there are: the version is that of the form as it was shown.
        filled = self.build(obj) if obj is not None and form.is_bound and "seen" not in more else form
        context |= {"seen": version(obj, filled), "title": self.verb.title, "cancel_url": self.cancel_url(obj)}
        context["breadcrumbs"] = [*self.crumbs(obj), (self.verb.title, "")]
        return self.show(status, **context | more | self.extra(obj))  # noqa: S610 - a method of this page

    def cancel_url(self, obj: Model | None) -> str:
        """Return where "cancel" leads."""
        return place(obj) if obj else self.list_url()

    def extra(self, obj: Model | None) -> dict[str, Any]:
        """Return more context for a template of the app's own."""
        return {}


class ConfirmPage(VerbPage):
    """A verb that asks nothing but "really?"."""


class CreatePage(VerbPage):
    """A verb that makes a row: `act(by=…, **fields)` returns it; the right is asked of the model."""

    def subject(self) -> None:
        """Return no row; 403 without the right to make one."""
        if not ground.may(self.request.post, self.verb.name, self.model):
            raise PermissionDenied(_("Your post has no right to do this here."))

    def call(self, obj: Model | None, form: forms.BaseForm) -> Any:
        """Call the verb."""
        return self.verb.act(by=self.request.post, **form.cleaned_data)

    def next_url(self, obj: Model | None, result: Any) -> str:
        """Return the page of the new row."""
        return place(result) if isinstance(result, Model) else self.list_url()


def answered(key: str) -> str:
    """Return where the first sending of this form led; empty where there was none or the cache is gone (T67)."""
    with suppress(*CACHE_FAULTS):
        return (key and cache.get(f"submission:{key}")) or ""
    return ""


def awaited(key: str) -> str:
    """Return where the first sending led, which has just committed and will say so; empty where it never does."""
    for _look in range(AWAITED_LOOKS):
        if first := answered(key):
            return first
        time.sleep(AWAITED_PAUSE)
    return ""


def was_sent(key: str) -> bool:
    """Return whether this very form was acted on before, as the database knows it (T44)."""
    if not key:
        return False
    with transaction.atomic():
        is_first = ground.once(f"form:{key}")
        transaction.set_rollback(True)
    return not is_first


def verb_paths(
    model: type[Model], verbs: Iterable[Verb], base: str = "", page: type[VerbPage] = VerbPage
) -> list[URLPattern]:
    """Return the addresses of verbs: `<base><pk>/issue-opinion/` as `case-issue-opinion`, and those for many rows."""
    prefix = url_prefix(model)
    patterns = []
    for verb in verbs:
        VERB_WORDS[model._meta.label_lower, verb.name] = verb.title
        view = page.as_view(model=model, verb=verb)
        patterns.append(path(f"{base}<int:pk>/{verb.slug}/", view, name=f"{prefix}-{verb.slug}"))
        if verb.is_bulk:
            many = BulkPage.as_view(model=model, verb=verb)
            patterns.append(path(f"{base}bulk/{verb.slug}/", many, name=f"{prefix}-bulk-{verb.slug}"))
    return patterns


def verb_word(model: type[Model], name: str) -> str:
    """Return a verb as shown in a history: as an act that was done, else the title of its page, else its name."""
    words = name.replace("_", " ").capitalize()
    done = pgettext("act", words)
    known = VERB_WORDS.get((model._meta.label_lower, name))
    return done if done != words else str(known or _(words))
