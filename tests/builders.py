"""Ready objects, so that a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from livechat.application.start_session import Introduction
from livechat.domain.messages import ChatMessage, Draft, MessageBody, MessageId, SenderType
from livechat.domain.people import (
    Admin,
    AdminId,
    EmailAddress,
    Guest,
    GuestCredential,
    Login,
    PersonName,
    PhoneNumber,
    secret_hash,
)
from livechat.domain.second_factor import SecondFactor
from livechat.domain.sessions import ChatSession
from tests.canary import CANARIES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "what only this visitor's browser knows"
CANARIES.learn(SECRET)


def a_guest(name="Sari", email="sari@example.com", phone=None):
    CANARIES.learn(name, email, *filter(None, [phone]))
    number = PhoneNumber.of(phone, field="guest_phone", country="62") if phone else None
    return Guest(PersonName(name), EmailAddress(email), number)


def an_introduction(name="Sari", email="sari@example.com", **more):
    return Introduction(guest=a_guest(name, email), **more)


def an_admin(name="Ana", email=None):
    email = email or f"{name.lower()}@example.com"
    CANARIES.learn(name, email)
    return Admin(AdminId(uuid4()), EmailAddress(email), PersonName(name))


def a_session(*, at=NOW, **more):
    values = {
        "id": uuid4(),
        "guest": a_guest(),
        "secret_hash": secret_hash(SECRET),
        "created_at": at,
        "updated_at": at,
        "last_activity_at": at,
    }
    return ChatSession(**values | more)


def guest_of(session):
    """The credential that the visitor of this chat holds."""
    return GuestCredential(session.id, session.secret_hash)


def a_stranger(session):
    """Knows which chat it is, but not the secret."""
    return replace(guest_of(session), secret_hash=secret_hash("guessed"))


def a_draft(text="Hello?", *, id=None):  # noqa: A002  that is its name
    CANARIES.learn(text)
    return Draft(MessageId(id or uuid4()), MessageBody(text))


def a_message(text="Hello?", **more):
    CANARIES.learn(text)
    values = {
        "id": uuid4(),
        "session_id": uuid4(),
        "seq": 1,
        "body": text,
        "sender_type": SenderType.GUEST,
        "sender_name": "Sari",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return ChatMessage(**values | more)


def a_login(admin, *, browser="laptop", at=NOW):
    return Login(token_hash=secret_hash(browser), admin=admin, created_at=at, last_seen_at=at)


def as_proved(account):
    """To open a login with: what was verified still holds."""
    return account.second_factor


def a_second_factor(**more):
    """One that is on, with a recovery code."""
    values = {"confirmed": True, "last_step": 7, "recovery_hashes": frozenset({b"r" * 32})}
    return replace(SecondFactor.prepared(SECRET), **values | more)
