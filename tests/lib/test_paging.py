"""Cursors over real rows: ties, empty values, both directions."""
from datetime import date

import pytest

from inspectorate.lib.paging import Ordering, capped_count, choose, paginate
from inspectorate.register.models import Area, Organization

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 1, 1), None, date(2026, 1, 1), date(2026, 1, 2), None, date(2026, 1, 1), None]
FROM = Ordering("from", "From", "valid_from")
NAME = Ordering("name", "Name", "name")
AREA = Ordering("area", "Area", "area__name")


@pytest.fixture
def rows():
    area = Area.objects.create(code="231000", name="牡丹江市", level="city")
    for number, day in enumerate(DAYS):
        Organization.objects.create(name=f"单位{number // 2}-{number}", kind="school", area=area, valid_from=day)
    return Organization.objects.all()


def walk(rows, ordering, size, direction="after"):
    """Return the ids of all pages, walked from the first page on, or back from the last."""
    page, found = paginate(rows, ordering, size=size), []
    while True:
        found.append([row.pk for row in page.rows])
        if not page.after:
            break
        last = page
        page = paginate(rows, ordering, size=size, after=page.after)
    if direction == "after":
        return found
    back = [found[-1]]
    while page.before:
        page = paginate(rows, ordering, size=size, before=page.before)
        back.insert(0, [row.pk for row in page.rows])
    assert last is not None
    return back


@pytest.mark.parametrize("ordering", [FROM, FROM.reversed(), NAME, NAME.reversed(), AREA, AREA.reversed()])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_walk_meets_every_row_once_across_ties_and_empty_values(rows, ordering, size):
    pages = walk(rows, ordering, size)
    met = [pk for page in pages for pk in page]
    assert sorted(met) == sorted(row.pk for row in rows)
    assert len(met) == len(set(met))


@pytest.mark.parametrize("ordering", [FROM, FROM.reversed(), NAME.reversed()])
def test_walk_back_meets_the_same_rows(rows, ordering):
    forward = [pk for page in walk(rows, ordering, 2) for pk in page]
    back = [pk for page in walk(rows, ordering, 2, "before") for pk in page]
    assert back == forward


def test_empty_values_stand_last_in_both_directions(rows):
    for ordering in (FROM, FROM.reversed()):
        values = [row.valid_from for row in paginate(rows, ordering, size=10).rows]
        assert values[4:] == [None] * 3


def test_row_removed_between_two_pages_moves_nothing(rows):
    first = paginate(rows, NAME, size=3)
    expected = [row.pk for row in paginate(rows, NAME, size=3, after=first.after).rows]
    Organization.objects.filter(pk=first.rows[0].pk).delete()
    assert [row.pk for row in paginate(rows, NAME, size=3, after=first.after).rows] == expected


def test_pages_use_no_offset(rows, django_assert_num_queries):
    first = paginate(rows, NAME, size=2)
    with django_assert_num_queries(1) as queries:
        paginate(rows, NAME, size=2, after=first.after)
    assert "OFFSET" not in queries.captured_queries[0]["sql"]


def test_count_is_exact_up_to_its_cap(rows):
    assert capped_count(rows, 7) == (7, "7")
    assert capped_count(rows, 6) == (6, "6+")


def test_unknown_order_is_the_first_declared():
    assert choose([NAME, FROM], "nonsense") == NAME
    assert choose([NAME, FROM], "-from") == FROM.reversed()
