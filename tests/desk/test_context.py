import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from inspectorate.desk.context import Desk

pytestmark = pytest.mark.django_db


def desk_of(post, path="/desk/"):
    request = RequestFactory().get(path)
    request.post, request.user = post, post.user
    return Desk(request)


def test_navigation_hides_what_the_role_cannot_use(clerk, head):
    labels = {str(link.url) for link in desk_of(clerk).links}
    assert reverse("home") in labels
    assert reverse("user-list") not in labels


def test_bottom_bar_of_phones_holds_at_most_four(clerk):
    desk = desk_of(clerk)
    assert len(desk.first_links) + bool(desk.more_links) <= 4


def test_current_entry_is_marked(clerk):
    marked = [link.url for link in desk_of(clerk).links if link.is_current]
    assert marked == [reverse("home")]


def test_count_of_the_inbox_equals_its_list(sign_in, clerk, office, owe):
    owe(holder=office), owe(holder=office), owe()
    assert desk_of(clerk).inbox_count == 2
    assert len(sign_in(clerk).get(reverse("todo-list")).context["lines"]) == 2


def test_public_frame_touches_neither_session_nor_database(django_assert_num_queries):
    request = RequestFactory().get("/schools/")  # no session, no user, no post: touching one would fail
    page = Template('{% extends "public/base.html" %}{% block heading %}学校{% endblock %}')
    with django_assert_num_queries(0):
        body = page.render(Context({"desk": Desk(request), "request": request}))
    assert "学校" in body
    assert "csrf" not in body.lower()


def test_navigation_of_a_signed_out_reader_is_empty():
    assert Desk(RequestFactory().get("/")).links == []
