import pytest

from inspectorate.rulebook.models import CalendarDay
from inspectorate.rulebook.resources import CalendarLoader
from tests.tables import codes, load_rows

HEADER = ["日期", "安排", "节日", "年度", "通知文号"]
WORDS = {"holiday": "放假", "swapped_working_day": "上班"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    """The rows of the notice for 2026 as a table."""
    days = CalendarDay.objects.filter(year__year=2026).select_related("year").order_by("date")
    return [[f"{day.date:%Y年%m月%d日}", WORDS[day.kind], day.name, 2026, day.year.notice] for day in days]


@pytest.fixture
def load_notice(tmp_path):
    def run(rows, **options):
        return load_rows(tmp_path, CalendarLoader(), [HEADER, *rows], **options)

    return run


def test_notice_that_is_loaded_already_changes_nothing(notice, load_notice):
    """R-TIME-06, T36."""
    assert notice
    outcome = load_notice(notice)
    assert (outcome.is_applied, outcome.unchanged, outcome.touched) == (True, len(notice), 0)


def test_corrected_notice_replaces_the_year(notice, load_notice):
    """R-TIME-06: a day that the corrected notice drops becomes an ordinary day."""
    dropped = next(row for row in notice if row[1] == "上班")
    outcome = load_notice([row for row in notice if row is not dropped])
    assert outcome.changed == 1
    assert any("1" in note for note in outcome.notes)
    assert CalendarDay.objects.filter(year__year=2026).count() == len(notice) - 1


def test_dry_run_of_a_notice_writes_nothing(notice, load_notice):
    outcome = load_notice(notice[:-1] if notice[-1][1] == "上班" else notice, is_dry=True)
    assert not outcome.is_applied
    assert CalendarDay.objects.filter(year__year=2026).count() == len(notice)


def test_notice_that_lacks_a_statutory_holiday_is_refused(notice, load_notice):
    """R-TIME-06."""
    outcome = load_notice(notice[1:2])
    assert outcome.refusal
    assert CalendarDay.objects.filter(year__year=2026).count() == len(notice)


@pytest.mark.parametrize(
    ("row", "code"),
    [(["1/2/2026", "放假", "元旦", "", ""], "not_date"), (["2026-01-01", "半天", "元旦", "", ""], "not_choice")],
)
def test_bad_day_is_named(notice, load_notice, row, code):
    assert (len(notice) + 2, code) in codes(load_notice([*notice, row]))


def test_day_that_stands_twice_is_named(notice, load_notice):
    assert codes(load_notice([*notice, notice[0]])) == [(len(notice) + 2, "duplicate")]
