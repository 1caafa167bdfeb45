"""What the machine lacks is named with the command that mends it."""

import subprocess
import sys

import pytest

from inspectorate.lib import preflight


@pytest.fixture
def bare_machine(monkeypatch):
    """Neither libraries nor programs, and nobody who may install them."""
    monkeypatch.setattr(preflight, "_loads", lambda _: False)
    monkeypatch.setattr(preflight.shutil, "which", lambda _: None)


def test_missing_library_is_named_by_its_package(monkeypatch):
    monkeypatch.setattr(preflight, "_loads", lambda name: name != "harfbuzz-subset")
    assert preflight.missing_libraries() == ["libharfbuzz-subset0"]


def test_library_that_does_not_exist_cannot_be_loaded():
    assert not preflight._loads("no-such-library-anywhere")


def test_any_of_several_programs_will_do(monkeypatch):
    monkeypatch.setattr(preflight.shutil, "which", lambda name: name == "google-chrome")
    assert "chromium" not in preflight.missing_programs()


def test_tests_stop_on_a_bare_machine(bare_machine, capsys):
    assert preflight.main(["test", "--install"]) == preflight.REFUSED
    said = capsys.readouterr().err
    assert "apt-get update && apt-get install -y --no-install-recommends" in said
    assert "libpango-1.0-0" in said
    assert "chromium" in said


def test_trial_goes_on_without_libraries(bare_machine, capsys):
    assert preflight.main(["trial"]) == 0
    assert "PDF documents cannot be made" in capsys.readouterr().err


def test_install_updates_the_package_lists_first(monkeypatch):
    steps = []
    monkeypatch.setattr(preflight.os, "geteuid", lambda: 0)
    monkeypatch.setattr(preflight.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(
        preflight.subprocess, "run", lambda command, **_: steps.append(command[2]) or subprocess.CompletedProcess([], 0)
    )
    assert preflight.install(["gettext"])
    assert steps == ["update", "install"]


def test_runs_before_anything_is_installed(root):
    """On the bare standard library, without the project's packages on the path."""
    command = [sys.executable, "-I", "-S", str(root / "inspectorate" / "lib" / "preflight.py"), "trial"]
    assert subprocess.run(command, cwd="/", check=False).returncode == 0
