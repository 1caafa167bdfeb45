"""The shipped settings: each place keeps its own document's number."""
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command

from inspectorate.register.models import Area, Level
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.workflow import due, load_shipped_settings, setting
from inspectorate.rulebook.workflow.shipped import shipped_rows
from inspectorate.trail.models import Event

ON = date(2026, 3, 2)
PLACES = {
    "140000": "山西省", "310000": "上海市", "330000": "浙江省",
    "370000": "山东省", "500000": "重庆市", "512000": "资阳市",
}


@pytest.fixture
def places(city):
    """Return the areas whose documents were read, with the shipped settings loaded."""
    found = {
        code: Area.objects.create(code=code, name=name, level=Level.CITY if code == "512000" else Level.PROVINCE)
        for code, name in PLACES.items()
    }
    load_shipped_settings()
    return found | {"231000": city}


def value(places, rule, code, on=ON):
    return setting(rule, places[code], on).value


def test_training_hours_stay_as_each_document_has_them(places):
    """R-TRAIN-02: 30 in Shanxi, flagged; 40 of any mode for responsible inspectors in Ziyang; national elsewhere."""
    assert [value(places, "R-TRAIN-02", code) for code in ("140000", "512000", "231000")] == [30, 40, 40]
    assert setting("R-TRAIN-02", places["140000"], ON).is_weaker
    assert value(places, "R-TRAIN-02.modes", "512000") == ("centralised", "online", "self_study")
    assert value(places, "R-TRAIN-02.who", "512000") == "responsible_inspectors"
    assert value(places, "R-TRAIN-02.modes", "140000") == ("centralised",)


def test_titles_units_and_vice_chairs_differ_by_place(places):
    """R-ORG-01, R-ORG-02, R-ORG-05: Mudanjiang says 督学, has 22 member units and two vice-chairs."""
    assert [value(places, "R-ORG-02", code) for code in ("231000", "512000", "140000")] == [22, 17, 23]
    assert [value(places, "R-ORG-05", code) for code in ("231000", "512000")] == ["inspector", "chief_inspector"]
    assert [value(places, "R-ORG-01.vice_chairs_max", code) for code in ("231000", "512000")] == [2, 3]
    assert [value(places, "R-ORG-08", code) for code in ("231000", "512000")] == [None, 1]


def test_same_ratio_counts_other_people(places):
    """R-RATIO-01: 1:5 everywhere, but all inspectors in Mudanjiang and responsible ones in Ziyang."""
    assert [value(places, "R-RATIO-01", code) for code in ("231000", "512000")] == [Decimal(5), Decimal(5)]
    counted = [value(places, "R-RATIO-01.counted", code) for code in ("231000", "512000")]
    assert counted == ["all_inspectors", "responsible_inspectors"]


def test_interview_hosts_and_recipients_follow_the_document(places):
    """R-ACC-11, R-ACC-12, R-ACC-13."""
    assert value(places, "R-ACC-12.school", "231000") == ("office", "education_bureau")
    assert value(places, "R-ACC-12.school", "512000") == ("city_inspectorate", "county_inspectorate")
    assert "upper_inspectorate" in value(places, "R-ACC-13", "231000")
    assert "upper_department" in value(places, "R-ACC-13", "512000")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("330000", (10, "day", date(2026, 3, 12), "receipt", "inspectorate")),
        ("310000", (10, "working_day", date(2026, 3, 16), "end", "team")),
        ("500000", (5, "day", date(2026, 3, 9), "receipt", "inspectorate")),
    ],
)
def test_defence_window_differs_in_number_unit_and_trigger(places, code, expected):
    """R-INS-16: 10 days from receipt, 10 working days from the end, 5 days from receipt (7 March is a Saturday)."""
    period = due("R-INS-16", places[code], ON)
    choices = [value(places, f"R-INS-16.{name}", code) for name in ("trigger", "addressee")]
    assert (period.number, period.unit, period.due_on, *choices) == expected


def test_opinion_letter_rules_differ_by_province(places):
    """R-INS-18, R-INS-19, R-INS-20, R-INS-21."""
    assert value(places, "R-INS-18", "310000") == Fraction(2, 3)
    assert [value(places, "R-INS-20", code) for code in ("310000", "500000", "231000")] == [
        "public", "optional", "internal",
    ]
    assert [value(places, "R-INS-19.trigger", code) for code in ("330000", "500000")] == ["end", "feedback"]
    assert [value(places, "R-INS-21.addressee", code) for code in ("330000", "370000")] == ["upper", "same"]
    assert due("R-INS-21.answer", places["370000"], ON).due_on == date(2026, 4, 2)


def test_guards_and_staff_of_chongqing(places):
    """R-SAFE-03, R-ORG-17, R-RATIO-04, R-ACC-05."""
    rules = ("R-SAFE-03.floor", "R-SAFE-03.floor_from", "R-ORG-17", "R-RATIO-04", "R-ACC-05")
    assert [value(places, rule, "500000") for rule in rules] == [4, 100, True, 3, 10]


def test_settings_begin_with_their_document(places):
    """Before its document was in force a place follows the national rule."""
    assert value(places, "R-TRAIN-02", "140000", date(2021, 8, 18)) == 40


def test_loading_again_adds_nothing_and_missing_areas_are_skipped(places):
    assert load_shipped_settings() == 0
    assert not Setting.objects.filter(area="640000").exists()
    assert Setting.objects.count() == sum(row["area"] in places for row in shipped_rows())


def test_command_loads_settings_of_the_areas_that_exist(city, capsys):
    call_command("load_rules")
    made = Setting.objects.filter(area=city)
    assert made.count() > 10
    assert str(made.count()) in capsys.readouterr().out
    assert Event.objects.of(made.first()).get().actor_id is None


def test_every_shipped_row_fits_its_rule_and_names_its_document(places):
    Area.objects.create(code="640000", name="宁夏回族自治区", level=Level.PROVINCE)
    Area.objects.create(code="210100", name="沈阳市", level=Level.CITY)
    load_shipped_settings()
    rows = list(Setting.objects.all())
    assert len(rows) == len(shipped_rows())
    assert all(row.document and row.shown and not row.catalogued.is_fixed for row in rows)
