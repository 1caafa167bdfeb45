import pytest

from inspectorate.register.models import Organization
from inspectorate.register.resources import OrganizationLoader
from tests.tables import codes, load_divisions, load_rows

HEADER = ["单位名称", "单位类别", "行政区划代码", "上级单位", "成立日期", "撤销日期"]
GOVERNMENT = ["牡丹江市人民政府", "政府", "231000", "", "", ""]
BUREAU = ["牡丹江市教育局", "部门", "231000", "牡丹江市人民政府", "", ""]
COUNTY_BUREAU = ["东安区教育局", "部门", "231002", "牡丹江市教育局", "", ""]

pytestmark = pytest.mark.django_db


@pytest.fixture
def load_units(tmp_path):
    load_divisions()

    def run(*rows, area=""):
        return load_rows(tmp_path, OrganizationLoader(area), [HEADER, *rows])

    return run


def test_units_find_their_superiors_in_the_same_file(load_units):
    outcome = load_units(COUNTY_BUREAU, GOVERNMENT, BUREAU)
    assert (outcome.new, outcome.faults.count) == (3, 0)
    unit = Organization.objects.get(name="东安区教育局")
    assert unit.superior.superior.name == "牡丹江市人民政府"
    assert (unit.province, unit.city, unit.county) == ("230000", "231000", "231002")
    assert load_units(COUNTY_BUREAU, GOVERNMENT, BUREAU).unchanged == 3


def test_nearest_superior_of_a_name_is_taken(load_units):
    load_units(["教育局", "部门", "231000", "", "", ""], ["教育局", "部门", "231002", "", "", ""])
    load_units(["督导室", "督导机构", "231002", "教育局", "", ""])
    assert Organization.objects.get(name="督导室").superior.area_id == "231002"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["某局", "部门", "231000", "没有的政府", "", ""], "unknown_unit"),
        (["某局", "学校", "231000", "", "", ""], "not_choice"),
        (["某局", "部门", "231000", "", "2020-01-01", "2019-01-01"], "dates_reversed"),
        (["某局", "部门", "231000", "", "1.5.2020", ""], "not_date"),
        (GOVERNMENT, "duplicate"),
    ],
)
def test_wrong_unit_refuses_the_file(load_units, row, code):
    assert codes(load_units(GOVERNMENT, row)) == [(3, code)]
    assert not Organization.objects.exists()


def test_unit_of_another_city_is_no_superior(load_units):
    load_units(["广州市教育局", "部门", "440100", "", "", ""])
    assert codes(load_units(["某局", "部门", "231000", "广州市教育局", "", ""])) == [(2, "unknown_unit")]
