"""Returns: filled in, submitted, sent back, accepted, reopened; one figure, one source (R-DATA-01)."""
from contextlib import ExitStack
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from inspectorate.duties.models import Duty
from inspectorate.register.rights import Refused
from inspectorate.rulebook.models import Setting
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from monitoring import jobs, workflow
from monitoring.models import Return
from monitoring.states import ReturnState
from monitoring.workflow import Figure
from tests.moves import pairs, try_pair
from tests.stage import at

from .asked import FIRST, JUNE

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def duties(row, kind):
    return Duty.objects.of(row).filter(kind=kind).order_by("pk")


@pytest.mark.parametrize(("start", "to"), pairs(ReturnState))
def test_return_moves_are_those_of_the_table(asked, start, to):
    try_pair(asked.prepared(), start, to, submitted_at=timezone.now(), accepted_at=timezone.now())


def test_figure_has_its_source_its_day_and_who_entered_it(asked):
    """R-DATA-01: every value stores source, reference date, entered by."""
    row = asked.prepared()
    field = asked.form.fields.get(code="teachers")
    given = Figure(field, Decimal(1820), source="全国教育事业统计", reference_on=date(2026, 5, 15))
    workflow.fill_return(row, by=asked.clerk, figures=[given])
    value = row.figures.get()
    assert (value.number, value.source, value.reference_on) == (1820, "全国教育事业统计", date(2026, 5, 15))
    assert (value.entered_by, value.is_prefilled) == (asked.clerk.user, False)
    workflow.fill_return(row, by=asked.clerk, figures=asked.figures(paid=Decimal("10.5")))
    assert row.figures.count() == 2
    value = row.figures.get(field__code="paid")
    assert (value.source, value.reference_on) == ("国库集中支付系统", row.period_to)


def test_figure_without_any_source_is_refused(asked):
    """R-DATA-01."""
    row = asked.prepared()
    asked.form.fields.update(usual_source="")
    with pytest.raises(RuleRefused, match="数据来源"):
        asked.filled(row)
    assert not row.figures.exists()


def test_figure_is_saved_as_often_as_wanted_and_taken_away_again(asked):
    row = asked.filled()
    entered = row.figures.get(field__code="teachers").entered_at
    colleague = asked.stage.post("county_clerk", asked.stage.county_office)
    workflow.fill_return(row, by=colleague, figures=asked.figures(teachers=FIRST["teachers"], is_owed=None))
    assert {value.field.code for value in row.figures.all()} == {"teachers", "paid"}
    same = row.figures.get(field__code="teachers")
    assert (same.entered_by, same.entered_at) == (asked.clerk.user, entered)


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("teachers", Decimal("12.5"), "整数"), ("teachers", Decimal(-1), "不得小于0"),
        ("teachers", Decimal(100000), "不得大于99999"), ("paid", Decimal("1.234"), "2位小数"),
        ("paid", "一", "填写数值"), ("is_owed", "perhaps", "是或否"), ("way", "别的", "选择一项"),
        ("paid", Decimal("NaN"), "填写数值"),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_right_are_refused(asked, code, value, said):
    """R-DATA-01: clear refusals, nothing of the rest is written."""
    row = asked.prepared()
    with pytest.raises(RuleRefused, match=said):
        workflow.fill_return(row, by=asked.clerk, figures=asked.figures(**{"teachers": Decimal(1), code: value}))
    assert not row.figures.exists()


def test_return_is_submitted_complete_only(asked):
    row = asked.prepared()
    with pytest.raises(RuleRefused, match="应发人数、实发工资总额、是否拖欠"):
        workflow.submit_return(row, by=asked.clerk)
    row = asked.submitted(row)
    assert (row.state, row.submitted_by) == ("submitted", asked.clerk.user)


def test_submission_meets_the_unit_s_duty_and_opens_the_office_s(asked):
    """S38, R-DATA-01.acceptance."""
    row = asked.submitted()
    owed = Duty.objects.get(key=f"submit_return:{row.form_id}:{row.unit_id}:2026-05")
    assert (owed.state, owed.holder) == ("met", asked.stage.county_office)
    duty = duties(row, "accept_return").get()
    assert (duty.holder, duty.group, duty.rule) == (asked.stage.office, "monitoring", "R-DATA-01.acceptance")
    assert duty.how_computed["number"] == 5
    row = workflow.accept_return(row, by=asked.officer)
    duty.refresh_from_db()
    assert (duty.state, row.state, row.accepted_by) == ("met", "accepted", asked.officer.user)


def test_late_return_is_taken_and_says_so(asked):
    """T58: never refused."""
    row = asked.filled()
    with at(date(2026, 6, 30)):
        workflow.submit_return(row, by=asked.clerk)
    assert Event.objects.of(Duty.objects.get(kind="submit_return", holder=row.unit)).last().note == "逾期"


def test_return_comes_back_with_reasons_and_is_submitted_again(asked):
    """S38, R-DATA-01.correction."""
    row = asked.submitted()
    with pytest.raises(RuleRefused, match="需要更正"):
        workflow.send_back_return(row, by=asked.officer, note=" ")
    row = workflow.send_back_return(row, by=asked.officer, note="实发总额与人数不符")
    assert (row.state, row.returned_note) == ("returned", "实发总额与人数不符")
    assert duties(row, "accept_return").get().state == "met"
    owed = duties(row, "correct_return").get()
    assert (owed.holder, owed.rule, owed.how_computed["number"]) == (row.unit, "R-DATA-01.correction", 3)
    workflow.fill_return(row, by=asked.clerk, figures=asked.figures(paid=Decimal(1500)))
    row = workflow.submit_return(row, by=asked.clerk)
    owed.refresh_from_db()
    assert owed.state == "met"
    assert duties(row, "accept_return").last().state == "open"
    assert workflow.accept_return(row, by=asked.officer).returned_note == ""


def test_accepted_return_is_reopened_with_a_reason(asked):
    """S38: a correction; the history keeps what was accepted."""
    row = asked.accepted()
    with pytest.raises(RuleRefused, match="重新打开"):
        workflow.send_back_return(row, by=asked.officer, note="一")
    with pytest.raises(RuleRefused, match="需要更正"):
        workflow.reopen_return(row, by=asked.officer, note="")
    row = workflow.reopen_return(row, by=asked.officer, note="县财政更正了数据")
    assert (row.state, row.accepted_by) == ("returned", None)
    assert duties(row, "correct_return").get().state == "open"
    assert asked.submitted(row, paid=Decimal(1600)).state == "submitted"
    (before,) = Return.objects.get(pk=row.pk).earlier_figures()
    assert (before.field.code, before.number, before.entered_by) == ("paid", Decimal("1496.52"), asked.clerk.user)
    with pytest.raises(RuleRefused, match="尚未审核通过"):
        workflow.reopen_return(Return.objects.get(pk=row.pk), by=asked.officer, note="一")


def test_submitted_return_is_not_written_any_more(asked):
    row = asked.submitted()
    with pytest.raises(RuleRefused, match="不得修改"):
        asked.filled(row)
    with pytest.raises(MoveRefused):
        workflow.submit_return(row, by=asked.clerk)


def test_submitter_does_not_accept(asked):
    """Two hands, whatever posts one person holds."""
    row = asked.submitted()
    Return.objects.filter(pk=row.pk).update(submitted_by=asked.officer.user)
    with pytest.raises(RuleRefused, match="不能审核"):
        workflow.accept_return(Return.objects.get(pk=row.pk), by=asked.officer)


def test_foreign_figures_are_refused(asked):
    row = asked.prepared()
    other = asked.in_force(title="另一张表")
    with pytest.raises(RuleRefused, match="没有该指标"):
        workflow.fill_return(row, by=asked.clerk, figures=asked.figures(other, teachers=Decimal(1)))


def test_clerk_of_another_county_neither_sees_nor_fills(asked):
    row = asked.prepared()
    assert not Return.objects.visible_to(asked.other_clerk).filter(pk=row.pk).exists()
    with pytest.raises(Refused):
        asked.filled(row, by=asked.other_clerk)
    with pytest.raises(Refused):
        workflow.fill_return(row, by=asked.officer, figures=[])


@pytest.fixture
def july(asked):
    """May was accepted with some figures, June is prepared, and it is the first of July from then on."""
    with ExitStack() as rest:

        def turn(**first):
            asked.accepted(**first)
            rest.enter_context(at(JULY))
            jobs.owe_returns()
            return asked.mine("2026-06")

        yield turn


def test_next_return_is_prefilled_from_the_last_accepted_one(asked, july):
    """S41: no repeated filling; marked with source and date."""
    row = july()
    values = {value.field.code: value for value in row.figures.all()}
    assert {code: value.value for code, value in values.items()} == FIRST
    assert {value.prefilled_from.period for value in values.values()} == {"2026-05"}
    assert values["paid"].source == "国库集中支付系统"
    assert values["paid"].reference_on == date(2026, 5, 31)
    assert (values["paid"].entered_by, timezone.localdate(values["paid"].entered_at)) == (asked.clerk.user, JUNE)


def test_figures_taken_over_are_confirmed_or_changed_before_submission(asked, july):
    """R-DATA-01: a prefilled figure counts once the unit stands by it."""
    row = july()
    with pytest.raises(RuleRefused, match="逐项确认或修改：应发人数、实发工资总额、是否拖欠"):
        workflow.submit_return(row, by=asked.clerk)
    field = {field.code: field for field in asked.form.fields.all()}
    untouched = Figure(field["teachers"], FIRST["teachers"], source="人社部门工资台账", reference_on=row.period_to)
    workflow.fill_return(row, by=asked.clerk, figures=[untouched])
    assert row.figures.get(field=field["teachers"]).is_prefilled
    confirmed = [untouched._replace(is_confirmed=True), Figure(field["paid"], Decimal(1500))]
    workflow.fill_return(row, by=asked.clerk, figures=[*confirmed, *asked.figures(is_owed="no")])
    values = row.figures.all()
    assert not any(value.is_prefilled for value in values)
    assert {value.reference_on for value in values} == {date(2026, 6, 30)}
    assert workflow.submit_return(row, by=asked.clerk).state == "submitted"


def test_earlier_figures_are_what_the_unit_had_said_itself(asked, july):
    """R-DATA-01: who said what when, also of what was changed since."""
    row = july()
    for paid in (1500, 1500, 1510):
        asked.filled(row, paid=Decimal(paid))
    assert [(value.field.code, value.number) for value in row.earlier_figures()] == [("paid", 1500)]


def test_return_that_was_not_accepted_fills_nothing(asked):
    asked.submitted()
    with at(JULY):
        jobs.owe_returns()
    assert not asked.mine("2026-06").figures.exists()


@pytest.mark.parametrize(("paid", "is_jump"), [(1200, False), (1201, True), (800, False), (799, True), (1000, False)])
def test_jump_is_pointed_out_and_not_forbidden(asked, july, paid, is_jump):
    """R-DATA-01.jump: more than twenty per cent either way."""
    row = july(paid=Decimal(1000))
    row = asked.filled(row, paid=Decimal(paid))
    assert [one.field.code for one in workflow.jumps(row)] == (["paid"] if is_jump else [])
    assert workflow.submit_return(row, by=asked.clerk).state == "submitted"


def test_jump_from_nought_and_a_turned_answer_are_pointed_out(asked, july):
    """R-DATA-01.jump."""
    row = asked.filled(july(paid=Decimal(0)), is_owed="yes")
    assert [one.field.code for one in workflow.jumps(row)] == ["paid", "is_owed"]


def test_limit_of_a_jump_is_a_setting(asked, july):
    """R-DATA-01.jump."""
    area = asked.stage.area
    Setting.objects.create(
        area=area, rule="R-DATA-01.jump", value=50, valid_from=date(2010, 1, 1), document="某通知", article="一",
        state="approved", **area.scope,
    )  # fmt: skip
    row = asked.filled(july(paid=Decimal(1000)), paid=Decimal(1400))
    assert workflow.jumps(row) == []


def test_change_is_told_against_the_newest_return_before(asked, july):
    row = asked.filled(july(paid=Decimal(1000)), paid=Decimal(1100))
    found = {one.field.code: one for one in workflow.compared(row)}
    assert (found["paid"].change_words, found["paid"].before.record.period) == ("+10.0%", "2026-05")
    assert (found["is_owed"].change_words, found["reason"].now) == ("", None)


def test_days_are_counted_in_working_days_from_the_period_s_end(asked):
    """R-DATA-01.month_due: five working days after 31 May 2026."""
    row = asked.prepared()
    duty = Duty.objects.get(key=row.key)
    assert (duty.trigger_on, duty.due_on, duty.rule) == (date(2026, 5, 31), date(2026, 6, 5), "R-DATA-01.month_due")
    assert duty.opened_on == JUNE
