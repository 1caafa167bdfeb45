"""The two language catalogues: built from locale/parts/*.po, checked against code and templates.

`messages.py build` writes locale/{zh_Hans,en}/LC_MESSAGES/django.{po,mo} (not kept in git: parts are the source).
`messages.py check` fails on a text of code or templates without Chinese, on fuzzy, empty or contradicting entries, and
on lost placeholders.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import groupby
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PARTS = ROOT / "locale" / "parts"
APPS = ["inspectorate", "committees", "inspectors", "supervision", "accountability", "monitoring", "templates"]
HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit", "MIME-Version": "1.0"}
PLURALS = {"zh_Hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def read_parts(folder=PARTS):
    """Every entry of every part, marked with the part it comes from."""
    for path in sorted(folder.glob("*.po")):
        for entry in polib.pofile(str(path), encoding="utf-8"):
            entry.comment = path.name
            yield entry


def key(entry):
    return entry.msgctxt or "", entry.msgid


def chinese(entry):
    """What is shown; an entry with a plural has one Chinese form."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def merged(entries):
    """One entry a message, sorted, so that two builds give the same file."""
    return [next(group) for _, group in groupby(sorted(entries, key=key), key=key)]


def english(entry):
    """The same entry in English: the message is its own text."""
    plural = {0: entry.msgid, 1: entry.msgid_plural} if entry.msgid_plural else {}
    return polib.POEntry(
        msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural,
        msgstr="" if plural else entry.msgid, msgstr_plural=plural,
    )  # fmt: skip


def write(language, entries, root=ROOT):
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {**HEADER, "Language": language, "Plural-Forms": PLURALS[language]}
    catalogue.extend(entries)
    folder = root / "locale" / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(folder / "django.po"))
    catalogue.save_as_mofile(str(folder / "django.mo"))


def build():
    entries = merged(read_parts())
    write("zh_Hans", entries)
    write("en", map(english, entries))
    return []


def extracted(root=ROOT):
    """Every message of code and templates, found by Django's own makemessages in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        for name in APPS:
            if (root / name).exists():
                shutil.copytree(root / name, Path(folder) / name, ignore=shutil.ignore_patterns("*.pyc", "fonts"))
        (Path(folder) / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-wrap", "--verbosity=0"]
        bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run([*command, "--extension=py,html,txt"], cwd=folder, check=True, env=bare)
        return list(polib.pofile(str(Path(folder) / "locale/en/LC_MESSAGES/django.po")))


def untranslated(wanted, known):
    """A message of code or templates that no part translates."""
    have = {key(entry) for entry in known}
    for entry in wanted:
        if key(entry) not in have:
            place = ":".join(entry.occurrences[0]) if entry.occurrences else ""
            yield f"no Chinese: {entry.msgid!r} ({place})"


def faulty(entries):
    """Fuzzy, empty, contradicting, or with another set of placeholders than the message."""
    for _, group in groupby(sorted(entries, key=key), key=key):
        same = list(group)
        if len({chinese(entry) for entry in same}) > 1:
            said = "; ".join(f"{entry.comment}: {chinese(entry)}" for entry in same)
            yield f"said in two ways: {same[0].msgid!r} ({said})"
        yield from filter(None, map(fault, same))


def fault(entry):
    place = f"{entry.msgid!r} ({entry.comment})"
    if entry.fuzzy or not chinese(entry).strip():
        return f"fuzzy or empty: {place}"
    asked = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
    given = set(PLACEHOLDER.findall(chinese(entry)))
    return f"placeholders {sorted(asked ^ given)} differ: {place}" if given != asked else None


def check():
    known = list(read_parts())
    return [*untranslated(extracted(), known), *faulty(known)]


def main():
    found = {"build": build, "check": check}[sys.argv[1]]()
    for line in found:
        print(line)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
