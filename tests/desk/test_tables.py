"""What waits for a hand: every entry names a model, a verb and a state that exist."""
import pytest
from django.apps import apps
from django.urls import reverse

from inspectorate.desk.filters import count_waiting
from inspectorate.desk.tables import WAITING
from inspectorate.duties.models import Extension
from inspectorate.register import rights

REAL_TABLE = rights.table


@pytest.mark.parametrize("item", WAITING, ids=lambda item: item.key)
def test_entry_names_what_exists(item):
    model = apps.get_model(item.model)
    assert any(item.verb in right.verbs for right in REAL_TABLE() if right.resource == model.RESOURCE)
    if state := item.condition.get("state"):
        assert state in dict(model._meta.get_field("state").choices)


@pytest.mark.django_db
def test_all_counts_of_waiting_rows_cost_one_query(clerk, owe, monkeypatch, django_assert_num_queries):
    everything = tuple(
        rights.Right("general_group", apps.get_model(item.model).RESOURCE, frozenset({"view", item.verb}), "all", "")
        for item in WAITING
    )
    monkeypatch.setattr(rights, "table", lambda: everything)
    rights.rows.cache_clear()
    asked = owe()
    Extension.objects.create(duty=asked, asked_until=asked.due_on, reason="x", asked_by=clerk.user)
    with django_assert_num_queries(1):
        counts = {item.key: count for item, count in count_waiting(clerk)}
    assert counts == {item.key: int(item.key == "extension") for item in WAITING}


@pytest.mark.django_db
def test_count_of_waiting_rows_equals_its_list(sign_in, clerk, owe, monkeypatch):
    mine = rights.Right("general_group", "duty", frozenset({"view", "answer_extension"}), "area", "")
    monkeypatch.setattr(rights, "table", lambda: (mine,))
    rights.rows.cache_clear()
    for duty in (owe(), owe()):
        Extension.objects.create(duty=duty, asked_until=duty.due_on, reason="x", asked_by=clerk.user)
    owe()
    client = sign_in(clerk)
    (tile,) = client.get(reverse("home")).context["waiting"]
    assert tile.count == len(client.get(tile.url).context["lines"]) == 2
