"""Two people act on the same return, two clocks look at the same moment, on real connections (T45, T64)."""
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from inspectorate.duties.models import Duty
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from monitoring import jobs, workflow
from monitoring.models import Return
from tests.stage import City, at

from .asked import JUNE, Asked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
RACES = 40


@pytest.fixture
def asked(transactional_db):
    with at(JUNE):
        yield Asked(City())


def together(*acts):
    """Do several things at once; return what came of each."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            act()
        except (MoveRefused, RuleRefused) as refused:
            return str(refused)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [one.result() for one in [pool.submit(run, act) for act in acts]]


def read(row):
    return Return.objects.select_related("form__office__area", "unit__area").get(pk=row.pk)


def test_of_two_submissions_at_once_one_is_taken(asked):
    """S38: one event, one duty of the office; the loser is told who was first."""
    row = asked.filled()
    colleague = asked.stage.post("county_director", asked.stage.county_office, name="县办主任")
    for race in range(RACES):
        rows = [read(row), read(row)]
        said = together(
            lambda: workflow.submit_return(rows[0], by=asked.clerk),  # noqa: B023 - run before the next race
            lambda: workflow.submit_return(rows[1], by=colleague),  # noqa: B023
        )
        assert sorted(map(bool, said)) == [False, True]
        assert "县办" in "".join(said)
        assert Duty.objects.of(row).open().filter(kind="accept_return").count() == 1
        assert Event.objects.of(row).filter(verb="submit_return").count() == race + 1
        workflow.send_back_return(read(row), by=asked.officer, note="再核")


def test_return_is_accepted_or_sent_back_and_never_both(asked):
    row = asked.submitted()
    other = asked.stage.post("monitoring_group", group="monitoring", name="另一干事")
    for _race in range(RACES):
        rows = [read(row), read(row)]
        said = together(
            lambda: workflow.accept_return(rows[0], by=asked.officer),  # noqa: B023
            lambda: workflow.send_back_return(rows[1], by=other, note="不符"),  # noqa: B023
        )
        assert sorted(map(bool, said)) == [False, True]
        ended = read(row)
        owed = list(Duty.objects.of(row).open().values_list("kind", flat=True))
        assert (ended.state, owed) in [("accepted", []), ("returned", ["correct_return"])]
        if ended.state == "accepted":
            workflow.reopen_return(ended, by=asked.officer, note="再核")
        workflow.submit_return(read(row), by=asked.clerk)


def test_clocks_that_look_at_once_prepare_and_owe_each_return_once(asked):
    """T64: one return, one event, one duty a form, unit and period."""
    for number in range(5):
        form = asked.in_force(title=f"第{number}张表")
        together(*[jobs.owe_returns] * 4)
        jobs.owe_returns()  # the look after: a clock that found the form taken left it to the other
        rows = list(form.returns.all())
        assert len(rows) == 2
        for row in rows:
            assert Event.objects.of(row).filter(verb="prepare_return").count() == 1
            assert Duty.objects.of(row).count() == 1
