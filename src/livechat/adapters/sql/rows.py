"""Rows become domain objects here, and domain objects rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from livechat.application.views import search_text
from livechat.domain.accounts import Account
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
from livechat.domain.second_factor import SecondFactor
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


def session_of(row: Sequence[Any]) -> ChatSession:
    """From what begins with the columns of its table. What was checked when it came in is not checked again."""
    # To name each column of a row takes longer than all else that is done here.
    (_, id_, name, email, phone, status, last_activity_at, metadata) = row[:8]
    (created_at, updated_at, secret_hash, next_seq, guest_mark, admin_mark) = row[8:14]
    (by_guest, by_admin, guest_has_read, admin_has_read) = row[14:18]
    (topic, locale, request_id, closed_at, closed_by) = row[18:23]
    number = PhoneNumber(phone) if phone else None
    return ChatSession(
        id=SessionId(UUID(id_)),
        guest=Guest(PersonName(name), EmailAddress(email), number),
        secret_hash=secret_hash,
        created_at=created_at,
        updated_at=updated_at,
        last_activity_at=last_activity_at,
        status=SessionStatus(status),
        last_seq=next_seq - 1,
        written=Tally(by_guest, by_admin),
        guest_last_read_seq=guest_mark,
        admin_last_read_seq=admin_mark,
        guest_has_read=guest_has_read,
        admin_has_read=admin_has_read,
        topic=topic,
        locale=locale,
        metadata=metadata,
        request_id=UUID(request_id) if request_id else None,
        closed_at=closed_at,
        closed_by=SenderType(closed_by) if closed_by else None,
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


def admin_of(row: Row[*tuple[Any, ...]]) -> Admin:
    """Who may answer."""
    email, name = EmailAddress(row.email), PersonName(row.name)
    return Admin(AdminId(UUID(row.admin_id)), email, name)


def account_of(row: Row[Any]) -> Account:
    """With what he proves himself by."""
    kept = row.second_factor
    return Account(admin_of(row), row.password_hash, _factor(kept) if kept else None)


def factor_row(factor: SecondFactor | None) -> Values | None:
    """As JSON keeps it."""
    if factor is None:
        return None
    return {
        "key": factor.text,
        "confirmed": factor.confirmed,
        "last_step": factor.last_step,
        "recovery_hashes": sorted(each.hex() for each in factor.recovery_hashes),
    }


def _factor(kept: dict[str, Any]) -> SecondFactor:
    return replace(
        SecondFactor.of(kept["key"]),
        confirmed=kept["confirmed"],
        last_step=kept["last_step"],
        recovery_hashes=frozenset(map(bytes.fromhex, kept["recovery_hashes"])),
    )


def login_of(row: Row[*tuple[Any, ...]]) -> Login:
    """A login with its admin, joined."""
    return Login(
        token_hash=row.token_hash,
        admin=admin_of(row),
        created_at=row.login_created_at,
        last_seen_at=row.last_seen_at,
    )
