"""Tables for the tests of loading: real ones from tests/data/tables, and small ones written on the spot."""
import csv
import io
from pathlib import Path

from inspectorate.lib.sheets import stream_xlsx
from inspectorate.register.resources import AreaLoader, load

REAL = Path(__file__).parent / "data" / "tables"


def as_csv(rows, encoding="utf-8"):
    """Rows as the bytes of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows):
    """Rows, the first being the header, as the bytes of a workbook."""
    return b"".join(stream_xlsx(rows[0], rows[1:]))


def real(name):
    """A real table as rows of lists."""
    with (REAL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def load_rows(folder, loader, rows, name="表.csv", **options):
    """Write rows to a file and load it."""
    path = folder / name
    path.write_bytes(as_csv(rows) if name.endswith(".csv") else as_xlsx(rows))
    return load(loader, path, **options)


def load_divisions():
    """The divisions of Mudanjiang, Ziyang and the other places the real tables speak of."""
    for name in ("mudanjiang_ziyang.csv", "divisions_elsewhere.csv"):
        outcome = load(AreaLoader(), REAL / name)
        assert outcome.is_applied, outcome.faults.first
    return outcome


def codes(outcome):
    """What is wrong, as (row, code) pairs."""
    return [(fault.row, fault.code) for fault in outcome.faults.first]
