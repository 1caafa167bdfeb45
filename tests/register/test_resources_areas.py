import pytest

from inspectorate.register.models import Area
from inspectorate.register.resources import AreaLoader, CellRefused, load
from inspectorate.register.resources.areas import AreaBook
from tests.tables import REAL, codes, load_divisions, load_rows

HEADER = ["code", "level", "name", "parent_code", "parent_name"]
CITY = ["231000", "city", "牡丹江市", "230000", "黑龙江省"]
COUNTY = ["231002", "县", "东安区", "231000", "牡丹江市"]

pytestmark = pytest.mark.django_db


def test_real_divisions_load_as_they_are_with_the_province_they_name():
    outcome = load(AreaLoader(), REAL / "mudanjiang_ziyang.csv")
    assert outcome.counts | {"new": 197, "bad": 0} == outcome.counts
    assert Area.objects.get(pk="230000").name == "黑龙江省"
    assert Area.objects.get(pk="231002001").parent_id == "231002"
    assert Area.objects.count() == 197 + 2


def test_same_file_twice_changes_nothing():
    """T36: the second time every row is unchanged."""
    load_divisions()
    outcome = load(AreaLoader(), REAL / "mudanjiang_ziyang.csv")
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 197)


def test_city_listed_as_its_own_county_is_taken_once():
    outcome = load_divisions()
    assert outcome.joined == 1
    assert Area.objects.get(pk="441900").level == "city"


def test_new_name_of_a_division_changes_it(tmp_path):
    load_rows(tmp_path, AreaLoader(), [HEADER, CITY, COUNTY])
    outcome = load_rows(tmp_path, AreaLoader(), [HEADER, [*COUNTY[:2], "东安新区", *COUNTY[3:]]])
    assert outcome.changed == 1
    assert Area.objects.get(pk="231002").name == "东安新区"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["231002", "city", "东安区", "231000", ""], "code_and_level"),
        (["231002", "county", "东安区", "", ""], "required"),
        (["231002", "county", "东安区", "232000", ""], "code_and_parent"),
        (["232002", "county", "某区", "232000", "某市"], "unknown_parent"),
        (["23100", "county", "东安区", "231000", ""], "not_digits"),
        (["231002", "州", "东安区", "231000", ""], "not_choice"),
        (["231002", "county", "", "231000", ""], "required"),
        (["231000", "city", "又一市", "230000", "黑龙江省"], "duplicate"),
    ],
)
def test_row_that_cannot_be_right_refuses_the_file(tmp_path, row, code):
    outcome = load_rows(tmp_path, AreaLoader(), [HEADER, CITY, row])
    assert (3, code) in codes(outcome)
    assert not Area.objects.exists()


def test_division_outside_the_scope_is_refused(tmp_path):
    """T35: the scope is forced, whatever the file says."""
    load_divisions()
    outcome = load_rows(tmp_path, AreaLoader("231000"), [HEADER, ["440104", "county", "越秀新区", "440100", ""]])
    assert codes(outcome) == [(2, "outside_scope")]


@pytest.mark.parametrize(
    ("scope", "code", "name", "found"),
    [
        ("", "231002", None, "231002"),
        ("", "231002", "东安区", "231002"),
        ("", "231002", "东安", "231002"),
        ("", "231002", "牡丹江市东安区", "231002"),
        ("", "231002000000", None, "231002"),
        ("", None, "东安区", "231002"),
        ("", None, "黑龙江省牡丹江市东安区", "231002"),
        ("", None, "231002", "231002"),
        ("", "440100", "市直属", "440100"),
        ("440100", None, "市直属", "440100"),
        ("231002", None, None, "231002"),
        ("231000", None, "东安区", "231002"),
    ],
)
def test_row_finds_its_division(scope, code, name, found):
    load_divisions()
    assert AreaBook(scope).find(code, name) == found


@pytest.mark.parametrize(
    ("scope", "code", "name", "fault"),
    [
        ("", "440116", None, "unknown_area_code"),
        ("", None, "萝岗区", "unknown_area"),
        ("", "440112", "萝岗区", "area_mismatch"),
        ("", None, None, "required"),
        ("231000", None, None, "required"),
        ("231000", "440104", None, "outside_scope"),
        ("231002", "231000", None, "outside_scope"),
        ("231000", None, "越秀区", "outside_scope"),
        ("", None, "市直属", "unknown_area"),
    ],
)
def test_row_without_a_division_is_refused(scope, code, name, fault):
    """T35: a wrong, abolished, foreign or missing division."""
    load_divisions()
    with pytest.raises(CellRefused) as caught:
        AreaBook(scope).find(code, name)
    assert caught.value.code == fault


def test_name_of_several_divisions_asks_for_the_code(tmp_path):
    load_divisions()
    Area.objects.create(code="120102", name="东安区", level="county")
    with pytest.raises(CellRefused) as caught:
        AreaBook().find(None, "东安区")
    assert caught.value.code == "ambiguous_area"
    assert AreaBook("231000").find(None, "东安区") == "231002"


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("牡丹江市人民政府教育督导委员会", "231000", "牡丹江市"),
        ("成都市金牛区教育督导委员会联席会议", "510106", "成都市金牛区"),
        ("山东省人民政府教育督导委员会", "370000", "山东省"),
        ("某某教育督导委员会", None, ""),
    ],
)
def test_division_at_the_beginning_of_a_name_is_found(text, code, rest):
    load_divisions()
    assert AreaBook().leading(text) == (code, rest)
