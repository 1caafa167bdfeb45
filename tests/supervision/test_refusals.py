"""What the pages answer when a verb says no: the rule's sentence beside what was typed; nothing done, no file lost."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inspectorate.documents.models import Attachment, StoredFile
from inspectorate.trail.models import Event
from inspectors.models import Interest
from supervision.models import AnnualListEntry, Inspection, PublicOpinion, SelfEvaluation, SiteRecord
from supervision.states import InspectionState
from tests.client import keyed, send

from .file import ENTRY, TODAY, VERBS

pytestmark = pytest.mark.django_db
SOON = {"planned_from": TODAY + timedelta(days=10), "planned_to": TODAY + timedelta(days=11)}


def served_today(file):
    Inspection.objects.update(noticed_on=TODAY)


def tied(file):
    Interest.objects.create(
        inspector=file.joining, organization=file.city.school, relation="head_is_relative", declared_on=TODAY,
        **file.city.school.scope,
    )  # fmt: skip


# verb → (what is missing, what is typed otherwise, the rule that answers)
REFUSED = {
    "open_inspection": (None, SOON, "R-ORG-14"),
    "form_team": (None, lambda file: {"inspectors": [file.city.inspectors[1].pk]}, "R-INS-07"),
    "draft_notice": (None, {"wants_self_evaluation": "on"}, "R-INS-09"),
    "start_on_site": (served_today, {}, "R-INS-08"),
    "replace_member": (tied, {}, "R-RECUSE-01"),
    "review_self_evaluation": (lambda _file: SelfEvaluation.objects.all().delete(), {}, "R-INS-10"),
    "start_hearing": (lambda _file: SiteRecord.objects.all().delete(), {}, "R-INS-11"),
    "start_deliberation": (lambda _file: PublicOpinion.objects.filter(audience="pupils").delete(), {}, "R-INS-13"),
}


def shows(page, typed):
    """Which of the typed words do not stand in the page."""
    body = page.content.decode()
    return [text for text in typed.values() if isinstance(text, str) and text and text not in body]


@pytest.mark.parametrize("verb", REFUSED)
def test_refusal_names_its_rule_and_keeps_what_was_typed(file, clients, verb):
    missing, otherwise, rule = REFUSED[verb]
    _row, url = file.at(verb)
    if missing:
        missing(file)
    typed = file.typed(verb) | (otherwise(file) if callable(otherwise) else otherwise)
    before = Event.objects.count()
    page = send(clients[min(VERBS[verb][1])], url, typed)
    assert (page.status_code, Event.objects.count()) == (409, before)
    assert rule in page.context["form"].non_field_errors()[0]
    assert shows(page, VERBS[verb][2]) == []


@pytest.mark.parametrize("verb", VERBS)
def test_step_is_not_repeated_by_a_page_opened_before(file, clients, verb):
    """T48: the step was left meanwhile; the form comes back with what was typed, nothing is written."""
    row, url = file.at(verb)
    client = clients[min(VERBS[verb][1])]
    data = keyed(client.get(url), file.typed(verb))
    type(row).objects.filter(pk=row.pk).update(state="withdrawn" if verb in ENTRY else InspectionState.ARCHIVED)
    before = Event.objects.count()
    for seen in (data["seen"], ""):  # a browser's form, and one sent by hand
        page = client.post(url, data | {"seen": seen})
        assert (page.status_code, Event.objects.count()) == (409, before)
        assert page.context["form"].non_field_errors()
        assert shows(page, VERBS[verb][2]) == []


@pytest.mark.parametrize("verb", ["submit_self_evaluation", "add_site_record", "add_opinion", "add_finding"])
def test_file_of_a_refused_form_is_kept_and_attached_later(file, clients, verb):
    """K: what was uploaded is not uploaded twice."""
    _row, url = file.at(verb)
    step = Inspection.objects.get(pk=file.inspection.pk).state
    client, typed = clients[min(VERBS[verb][1])], file.typed(verb)
    key = client.get(url).context["submission"]
    Inspection.objects.update(state=InspectionState.ARCHIVED)
    upload = SimpleUploadedFile("台账照片.txt", "消防台账".encode())
    page = client.post(url, typed | {"submission": key, "files": upload})
    assert (page.status_code, Attachment.objects.count()) == (409, 0)
    token = re.search(r'name="files-kept" value="([^"]+)"', page.content.decode()).group(1)
    Inspection.objects.update(state=step)
    assert client.post(url, typed | {"submission": key, "files-kept": [token]}).status_code == 302
    assert Attachment.objects.get().file == StoredFile.objects.get()
    assert StoredFile.objects.get().name == "台账照片.txt"


def test_file_of_an_incomplete_form_is_kept(file, clients):
    _row, url = file.at("add_finding")
    page = clients["leader"].post(url, {"files": SimpleUploadedFile("照片.txt", b"1")})
    assert page.status_code == 422
    assert "files-kept" in page.content.decode()


@pytest.mark.parametrize("number", ["99999999999", "0"])
def test_impossible_number_of_people_is_an_error_of_its_field(file, clients, number):
    _row, url = file.at("add_opinion")
    page = send(clients["leader"], url, file.typed("add_opinion") | {"people": number})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["people"])


class TestManyAtOnce:
    """Acts on many rows tell for each what became of it."""

    def listed(self, file, number, **facts):
        entry = AnnualListEntry.objects.get(pk=file.entry.pk)
        units = list(entry.units.all())
        entry.pk, entry.title = None, f"第{number}项"
        for name, value in facts.items():
            setattr(entry, name, value)
        entry.save(force_insert=True)
        entry.units.set(units)
        return entry

    def test_entries_are_approved_together_and_the_own_one_is_not(self, file, clients):
        """T52, R-ORG-12: each by itself; the drafter's own stays with its reason."""
        own = self.listed(file, 1, state="submitted", drafted_by=file.city.director.user)
        other = self.listed(file, 2, state="submitted")
        url = reverse("annual-list-entry-bulk-approve-entry")
        data = {"ids": [own.pk, other.pk], "confirmed": "1", "note": "", "submission": "many"}
        for _time in range(2):
            page = clients["director"].post(url, data)
            assert [outcome.is_done for outcome in page.context["outcomes"]] == [False, True]
        assert Event.objects.of(other).filter(verb="approve_entry").count() == 1
        assert AnnualListEntry.objects.get(pk=own.pk).state == "submitted"

    def test_inspections_of_one_entry_are_set_up_unit_by_unit(self, file, clients):
        """R-ORG-13: the school that was inspected already is told, the other one gets its inspection."""
        entry = self.listed(file, 3, kind="comprehensive")
        entry.units.add(file.city.other_school)
        Inspection.objects.update(kind="comprehensive")
        units = [file.city.school.pk, file.city.other_school.pk]
        url = reverse("annual-list-entry-open-inspection", args=[entry.pk])
        answer = send(clients["officer"], url, file.typed("open_inspection") | {"units": units}, follow=True)
        assert entry.inspections.get().unit == file.city.other_school
        assert [str(message) for message in answer.context["messages"] if "cap is 1" in str(message)]
