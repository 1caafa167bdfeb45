"""Setting an inspection up: from the list only, within the cap, known in time, with matters and a team that may."""

from datetime import date, timedelta

import pytest

from inspectorate.duties.models import Duty
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from supervision import workflow
from supervision.models import AnnualListEntry, Inspection, Matter
from supervision.models.instruments import AppliesTo
from supervision.papers import kind_name
from supervision.states import EntryState, Kind

from .file import TODAY

pytestmark = pytest.mark.django_db
MODES = ["outcome", "announced", "on_site", "own", "open"]


@pytest.fixture
def listed(stage):
    """Put a check on the approved list of an office."""

    def listed(kind="special", owner=None, unit=None, on=date(2026, 5, 6), **facts):
        owner, unit = owner or stage.office, unit or stage.school
        group = "school" if unit.kind == "school" else "government"
        entry = AnnualListEntry.objects.create(
            owner=owner, year=on.year, title=f"{kind}{AnnualListEntry.objects.count()}", kind=kind, group=group,
            basis="一", planned_from=on, planned_to=on, drafted_by=stage.officer.user, approved_on=TODAY,
            **owner.scope, **{"state": EntryState.APPROVED, **facts},
        )  # fmt: skip
        entry.units.set([unit])
        return entry

    return listed


@pytest.fixture
def opened(stage, listed):
    """Set an inspection up from a new entry."""

    def opened(entry=None, by=None, matters=None, on=None, **options):
        entry = entry or listed(**options.pop("entry_facts", {}))
        matters = Matter.objects.filter(applies_to="school")[:1] if matters is None else matters
        given = {"unit": entry.units.first(), "title": "督导", "modes": MODES, "instrument": None, **options}
        on = on or entry.planned_from
        return workflow.open_inspection(
            entry, by=by or stage.officer, matters=matters, planned_from=on, planned_to=on, **given
        )

    return opened


def refusal(act, *args, **options):
    """The rule by which an act is refused; nothing may be left of the act."""
    before = Inspection.objects.count(), Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **options)
    assert (Inspection.objects.count(), Event.objects.count()) == before
    return refused.value.rule


@pytest.mark.parametrize("state", [s for s in EntryState if s != EntryState.APPROVED])
def test_check_that_is_not_on_the_approved_list_is_not_carried_out(opened, listed, state):
    """R-ORG-12."""
    assert refusal(opened, listed(state=state)) == "R-ORG-12"


def test_unit_that_the_entry_does_not_name_is_not_inspected(stage, opened):
    """R-ORG-12."""
    assert refusal(opened, unit=stage.other_school) == "R-ORG-12"


def test_entry_of_this_year_is_no_ground_next_year(opened):
    """R-ORG-12: one list a year."""
    assert refusal(opened, on=date(2027, 5, 6)) == "R-ORG-12"


def test_entry_withdrawn_while_the_page_was_open_opens_nothing(opened, listed):
    """R-ORG-12: the row decides, not what the page read."""
    entry = listed()
    AnnualListEntry.objects.update(state=EntryState.WITHDRAWN)
    assert refusal(opened, entry) == "R-ORG-12"


def test_entry_is_used_once_for_each_unit_unless_cancelled(opened, listed):
    """T44: two clerks with the same page open make one inspection."""
    entry = listed()
    opened(entry)
    assert refusal(opened, entry) == ""
    Inspection.objects.update(state="cancelled")
    assert opened(entry).pk


@pytest.mark.parametrize("kind", ["comprehensive", "end_of_term"])
@pytest.mark.parametrize("other", ["comprehensive", "end_of_term"])
def test_second_comprehensive_inspection_of_any_level_is_refused(stage, opened, listed, kind, other):
    """R-ORG-13, R-INS-04: the county's counts with the city's, an end-of-term inspection like any other."""
    clerk = stage.post("county_clerk", stage.county_office)
    opened(listed(other, owner=stage.county_office), by=clerk)
    assert refusal(opened, listed(kind)) == "R-ORG-13"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("special", {}),
        ("comprehensive", {"state": "cancelled"}),
        ("comprehensive", {"planned_from": date(2025, 5, 6)}),
        ("emergency", {}),
    ],
)
def test_what_does_not_count_leaves_the_cap_open(opened, listed, kind, changes):
    """R-ORG-13: special and emergency inspections, cancelled ones and those of another year."""
    opened(listed("special"))
    Inspection.objects.update(kind=kind, **changes)
    assert opened(listed("comprehensive")).pk


@pytest.mark.parametrize("cap", [2, None])
def test_area_may_set_another_cap_or_none(stage, opened, listed, bind, cap):
    """R-ORG-13."""
    opened(listed("comprehensive"))
    bind(stage.area, "R-ORG-13", cap)
    assert opened(listed("comprehensive")).pk


@pytest.mark.parametrize(("who", "note"), [("officer", "省里要求"), ("director", "")])
def test_exception_needs_an_approver_and_a_reason(stage, opened, listed, who, note):
    """R-ORG-13: a reason alone is not enough, nor is the post alone."""
    opened(listed("comprehensive"))
    entry = listed("comprehensive")
    assert refusal(opened, entry, by=getattr(stage, who), exception_note=note) == "R-ORG-13"


def test_approver_lets_a_second_one_pass_by_name(stage, opened, listed):
    """R-ORG-13: hard stop with override by a named approver."""
    opened(listed("comprehensive"))
    inspection = opened(listed("comprehensive"), by=stage.director, exception_note="省里要求")
    assert (inspection.approved_by, inspection.exception_note) == (stage.director.user, "省里要求")
    assert Event.objects.of(inspection).get().note == "省里要求"


def test_county_director_approves_exceptions_of_the_own_list(stage, opened, listed):
    """R-ORG-13: without this the county's list would have nobody who can."""
    county = stage.county_office
    opened(listed("comprehensive"))
    director = stage.post("county_director", county)
    inspection = opened(listed("comprehensive", owner=county), by=director, exception_note="省里要求")
    assert inspection.approved_by == director.user


@pytest.mark.parametrize(("day", "is_refused"), [(1, True), (2, False)])
def test_school_inspection_is_known_a_month_before(opened, listed, day, is_refused):
    """R-ORG-14: on the list since 2 March, so from 2 April on."""
    entry = listed(on=date(2026, 4, day))
    if is_refused:
        assert refusal(opened, entry) == "R-ORG-14"
    else:
        assert opened(entry).planned_from == entry.planned_from


def test_month_is_the_schools_and_the_areas(stage, opened, listed, bind):
    """R-ORG-14: governments have no such term, and an area may switch it off."""
    matters = Matter.objects.filter(applies_to="government")[:1]
    soon = date(2026, 3, 9)
    assert opened(listed(unit=stage.county, on=soon), by=stage.director, matters=matters).pk
    bind(stage.area, "R-ORG-14", None)
    assert opened(listed(on=soon)).pk


def test_inspection_without_a_matter_is_not_set_up(opened):
    """R-INS-06."""
    assert refusal(opened, matters=[]) == "R-INS-06"


def test_pair_of_modes_excludes_itself(opened):
    assert refusal(opened, modes=["open", "covert"]) == ""


def test_inspection_does_not_end_before_it_begins(stage, opened, listed):
    entry = listed()
    day = {"planned_from": entry.planned_from, "planned_to": entry.planned_from - timedelta(days=1)}
    matters = Matter.objects.filter(applies_to="school")
    plan = {"title": "一", "modes": MODES, "matters": matters, "unit": stage.school, **day}
    assert refusal(workflow.open_inspection, entry, by=stage.officer, instrument=None, **plan) == ""
    assert refusal(workflow.open_emergency, stage.office, by=stage.director, ground="一", **plan) == ""


def test_closed_school_is_not_inspected(stage, opened, listed):
    entry = listed()
    type(stage.school).objects.filter(pk=stage.school.pk).update(valid_to=TODAY)
    assert refusal(opened, entry) == ""


@pytest.fixture
def emergency(stage):
    """Order an emergency inspection of the school."""

    def emergency(by=None, ground="昨日食堂发生食物中毒。", on=TODAY):
        return workflow.open_emergency(
            stage.office, by=by or stage.director, unit=stage.school, title="食品安全", ground=ground, modes=MODES,
            matters=Matter.objects.filter(applies_to="school")[:1], planned_from=on, planned_to=on,
        )  # fmt: skip

    return emergency


def test_emergency_needs_no_list_but_ground_and_approver(stage, emergency):
    """R-INS-28, R-ORG-12, R-ORG-14: today, outside the list, by the one who answers for it."""
    inspection = emergency()
    assert (inspection.entry, inspection.approved_by, inspection.group) == (None, stage.director.user, "school")
    assert inspection.emergency_ground.startswith("昨日")


def test_emergency_without_a_ground_is_refused(emergency):
    """R-INS-28."""
    assert refusal(emergency, ground=" ") == "R-INS-28"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_name_in_documents(kind):
    """R-INS-01, R-INS-28, R-INS-29: comprehensive, special, evaluation, end of term, emergency."""
    assert kind_name(Inspection(kind=kind)).endswith(("督导", "评价"))


@pytest.mark.parametrize("applies_to", AppliesTo)
def test_there_are_matters_for_every_kind_of_unit(stage, applies_to):
    """R-MATTER-01."""
    assert Matter.objects.filter(applies_to=applies_to, is_current=True).exists()


def test_what_is_owed_falls_away_with_a_cancelled_inspection(walk):
    inspection = walk.noticed(wants_self_evaluation=True)
    workflow.cancel(inspection, by=walk.officer, note="合并到综合督导")
    assert Duty.objects.of(inspection).get().state == "cancelled"


def test_ended_inspection_is_archived_and_then_stands_still(walk):
    """R-PUB-22."""
    inspection = walk.concluded()
    workflow.archive(inspection, by=walk.officer)
    with pytest.raises(MoveRefused):
        workflow.cancel(inspection, by=walk.city.director, note="一")
