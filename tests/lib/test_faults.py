import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.urls import path

from inspectorate.urls import handler500  # noqa: F401 -- the handler under test, asked for by Django
from inspectorate.urls import urlpatterns as site

FAULTS = {"away": OperationalError, "cut": InterfaceError, "bug": ValueError}
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@login_not_required
def broken(_request, fault):
    raise FAULTS[fault]


urlpatterns = [path("broken/<str:fault>/", broken), *site]


@pytest.mark.parametrize(("fault", "status"), [("away", 503), ("cut", 503), ("bug", 500)])
def test_absent_database_is_told_apart_from_a_fault(client, fault, status):
    """T71: 503 says "later", with the seconds; 500 says "ours"."""
    client.raise_request_exception = False
    answer = client.get(f"/broken/{fault}/")
    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == ("10" if status == 503 else None)
