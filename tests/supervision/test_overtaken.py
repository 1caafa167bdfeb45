"""Two people write the same text: the second is told, keeps what she typed and sees what stands (T47)."""

import pytest

from tests.client import keyed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verb", "field"), [("edit_finding", "problem"), ("edit_entry", "title")]
)
def test_second_writer_keeps_her_text_and_sees_what_stands(file, clients, verb, field):
    """T47: nothing is overwritten unseen; sending again is a decision."""
    mine, hers = "先写的一句", "后写的一句"
    _row, url = file.at(verb)
    typed = file.typed(verb)
    first, second = clients["officer"], clients["secretary" if verb == "edit_entry" else "leader"]
    opened = second.get(url)
    assert first.post(url, keyed(first.get(url), typed | {field: mine})).status_code == 302
    page = second.post(url, keyed(opened, typed | {field: hers}))
    assert page.status_code == 409
    assert dict(page.context["standing"])[str(page.context["form"].fields[field].label)] == mine
    assert hers in page.content.decode()
    assert file.city.officer.user.name in page.context["form"].non_field_errors()[0]
    assert second.post(url, keyed(page, typed | {field: hers})).status_code == 302


def test_other_work_on_the_file_does_not_stop_a_writer(file, clients):
    """T47: only what the form replaces is compared; a record filed beside it is no conflict."""
    _row, url = file.at("edit_finding")
    writer, colleague = clients["leader"], clients["officer"]
    opened = writer.get(url)
    _row, beside = file.at("add_finding")
    assert colleague.post(beside, keyed(colleague.get(beside), file.typed("add_finding"))).status_code == 302
    assert writer.post(url, keyed(opened, file.typed("edit_finding"))).status_code == 302
