"""Two people send the same form at the same moment, on real connections (T47)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from supervision.models import AnnualListEntry
from tests.client import keyed, signed_in
from tests.stage import City, Walk, at

from .file import TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
RACES = 50


def post_at(start, client, url, data):
    """Send a form at the signal, on a connection of its own."""
    try:
        start.wait()
        return client.post(url, data)
    finally:
        connection.close()


def test_no_text_is_overwritten_unseen_in_parallel_races(transactional_db):
    """T47: of two forms sent at once one is written, the other comes back with both texts."""
    with at(TODAY):
        city = City()
        entry = Walk(city).entry()
        AnnualListEntry.objects.filter(pk=entry.pk).update(state="draft")
        url = reverse("annual-list-entry-edit-entry", args=[entry.pk])
        clients = [signed_in(city.officer), signed_in(city.secretary)]
        plan = {"planned_from": TODAY + timedelta(days=40), "planned_to": TODAY + timedelta(days=41), "kind": "special",
                "basis": "条例第十一条", "units": [city.school.pk]}  # fmt: skip
        with ThreadPoolExecutor(max_workers=2) as pool:
            for number in range(RACES):
                start, forms = Barrier(2), [keyed(client.get(url), plan) for client in clients]
                titles = [f"标题{number}之{one}" for one in ("甲", "乙")]
                sent = [pool.submit(post_at, start, client, url, form | {"title": title})
                        for client, form, title in zip(clients, forms, titles, strict=True)]  # fmt: skip
                answers = [run.result() for run in sent]
                assert sorted(answer.status_code for answer in answers) == [302, 409]
                won, lost = sorted(zip(titles, answers, strict=True), key=lambda pair: pair[1].status_code)
                entry.refresh_from_db()
                assert entry.title == won[0]
                assert won[0] in dict(lost[1].context["standing"]).values()
                assert lost[0] in lost[1].content.decode()
