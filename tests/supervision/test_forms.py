"""Choosing units and people: what the pages offer, and several inspections set up at once."""

import pytest
from django.urls import reverse

from inspectors.workflow import declare_interest
from supervision.models import Inspection
from supervision.states import EntryState, InspectionState
from tests.client import keyed, send

from .file import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(file):
    """An approved entry with two units and nothing set up."""
    row, url = file.at("open_inspection")
    row.units.set([file.city.school, file.city.other_school])
    return row, url


def test_looking_up_shows_rows_and_does_nothing(file, clients, entry):
    row, url = entry
    page = clients["officer"].post(url, {"look": "units", "units-find": "第二", "title": "typed"})
    body = page.content.decode()
    assert page.status_code == 200
    assert file.city.other_school.name in body
    assert 'value="typed"' in body
    assert "error-summary" not in body
    assert not row.inspections.exclude(state=InspectionState.CANCELLED).exists()


def test_several_units_get_an_inspection_each(file, clients, entry):
    """R-ORG-12, R-INS-06: one form, one inspection a unit, each with the unit's name in its title."""
    row, url = entry
    typed = file.typed("open_inspection") | {"units": [file.city.school.pk, file.city.other_school.pk]}
    answer = send(clients["officer"], url, typed)
    made = row.inspections.exclude(state=InspectionState.CANCELLED)
    assert answer.headers["Location"] == row.get_absolute_url()
    assert {one.unit.name in one.title for one in made} == {True}
    assert made.count() == 2


def test_one_refused_unit_does_not_stop_the_others(file, clients, entry, bind):
    """R-ORG-13: the unit that has had its comprehensive inspection of the year is named, the other one is set up."""
    row, url = entry
    type(row).objects.filter(pk=row.pk).update(kind="comprehensive")
    bind(file.city.area, "R-ORG-13", 1)
    Inspection.objects.filter(pk=file.inspection.pk).update(
        state=InspectionState.CONCLUDED, kind="comprehensive", planned_from=TODAY, entry=None, emergency_ground="一"
    )
    typed = file.typed("open_inspection") | {"units": [file.city.school.pk, file.city.other_school.pk]}
    page = clients["officer"].post(url, keyed(clients["officer"].get(url), typed), follow=True)
    made = row.inspections.exclude(state=InspectionState.CANCELLED)
    assert [one.unit for one in made] == [file.city.other_school]
    assert file.city.school.name in " ".join(str(message) for message in page.context["messages"])


def test_entry_offers_no_inspection_once_each_unit_has_its_own(file, clients, entry):
    row, url = entry
    row.units.set([file.city.school])
    page = clients["officer"].get(row.get_absolute_url()).content.decode()
    assert url in page
    Inspection.objects.filter(pk=file.inspection.pk).update(state=InspectionState.PLANNED)
    page = clients["officer"].get(row.get_absolute_url()).content.decode()
    assert row.state == EntryState.APPROVED
    assert url not in page


def test_team_form_names_what_speaks_against_an_inspector(file, clients):
    """R-RECUSE-01: whoever has a tie to the unit is shown with the reason and cannot be ticked."""
    inspection, url = file.at("form_team")
    tied = file.city.inspectors[1]
    declare_interest(tied, by=file.city.officer, organization=inspection.unit, relation="head_is_relative")
    body = clients["officer"].post(url, {"look": "inspectors", "inspectors-find": tied.name}).content.decode()
    assert f'value="{tied.pk}" disabled' in body
    assert "pick-barred" in body


def test_contact_of_a_notice_is_the_drafter(file, clients):
    _row, url = file.at("draft_notice")
    form = clients["officer"].get(url).context["form"]
    assert form["contact"].value().startswith(file.city.officer.user.name)


def test_new_entry_counts_inspections_of_the_year_beside_a_unit(file, clients):
    """R-ORG-13: how often a unit was inspected this year stands beside its name."""
    Inspection.objects.filter(pk=file.inspection.pk).update(state=InspectionState.CONCLUDED, planned_from=TODAY)
    url = reverse("annual-list-entry-create")
    body = clients["officer"].post(url, {"look": "units", "units-find": file.city.school.name}).content.decode()
    assert "1 inspection this year" in body
