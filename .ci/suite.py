"""Run parts of the test suite one after the other and print one closing line for all of them.

`suite.py fast browser alone`: the quick tests on all cores, then those in Chromium, as many browsers as cores, then
those that need the machine for themselves.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RUN = ROOT / ".run"
TEMPLATE = "inspectorate_template_"
ALONE = "races or volume"
SHARED = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
PARTS = {
    "fast": ["-m", f"not (browser or {ALONE} or long)", *SHARED],
    "browser": ["-m", f"browser and not ({ALONE})", *SHARED],
    "alone": ["-m", ALONE],
}
NOTHING_COLLECTED = 5


def address(database):
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def fingerprint():
    """Of everything that may shape a freshly migrated database."""
    digest = hashlib.sha256()
    for package in sorted(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"):
        for path in sorted(package.rglob("*")):
            if path.suffix in {".py", ".csv", ".json"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def template():
    """The name of a migrated database of just this code; made where there is none, older ones are dropped."""
    name = f"{TEMPLATE}{fingerprint()}"
    with contextlib.closing(psycopg2.connect(address("postgres"))) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEMPLATE])
        there = [row[0] for row in cursor.fetchall()]
        if name in there:
            return name
        for old in there:
            cursor.execute(f"DROP DATABASE {old}")
        unfinished = f"{TEMPLATE}unfinished"
        cursor.execute(f"CREATE DATABASE {unfinished} TEMPLATE template0")
        migrate = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, "DATABASE_URL": address(unfinished)}, check=True)
        cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
    return name


def run(part, source):
    """One pytest run on copies of the database `source`; returns its exit status and what became of its tests."""
    report = RUN / f"{part}.xml"
    report.unlink(missing_ok=True)
    options = ["-q", *PARTS[part], f"--junitxml={report}", "-o", "junit_logging=no", "-p", "from_template"]
    environment = {**os.environ, "PYTHONPATH": str(HERE), "INSPECTORATE_TEMPLATE": source}
    print(f"== {part}: pytest {' '.join(options)}", flush=True)
    status = subprocess.run([sys.executable, "-m", "pytest", *options], env=environment, check=False).returncode
    return (0 if status == NOTHING_COLLECTED else status), outcome(report)


def outcome(report):
    """Counts of passed, failed and skipped tests in a report; none where the run never got that far."""
    if not report.exists():
        return Counter(failed=1)
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 -- our own file
    counts = Counter()
    for suite in suites:
        tests, broken, skipped = int(suite.get("tests")), bad(suite), int(suite.get("skipped"))
        counts.update(passed=tests - broken - skipped, failed=broken, skipped=skipped)
    return counts


def bad(suite):
    return int(suite.get("failures")) + int(suite.get("errors"))


def main(parts):
    RUN.mkdir(exist_ok=True)
    source = template()
    results = [run(part, source) for part in parts]
    total = sum((counts for _, counts in results), Counter())
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    line = f"{total['passed']} passed, {total['failed']} failed{skipped}"
    (RUN / "closing-line").write_text(line + "\n")
    print(line, flush=True)
    return next((status for status, _ in results if status), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
