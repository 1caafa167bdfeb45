"""The closing line of several runs counts what really happened."""

import pytest

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.fixture
def suite(script):
    return script("suite")


def test_outcome_counts_errors_as_failures(suite, tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(10, 2, 1, 1))
    assert suite.outcome(report) == {"passed": 6, "failed": 3, "skipped": 1}


def test_run_that_never_got_that_far_is_a_failure(suite, tmp_path):
    assert suite.outcome(tmp_path / "absent.xml") == {"failed": 1}


def test_closing_line_adds_the_parts(suite, monkeypatch, capsys, tmp_path):
    counts = iter([(0, suite.Counter(passed=5)), (1, suite.Counter(passed=2, failed=1))])
    monkeypatch.setattr(suite, "RUN", tmp_path)
    monkeypatch.setattr(suite, "template", str)
    monkeypatch.setattr(suite, "run", lambda *_: next(counts))
    assert suite.main(["fast", "browser"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed"
