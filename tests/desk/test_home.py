from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inspectorate.desk.filters import WHEN, due_q, mine
from inspectorate.desk.models import Draft
from inspectorate.duties.models import Duty
from inspectorate.lib.days import week_end

pytestmark = pytest.mark.django_db
QUERIES = 8  # session, user, post, other posts, my counts, others' count, rows, drafts


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_queries_for_one_duty_and_for_three(sign_in, clerk, owe, rows, django_assert_num_queries):
    for _number in range(rows):
        owe(holder=clerk.organization)
    client = sign_in(clerk)
    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("home"))
    assert len(response.context["lines"]) == rows


def test_every_count_equals_the_list_it_leads_to(sign_in, clerk, office, owe):
    for days in (-3, -1, 0, 0, 1, 5, 9, 30):
        owe(days, holder=office)
    owe(-2), owe(4)
    client = sign_in(clerk)
    tiles = client.get(reverse("home")).context["tiles"]
    assert sum(tile.count for tile in tiles) == 9
    for tile in tiles:
        assert len(client.get(tile.url).context["lines"]) == tile.count, tile.label


def test_spans_of_the_due_date_leave_no_day_out_and_count_none_twice(clerk, office, owe):
    today = timezone.localdate()
    for days in range(-8, 15):
        owe(days, holder=office)
    spans = [set(mine(clerk).filter(due_q(key)).values_list("pk", flat=True)) for key, _label in WHEN]
    assert sum(map(len, spans)) == len(set.union(*spans)) == Duty.objects.count()
    late = Duty.objects.filter(pk__in=spans[3])
    assert min(late.values_list("due_on", flat=True)) == week_end(today) + timedelta(days=1)


def test_duties_of_another_group_or_person_are_not_mine(clerk, head, office, owe):
    own = owe(holder=office, group="general")
    named = owe(holder=office, person=clerk.user)
    owe(holder=office, group="school")
    owe(holder=office, person=head.user)
    assert set(mine(clerk)) == {own, named}


def test_school_sees_its_own_duties_and_no_office_counts(sign_in, head, office, owe):
    owe(-1), owe(holder=office)
    tiles = sign_in(head).get(reverse("home")).context["tiles"]
    assert [tile.count for tile in tiles] == [1, 0, 0, 0, 0]


def test_duty_leads_to_what_it_is_about(sign_in, clerk, owe):
    about = owe()
    duty = owe(subject=about)
    response = sign_in(clerk).get(reverse("todo-open", args=[duty.pk]))
    assert response.headers["Location"] == about.get_absolute_url()


def test_foreign_duty_is_not_found(sign_in, head, office, owe):
    duty = owe(holder=office)
    assert sign_in(head).get(reverse("todo-open", args=[duty.pk])).status_code == 404


def test_begun_forms_are_offered_to_their_writer_only(sign_in, clerk, head):
    Draft.objects.create(user=clerk.user, post=clerk, path="/x/", title="提交整改报告", data={})
    assert "提交整改报告" in sign_in(clerk).get(reverse("home")).content.decode()
    assert "提交整改报告" not in sign_in(head).get(reverse("home")).content.decode()


def test_unknown_kind_of_waiting_is_not_found(sign_in, clerk):
    client = sign_in(clerk)
    assert client.get(reverse("waiting-list", args=["nonsense"])).status_code == 404
    assert client.get(reverse("waiting-list", args=["sign"])).status_code == 404


def test_first_page_answers_in_both_languages(sign_in, clerk, owe):
    owe()
    client = sign_in(clerk)
    for language, word in (("zh-hans", "待办"), ("en", "To do")):
        client.cookies["django_language"] = language
        response = client.get(reverse("home"))
        assert f'<html lang="{language}"' in response.content.decode()
        assert word in response.content.decode()
