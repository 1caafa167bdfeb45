"""A short form of every drill: real processes and servers in a folder of their own, real signals, one judgement."""

import json
import os
import subprocess
import sys

import pytest

from inspectorate.desk.drills.catalogue import DRILLS

pytestmark = [pytest.mark.races, pytest.mark.slow]


@pytest.fixture
def run(request):
    """Run a management command apart from this process; return its exit status, what it said, what went wrong."""
    root = request.config.rootpath

    def run(*arguments):
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        command = [sys.executable, str(root / "manage.py"), *arguments]
        done = subprocess.run(command, cwd=root, env=own, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr[-2000:]

    return run


@pytest.mark.parametrize("name", DRILLS)
def test_nothing_acknowledged_is_lost_or_doubled(run, name):
    """F1, F2, F3, F5, F6, F7, F8, F10, F12 (T44, T45, T62 to T67, T71)."""
    status, said, wrong = run("drill", name, "--quick", "--json")
    assert said, wrong
    report = json.loads(said)
    assert (report["lost"], report["doubled"], report["faults_in_trail"]) == (0, 0, 0), report["notes"]
    assert [figure for figure in report["figures"] if not figure["holds"]] == []
    assert report["acknowledged"] > 0
    assert status == 0, wrong


@pytest.mark.parametrize(("name", "scale"), [("sweep", "0.02"), ("audits", "0.1")])
def test_set_based_work_is_done_in_few_statements_and_once(run, name, scale):
    """The time depends on the machine; the number of statements and the rows do not."""
    status, said, wrong = run("bench", name, "--pairs=1", f"--scale={scale}", "--json")
    assert said, (status, wrong)
    figures = {figure["name"]: figure for figure in json.loads(said)["figures"]}
    rows = [figure for name, figure in figures.items() if "rows" in name or "otherwise" in name]
    assert rows
    assert [figure for figure in rows if not figure["holds"]] == []
    assert figures["statements"]["holds"]
