"""Rows become domain objects here, and domain objects rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from livechat.application.views import search_text
from livechat.domain.messages import ChatMessage, MessageId, SenderType, SessionId
from livechat.domain.people import (
    Admin,
    AdminId,
    EmailAddress,
    Guest,
    Login,
    PersonName,
    PhoneNumber,
)
from livechat.domain.sessions import ChatSession, SessionStatus, Tally

Values = dict[str, object]


def session_row(session: ChatSession) -> Values:
    """All of it but its key."""
    guest = session.guest
    return session_state(session) | {
        "session_id": str(session.id),
        "guest_name": guest.name.text,
        "guest_email": guest.email.text,
        "guest_phone": guest.phone.text if guest.phone else None,
        "metadata": session.metadata,
        "created_at": session.created_at,
        "topic": session.topic,
        "locale": session.locale,
        "request_id": str(session.request_id) if session.request_id else None,
        "search_text": search_text(guest),
    }


def session_state(session: ChatSession) -> Values:
    """What rules change; an index over anything else is left alone by a message."""
    return {
        "status": session.status.value,
        "last_activity_at": session.last_activity_at,
        "updated_at": session.updated_at,
        "secret_hash": session.secret_hash,
        "next_seq": session.last_seq + 1,
        "guest_last_read_seq": session.guest_last_read_seq,
        "admin_last_read_seq": session.admin_last_read_seq,
        "written_by_guest": session.written.guest,
        "written_by_admin": session.written.admin,
        "read_by_guest": session.guest_has_read,
        "read_by_admin": session.admin_has_read,
        "closed_at": session.closed_at,
        "closed_by": session.closed_by.value if session.closed_by else None,
    }


def session_of(row: Row[Any]) -> ChatSession:
    """What was checked when it came in is not checked again."""
    phone = PhoneNumber(row.guest_phone) if row.guest_phone else None
    return ChatSession(
        id=SessionId(UUID(row.session_id)),
        guest=Guest(PersonName(row.guest_name), EmailAddress(row.guest_email), phone),
        secret_hash=row.secret_hash,
        created_at=row.created_at,
        updated_at=row.updated_at,
        last_activity_at=row.last_activity_at,
        status=SessionStatus(row.status),
        last_seq=row.next_seq - 1,
        written=Tally(row.written_by_guest, row.written_by_admin),
        guest_last_read_seq=row.guest_last_read_seq,
        admin_last_read_seq=row.admin_last_read_seq,
        guest_has_read=row.read_by_guest,
        admin_has_read=row.read_by_admin,
        topic=row.topic,
        locale=row.locale,
        metadata=row.metadata,
        request_id=UUID(row.request_id) if row.request_id else None,
        closed_at=row.closed_at,
        closed_by=SenderType(row.closed_by) if row.closed_by else None,
    )


def message_row(message: ChatMessage, session_key: int) -> Values:
    """Its row below that of its session."""
    return {
        "chat_session_id": session_key,
        "message": message.body,
        "sender_type": message.sender_type.value,
        "sender_name": message.sender_name,
        "is_read": message.is_read,
        "metadata": message.metadata,
        "created_at": message.created_at,
        "updated_at": message.updated_at,
        "message_id": str(message.id),
        "seq": message.seq,
        "kind": str(message.kind),
        "attachments": list(message.attachments),
    }


def message_of(row: Row[Any], session_id: SessionId) -> ChatMessage:
    """One entry of that session."""
    return ChatMessage(
        id=MessageId(UUID(row.message_id)),
        session_id=session_id,
        seq=row.seq,
        body=row.message,
        sender_type=SenderType(row.sender_type),
        sender_name=row.sender_name,
        created_at=row.created_at,
        updated_at=row.updated_at,
        kind=row.kind,
        is_read=row.is_read,
        attachments=tuple(row.attachments),
        metadata=row.metadata,
    )


def admin_of(row: Row[Any]) -> Admin:
    """Who may answer."""
    email, name = EmailAddress(row.email), PersonName(row.name)
    return Admin(AdminId(UUID(row.admin_id)), email, name)


def login_of(row: Row[Any]) -> Login:
    """A login with its admin, joined."""
    return Login(
        token_hash=row.token_hash,
        admin=admin_of(row),
        created_at=row.login_created_at,
        last_seen_at=row.last_seen_at,
    )
