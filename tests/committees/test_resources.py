import pytest

from committees.models import Committee, Membership
from committees.resources import CommitteeMemberLoader
from inspectorate.register.models import Organization
from inspectorate.register.resources import load
from inspectorate.trail.models import Event
from tests.tables import REAL, codes, load_divisions, load_rows, real

HEADER = ["委员会", "年份", "职务", "单位或职务"]
NAME = "牡丹江市人民政府教育督导委员会"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def divisions(db):
    load_divisions()


@pytest.fixture
def load_seats(tmp_path):
    def run(*rows, area=""):
        return load_rows(tmp_path, CommitteeMemberLoader(area), [HEADER, *rows])

    return run


def test_real_compositions_load_as_they_are():
    """R-ORG-01, R-ORG-02: five committees with heads and 22 / 17 / 9 / 9 / 14 member units."""
    outcome = load(CommitteeMemberLoader(), REAL / "committees.csv")
    assert (outcome.new, outcome.faults.count) == (86, 0)
    seats = Membership.objects.filter(committee__name=NAME)
    assert seats.filter(role="member_unit").count() == 22
    assert Committee.objects.get(name__startswith="成都市金牛区").organization.area_id == "510106"
    assert Organization.objects.get(name="市委组织部", area="231000").kind == "party_committee"
    assert {str(seat.valid_from) for seat in seats} == {"2021-01-01"}


def test_same_composition_twice_changes_nothing():
    """T36."""
    load(CommitteeMemberLoader(), REAL / "committees.csv")
    outcome = load(CommitteeMemberLoader(), REAL / "committees.csv")
    assert (outcome.new, outcome.unchanged) == (0, 86)
    assert Membership.objects.count() == 86


def test_seats_are_entered_by_the_verb_and_stand_in_the_trail():
    load(CommitteeMemberLoader(), REAL / "committees.csv")
    assert Event.objects.filter(verb="add_member").count() == 86
    assert Event.objects.filter(verb="found_committee").count() == 5


def test_unit_known_by_its_short_name_is_not_entered_again(load_seats):
    scope = {"province": "230000", "city": "231000"}
    bureau = Organization.objects.create(
        name="牡丹江市教育局", short_name="市教育局", kind="department", area_id="231000", **scope
    )
    load_seats([NAME, "2021", "成员单位", "市教育局"])
    assert Membership.objects.get().organization == bureau


def test_second_chair_is_refused_by_the_rule_and_nothing_stays(load_seats):
    """R-ORG-01: one chair; what the verb refuses is a fault of its row."""
    outcome = load_seats([NAME, "2021", "主任", "副市长"], [NAME, "2021", "主任", "另一副市长"])
    assert codes(outcome) == [(3, "verb_refused")]
    assert not Committee.objects.exists()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["无名教育督导委员会", "2021", "成员单位", "某局"], "unknown_area"),
        ([NAME, "2021", "顾问", "某局"], "not_choice"),
        ([NAME, "", "成员单位", "某局"], "required"),
        ([NAME, "21年", "成员单位", "某局"], "not_whole"),
        ([NAME, "2021", "成员单位", ""], "required"),
    ],
)
def test_bad_seat_is_named(load_seats, row, code):
    assert codes(load_seats([NAME, "2021", "成员单位", "甲局"], row)) == [(3, code)]
    assert not Membership.objects.exists()


def test_committees_of_other_places_are_refused_under_a_scope():
    """T35."""
    outcome = load(CommitteeMemberLoader("231000"), REAL / "committees.csv")
    assert outcome.faults.rows == sum(row[0] != NAME for row in real("committees.csv")[1:])
    assert not Membership.objects.exists()


def test_members_the_file_does_not_speak_of_are_counted(load_seats):
    load_seats([NAME, "2021", "成员单位", "甲局"], [NAME, "2021", "成员单位", "乙局"])
    outcome = load_seats([NAME, "2022", "成员单位", "甲局"], [NAME, "2022", "成员单位", "丙局"])
    assert (outcome.new, outcome.unchanged) == (1, 1)
    assert any("1" in note for note in outcome.notes)
    assert Membership.objects.filter(valid_to=None).count() == 3
