"""Pages of forms and returns, walked by those who use them (S38)."""
import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.lib.sheets import XLSX_TYPE
from monitoring import jobs
from monitoring.models import Return, ReturnForm
from tests.client import keyed, send, signed_in
from tests.stage import at

from .asked import FIRST

pytestmark = pytest.mark.django_db
CHINESE = "zh-hans"


def url(name, *args):
    return reverse(name, args=args)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def done(response):
    """A form that was carried out leads on."""
    assert response.status_code == 302, response.context["form"].errors if response.context else response.status_code
    return response


def shown(value):
    return value.isoformat() if isinstance(value, date) else str(value)


def filled(page, **typed):
    """What the browser sends back of a form: its first values with what was typed over them."""
    values = {field.html_name: field.value() for field in page.context["form"]}
    first = {name: shown(value) for name, value in values.items() if value not in (None, "", False, [])}
    return keyed(page, {**first, **typed})


@pytest.fixture
def clients(asked):
    return {name: signed_in(getattr(asked, name), CHINESE) for name in ("officer", "director", "clerk")}


def typed_in(page, **typed):
    """The same of the page on which figures are filled in, by their codes."""
    return filled(page, **{f"figure-{name}": value for name, value in typed.items()})


HEAD = {
    "title": "教师工资待遇保障月报", "purpose": "掌握发放情况", "basis": "某通知", "frequency": "month",
    "audience": "counties", "valid_from": "2026-06-01",
}  # fmt: skip


def test_form_is_drafted_written_and_put_in_force_by_two_people(asked, clients):
    """S38."""
    officer, director = clients["officer"], clients["director"]
    done(send(officer, url("return-form-draft"), HEAD))
    form = ReturnForm.objects.get()
    address = url("return-form-write-fields", form.pk)
    page = officer.get(address)
    rows = {"new-1-label": "应发人数", "new-1-code": "teachers", "new-1-unit": "人", "new-2-label": "发放方式",
            "new-2-kind": "choice"}  # fmt: skip
    wrong = officer.post(address, filled(page, **rows))
    assert wrong.status_code == 422
    for words in ("请填写指标代码。", "请填写选项。", "发放方式"):
        assert words in wrong.content.decode()
    rows |= {"new-2-code": "way", "new-2-choices": "统发、自发", "new-1-least": "0", "new-1-most": "9999"}
    done(officer.post(address, filled(page, **rows)))
    assert [(one.code, one.choices) for one in form.fields.all()] == [("teachers", []), ("way", ["统发", "自发"])]
    assert url("return-form-put-in-force", form.pk) not in text(officer.get(form.get_absolute_url()))
    done(send(director, url("return-form-put-in-force", form.pk)))
    body = text(officer.get(form.get_absolute_url()))
    for words in ("生效", "应发人数（人）", "0–9999", asked.director.user.name, "全部县级督导办"):
        assert words in body
    assert officer.get(address).status_code == 409
    done(send(officer, url("return-form-end-form", form.pk), {"note": "并入季报"}))
    assert ReturnForm.objects.get().state == "ended"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"audience": "stages"}, "请选择需要填报的学段。"), ({"audience": "units"}, "请指定需要填报的单位。"),
        ({"frequency": "once"}, "专题填报须写明数据时段的起止日期。"),
        ({"valid_to": "2026-05-01"}, "截止日早于起始日。"),
    ],
)
def test_head_says_at_its_field_what_is_missing(clients, changes, said):
    page = send(clients["officer"], url("return-form-draft"), {**HEAD, **changes})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert HEAD["title"] in page.content.decode()


def test_head_of_a_draft_is_written_anew(asked, clients):
    form = asked.drafted()
    officer, address = clients["officer"], url("return-form-write-form", form.pk)
    done(officer.post(address, filled(officer.get(address), title="工资季报", frequency="quarter")))
    form.refresh_from_db()
    assert (form.title, form.frequency, form.basis) == ("工资季报", "quarter", "皖政办〔2021〕18号")


def test_county_fills_in_and_submits_on_its_pages(asked, clients):
    """S38, R-DATA-01: bad input is answered at the field and nothing is lost."""
    row, client = asked.prepared(), clients["clerk"]
    address = url("return-fill-return", row.pk)
    page = client.get(address)
    assert 'inputmode="numeric"' in text(page)
    typed = {"teachers": "1 820.5", "paid": "一千", "is_owed": "no", "way-on": "2027-01-01", "way": "统发"}
    wrong = client.post(address, typed_in(page, **typed))
    body = wrong.content.decode()
    assert wrong.status_code == 422
    for words in ("请填写整数。", "请填写数值。", "日期不能晚于今天。", "1 820.5", "一千"):
        assert words in body
    assert not row.figures.exists()
    typed = {"teachers": "１，８２０", "paid": "1,496.52", "is_owed": "no", "teachers-source": "全国教育统计"}
    done(client.post(address, typed_in(page, **typed)))
    values = {value.field.code: value for value in row.figures.all()}
    assert {code: value.value for code, value in values.items()} == FIRST
    assert values["teachers"].source == "全国教育统计"
    done(send(client, url("return-submit-return", row.pk), {"remark": "数据已与财政核对"}))
    body = text(client.get(row.get_absolute_url()))
    for words in ("1,820", "1,496.52", "全国教育统计", "2026-05-31", "已报送", "已与财政核对", asked.clerk.user.name):
        assert words in body


def test_incomplete_return_names_what_is_missing_and_is_kept(asked, clients):
    row, client = asked.prepared(), clients["clerk"]
    page = client.get(url("return-fill-return", row.pk))
    done(client.post(url("return-fill-return", row.pk), typed_in(page, teachers="1820")))
    page = client.get(url("return-submit-return", row.pk))
    assert "以下指标尚未填写：实发工资总额、是否拖欠。" in text(page)
    refused = client.post(url("return-submit-return", row.pk), keyed(page))
    assert (refused.status_code, Return.objects.get(pk=row.pk).state) == (409, "draft")
    assert row.figures.get().number == 1820


def test_two_people_who_fill_at_once_see_each_other_s_figures(asked, clients):
    """T47."""
    row, client = asked.prepared(), clients["clerk"]
    other = signed_in(asked.stage.post("county_clerk", asked.stage.county_office), CHINESE)
    address = url("return-fill-return", row.pk)
    first, second = client.get(address), other.get(address)
    done(client.post(address, typed_in(first, teachers="1820")))
    answer = other.post(address, typed_in(second, teachers="1900"))
    assert answer.status_code == 409
    assert "1820" in dict(answer.context["standing"]).values()
    assert 'value="1900"' in answer.content.decode()


def june(asked, **values):
    asked.accepted(**values)
    with at(date(2026, 7, 1)):
        jobs.owe_returns()
    return asked.mine("2026-06")


def test_figures_taken_over_say_from_where_and_are_confirmed(asked, clients):
    """S41: asked once; R-DATA-01: marked with source and date."""
    row, client = june(asked), clients["clerk"]
    address = url("return-fill-return", row.pk)
    with at(date(2026, 7, 2)):
        client = signed_in(asked.clerk, CHINESE)
        page = client.get(address)
        body = text(page)
        assert "由2026年5月数据预填（数据时点2026-05-31），请修改或确认。" in body
        done(client.post(address, typed_in(page, **{"teachers-keep": "on", "paid": "1500"})))
        assert "上期（2026年5月）：1,496.52万元" in text(client.get(address))
        values = {value.field.code: value for value in row.figures.all()}
        assert [code for code, value in values.items() if value.is_prefilled] == ["is_owed"]
        assert values["teachers"].reference_on == date(2026, 6, 30)
        assert "预填待确认" in text(client.get(row.get_absolute_url()))


def test_jump_is_pointed_out_to_unit_and_office_and_may_be_submitted(asked):
    """R-DATA-01.jump."""
    row = june(asked)
    with at(date(2026, 7, 2)):
        row = asked.filled(row, paid=Decimal(3000))
        client, office = signed_in(asked.clerk, CHINESE), signed_in(asked.officer, CHINESE)
        page = client.get(url("return-submit-return", row.pk))
        assert "以下数据较上期变动较大" in text(page)
        assert "1,496.52 → 3,000.00 万元 +100.5%" in text(page)
        done(client.post(url("return-submit-return", row.pk), keyed(page, {"remark": "补发津贴"})))
        body = text(office.get(row.get_absolute_url()))
        assert "变动较大" in body
        assert "补发津贴" in body


def test_office_sends_back_accepts_and_reopens_on_its_pages(asked, clients):
    row, office, client = asked.submitted(), clients["officer"], clients["clerk"]
    done(send(office, url("return-send-back-return", row.pk), {"note": "人数与上年统计不符"}))
    assert "人数与上年统计不符" in text(client.get(url("return-fill-return", row.pk)))
    done(send(client, url("return-submit-return", row.pk)))
    done(send(office, url("return-accept-return", row.pk)))
    body = text(client.get(row.get_absolute_url()))
    assert asked.officer.user.name in body
    assert url("return-reopen-return", row.pk) not in body
    assert office.get(url("return-send-back-return", row.pk)).status_code == 409
    done(send(office, url("return-reopen-return", row.pk), {"note": "财政决算更正"}))
    assert Return.objects.get(pk=row.pk).state == "returned"
    page = client.get(url("return-fill-return", row.pk))
    done(client.post(url("return-fill-return", row.pk), typed_in(page, paid="1600.5")))
    body = text(office.get(row.get_absolute_url()))
    assert body.index("1,600.50") < body.index("历次数据") < body.index("1,496.52")


def test_figures_of_a_draft_belong_to_the_unit_alone(asked, clients):
    """What was not submitted is nobody else's to read."""
    row = asked.filled()
    assert "1,820" in text(clients["clerk"].get(row.get_absolute_url()))
    body = text(clients["officer"].get(row.get_absolute_url()))
    assert "1,820" not in body
    assert "填报单位尚未报送数据。" in body


def test_foreign_returns_are_not_there(asked):
    """Permissions: 404 for what a post may not see, 403 for what it may not do."""
    row = asked.prepared()
    other, head = signed_in(asked.other_clerk), signed_in(asked.stage.head)
    for client in (other, head):
        assert client.get(row.get_absolute_url()).status_code == 404
        assert client.get(url("return-fill-return", row.pk)).status_code == 404
    assert signed_in(asked.officer).get(url("return-fill-return", row.pk)).status_code == 403
    assert head.get(url("return-form-completeness", asked.form.pk)).status_code == 404
    assert head.get(url("return-form-figures", asked.form.pk)).status_code == 404
    assert head.get(url("return-form-list")).context["lines"] == []


def test_completeness_tells_states_by_word_and_who_is_missing(asked, clients):
    """S38: units by periods, every number leads to its rows."""
    asked.submitted()
    with at(date(2026, 6, 30)):
        office = signed_in(asked.officer, CHINESE)
        page = office.get(url("return-form-completeness", asked.form.pk))
        late = office.get(f"{page.context['columns'][0].url}&missing=overdue").context["lines"]
    body = text(page)
    (column,) = page.context["columns"]
    assert (column.asked, column.handed_in, column.accepted, column.missing, column.overdue) == (2, 1, 0, 1, 1)
    assert [row.unit for row in page.context["missing"]] == [asked.stage.other_office]
    assert {(cell.word, cell.tone) for row in page.context["rows"] for cell in row.cells} == {
        ("已报送", "busy"), ("逾期", "late"),
    }  # fmt: skip
    assert "2026年5月" in body
    assert [line.row.unit for line in late] == [asked.stage.other_office]
    one = office.get(url("return-form-completeness", asked.form.pk), {"county": asked.stage.county_area.pk})
    assert [row.unit for row in one.context["rows"]] == [asked.stage.county_office]
    assert office.get(url("return-form-completeness", asked.form.pk), {"county": "x"}).status_code == 200


def test_county_sees_its_own_row_of_the_completeness_alone(asked, clients):
    asked.prepared()
    page = clients["clerk"].get(url("return-form-completeness", asked.form.pk))
    assert [row.unit for row in page.context["rows"]] == [asked.stage.county_office]


def test_form_without_a_period_says_so(asked, clients):
    form = asked.in_force()
    assert "尚无数据期结束" in text(clients["officer"].get(url("return-form-completeness", form.pk)))


def test_figures_stand_in_the_order_of_the_register_and_cannot_be_ranked(asked, clients):
    """R-MON-03: no league table; the only order is the register's."""
    mine = asked.submitted(teachers=Decimal(10))
    other = Return.objects.get(unit=asked.stage.other_office)
    asked.submitted(other, by=asked.other_clerk, teachers=Decimal(99))
    address = url("return-form-figures", asked.form.pk)
    page = clients["officer"].get(address, {"sort": "-teachers"})
    assert [line.row for line in page.context["lines"]] == [mine, other]
    assert [head["label"] for head in page.context["heads"] if head.get("url")] == []


def rows_of(response):
    assert response.status_code == 200
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


def test_figures_are_exported_with_source_and_day(asked, clients):
    """R-DATA-01: one figure, one source, also outside the system; S41: every field in its column."""
    asked.submitted()
    address = url("return-form-figures", asked.form.pk)
    head, first, _stamp = rows_of(clients["officer"].post(f"{address}?period=2026-05", {"export": "csv"}))
    found = dict(zip(head, first, strict=True))
    assert found["实发工资总额（万元）"] == "1496.52"
    assert found["数据来源：实发工资总额"] == "国库集中支付系统"
    assert found["数据时点：实发工资总额"] == "2026-05-31"
    assert found["代码"] == asked.stage.county_area.pk
    book = clients["officer"].post(address, {"export": "xlsx"})
    assert book["Content-Type"] == XLSX_TYPE
    assert clients["clerk"].post(address, {"export": "csv"}).status_code == 403


def test_list_shows_what_is_owed_until_when(asked, clients):
    asked.prepared()
    page = clients["clerk"].get(url("return-list"))
    assert "2026-06-05" in text(page)
    assert len(page.context["lines"]) == 1
    assert clients["officer"].get(url("return-list"), {"missing": "yes"}).context["lines"]
    assert clients["officer"].get(url("return-list"), {"missing": "overdue"}).context["lines"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_few_and_many(number, asked):
    """L9."""
    stage = asked.stage
    for order in range(number):
        stage.unit(f"第{order}县教育督导委员会办公室", "inspectorate", stage.county_area)
    row = asked.submitted()
    for other in Return.objects.exclude(pk=row.pk):
        asked.submitted(other, by=asked.clerk if other.county == row.county else asked.other_clerk)
    office, clerk = signed_in(asked.officer), signed_in(asked.clerk)
    pages = {
        (office, url("return-list")): 11, (office, url("return-form-list")): 9, (office, row.get_absolute_url()): 20,
        (office, asked.form.get_absolute_url()): 16, (office, url("return-form-completeness", asked.form.pk)): 14,
        (office, url("return-form-figures", asked.form.pk)): 12, (clerk, row.get_absolute_url()): 20,
    }  # fmt: skip
    for (client, address), queries in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= queries, (address, len(captured))


def test_filling_form_costs_the_same_whatever_is_filled_in(asked):
    row = asked.prepared()
    clerk = signed_in(asked.clerk)
    counts = []
    for act in (lambda: None, lambda: asked.filled(row)):
        act()
        clerk.get(url("return-fill-return", row.pk))
        with CaptureQueriesContext(connection) as captured:
            clerk.get(url("return-fill-return", row.pk))
        counts.append(len(captured))
    assert max(counts) <= 20
