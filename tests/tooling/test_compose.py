"""docker-compose.yml and the systemd units say what docs/operations.md promises."""

import configparser

import pytest
import yaml


@pytest.fixture
def compose(root):
    return yaml.safe_load((root / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture
def checker(script):
    return script("compose")


def test_compose_file_is_valid(checker, root):
    assert checker.faults(root / "docker-compose.yml") == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"ports": ["5432:5432"]}, "port on the host"),
        ({"healthcheck": None}, "no healthcheck"),
        ({"depends_on": {"nobody": {"condition": "service_started"}}}, "does not exist"),
        ({"volumes": ["./docs/absent.conf:/etc/absent.conf"]}, "not in the repository"),
        ({"volumes": ["nowhere:/srv"]}, "not declared"),
        ({"dependson": ["db"]}, "dependson"),
    ],
)
def test_broken_service_is_reported(checker, compose, change, complaint):
    service = {**compose["services"]["db"], **change}
    compose["services"]["db"] = {name: value for name, value in service.items() if value is not None}
    said = [*checker.against_schema(compose), *checker.against_promises(compose)]
    assert len(said) == 1
    assert complaint in said[0]


def test_queue_survives_a_crash_and_drops_nothing(compose):
    command = compose["services"]["redis"]["command"]
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_running_services_do_not_own_the_tables(compose):
    urls = {name: compose["services"][name]["environment"]["DATABASE_URL"] for name in ("web", "worker", "beat")}
    assert all("//inspectorate_app:" in url for url in urls.values())


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_unit_runs_the_same_program_as_the_container(root, compose, name):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(root / "docs" / "systemd" / f"inspectorate-{name}.service", encoding="utf-8")
    program = unit["Service"]["ExecStart"].rpartition("/bin/")[2].split()[:3]
    assert compose["services"][name]["command"].split()[: len(program)] == program
    assert unit["Service"]["NoNewPrivileges"] == "yes"
