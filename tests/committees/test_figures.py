"""Known figures beside an annual plan: read from the rows, never typed (S05)."""
import pytest
from django.utils import timezone

from committees import workflow
from tests.stage import Walk

pytestmark = pytest.mark.django_db


def figures(office):
    plan = workflow.prepare_plan(office, timezone.localdate().year, by=None)
    return [number for _label, number in workflow.known_figures(plan)]


def test_figures_are_those_of_the_plan_s_area(stage):
    """R-ORG-11: schools by type, inspectors in term, approved checks of the annual list and their units."""
    stage.inspector("督学甲", organization=stage.county_bureau)
    stage.inspector("督学乙")
    entry = Walk(stage).entry()
    is_this_year = int(entry.year == timezone.localdate().year)
    assert figures(stage.county_office) == [1, 1, is_this_year, is_this_year]
    assert figures(stage.office) == [1, 2, is_this_year, is_this_year]
    assert figures(stage.other_office) == [0, 0, 0]
