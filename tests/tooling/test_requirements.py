"""The lock files hold what pyproject.toml asks for, with hashes and without any address."""

import re
import tomllib

import pytest

PINNED = re.compile(r"^([a-z0-9.-]+)==\S+", re.MULTILINE)
LOCKS = ["base", "trial", "dev"]


def normal(name):
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", name)[0]).lower()


@pytest.fixture
def lock(root):
    return lambda name: (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_registry(lock, name):
    assert not re.search(r"://|index-url|find-links", lock(name))


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(lock, name):
    pins = re.split(r"\n(?=\S)", lock(name).strip())
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_locks_agree_with_each_other(lock):
    base, trial, dev = (set(PINNED.findall(lock(name))) for name in LOCKS)
    assert base < trial < dev


def test_lock_covers_what_the_project_asks_for(root, lock):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {"base": project["dependencies"], "trial": extras["trial"], "dev": extras["dev"]}
    missing = [
        (name, ask) for name, asked in wanted.items() for ask in asked if normal(ask) not in PINNED.findall(lock(name))
    ]
    assert missing == []
