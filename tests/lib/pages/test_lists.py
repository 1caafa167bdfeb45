import io

import openpyxl
import pytest
from django.urls import reverse

from inspectorate.desk.models import ExportRecord
from inspectorate.duties.models import Duty
from inspectorate.lib.pages import lists

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.pages.addresses")]
URL = "/t/duties/"
QUERIES = 8  # session, user, post, other posts, duties for the inbox, count, rows, saved views


def shown(response):
    """Return the ids of the rows of a list page, in their order."""
    return [line.row.pk for line in response.context["lines"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_for_one_row_and_for_three(sign_in, clerk, owe, rows, django_assert_num_queries):
    for _number in range(rows):
        owe()
    client = sign_in(clerk)
    with django_assert_num_queries(QUERIES):
        response = client.get(URL)
    assert len(shown(response)) == rows


def test_list_shows_only_what_the_post_may_see(sign_in, head, office, owe):
    own, foreign = owe(), owe(holder=office)
    response = sign_in(head).get(URL)
    assert shown(response) == [own.pk]
    assert foreign.get_absolute_url() not in response.content.decode()


def test_pages_walk_through_ties_without_loss_or_repetition(sign_in, clerk, owe):
    wanted = [owe(days).pk for days in (1, 2, 2, 2, 2, 2, 3)]
    client, found, response = sign_in(clerk), [], None
    url = URL
    while url:
        response = client.get(url)
        found += shown(response)
        url = response.context["next_url"] and URL + response.context["next_url"]
    assert found == wanted
    back = client.get(URL + response.context["previous_url"])
    assert shown(back) == wanted[3:6]


def test_descending_order_turns_the_rows_round(sign_in, clerk, owe):
    wanted = [owe(days).pk for days in (1, 2, 3)]
    assert shown(sign_in(clerk).get(f"{URL}?sort=-due")) == wanted[::-1]


def test_unreadable_cursor_leads_to_the_first_page(sign_in, clerk, owe):
    duty = owe()
    client = sign_in(clerk)
    for cursor in ("x", "W10", "bm9uc2Vuc2U", "WyIyMDI2LTk5LTk5IiwgMV0"):
        assert shown(client.get(f"{URL}?after={cursor}")) == [duty.pk]


def test_filter_and_order_survive_the_turning_of_pages(sign_in, clerk, owe):
    for days in range(5):
        owe(days)
    response = sign_in(clerk).get(f"{URL}?state=open&sort=-due")
    assert "state=open" in response.context["next_url"]
    assert "sort=-due" in response.context["next_url"]


def test_count_stops_at_its_cap(sign_in, clerk, owe, monkeypatch):
    monkeypatch.setattr(lists.capped_count, "__defaults__", (2,))
    for _number in range(3):
        owe()
    assert sign_in(clerk).get(URL).context["sentence"] == "2+ duties"


def test_filtered_list_without_rows_says_how_to_see_all(sign_in, clerk, owe):
    owe()
    body = sign_in(clerk).get(f"{URL}?state=waived").content.decode()
    assert f'href="{URL}"' in body


def test_csv_export_defuses_formulas_and_keeps_a_record(sign_in, clerk, owe):
    owe(title='=HYPERLINK("http://x","y")')
    response = sign_in(clerk).post(URL, {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert "\n=" not in text
    assert clerk.user.name in text.splitlines()[-1]
    kept = ExportRecord.objects.get()
    assert (kept.rows, kept.kind, kept.post_id, kept.model) == (1, "csv", clerk.pk, "duties.duty")


def test_xlsx_export_writes_text_never_formulas(sign_in, clerk, owe):
    owe(title="+1+1")
    response = sign_in(clerk).post(URL, {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("+1+1", "s")


def test_export_holds_the_filtered_rows_only(sign_in, clerk, owe):
    owe(title="open one")
    Duty.objects.filter(pk=owe(title="done one").pk).update(state="met")
    response = sign_in(clerk).post(f"{URL}?state=open", {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "open one" in text
    assert "done one" not in text


def test_export_without_its_right_is_refused(sign_in, head, owe):
    owe()
    client = sign_in(head)
    assert client.get(URL).context["can_export"] is False
    assert client.post(URL, {"export": "csv"}).status_code == 403
    assert not ExportRecord.objects.exists()


def test_large_export_asks_for_a_reason(sign_in, clerk, owe, monkeypatch):
    monkeypatch.setattr(lists, "EXPORT_REASON_ROWS", 1)
    owe(), owe()
    client = sign_in(clerk)
    assert client.post(URL, {"export": "csv"}).status_code == 422
    response = client.post(URL, {"export": "csv", "reason": "年度统计"})
    b"".join(response.streaming_content)
    assert ExportRecord.objects.get().reason == "年度统计"


def test_sixth_export_in_ten_minutes_is_refused_with_the_time_to_wait(sign_in, clerk, owe):
    """T21."""
    owe()
    client = sign_in(clerk)
    codes = [client.post(URL, {"export": "csv"}).status_code for _number in range(6)]
    assert codes == [200] * 5 + [429]


def test_session_without_a_post_is_led_to_the_choice(sign_in, clerk):
    client = sign_in(clerk)
    clerk.is_approved = False
    clerk.save()
    response = client.get(URL)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("post-switch"))
