"""Shared by the tests of the tools: the scripts of .ci as modules, and the project's files."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("inspectorate", "committees", "inspectors", "supervision", "accountability", "monitoring")


@pytest.fixture
def root():
    return ROOT


@pytest.fixture
def script():
    """Load `.ci/<name>.py` as a module."""

    def load(name):
        spec = importlib.util.spec_from_file_location(f"ci_{name}", ROOT / ".ci" / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def run_tool():
    """Run a command of the virtual environment in the project; returns its exit status and what it printed."""

    def run(name, *arguments):
        command = [str(Path(sys.executable).with_name(name)), *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def code_files():
    """Every Python file of the product but migrations."""
    found = [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]
