"""The tables, the same on every database. Migrations make them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect

HEAD = "0002"
"""The newest migration; a test holds it to the folder."""


class Moment(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps it as text that sorts, and gives it back without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _text_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return (
            _moment_of if dialect.name == "sqlite" else super().result_processor(dialect, coltype)
        )


@lru_cache(maxsize=64)  # the same moment goes into several columns
def _text_of(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(" ", "microseconds")[:-6] if moment else None


def _moment_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{text}+00:00") if text else None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Key = BigInteger().with_variant(Integer, "sqlite")

chat_sessions = Table(
    "chat_sessions",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("session_id", String(36), nullable=False, unique=True),
    Column("guest_name", String(100), nullable=False),
    Column("guest_email", String(254), nullable=False),
    Column("guest_phone", String(16)),
    Column("status", String(10), nullable=False),
    Column("last_activity_at", Moment, nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("secret_hash", LargeBinary(32), nullable=False),
    Column("next_seq", Integer, nullable=False),
    Column("guest_last_read_seq", Integer, nullable=False),
    Column("admin_last_read_seq", Integer, nullable=False),
    Column("written_by_guest", Integer, nullable=False),
    Column("written_by_admin", Integer, nullable=False),
    Column("read_by_guest", Integer, nullable=False),
    Column("read_by_admin", Integer, nullable=False),
    Column("topic", String(100)),
    Column("locale", String(35)),
    Column("request_id", String(36), unique=True),
    Column("closed_at", Moment),
    Column("closed_by", String(10)),
    Column("search_text", Text, nullable=False),
    Index(None, "status", "last_activity_at", "session_id"),
    Index(None, "last_activity_at", "session_id"),
    Index(None, "created_at"),
)

chat_messages = Table(
    "chat_messages",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("chat_session_id", _Key, ForeignKey("chat_sessions.id"), nullable=False),
    Column("message", Text, nullable=False),
    Column("sender_type", String(10), nullable=False),
    Column("sender_name", String(100), nullable=False),
    Column("is_read", Boolean, nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("message_id", String(36), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("attachments", JSON, nullable=False),
    UniqueConstraint("chat_session_id", "seq"),
    UniqueConstraint("chat_session_id", "message_id"),
    Index(None, "created_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("event", Text, nullable=False),
    Column("due_at", Moment),
    Index(None, "due_at"),
    sqlite_autoincrement=True,
)
"""`due_at` is empty where an entry cannot be read: it is kept for whoever looks, and tried no more."""

admins = Table(
    "admins",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("admin_id", String(36), nullable=False, unique=True),
    Column("email", String(254), nullable=False),
    Column("email_key", Text, nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("second_factor", JSON(none_as_null=True)),
)

admin_logins = Table(
    "admin_logins",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("admin_id", _Key, ForeignKey("admins.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Index(None, "admin_id"),
)

installation = Table(
    "installation",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
