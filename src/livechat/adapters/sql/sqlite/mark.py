"""The file beside a database that says how far it had come, so that what is gone is noticed at the next start.

What was committed stands in the journal (`-wal`) until a checkpoint carries it over. The first transaction after each
checkpoint counts one on, in the database and then here: a database that has lost its journal is behind its mark.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, TextClause, inspect, text

from livechat.domain.errors import StoreUnavailableError

log = logging.getLogger(__name__)

_BEHIND = text("""
    SELECT :reason FROM pragma_user_version WHERE user_version < :count AND NOT EXISTS (
      SELECT 1 FROM installation WHERE name = 'copying' OR name = 'epoch' AND value <> :epoch)""")
"""Another epoch is another past: a backup was restored."""
_EPOCH = text("SELECT value FROM installation WHERE name = 'epoch'")


@dataclass(slots=True)
class Mark:
    """That of one database."""

    database: Path
    _seen: int | None = field(default=None, init=False)

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.database.with_name(f"{self.database.name}-mark")

    def check_there(self) -> None:
        """Raises StoreUnavailableError where there is a mark without a database."""
        if self.path.exists() and not (self.database.exists() and self.database.stat().st_size):
            raise StoreUnavailableError(self._gone)

    def check(self, connection: Connection, *, anew: bool) -> None:
        """Raises StoreUnavailableError where the database is behind; one without tables is as good as gone."""
        if inspect(connection).has_table("installation"):
            reason = connection.scalar(self.behind())
        else:
            reason = self._gone if self.path.exists() and not anew else None
        if reason:
            raise StoreUnavailableError(reason)

    @property
    def _gone(self) -> str:
        return (
            f"it is gone, and by {self.path.name} there was one. Bring it back, or restore a backup; "
            f"to begin anew, delete {self.path}"
        )

    def behind(self) -> TextClause:
        """Asks for the reason why a database has not come as far as is noted now; without one there is no row."""
        epoch, count = self._read()
        reason = (
            f"it lacks what was acknowledged: its journal {self.database.name}-wal was taken away, or it is an older copy. "
            f"Bring back what is missing, or restore a backup; to go on without, delete {self.path}"
        )
        return _BEHIND.bindparams(reason=reason, epoch=epoch, count=count)

    @contextmanager
    def transaction(self, connect: Callable[[], Connection]) -> Iterator[Connection]:
        """Raises StoreUnavailableError where the database is gone: to connect would make an empty one."""
        written = self._written()
        noted = None
        connection = connect()
        with connection.begin():
            yield connection
            if written != self._seen:
                noted = _counted_on(connection)
        if noted is not None:
            self._seen = written
            self._note(noted)

    def _written(self) -> int:
        """When last; in WAL mode nothing but a checkpoint writes to the file of a database."""
        try:
            found = self.database.stat()
        except OSError as error:
            raise StoreUnavailableError from error
        if not found.st_size:
            raise StoreUnavailableError from FileNotFoundError(f"{self.database} is empty")
        return found.st_mtime_ns

    def _read(self) -> tuple[str, int]:
        """One that says nothing, or is not there, is reached by every database."""
        try:
            epoch, count = self.path.read_text("ascii").split()
            return epoch, int(count)
        except (OSError, ValueError):
            return "", 0

    def _note(self, noted: str) -> None:
        """In place, so that it needs no room on a full disk. What cannot be noted now is so after the next checkpoint."""
        new = not self.path.exists()
        try:
            _write(self.path, noted)
            if new:
                _sync(self.path.parent)
        except OSError as error:
            log.warning("how far the database has come cannot be noted: %s", error)


def _counted_on(connection: Connection) -> str | None:
    """What to note; nothing before there is an epoch, while the database is being filled."""
    epoch = connection.scalar(_EPOCH)
    if epoch is None:
        return None
    count = connection.exec_driver_sql("PRAGMA user_version").scalar_one() + 1
    connection.exec_driver_sql(f"PRAGMA user_version = {count}")
    return f"{epoch} {count:010d}\n"


def _write(path: Path, noted: str) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.ftruncate(opened, os.write(opened, noted.encode()))
        os.fsync(opened)
    finally:
        os.close(opened)


def _sync(folder: Path) -> None:
    """The names in it."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
