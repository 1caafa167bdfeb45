from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inspectorate.desk.filters import WHEN, due_q, mine
from inspectorate.desk.models import Draft
from inspectorate.duties.models import Duty, Extension
from inspectorate.lib.days import week_end
from inspectorate.trail.workflow import record

pytestmark = pytest.mark.django_db
QUERIES = 10  # session, user, post, other posts, my counts, others' count, my rows, asked, others' rows, drafts


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_queries_for_one_duty_and_for_three(sign_in, clerk, owe, rows, django_assert_num_queries):
    for _number in range(rows):
        owe(holder=clerk.organization)
    client = sign_in(clerk)
    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("home"))
    assert len(response.context["sections"][0].rows) == rows


def test_every_count_equals_the_list_it_leads_to(sign_in, clerk, office, owe):
    for days in (-3, -1, 0, 0, 1, 5, 9, 30):
        owe(days, holder=office)
    owe(-2), owe(4)
    client = sign_in(clerk)
    tiles = client.get(reverse("home")).context["tiles"]
    assert sum(tile.count for tile in tiles) == 9
    for tile in tiles:
        assert len(client.get(tile.url).context["lines"]) == tile.count, tile.label


def shown(client):
    """The sections of the first page: label -> titles."""
    sections = client.get(reverse("home")).context["sections"]
    return {section.url.partition("?")[2]: [row.duty.title for row in section.rows] for section in sections}


def test_sections_follow_the_last_day_and_name_their_lists(sign_in, clerk, office, owe):
    for days, title in ((-1, "late"), (0, "today"), (30, "later")):
        owe(days, holder=office, title=title)
    owe(-2, title="theirs")
    client = sign_in(clerk)
    assert shown(client) == {
        "when=overdue": ["late"], "when=today": ["today"], "when=later": ["later"], "whose=others": ["theirs"],
    }


def test_own_duties_stand_before_the_units(sign_in, clerk, office, owe):
    owe(-9, holder=office, title="unit")
    owe(-1, holder=office, title="own", person=clerk.user)
    assert shown(sign_in(clerk))["when=overdue"] == ["own", "unit"]


def test_section_shows_its_first_rows_and_counts_all(sign_in, clerk, office, owe):
    for number in range(12):
        owe(-1, holder=office, title=str(number))
    (section,) = sign_in(clerk).get(reverse("home")).context["sections"]
    assert (len(section.rows), section.words) == (10, "12")


def test_row_explains_its_date_and_leads_to_where_it_is_met(sign_in, clerk, office, owe):
    duty = owe(-1, holder=office)
    page = sign_in(clerk).get(reverse("home"))
    (row,) = page.context["sections"][0].rows
    assert ("规则", "R-ACC-05") in [(str(label), text) for label, text in row.why] or row.why[0][1] == "R-ACC-05"
    assert f'href="{reverse("todo-open", args=[duty.pk])}"' in page.content.decode()


def test_what_i_asked_of_others_is_a_section_and_a_list(sign_in, clerk, head, office, owe):
    mine_to_them = owe(3, title="asked of the school")
    asked_for = owe(4, holder=office, title="more time asked")
    Extension.objects.create(duty=asked_for, asked_until=asked_for.due_on, reason="x", asked_by=clerk.user)
    opened = Duty.objects.create(**{
        field.attname: getattr(mine_to_them, field.attname)
        for field in Duty._meta.concrete_fields if field.name not in {"id", "title"}
    }, title="opened by my act")
    record(opened, "open_duty", by=clerk)
    client = sign_in(clerk)
    assert shown(client)["whose=asked"] == ["opened by my act", "more time asked"]
    rows = client.get(reverse("todo-list"), {"whose": "asked"}).context["lines"]
    assert {line.row.title for line in rows} == {"opened by my act", "more time asked"}


def test_list_narrows_to_one_day(sign_in, clerk, office, owe):
    owe(3, holder=office, title="that day"), owe(4, holder=office)
    day = timezone.localdate() + timedelta(days=3)
    rows = sign_in(clerk).get(reverse("todo-list"), {"on": day.isoformat()}).context["lines"]
    assert [line.row.title for line in rows] == ["that day"]


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
