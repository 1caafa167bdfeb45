"""What the machine must have beside Python: shared libraries, and programs that only the tests use.

Runs on the bare standard library, before there is a virtual environment:
`python3 -I inspectorate/lib/preflight.py [trial|test] [--install]`.
"""

import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys

# Debian package -> what the dynamic loader is asked for
LIBRARIES = {
    "libpango-1.0-0": "pango-1.0",
    "libpangoft2-1.0-0": "pangoft2-1.0",
    # without it WeasyPrint subsets fonts in Python: every document takes 2 s instead of 0.1 s
    "libharfbuzz-subset0": "harfbuzz-subset",
}
# Debian package -> any of these programs will do
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "poppler-utils": ("pdftotext",),
    "redis-server": ("redis-server",),
    "gettext": ("xgettext",),
}
REFUSED = 1


def missing_libraries() -> list[str]:
    """Debian packages of the shared libraries that PDF rendering cannot load here."""
    return [package for package, name in LIBRARIES.items() if not _loads(name)]


def missing_programs() -> list[str]:
    """Debian packages of the programs that only the tests start."""
    return [package for package, names in PROGRAMS.items() if not any(map(shutil.which, names))]


def missing_python() -> list[str]:
    """The package that lets this Python make a virtual environment, where the distribution split it off."""
    return [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]


def apt_command(packages: list[str]) -> str:
    """The exact command that mends the machine."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"


def _loads(name: str) -> bool:
    """Ask the loader itself: a file that cannot be loaded is as good as absent."""
    for candidate in (f"lib{name}.so.0", ctypes.util.find_library(name)):
        try:
            if candidate and ctypes.CDLL(candidate):
                return True
        except OSError:
            continue
    return False


def install(packages: list[str]) -> bool:
    """Install with apt-get where that is possible; False leaves it to a person."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        command = ["apt-get", "-q", *step]
        if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def main(arguments: list[str]) -> int:
    """Check, install with --install, and say in one sentence what is left to do."""
    needed = missing_python() + missing_libraries() + (missing_programs() if "test" in arguments else [])
    if not needed or ("--install" in arguments and install(needed)):
        return 0
    print(f"This machine lacks {', '.join(needed)}. As root:\n\n    {apt_command(needed)}\n", file=sys.stderr)
    if "test" in arguments or missing_python():
        return REFUSED
    print("Going on without: PDF documents cannot be made until then.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
