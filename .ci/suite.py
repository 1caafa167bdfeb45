"""Run parts of the test suite one after the other and print one closing line for all of them.

`suite.py fast browser`: the quick tests on all cores, then those that need the machine for themselves.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

RUN = Path(__file__).resolve().parent.parent / ".run"
ALONE = "browser or races"
PARTS = {
    "fast": ["-m", f"not ({ALONE})", "-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"],
    "browser": ["-m", ALONE],
}
NOTHING_COLLECTED = 5


def run(part):
    """One pytest run; returns its exit status and what became of its tests."""
    report = RUN / f"{part}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", *PARTS[part], f"--junitxml={report}", "-o", "junit_logging=no"]
    print(f"== {part}: {' '.join(command[3:])}", flush=True)
    status = subprocess.run(command, check=False).returncode
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
    results = [run(part) for part in parts]
    total = sum((counts for _, counts in results), Counter())
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    line = f"{total['passed']} passed, {total['failed']} failed{skipped}"
    (RUN / "closing-line").write_text(line + "\n")
    print(line, flush=True)
    return next((status for status, _ in results if status), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
