import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from inspectorate.desk.models import ImportBatch
from inspectorate.desk.resources import LOADERS
from inspectorate.register.models import Area, School
from inspectorate.trail.models import Event
from tests.tables import REAL, as_csv, as_xlsx, load_divisions

ROOT = Path(__file__).parent.parent.parent
HEADER = ["学校标识码", "学校名称", "办学类型", "行政区划代码", "公办民办", "在校生数", "地址"]
VOLUME = 100_000


@pytest.fixture
def run(capsys):
    """Run the command; returns its JSON answer and whether it was refused."""

    def run(*words, **options):
        refused = False
        try:
            call_command("load", *map(str, words), json=True, **options)
        except CommandError as error:
            refused = error.returncode == 1
        return json.loads(capsys.readouterr().out), refused

    return run


@pytest.mark.django_db
def test_file_is_loaded_with_one_event(run):
    load_divisions()
    answer, refused = run("schools", REAL / "guangzhou_schools.csv")
    assert not refused
    assert (answer["new"], answer["joined"], answer["applied"]) == (20, 6, True)
    batch = ImportBatch.objects.get(resource="schools")
    event = Event.objects.of(batch).get()
    assert (event.verb, event.payload["new"], event.note) == ("apply_batch", 20, answer["sha256"])
    assert batch.state == "applied"


@pytest.mark.django_db
def test_dry_run_leaves_no_trace(run):
    load_divisions()
    answer, refused = run("schools", REAL / "guangzhou_schools.csv", dry_run=True)
    assert (answer["new"], answer["applied"], refused) == (20, False, False)
    assert not School.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_refused_file_is_told_row_by_row_and_ends_with_status_1(run, tmp_path):
    load_divisions()
    path = tmp_path / "a.csv"
    place = ["小学", "231002", "公办"]
    path.write_bytes(as_csv([HEADER, ["12", "甲小学", *place, "三百", ""], ["", "乙小学", *place, "1", ""]]))
    answer, refused = run("schools", path, faults=tmp_path / "f.xlsx")
    assert refused
    assert [(fault["row"], fault["value"]) for fault in answer["faults"]] == [(2, "12"), (2, "三百")]
    assert (answer["bad"], answer["applied"]) == (1, False)
    assert (tmp_path / "f.xlsx").read_bytes().startswith(b"PK")
    assert not School.objects.exists()


@pytest.mark.django_db
def test_area_forces_the_scope(run):
    """T35."""
    load_divisions()
    answer, refused = run("schools", REAL / "guangzhou_schools.csv", area="440113")
    assert refused
    assert {fault["code"] for fault in answer["faults"]} == {"outside_scope"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", [(), ("schools",), ("schools", "none.csv"), ("schools", str(REAL / "committees.csv"), "--area=999999")]
)
def test_wrong_call_is_refused(words):
    with pytest.raises(CommandError):
        call_command("load", *words)


@pytest.mark.django_db
def test_answer_for_people_is_in_sentences(capsys, tmp_path):
    load_divisions()
    (tmp_path / "a.csv").write_bytes(as_csv([HEADER[1:4], ["甲小学", "武校", "231002"]]))
    with pytest.raises(CommandError):
        call_command("load", "schools", str(tmp_path / "a.csv"), language="en")
    out = capsys.readouterr().out
    assert "Row 2, “Type” (now “武校”)" in out
    assert "1 bad" in out


def test_list_names_every_table_with_its_columns(capsys):
    call_command("load", list=True)
    out = capsys.readouterr().out
    assert all(slug in out for slug in LOADERS)
    assert "* 学校名称 / School" in out


def test_list_is_data_on_request(capsys):
    call_command("load", list=True, json=True)
    tables = json.loads(capsys.readouterr().out)
    assert set(tables) == set(LOADERS)
    assert next(item for item in tables["areas"] if item["name"] == "code")["required"]


def big(kind):
    """A hundred thousand schools: all good, or bad as the name says."""
    counties = ["231002", "231003", "231004", "231005"]
    for number in range(VOLUME):
        place = counties[number % 4]
        row = [f"21{number:08d}", f"第{number}小学", "小学", place, "公办", number % 3000, f"街{number}号"]
        if kind == "all_bad" or (kind == "one_percent" and number % 100 == 0):
            row[5] = "三百"
        if kind == "last" and number == VOLUME - 2:
            row[3] = "999999"
        yield row


def in_a_process(address, *words):
    """Run the command as a process of its own: (answer, peak MiB of it and its reader together)."""
    code = (
        "import json, os, resource, sys, django; django.setup();"
        "from django.core.management import call_command, CommandError\n"
        "try: call_command('load', *sys.argv[1:], '--json')\n"
        "except CommandError: pass\n"
        # The high-water mark of this process alone: ru_maxrss would count the memory of whoever started it.
        "own = next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(json.dumps([own / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "inspectorate.settings", "DATABASE_URL": address}
    command = [sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(command, capture_output=True, env=env, cwd=ROOT, check=True)
    answer, peaks = done.stdout.decode().strip().splitlines()
    return json.loads(answer), sum(json.loads(peaks))


@pytest.fixture
def database(transactional_db):
    """The address of the test database, for other processes."""
    load_divisions()
    told = connection.get_connection_params()
    who = quote(told.get("user") or "", safe="")
    where = urlencode({name: told[name] for name in ("host", "port", "password") if told.get(name)})
    return f"postgres://{who}@/{told['dbname']}?{where}"


@pytest.mark.volume
@pytest.mark.parametrize("kind", ["all_bad", "one_percent", "last"])
def test_bad_volume_writes_nothing_in_bounded_memory_and_time(database, tmp_path, kind):
    """F13: 100,000 rows, one percent bad, all bad, the last but one bad."""
    path = tmp_path / "big.xlsx"
    path.write_bytes(as_xlsx([HEADER, *big(kind)]))
    answer, peak = in_a_process(database, "schools", path, "--area", "231000")
    assert answer["bad"] == {"all_bad": VOLUME, "one_percent": VOLUME // 100, "last": 1}[kind]
    assert len(answer["faults"]) == min(answer["fault_count"], 1000)
    assert answer["seconds"] < 60
    assert peak < 400
    assert not School.objects.exists()


@pytest.mark.volume
def test_wrong_columns_of_a_large_file_are_told_at_once(database, tmp_path):
    """F13: wrong columns."""
    path = tmp_path / "big.csv"
    path.write_bytes(as_csv([["甲", *HEADER[2:]], *(row[1:] for row in big("good"))]))
    answer, peak = in_a_process(database, "schools", path)
    assert "学校名称" in answer["refusal"]
    assert peak < 400


@pytest.mark.volume
def test_good_volume_is_loaded_once_in_bounded_memory_and_time(database, tmp_path):
    """Row 12 of the performance table: 100,000 rows within 60 seconds and 400 MiB; again: nothing changes (T36)."""
    path = tmp_path / "big.xlsx"
    path.write_bytes(as_xlsx([HEADER, *big("good")]))
    for expected in ("new", "unchanged"):
        answer, peak = in_a_process(database, "schools", path, "--area", "231000")
        assert answer[expected] == VOLUME, answer["faults"][:3]
        assert answer["seconds"] < 60
        assert peak < 400
    assert School.objects.count() == VOLUME


@pytest.mark.volume
def test_killed_load_leaves_all_or_nothing(database, tmp_path):
    """T36: killed at any moment, the rows are those before or those after."""
    path = tmp_path / "some.csv"
    path.write_bytes(as_csv([HEADER, *(row for _n, row in zip(range(20_000), big("good"), strict=False))]))
    env = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "inspectorate.settings"}
    for wait in (1.5, 2.0, 2.5, 3.0, 3.5, 4.0):
        command = [sys.executable, "manage.py", "load", "schools", str(path), "--json"]
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert School.objects.count() in {0, 20_000}
        assert Area.objects.exists()
