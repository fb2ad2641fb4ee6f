"""Owns the DuckDB file: opens, migrates, writes, publishes. The only writer, and the only module
that knows where the file is; it decides nothing about what is written.

The live file is never opened, copied or hashed by hand: that would drop DuckDB's lock.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from pipeline.errors import (
    AccessError,
    ConfigError,
    DataError,
    LockedError,
    RefusedError,
    StorageError,
)
from pipeline.rows import columns_of, from_row, to_row

Record = TypeVar("Record")
MEMORY_LIMIT = "2GB"
PUBLISHED_FORMAT = "v1.4.0"  # the oldest DuckDB that analysts' tools may still have
MAX_ATTEMPTS = 3


class Store:
    """One open database. `connection` is for SQL that only reads, such as blocking."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._types: dict[str, dict[str, str]] = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block wrote, or nothing of it.

        Raises RefusedError for rows that break a rule of the database; StorageError and the like
        are about the file, whatever is written.
        """
        self.connection.execute("begin transaction")
        try:
            yield
        except (duckdb.IntegrityError, duckdb.DataError) as error:
            self.connection.execute("rollback")
            raise RefusedError(f"the database refuses: {_first_line(error)}") from error
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def insert(self, table: str, records: Iterable[Any], *, or_ignore: bool = False) -> None:
        """Insert records of one type into their table; `or_ignore` keeps rows already there."""
        records = list(records)
        if not records:
            return
        names = columns_of(type(records[0]))
        self.insert_rows(table, names, [to_row(record) for record in records], or_ignore=or_ignore)

    def insert_rows(
        self,
        table: str,
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
        *,
        or_ignore: bool = False,
    ) -> None:
        """Insert rows of values. One statement whatever their number: executemany is 9x slower."""
        if not rows:
            return
        types = self._column_types(table)
        unnested = ", ".join(f"unnest(?::{types[name]}[])" for name in names)
        verb = "insert or ignore into" if or_ignore else "insert into"
        values = [[row[index] for row in rows] for index in range(len(names))]
        self.connection.execute(f"{verb} {table} ({', '.join(names)}) select {unnested}", values)

    def delete(self, table: str, column: str, values: Sequence[str]) -> None:
        """Delete the rows whose `column` is among the values."""
        if values:
            self.connection.execute(
                f"delete from {table} where {column} in (select unnest(?::varchar[]))",  # noqa: S608 - names come from our own code
                [list(values)],
            )

    def clear(self, table: str) -> None:
        """Delete every row of a derived table."""
        self.connection.execute(f"delete from {table}")  # noqa: S608 - the name comes from our own code

    def select(
        self,
        record: type[Record],
        table: str,
        *,
        where: str = "true",
        order: str,
        values: Sequence[Any] = (),
    ) -> list[Record]:
        """Return records of the rows that fulfil `where` (SQL with `?`), ordered by `order`."""
        columns = ", ".join(columns_of(record))
        rows = self.query(f"select {columns} from {table} where {where} order by {order}", values)  # noqa: S608 - clauses come from our own code
        return [from_row(record, row) for row in rows]

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return all rows of a query as dictionaries. Never a half-read result."""
        self.connection.execute(sql, list(values))
        names = [column[0] for column in self.connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self.connection.fetchall()]

    def pending(
        self, stage: str, version: str, *, table: str, key: str, where: str, order: str
    ) -> list[str]:
        """Return the keys of the items a stage has not done under this version, oldest first.

        An item that failed is tried again until it failed MAX_ATTEMPTS times.
        """
        sql = f"""
            select item.{key} from {table} as item
            left join stage_run on stage_run.item = item.{key} and stage_run.stage = ?
            where ({where}) and (stage_run.item is null or stage_run.version <> ?
                or (stage_run.status = 'failed' and stage_run.attempts < ?))
            order by {order}"""  # noqa: S608 - clauses come from our own code
        return [row[key] for row in self.query(sql, [stage, version, MAX_ATTEMPTS])]

    def mark(
        self,
        item: str,
        stage: str,
        version: str,
        *,
        status: str = "ok",
        error: str | None = None,
        now: datetime,
    ) -> None:
        """Record what a stage did with an item; attempts count within one version."""
        self.connection.execute(
            """
            insert into stage_run values (?, ?, ?, ?, 1, ?, ?)
            on conflict (item, stage) do update set
                attempts = case when stage_run.version = excluded.version
                    then stage_run.attempts + 1 else 1 end,
                version = excluded.version, status = excluded.status, error = excluded.error,
                done_at = excluded.done_at""",
            [item, stage, version, status, error, now.astimezone(UTC).replace(tzinfo=None)],
        )

    def publish(self, path: Path) -> None:
        """Replace the published copy by this database's present content, in one rename.

        Readers of the old copy keep it until they open again.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        quoted = str(part).replace("'", "''")
        name = self.connection.execute("select current_database()").fetchall()[0][0]
        self.connection.execute(
            f"attach '{quoted}' as published (storage_version '{PUBLISHED_FORMAT}')"
        )
        try:
            self.connection.execute(f'copy from database "{name}" to published')
        finally:
            self.connection.execute("detach published")
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def _column_types(self, table: str) -> dict[str, str]:
        if table not in self._types:
            found = self.query(
                "select column_name, data_type from duckdb_columns() "
                "where table_name = ? and database_name = current_database()",
                [table],
            )
            self._types[table] = {row["column_name"]: row["data_type"] for row in found}
        return self._types[table]


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open the writer's database, migrated and with today's views, and close it after the block.

    Raises LockedError if a DuckDB elsewhere holds the file, DataError if it is damaged, ConfigError
    if a newer program wrote it, StorageError if the disk refuses. The caller holds `writer_lock`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size == 0:
        raise DataError(f"{path} is empty: it was a database and is damaged, or it is none")
    try:
        connection = duckdb.connect(str(path), config={"memory_limit": MEMORY_LIMIT})
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise LockedError(f"another program has {path} open: {_first_line(error)}") from None
        if not os.access(path.parent, os.W_OK):
            raise AccessError(f"cannot write {path}: permission denied") from None
        raise DataError(f"cannot open {path}: {_first_line(error)}") from None
    except duckdb.Error as error:
        raise DataError(f"cannot open {path}: {_first_line(error)}") from None
    try:
        store = Store(connection, path)
        _migrate(store)
        for view in _sql_files("views"):
            connection.execute(view.read_text(encoding="utf-8"))
        yield store
    except (duckdb.FatalException, duckdb.IOException) as error:
        raise StorageError(f"{path}: {_first_line(error)}") from error
    finally:
        connection.close()


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the published copy for reading only, shut off from files, network and extensions.

    Raises DataError if it is missing or is no database.
    """
    if not path.exists():
        raise DataError(f"no published copy {path} yet; `flightdesk run` or `ingest` makes it")
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise DataError(f"cannot open {path}: {_first_line(error)}") from None
    for setting in (
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ):
        connection.execute(setting)
    return connection


def _migrate(store: Store) -> None:
    store.connection.execute(
        "create table if not exists migration "
        "(number integer primary key, name varchar not null, applied_at timestamp not null)"
    )
    applied = {row["number"] for row in store.query("select number from migration order by number")}
    scripts = {int(script.name[:4]): script for script in _sql_files("migrations")}
    if newer := applied - set(scripts):
        raise ConfigError(
            f"{store.path} has schema {max(newer)}, newer than this program's {max(scripts)}"
        )
    for number in sorted(set(scripts) - applied):
        with store.transaction():
            store.connection.execute(scripts[number].read_text(encoding="utf-8"))
            store.connection.execute(
                "insert into migration values (?, ?, ?)",
                [number, scripts[number].name, datetime.now(UTC).replace(tzinfo=None)],
            )
        store.connection.execute("checkpoint")


def _sql_files(folder: str) -> list[Any]:
    scripts = files("pipeline").joinpath("sql", folder).iterdir()
    return sorted(
        (each for each in scripts if each.name.endswith(".sql")), key=lambda each: each.name
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
