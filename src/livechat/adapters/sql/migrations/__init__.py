"""How the tables came to be, one file a step; up and down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from livechat.adapters.sql.schema import HEAD
from livechat.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

_VERSION = "alembic_version"
_BASE = "base"


def migrate(connection: Connection, *, to: str = HEAD) -> None:
    """Bring the tables to that version, in the transaction of *connection*; `base` takes all away.

    Raises StoreUnavailableError where they are not ours, or those of a newer livechat.
    """
    found = version(connection)
    if found is not None and found > HEAD:
        sentence = f"A newer livechat has written this database (version {found}): use that one."
        raise StoreUnavailableError(sentence)
    if found is None and _other_tables(connection):
        raise StoreUnavailableError("There are tables of another program in this database.")
    if found != to:
        _run(connection, to, up=to != _BASE and (found is None or to > found))


def version(connection: Connection) -> str | None:
    """Asked without alembic, which takes half a second to import."""
    if not inspect(connection).has_table(_VERSION):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSION}"))  # noqa: S608  a name of our own
    return found


def _other_tables(connection: Connection) -> bool:
    return bool(inspect(connection).get_table_names()) and not inspect(connection).has_table(
        _VERSION
    )


def configuration(connection: Connection) -> Config:
    """What alembic needs to know."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def _run(connection: Connection, to: str, *, up: bool) -> None:
    from alembic import command

    config = configuration(connection)
    if up:
        command.upgrade(config, to)
    else:
        command.downgrade(config, to)
