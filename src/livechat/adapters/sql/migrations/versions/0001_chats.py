"""Chats, their messages, the outbox, admins and what the installation remembers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "admins",
        sa.Column("id", KEY, nullable=False),
        sa.Column("admin_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_admins"),
        sa.UniqueConstraint("admin_id", name="uq_admins_admin_id"),
        sa.UniqueConstraint("email_key", name="uq_admins_email_key"),
    )
    op.create_table(
        "chat_sessions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("guest_name", sa.String(length=100), nullable=False),
        sa.Column("guest_email", sa.String(length=254), nullable=False),
        sa.Column("guest_phone", sa.String(length=16)),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("last_activity_at", MOMENT, nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("guest_last_read_seq", sa.Integer(), nullable=False),
        sa.Column("admin_last_read_seq", sa.Integer(), nullable=False),
        sa.Column("written_by_guest", sa.Integer(), nullable=False),
        sa.Column("written_by_admin", sa.Integer(), nullable=False),
        sa.Column("read_by_guest", sa.Integer(), nullable=False),
        sa.Column("read_by_admin", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=100)),
        sa.Column("locale", sa.String(length=35)),
        sa.Column("request_id", sa.String(length=36)),
        sa.Column("closed_at", MOMENT),
        sa.Column("closed_by", sa.String(length=10)),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_sessions"),
        sa.UniqueConstraint("request_id", name="uq_chat_sessions_request_id"),
        sa.UniqueConstraint("session_id", name="uq_chat_sessions_session_id"),
    )
    op.create_index("ix_chat_sessions_created_at", "chat_sessions", ["created_at"])
    op.create_index(
        "ix_chat_sessions_last_activity_at_session_id",
        "chat_sessions",
        ["last_activity_at", "session_id"],
    )
    op.create_index(
        "ix_chat_sessions_status_last_activity_at_session_id",
        "chat_sessions",
        ["status", "last_activity_at", "session_id"],
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_installation"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])
    op.create_table(
        "admin_logins",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("admin_id", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["admin_id"], ["admins.id"], name="fk_admin_logins_admin_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_admin_logins"),
    )
    op.create_index("ix_admin_logins_admin_id", "admin_logins", ["admin_id"])
    op.create_table(
        "chat_messages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_session_id", KEY, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sender_type", sa.String(length=10), nullable=False),
        sa.Column("sender_name", sa.String(length=100), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_session_id"], ["chat_sessions.id"], name="fk_chat_messages_chat_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chat_messages"),
        sa.UniqueConstraint(
            "chat_session_id", "message_id", name="uq_chat_messages_chat_session_id_message_id"
        ),
        sa.UniqueConstraint("chat_session_id", "seq", name="uq_chat_messages_chat_session_id_seq"),
    )
    op.create_index("ix_chat_messages_created_at", "chat_messages", ["created_at"])


def downgrade() -> None:
    op.drop_table("chat_messages")
    op.drop_table("admin_logins")
    op.drop_table("outbox")
    op.drop_table("installation")
    op.drop_table("chat_sessions")
    op.drop_table("admins")
