import zipfile

import openpyxl
import pytest

from inspectorate.lib.sheets import SheetRefused, open_sheet


@pytest.fixture
def book(tmp_path):
    """Save a workbook whose first worksheet `fill(worksheet)` has filled; return its path."""

    def save(fill=None, name="学校.xlsx", rows=(), epoch=None):
        workbook = openpyxl.Workbook()
        if epoch:
            workbook.epoch = epoch
        for row in rows:
            workbook.active.append(row)
        if fill:
            fill(workbook.active)
        path = tmp_path / name
        workbook.save(path)
        return path

    return save


@pytest.fixture
def text(tmp_path):
    """Save bytes under a name; return the path."""

    def save(content, name="学校.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


@pytest.fixture
def rows_of():
    """Read a file: (header, rows without their numbers)."""

    def read(path, **options):
        with open_sheet(path, **options) as sheet:
            return sheet.header, [cells for _number, cells in sheet.rows()]

    return read


@pytest.fixture
def refusal(rows_of):
    """The code with which a file is refused."""

    def read(path, **options):
        with pytest.raises(SheetRefused) as caught:
            rows_of(path, **options)
        assert str(caught.value)
        return caught.value.code

    return read


@pytest.fixture
def repacked(tmp_path):
    """Copy a workbook, changing or adding members of its archive."""

    def copy(path, changes, name="changed.xlsx"):
        target = tmp_path / name
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                if member not in changes:
                    new.writestr(member, old.read(member))
            for member, content in changes.items():
                new.writestr(member, content)
        return target

    return copy
