import json
from datetime import date

import pytest
from django.db import connection

from inspectorate.register.models import Organization, School
from inspectorate.register.resources import AreaLoader, OrganizationLoader, SchoolLoader, load
from tests.tables import REAL, codes, load_divisions, load_rows, real

HEADER = ["学校标识码", "学校名称", "办学类型", "行政区划代码", "公办民办", "在校生数"]
ROW = ["2123000001", "东安区实验小学", "小学", "231002", "公办", "900"]
BUREAU = [["单位名称", "单位类别", "行政区划代码"], ["东安区教育局", "部门", "231002"]]
CANARY = "金丝雀街"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def divisions(db):
    load_divisions()


@pytest.fixture
def load_schools(tmp_path):
    def run(*rows, area="", header=HEADER, **options):
        return load_rows(tmp_path, SchoolLoader(area), [header, *rows], **options)

    return run


def test_real_list_of_guangzhou_loads_as_it_is():
    """Mixed types, remarks in brackets, schools of the city itself, one school in two rows."""
    outcome = load(SchoolLoader(), REAL / "guangzhou_schools.csv")
    assert (outcome.rows, outcome.new, outcome.joined, outcome.faults.count) == (26, 20, 6, 0)
    joined = School.objects.get(organization__name="万翔学校")
    assert (joined.stage, joined.type_name, joined.sponsor) == ("nine_year", "小学+初中", "private")
    assert School.objects.get(organization__name="执信中学(天河校区)").stage == "complete"
    city_school = School.objects.get(organization__name="广东广雅中学")
    assert (city_school.county, city_school.managing_level, city_school.stage) == ("", "city", "other")
    assert School.objects.get(organization__name="广州市启聪学校").stage == "special"


def test_same_list_twice_changes_nothing():
    """T36."""
    load(SchoolLoader(), REAL / "guangzhou_schools.csv")
    outcome = load(SchoolLoader(), REAL / "guangzhou_schools.csv")
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 20)
    assert School.objects.count() == 20


def test_list_of_one_county_need_not_name_the_county():
    outcome = load(SchoolLoader("320412"), REAL / "wujin_2015_plan.csv")
    assert (outcome.new, outcome.faults.count) == (24, 0)
    assert set(School.objects.values_list("county", "city", "province")) == {("320412", "320400", "320000")}
    assert any("half_year" in note for note in outcome.notes)


def test_list_that_names_no_division_is_refused_without_one():
    outcome = load(SchoolLoader(), REAL / "wujin_2015_plan.csv")
    assert "行政区划代码" in outcome.refusal
    assert not School.objects.exists()


def test_all_columns_arrive(load_schools, tmp_path):
    load_rows(tmp_path, OrganizationLoader(), BUREAU)
    more = {"举办者代码": "831", "城乡分类": "镇中心区", "管理层级": "县", "主管部门": "东安区教育局"}
    more |= {"地址": "平安街1号", "寄宿制": "是", "校长": "张某", "办公电话": "0453-6222222"}
    more["校长任期起"] = "2024年9月1日"
    header, row = [*HEADER, *more], [*ROW, *more.values()]
    assert not load_schools(row, header=header).is_refused
    school = School.objects.select_related("organization__superior").get()
    assert (school.code, school.pupils, school.place, school.is_boarding) == ("2123000001", 900, "121", True)
    assert (school.head_name, school.head_from, school.sponsor_code) == ("张某", date(2024, 9, 1), "831")
    assert school.organization.superior.name == "东安区教育局"
    assert school.organization.address == "平安街1号"


def test_blank_cell_and_missing_column_leave_what_is_known(load_schools):
    load_schools(ROW)
    outcome = load_schools([*ROW[:5], ""])
    assert outcome.unchanged == 1
    assert load_schools(ROW[1:4], header=HEADER[1:4]).unchanged == 1
    assert School.objects.get().pupils == 900


def test_changed_value_is_counted_and_written(load_schools):
    load_schools(ROW)
    outcome = load_schools([*ROW[:5], "950"])
    assert (outcome.new, outcome.changed) == (0, 1)
    assert School.objects.get().pupils == 950


def test_code_tells_a_school_under_its_new_name(load_schools):
    load_schools(ROW)
    outcome = load_schools([ROW[0], "东安区第一实验小学", *ROW[2:]])
    assert outcome.changed == 1
    assert Organization.objects.get(kind="school").name == "东安区第一实验小学"


def test_name_tells_a_school_whose_code_comes_later(load_schools):
    load_schools(["", *ROW[1:]])
    assert load_schools(ROW).changed == 1
    assert School.objects.get().code == ROW[0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"行政区划代码": "999999"}, "unknown_area_code"),
        ({"行政区划代码": ""}, "required"),
        ({"学校标识码": "12"}, "not_digits"),
        ({"学校标识码": "2.123E+09"}, "shortened"),
        ({"在校生数": "三百"}, "not_whole"),
        ({"在校生数": "-1"}, "not_in_range"),
        ({"办学类型": "武校"}, "not_choice"),
        ({"公办民办": "混合"}, "not_choice"),
        ({"学校名称": ""}, "required"),
        ({"学校名称": "长" * 121}, "too_long"),
    ],
)
def test_bad_row_is_named_and_nothing_is_written(load_schools, change, fault):
    bad = [change.get(name, value) for name, value in zip(HEADER, ROW, strict=True)]
    outcome = load_schools(["2123000009", "好学校", *ROW[2:]], bad)
    assert codes(outcome) == [(3, fault)]
    assert not School.objects.exists()
    said = outcome.faults.first[0]
    assert said.column in HEADER
    assert said.value == next(iter(change.values()))[:200]


def test_every_fault_of_a_row_is_told(load_schools):
    outcome = load_schools(["12", "", "武校", "999999", "混合", "三百"])
    assert {code for _row, code in codes(outcome)} == {
        "not_digits", "required", "not_choice", "not_whole",
    }  # fmt: skip
    assert outcome.faults.rows == 1


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        (["", *ROW[1:]], "duplicate"),
        ([ROW[0], "另一小学", *ROW[2:]], "duplicate"),
        (["2123000002", "东安区实验小学", "初中", "231002", "公办", "900"], "contradiction"),
        (["", "东安区实验小学", "初中", "231002", "民办", "900"], "contradiction"),
    ],
)
def test_rows_of_a_file_do_not_contradict_each_other(load_schools, second, fault):
    outcome = load_schools(ROW, second)
    assert codes(outcome) == [(3, fault)]
    assert "2" in outcome.faults.first[0].reason


def test_sponsor_not_said_follows_code_name_or_is_noted(load_schools):
    header = ["学校名称", "办学类型", "行政区划代码", "举办者代码"]
    rows = [["甲小学", "小学", "231002", "999"], ["民办乙小学", "小学", "231002", ""], ["丙小学", "小学", "231002", ""]]
    outcome = load_schools(*rows, header=header)
    found = dict(School.objects.values_list("organization__name", "sponsor"))
    assert found == {"甲小学": "private", "民办乙小学": "private", "丙小学": "public"}
    assert sum("1" in note for note in outcome.notes) == 1


def test_scope_is_forced_and_other_counties_stay_as_they_are(load_schools):
    """T35: a county's file naming other counties changes nothing there."""
    load_schools(ROW, ["", "阳明小学", "小学", "231003", "公办", "1"])
    rows = [[ROW[0], "改名", *ROW[2:]], *[["", "阳明小学", "小学", "231003", "民办", str(n)] for n in range(2)]]
    outcome = load_schools(*rows, area="231002")
    assert {code for _row, code in codes(outcome)} == {"outside_scope"}
    assert not School.objects.filter(organization__name="改名").exists()
    assert School.objects.get(county="231003").pupils == 1


def test_code_of_another_countys_school_is_refused_without_telling_whose(load_schools):
    """T35, T38: no takeover by identification code, no content of the other row in the answer."""
    load_schools([*ROW, f"{CANARY}9号", "金丝雀校长"], header=[*HEADER, "地址", "校长"])
    others = [[ROW[0], f"阳明第{n}小学", "小学", "231003", "公办", "1"] for n in range(3)]
    outcome = load_schools(*others, area="231003")
    assert (2, "code_elsewhere") in codes(outcome)
    told = json.dumps([fault.as_dict() | {"s": fault.sentence} for fault in outcome.faults], ensure_ascii=False)
    assert "金丝雀" not in told + str(outcome.notes) + str(outcome.preview)
    assert "东安" not in told


@pytest.mark.parametrize("row", [["2123000007", *ROW[1:]], ["", "东安区教育局", *ROW[2:]]])
def test_taken_name_is_refused(load_schools, tmp_path, row):
    load_rows(tmp_path, OrganizationLoader(), BUREAU)
    load_schools(ROW)
    assert codes(load_schools(row))[0][1] in {"code_differs", "name_taken"}


def test_history_has_every_row_with_the_load_as_context(load_schools):
    """Bulk rows leave a trace too: the triggers write it."""
    load_schools(ROW)
    load_schools([*ROW[:5], "950"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.pgh_label, c.metadata->>'load' FROM register_schoolevent e"
            " JOIN pghistory_context c ON c.id = e.pgh_context_id ORDER BY e.pgh_id"
        )
        assert cursor.fetchall() == [("insert", "schools"), ("update", "schools")]


def test_dry_run_writes_nothing_and_says_the_same(load_schools):
    dry = load_schools(ROW, is_dry=True)
    assert not dry.is_applied
    assert not School.objects.exists()
    assert load_schools(ROW).counts == dry.counts


def test_preview_shows_the_first_rows_as_understood(load_schools):
    outcome = load_schools(ROW)
    assert outcome.header == HEADER
    assert outcome.preview == [["new", 2, "2123000001", "东安区实验小学", "小学", "231002", "公办", 900]]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["学校名称", "行政区划代码"], "办学类型"),
        (["学校名称", "校名", "办学类型", "行政区划代码"], "校名"),
        (["名称不明", "办学类型", "行政区划代码"], "学校名称"),
    ],
)
def test_wrong_columns_refuse_the_file_by_name(load_schools, header, said):
    outcome = load_schools(["x"] * len(header), header=header)
    assert said in outcome.refusal
    assert not outcome.faults


def test_row_longer_or_shorter_than_the_header_is_refused(load_schools):
    outcome = load_schools([*ROW, "多"], ROW[:-1])
    assert codes(outcome) == [(2, "surplus"), (3, "short_row")]


def test_workbook_is_loaded_like_text(load_schools):
    assert load_schools([2123000001, *ROW[1:5], 900], name="表.xlsx").new == 1
    assert School.objects.get().code == "2123000001"
    assert load_schools(ROW).unchanged == 1


def test_text_in_gbk_is_loaded(tmp_path):
    rows = "\r\n".join(",".join(row) for row in (HEADER, ROW))
    (tmp_path / "a.csv").write_bytes(rows.encode("gbk"))
    assert load(SchoolLoader(), tmp_path / "a.csv").new == 1


def test_unreadable_file_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04broken")
    outcome = load(SchoolLoader(), tmp_path / "a.xlsx")
    assert outcome.refusal
    assert outcome.counts["rows"] == 0


def test_export_of_schools_is_loaded_back_unchanged(load_schools, tmp_path):
    load(SchoolLoader(), REAL / "guangzhou_schools.csv")
    data = SchoolLoader().export()
    rows = [data.headers, *[["" if cell is None else str(cell) for cell in row] for row in data]]
    outcome = load_rows(tmp_path, SchoolLoader(), rows)
    assert (outcome.new, outcome.changed, outcome.faults.count) == (0, 0, 0)


def test_faults_make_a_workbook(load_schools, tmp_path):
    outcome = load_schools(*[["12", f"校{n}", *ROW[2:]] for n in range(1200)])
    assert (len(outcome.faults.first), outcome.faults.count) == (1000, 1200)
    path = tmp_path / "faults.xlsx"
    path.write_bytes(b"".join(outcome.faults.workbook()))
    assert load(AreaLoader(), path).refusal
    assert len(list(outcome.faults)) == 1200


def test_headers_of_the_real_files_are_known():
    for name in ("guangzhou_schools.csv", "wujin_2015_plan.csv"):
        assert "学校名称" in load(SchoolLoader("320412"), REAL / name, is_dry=True).header, real(name)[0]
