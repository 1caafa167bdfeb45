from datetime import date

import pytest

from inspectorate.register.models import Organization
from inspectorate.trail.models import Event
from inspectors.models import Certificate, Inspector, Term
from inspectors.resources import InspectorLoader
from tests.tables import codes, load_divisions, load_rows

HEADER = [
    "姓名", "专兼职", "督学类别", "学段", "学历", "教育工作年限", "来源", "工作单位", "所在区县", "入册日期", "聘期起",
    "聘书编号", "督学证号", "督学证日期",
]  # fmt: skip
ROW = [
    "章一", "兼职督学", "督学、评估监测", "小学、初中", "本科", "15", "教师", "海浪小学", "牡丹江市", "2025-09-01",
    "2025-09-01", "聘1号", "证1号", "2025-09-01",
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(db):
    load_divisions()
    scope = {"province": "230000", "city": "231000"}
    Organization.objects.create(name="海浪小学", kind="school", area_id="231000", **scope)
    return Organization.objects.create(name="市教督办", kind="inspectorate", area_id="231000", **scope)


@pytest.fixture
def load_roster(tmp_path):
    def run(*rows, area="", **options):
        return load_rows(tmp_path, InspectorLoader(area), [HEADER, *rows], **options)

    return run


def changed(**cells):
    return [cells.get(name, value) for name, value in zip(HEADER, ROW, strict=True)]


def test_roster_is_taken_over_with_terms_and_certificates(load_roster, office):
    """R-ROST-08, R-TERM-01: the end of the term follows from the rule."""
    assert load_roster(ROW).new == 1
    inspector = Inspector.objects.get()
    assert (inspector.office, inspector.categories, inspector.stages) == (
        office, ["school", "monitoring"], ["primary", "junior"],
    )  # fmt: skip
    term = Term.objects.get()
    assert (term.starts_on, term.ends_on) == (date(2025, 9, 1), date(2028, 8, 31))
    assert Certificate.objects.get().expires_on == date(2028, 8, 31)
    assert Event.objects.filter(verb="start_term").count() == 1


def test_same_roster_twice_changes_nothing(load_roster):
    """T36."""
    load_roster(ROW)
    outcome = load_roster(ROW)
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 1)
    assert (Term.objects.count(), Certificate.objects.count()) == (1, 1)


def test_changed_title_is_written(load_roster):
    load_roster(ROW)
    assert load_roster(changed(教育工作年限="16")).changed == 1
    assert Inspector.objects.get().years_of_work == 16


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"专兼职": "临时"}, "not_choice"),
        ({"督学类别": "督学、巡视"}, "not_choice"),
        ({"学历": ""}, "required"),
        ({"教育工作年限": "十五"}, "not_whole"),
        ({"工作单位": "没有的学校"}, "unknown_unit"),
        ({"所在区县": "东安区", "工作单位": ""}, "no_inspectorate"),
        ({"督学证日期": ""}, "required"),
        ({"入册日期": "1/9/2025"}, "not_date"),
    ],
)
def test_bad_inspector_is_named(load_roster, cells, code):
    assert (3, code) in codes(load_roster(changed(姓名="好人", 督学证号="证2号"), changed(**cells)))
    assert not Inspector.objects.exists()


def test_term_the_rule_refuses_is_a_fault_already_in_the_dry_run(load_roster):
    """R-TERM-01: overlapping terms."""
    load_roster(ROW)
    outcome = load_roster(changed(聘期起="2026-01-01", 督学证号="", 督学证日期=""), is_dry=True)
    assert codes(outcome) == [(2, "verb_refused")]


def test_one_person_twice_is_named(load_roster):
    assert codes(load_roster(ROW, ROW)) == [(3, "duplicate")]


def test_certificate_without_a_term_is_refused_by_its_verb(load_roster):
    """R-ROST-07."""
    outcome = load_roster(changed(聘期起="", 聘书编号=""))
    assert codes(outcome) == [(2, "verb_refused")]
    assert not Inspector.objects.exists()
