# ruff: noqa: S608 - names in the statements are the program's own, values are parameters
"""The staging table: rows come in by COPY, are judged and written by statements over the whole set."""
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models

NEW, CHANGED, SAME = "new", "changed", "same"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class Target:
    """A table that the staged rows go to.

    `pk` is the column of the stage that will hold the row's key; `match` finds existing rows (SQL over `t`, the
    table, and `s`, the stage); `values` are what the file says (SQL over `s`, NULL where it says nothing: the old
    value stays); `first` are values given only to new rows; `when` leaves out rows that do not concern this table;
    `once` is the SQL by which several staged rows that make one new row are told.
    """

    model: type[models.Model]
    pk: str
    match: str
    values: Mapping[str, str]
    first: Mapping[str, str] = field(default_factory=dict)
    when: str = "TRUE"
    once: str = ""

    @property
    def table(self) -> str:
        """Return the quoted name of the table."""
        return connection.ops.quote_name(self.model._meta.db_table)

    @property
    def key(self) -> str:
        """Return the quoted name of the table's own key column."""
        return connection.ops.quote_name(self.model._meta.pk.column)


class Feed:
    """Lines as the file that COPY reads from; holds one piece at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.rest = ""

    def read(self, size: int = 8192) -> str:
        """Return about `size` characters, nothing at the end."""
        pieces, length = [self.rest], len(self.rest)
        while length < size:
            line = next(self.lines, None)
            if line is None:
                break
            pieces.append(line)
            length += len(line)
        text = "".join(pieces)
        self.rest = text[size:]
        return text[:size]


class Stage:
    """A temporary table of this transaction; names in it come from the program, never from a file."""

    def __init__(self, name: str, columns: Mapping[str, str], targets: Sequence[Target]) -> None:
        self.name = connection.ops.quote_name(f"stage_{name}")
        self.columns = dict(columns)
        self.targets = targets

    def create(self) -> None:
        """Make the empty table."""
        keys = {target.pk: target.model._meta.pk.rel_db_type(connection) for target in self.targets}
        parts = [f"{name} {kind}" for name, kind in {"row_no": "integer", **self.columns, **keys}.items()]
        self.run(f"DROP TABLE IF EXISTS {self.name}")
        self.run(f"CREATE TEMP TABLE {self.name} ({', '.join(parts)}, act text DEFAULT '{NEW}') ON COMMIT DROP")

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        """Copy (row number, values in the order of `columns`) into the table."""
        lines = ("\t".join(map(copied, row)) + "\n" for row in rows)
        names = ", ".join(["row_no", *self.columns])
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.name} ({names}) FROM STDIN", Feed(lines))
        self.run(f"ANALYZE {self.name}")

    def run(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Run one statement; `{stage}` is the table. Returns the number of rows."""
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("{stage}", self.name), list(params))
            return cursor.rowcount

    def ask(self, sql: str, params: Sequence[Any] = ()) -> list[tuple]:
        """Return the rows of one query."""
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("{stage}", self.name), list(params))
            return cursor.fetchall()

    def repeated(self, key: Sequence[str]) -> list[tuple[int, int]]:
        """Return (row, first row with the same key) for every later row of a key."""
        names = ", ".join(key)
        known = " AND ".join(f"{name} IS NOT NULL" for name in key)
        return self.ask(
            f"SELECT row_no, first FROM (SELECT row_no, min(row_no) OVER (PARTITION BY {names}) AS first"
            f" FROM {{stage}} WHERE {known}) AS k WHERE row_no <> first ORDER BY row_no"
        )

    def plan(self) -> dict[str, int]:
        """Find the existing rows, mark each staged row as new, changed or unchanged; writes to the stage only."""
        for target in self.targets:
            self.link(target)
        last = self.targets[-1]
        self.run(f"UPDATE {{stage}} SET act = '{SAME}' WHERE {last.pk} IS NOT NULL")
        for target in self.targets:
            self.mark(target)
        counts = dict(self.ask("SELECT act, count(*) FROM {stage} GROUP BY act"))
        return {act: counts.get(act, 0) for act in (NEW, CHANGED, SAME)}

    def link(self, target: Target) -> None:
        """Note the keys of rows that exist."""
        self.run(
            f"UPDATE {{stage}} s SET {target.pk} = t.{target.key} FROM {target.table} t"
            f" WHERE s.{target.pk} IS NULL AND ({target.when}) AND {target.match}"
        )

    def mark(self, target: Target) -> None:
        """Mark rows whose table says something else, or is still without them."""
        self.run(
            f"UPDATE {{stage}} s SET act = '{CHANGED}' FROM {target.table} t"
            f" WHERE s.act = '{SAME}' AND t.{target.key} = s.{target.pk} AND ({self.differs(target)})"
        )
        self.run(
            f"UPDATE {{stage}} s SET act = '{CHANGED}' WHERE s.act = '{SAME}' AND s.{target.pk} IS NULL"
            f" AND ({target.when})"
        )

    def differs(self, target: Target) -> str:
        """Return the condition that a file says something the table does not say."""
        pairs = ((self.column(target, name), value) for name, value in target.values.items())
        return " OR ".join(f"COALESCE({value}, t.{name}) IS DISTINCT FROM t.{name}" for name, value in pairs) or "FALSE"

    def column(self, target: Target, name: str) -> str:
        """Return the quoted column of a field."""
        return connection.ops.quote_name(target.model._meta.get_field(name).column)

    def write(self) -> None:
        """Write new and changed rows, table after table; a later table may use the keys of an earlier one."""
        for target in self.targets:
            self.insert(target)
            self.link(target)
            self.update(target)

    def insert(self, target: Target) -> None:
        """Add the rows that are missing."""
        said = {**target.values, **target.first}
        names, values, params = [], [], []
        for item in target.model._meta.concrete_fields:
            default = None if item.primary_key and item.name not in said else usual(item)
            if item.name in said:
                values.append(f"COALESCE({said[item.name]}, %s)" if default is not None else said[item.name])
            elif item.primary_key:
                continue
            else:
                values.append("%s")
            names.append(connection.ops.quote_name(item.column))
            if "%s" in values[-1]:
                params.append(default)
        once = f"DISTINCT ON ({target.once})" if target.once else ""
        self.run(
            f"INSERT INTO {target.table} ({', '.join(names)}) SELECT {once} {', '.join(values)} FROM {{stage}} s"
            f" WHERE s.{target.pk} IS NULL AND ({target.when})",
            params,
        )

    def update(self, target: Target) -> None:
        """Change the rows that differ."""
        if not target.values:
            return
        sets = ", ".join(
            f"{self.column(target, name)} = COALESCE({value}, t.{self.column(target, name)})"
            for name, value in target.values.items()
        )
        self.run(
            f"UPDATE {target.table} t SET {sets} FROM {{stage}} s"
            f" WHERE t.{target.key} = s.{target.pk} AND s.act = '{CHANGED}' AND ({self.differs(target)})"
        )


def usual(item: models.Field) -> Any:
    """Return what a new row has in a column the file does not name."""
    value = item.get_default()
    return item.get_db_prep_save(value, connection) if value is not None else None


def copied(value: Any) -> str:
    r"""Return a value as COPY reads it (text format, \N for NULL)."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (list, tuple)):
        return "{" + ",".join(f'"{item}"' for item in value) + "}"
    return value.isoformat() if isinstance(value, date) else str(value)
