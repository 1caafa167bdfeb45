import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from inspectorate.desk.models import ImportBatch
from inspectorate.desk.resources import LOADERS, batches, forced_area
from inspectorate.desk.states import BATCH_MOVES, BatchState
from inspectorate.register import rights
from inspectorate.register.models import Area, Organization, School
from inspectorate.register.resources import SchoolLoader
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused, move
from tests.desk.office import hold
from tests.tables import as_csv, as_xlsx, load_divisions

HEADER = ["学校标识码", "学校名称", "办学类型", "行政区划代码", "公办民办", "在校生数"]
ROW = ["2123000001", "阳明实验小学", "小学", "231003", "公办", "900"]
IMPORTS = frozenset({"view", "confirm_batch", "withdraw_batch"})
TABLE = tuple(
    rights.Right(role, resource, verbs, "area", "")
    for role in ("general_group", "county_clerk")
    for resource, verbs in (("school", frozenset({"view", "import"})), ("import", IMPORTS))
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rights_table(monkeypatch):
    rights.rows.cache_clear()
    monkeypatch.setattr(rights, "table", lambda: TABLE)
    yield
    rights.rows.cache_clear()


@pytest.fixture(autouse=True)
def city(db):
    load_divisions()
    return Area.objects.get(pk="231000")


@pytest.fixture
def county(city):
    return Area.objects.get(pk="231003")


@pytest.fixture
def county_clerk(county):
    office = Organization.objects.create(name="区教督办", kind="inspectorate", area=county, **county.scope)
    return hold(office, "county_clerk", "区秘书")


@pytest.fixture
def colleague(office):
    return hold(office, "general_group", "丁秘书")


def upload_of(rows, name="学校.csv"):
    content = as_xlsx(rows) if name.endswith("xlsx") else as_csv(rows)
    return SimpleUploadedFile(name, content)


@pytest.fixture
def received(clerk):
    """A received batch of rows."""

    def run(*rows, by=None, **options):
        return batches.receive_batch(SchoolLoader, upload_of([HEADER, *rows]), by=by or clerk, **options)

    return run


@pytest.fixture
def send(sign_in, clerk, django_capture_on_commit_callbacks):
    """Upload through the page; the worker runs at once."""

    def send(rows, post=clerk, name="学校.csv", **fields):
        client = sign_in(post)
        data = {"file": upload_of(rows, name), **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return client, client.post(reverse("import-upload", args=["schools"]), data)

    return send


def test_file_is_checked_then_confirmed_then_loaded(send, django_capture_on_commit_callbacks):
    client, answer = send([HEADER, ROW], name="学校.xlsx")
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("import-detail", args=[batch.pk])
    assert (batch.state, batch.counts["new"]) == ("checked", 1)
    page = client.get(answer.url).content.decode()
    assert "阳明实验小学" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("import-batch-confirm-batch", args=[batch.pk]), {"submission": "a"})
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert School.objects.get().code == "2123000001"
    verbs = [event.verb for event in Event.objects.of(batch)]
    assert verbs == ["receive_batch", "check_batch", "confirm_batch", "apply_batch"]


def test_refused_file_shows_every_fault_and_writes_nothing(send):
    client, answer = send([HEADER, [*ROW[:5], "三百"], ["12", *ROW[1:]]])
    page = client.get(answer.url).content.decode()
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.fault_count) == ("refused", 2)
    assert "三百" in page
    assert reverse("import-upload", args=["schools"]) in page
    report = client.get(reverse("import-faults", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(report.streaming_content))).active
    assert [cell.value for cell in sheet["A"][1:]] == [2, 3]
    assert not School.objects.exists()


def test_refused_batch_cannot_be_confirmed(send, clerk):
    send([HEADER, ["12", *ROW[1:]]])
    with pytest.raises(MoveRefused):
        batches.confirm_batch(ImportBatch.objects.get(), by=clerk)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"no workbook"), ("a.csv", b""), ("a.exe", b"MZ"), ("a.xlsm", b"PK\x03\x04")],
)
def test_file_that_is_no_table_is_refused_beside_the_form(sign_in, clerk, name, content):
    client = sign_in(clerk)
    upload = SimpleUploadedFile(name, content)
    answer = client.post(reverse("import-upload", args=["schools"]), {"file": upload, "sheet": "第二页"})
    assert answer.status_code == 422
    assert "第二页" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_form_without_file_says_so(sign_in, clerk):
    assert sign_in(clerk).post(reverse("import-upload", args=["schools"]), {}).status_code == 422


def test_clerk_of_a_county_loads_for_the_county_only(send, county_clerk, django_capture_on_commit_callbacks):
    """T35: the scope comes from the post, whatever file or form say."""
    _client, _answer = send([HEADER, [*ROW[:3], "231002", *ROW[4:]]], post=county_clerk)
    batch = ImportBatch.objects.get()
    assert (batch.area_id, batch.state) == ("231003", "refused")
    _client, answer = send([HEADER, ROW], post=county_clerk, area="231002")
    assert answer.status_code == 422


def test_city_may_narrow_a_file_to_one_county(send):
    send([HEADER, ROW], area="阳明区")
    assert ImportBatch.objects.get().area_id == "231003"


def test_post_without_the_right_finds_no_door(sign_in, head, send):
    send([HEADER, ROW])
    client = sign_in(head)
    assert client.get(reverse("import-upload", args=["schools"])).status_code == 403
    assert client.get(reverse("import-template", args=["schools"])).status_code == 403
    batch = ImportBatch.objects.get()
    for name in ("import-detail", "import-faults", "import-batch-confirm-batch"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    assert client.get(reverse("import-upload", args=["inspectors"])).status_code == 403
    assert client.get(reverse("import-upload", args=["nothing"])).status_code == 404


def test_batch_of_the_city_is_not_shown_to_a_county(sign_in, county_clerk, received):
    batch = received(ROW)
    assert sign_in(county_clerk).get(batch.get_absolute_url()).status_code == 404


def test_large_file_takes_a_second_person(received, clerk, colleague, monkeypatch):
    """Permissions §5.4 rule 1: above a thousand rows somebody else confirms."""
    batch = batches.check_batch(received(*[["", f"第{n}小学", *ROW[2:]] for n in range(1001)]))
    with pytest.raises(RuleRefused):
        batches.confirm_batch(batch, by=clerk)
    assert batches.confirm_batch(batch, by=colleague).state == "confirmed"
    assert batches.apply_batch(batch).state == "applied"
    assert School.objects.count() == 1001


def test_uploader_of_a_large_file_is_told_to_ask_a_colleague(received, clerk, colleague, sign_in):
    batch = batches.check_batch(received(*[["", f"第{n}小学", *ROW[2:]] for n in range(1001)]))
    url = reverse("import-batch-confirm-batch", args=[batch.pk])
    assert url not in sign_in(clerk).get(batch.get_absolute_url()).content.decode()
    assert url in sign_in(colleague).get(batch.get_absolute_url()).content.decode()


def test_exactly_a_thousand_rows_take_one_person(received, clerk):
    batch = batches.check_batch(received(*[["", f"第{n}小学", *ROW[2:]] for n in range(1000)]))
    assert batches.confirm_batch(batch, by=clerk).state == "confirmed"


def test_register_that_changed_meanwhile_asks_again(received, clerk):
    """What is loaded is what was confirmed: other figures, no load."""
    batch = batches.check_batch(received(ROW))
    batches.confirm_batch(batch, by=clerk)
    other = batches.check_batch(received([*ROW[:5], "1"]))
    batches.apply_batch(batches.confirm_batch(other, by=clerk))
    assert batches.apply_batch(batch).state == "checked"
    assert School.objects.get().pupils == 1
    assert (batch.counts["new"], batch.counts["changed"]) == (0, 1)


def test_same_file_again_is_nothing_new(received, clerk):
    """T36."""
    for expected in ("new", "unchanged"):
        batch = batches.check_batch(received(ROW))
        assert batch.counts[expected] == 1
        batches.apply_batch(batches.confirm_batch(batch, by=clerk))
    assert School.objects.count() == 1


def test_worker_that_runs_twice_does_it_once(received, clerk):
    batch = received(ROW)
    twin = ImportBatch.objects.get(pk=batch.pk)
    batches.check_batch(batch)
    batches.check_batch(twin)
    assert twin.state == "checked"
    batches.confirm_batch(batch, by=clerk)
    twin.refresh_from_db()
    batches.apply_batch(batch)
    batches.apply_batch(twin)
    assert twin.state == "applied"
    assert Event.objects.filter(verb="apply_batch").count() == 1


def test_lost_hints_are_taken_up_later(received, clerk):
    batch = received(ROW)
    assert batches.resume() == 0
    ImportBatch.objects.update(created_at=batch.created_at - batches.LOST_AFTER)
    assert batches.resume() == 1
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_file_can_be_given_up(received, clerk):
    batch = batches.check_batch(received(ROW))
    assert batches.withdraw_batch(batch, by=clerk, note="错了").state == "withdrawn"
    with pytest.raises(MoveRefused):
        batches.confirm_batch(batch, by=clerk)


@pytest.mark.parametrize("start", BatchState.values)
@pytest.mark.parametrize("end", BatchState.values)
def test_only_the_moves_of_the_table_are_possible(received, clerk, start, end):
    batch = received(ROW)
    ImportBatch.objects.filter(pk=batch.pk).update(state=start)
    batch.refresh_from_db()
    if end in BATCH_MOVES[BatchState(start)]:
        assert move(batch, end, by=clerk, verb="test").to_state == end
    else:
        with pytest.raises(MoveRefused):
            move(batch, end, by=clerk, verb="test")


@pytest.mark.parametrize("slug", LOADERS)
def test_template_has_the_columns_and_explains_them(monkeypatch, sign_in, clerk, slug):
    everything = rights.Right("general_group", LOADERS[slug].right, frozenset({"import"}), "all", "")
    monkeypatch.setattr(rights, "table", lambda: (*TABLE, everything))
    rights.rows.cache_clear()
    answer = sign_in(clerk).get(reverse("import-template", args=[slug]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    first, second = book.worksheets
    assert [cell.value for cell in first[1]] == [column.label for column in LOADERS[slug].fields.values()]
    assert second.max_row == len(LOADERS[slug].fields) + 1
    assert forced_area(clerk, LOADERS[slug]) == ""


def test_upload_page_names_the_columns(sign_in, clerk):
    page = sign_in(clerk).get(reverse("import-upload", args=["schools"])).content.decode()
    assert all(column.label in page for column in SchoolLoader.fields.values())


def test_list_shows_tables_and_batches_in_a_constant_number_of_queries(
    sign_in, clerk, received, django_assert_max_num_queries
):
    client = sign_in(clerk)
    received(ROW)
    client.get(reverse("import-list"))
    for count in (1, 3):
        for _time in range(count):
            received(ROW)
        with django_assert_max_num_queries(16):
            page = client.get(reverse("import-list")).content.decode()
    assert reverse("import-upload", args=["schools"]) in page
    assert page.count("学校.csv") >= 4


def test_page_speaks_english_to_english_readers(send, clerk):
    client, answer = send([HEADER, [*ROW[:5], "三百"]])
    client.cookies["django_language"] = "en"
    with translation.override("zh-hans"):  # the client would leave the reader's language behind
        page = client.get(answer.url).content.decode()
    assert "A whole number is expected here." in page
