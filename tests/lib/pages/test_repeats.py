"""A form sent again when its first answer was lost, or while the cache is gone (T44, T67)."""

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisGone

from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.lib.pages import verbs
from inspectorate.trail.models import Event
from tests.lib.pages.test_verbs import hidden, url

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.pages.addresses")]


class Gone:
    """A cache whose server does not answer."""

    def __getattr__(self, _name):
        raise RedisGone


def test_form_sent_again_after_its_own_change_leads_to_the_result(sign_in, clerk, owe):
    """The website died between the commit and the answer: the row has changed, but by this very form."""
    duty, client = owe(), sign_in(clerk)
    sent = hidden(client.get(url(duty))) | {"note": "grounds"}
    client.post(url(duty), sent)
    cache.clear()
    again = client.post(url(duty), sent)
    assert (again.status_code, again.headers.get("Location")) == (302, duty.get_absolute_url())
    assert Event.objects.filter(verb="waive_duty").count() == 1


def test_act_is_done_while_the_cache_is_gone(sign_in, clerk, owe, monkeypatch):
    duty, client = owe(), sign_in(clerk)
    sent = hidden(client.get(url(duty))) | {"note": "grounds"}
    monkeypatch.setattr(verbs, "cache", Gone())
    assert [client.post(url(duty), sent).status_code for _number in range(2)] == [302, 302]
    assert Duty.objects.get().state == DutyState.WAIVED
    assert Event.objects.filter(verb="waive_duty").count() == 1
