import pytest
from django.urls import reverse

from inspectorate.desk import workflow
from inspectorate.desk.models import SavedView

pytestmark = pytest.mark.django_db
PREFERENCES = "/preferences/"


def test_language_text_size_and_contrast_are_cookies_that_need_no_account(client):
    client.get(f"{PREFERENCES}?language=en&text=150&contrast=more&next=/sign-in/")
    body = client.get(reverse("sign-in")).content.decode()
    assert 'lang="en"' in body
    assert "text-150 contrast-more" in body


@pytest.mark.parametrize("query", ["text=9000", "language=fr", "contrast=pink", "language=../x"])
def test_unknown_preference_sets_no_cookie(client, query):
    response = client.get(f"{PREFERENCES}?{query}")
    assert not response.cookies


OUTSIDE = ["http://evil.example/", "//evil.example", "https:evil", "javascript:alert(1)", "", "x"]


@pytest.mark.parametrize("target", OUTSIDE)
def test_only_pages_of_this_site_are_led_back_to(client, target):
    """T43."""
    assert client.get(PREFERENCES, {"text": "125", "next": target}).headers["Location"] == "/"


def test_view_is_saved_and_shown_on_its_list_only(sign_in, clerk, head):
    client = sign_in(clerk)
    todo = reverse("todo-list")
    response = client.post(reverse("saved-view-create"), {"path": todo, "name": "逾期", "query": "when=overdue"})
    assert response.headers["Location"] == f"{todo}?when=overdue"
    assert [view.name for view in client.get(todo).context["views"]] == ["逾期"]
    assert not list(sign_in(head).get(todo).context["views"])


def test_view_of_another_person_cannot_be_deleted(sign_in, clerk, head):
    view = workflow.keep_view("/desk/todo/", "逾期", "when=overdue", by=clerk)
    sign_in(head).post(reverse("saved-view-delete", args=[view.pk]))
    assert SavedView.objects.exists()
    sign_in(clerk).post(reverse("saved-view-delete", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_list_keeps_a_limited_number_of_views(sign_in, clerk, monkeypatch):
    monkeypatch.setattr(workflow, "MOST_VIEWS", 1)
    client = sign_in(clerk)
    for name in ("一", "二"):
        client.post(reverse("saved-view-create"), {"path": "/desk/todo/", "name": name, "query": "when=today"})
    assert [view.name for view in SavedView.objects.all()] == ["一"]
