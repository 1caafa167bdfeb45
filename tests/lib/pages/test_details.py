import pytest

from inspectorate.duties.states import DutyState
from inspectorate.trail.workflow import move, record

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.pages.addresses")]
QUERIES = 10  # session, user, post, other posts, inbox, row, rights, duties about it, part, history


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_costs_the_same_queries_for_one_row_and_for_three(sign_in, clerk, owe, rows, django_assert_num_queries):
    duties = [owe() for _number in range(rows)]
    client = sign_in(clerk)
    client.get(duties[0].get_absolute_url())
    with django_assert_num_queries(QUERIES):
        client.get(duties[0].get_absolute_url())


def test_foreign_row_is_not_found(sign_in, head, office, owe):
    assert sign_in(head).get(owe(holder=office).get_absolute_url()).status_code == 404


def test_buttons_are_what_rights_and_moves_both_permit(sign_in, clerk, head, owe):
    duty = owe()
    context = sign_in(clerk).get(duty.get_absolute_url()).context
    assert context["primary"].url.endswith("/waive-duty/")
    assert [action.label for action in context["secondary"]] == ["Remind"]
    move(duty, DutyState.MET, by=clerk, verb="meet_duty")
    context = sign_in(clerk).get(duty.get_absolute_url()).context
    assert context["primary"] is None
    assert [action.label for action in context["secondary"]] == ["Remind", "Never open"]


def test_reader_without_rights_gets_no_button(sign_in, head, owe):
    context = sign_in(head).get(owe().get_absolute_url()).context
    assert (context["primary"], context["secondary"], context["more"]) == (None, [], [])


def test_next_step_names_holder_day_and_reason_of_the_day(sign_in, clerk, owe):
    duty = owe()
    about = owe(title="复查", subject=duty)
    context = sign_in(clerk).get(duty.get_absolute_url()).context
    step = context["next_step"]
    assert (step.what, step.who, step.due_on) == ("复查", about.holder.label, about.due_on)
    assert about.rule in dict(step.why).values()
    assert any("10" in text for _label, text in step.why)


def test_history_is_newest_first_and_names_the_act(sign_in, clerk, owe):
    duty = owe()
    record(duty, "remind_duty", by=clerk, note="by telephone")
    timeline = sign_in(clerk).get(duty.get_absolute_url()).context["timeline"]
    assert timeline[0]["word"] == "Remind"
    assert timeline[0]["event"].note == "by telephone"


def test_those_outside_see_of_the_history_their_own_acts_only(sign_in, clerk, head, owe):
    duty = owe()
    record(duty, "remind_duty", by=clerk, note="internal remark")
    record(duty, "remind_duty", by=head, note="our answer")
    body = sign_in(head).get(duty.get_absolute_url()).content.decode()
    assert "our answer" in body
    assert "internal remark" not in body
