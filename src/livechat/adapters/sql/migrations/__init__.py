"""How the tables came to be, one file a step; up and down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from livechat.adapters.sql.schema import HEAD
from livechat.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection


def migrate(path: Path, *, to: str = HEAD) -> None:
    """Bring the file to that version; `base` takes everything away. A new file is made.

    Raises StoreUnavailableError where it cannot be used, with the reason.
    """
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            if version(connection) != to:
                _run(connection, to)
    except DatabaseError as error:
        sentence = f"The database {path} cannot be used: {error.orig}."
        raise StoreUnavailableError(sentence) from error
    finally:
        engine.dispose()


def version(connection: Connection) -> str | None:
    """Asked without alembic, which takes half a second to import."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def configuration(connection: Connection) -> Config:
    """What alembic needs to know."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def _run(connection: Connection, to: str) -> None:
    from alembic import command

    config = configuration(connection)
    if to == HEAD:
        command.upgrade(config, to)
    else:
        command.downgrade(config, to)
