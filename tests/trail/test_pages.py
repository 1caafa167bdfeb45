"""The audit trail for the auditor, and the field history of a row for the office."""
import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.register.middleware import SESSION_KEY
from inspectorate.register.models import Organization
from inspectorate.trail.workflow import record

pytestmark = pytest.mark.django_db


def signed_in(post):
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = post.pk
    session.save()
    return client


def test_auditor_reads_every_act(stage, django_assert_max_num_queries):
    record(stage.school, "amend_organization", by=stage.secretary, note="更正电话")
    client = signed_in(stage.post("audit_admin"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("event-list")).content.decode()
    assert "综合组秘书" in page
    assert "更正电话" not in page


def test_others_read_no_act(stage):
    record(stage.school, "amend_organization", by=stage.secretary)
    assert "综合组秘书" not in signed_in(stage.officer).get(reverse("event-list")).content.decode()


def test_field_history_tells_who_changed_what(stage):
    client = signed_in(stage.secretary)
    client.post(reverse("organization-amend-organization", args=[stage.school.pk]),
                {"name": stage.school.name, "address": "新安街1号", "superior": stage.county_bureau.pk})
    assert Organization.objects.get(pk=stage.school.pk).address == "新安街1号"
    page = client.get(reverse("field-history", args=["register.Organization", stage.school.pk])).content.decode()
    assert "新安街1号" in page
    assert "综合组秘书" in page


@pytest.mark.parametrize("label", ["register.User", "trail.Event", "no.Model", "nonsense"])
def test_field_history_opens_for_rows_under_rights_only(stage, label):
    assert signed_in(stage.secretary).get(f"/history/{label}/1/").status_code == 404
