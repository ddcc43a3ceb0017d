"""Who talks: guests, admins, and how each of them is known."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar, NewType, Self
from uuid import UUID

from livechat.domain.errors import InvalidValueError
from livechat.domain.fields import Fields
from livechat.domain.messages import SenderType, SessionId
from livechat.domain.text import (
    has_deceiving_direction,
    has_forbidden_control,
    is_blank,
)

AdminId = NewType("AdminId", UUID)

NAME_LENGTH = 100
EMAIL_LENGTH = 254
PASSWORD_LENGTHS = range(12, 257)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name that fits one line and cannot reorder the text around it."""

    text: str

    @classmethod
    def of(cls, raw: str, *, field: str) -> Self:
        """Strip it; 1 to 100 code points."""
        text = raw.strip()
        if is_blank(text):
            raise InvalidValueError(field, "required", "Enter a name.")
        if len(text) > NAME_LENGTH:
            raise InvalidValueError(field, "too_long", f"Use at most {NAME_LENGTH} characters.")
        if has_forbidden_control(text) or has_deceiving_direction(text):
            raise InvalidValueError(
                field, "characters", "The name has characters that cannot be shown."
            )
        return cls(text)


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address as it was typed; nothing proves that it is the writer's own."""

    text: str

    @classmethod
    def of(cls, raw: str, *, field: str) -> Self:
        """At most 254 characters, one @, a dot in the domain."""
        text = raw.strip()
        if not text:
            raise InvalidValueError(field, "required", "Enter an email address.")
        if len(text) > EMAIL_LENGTH:
            raise InvalidValueError(field, "too_long", f"Use at most {EMAIL_LENGTH} characters.")
        local, _, domain = text.partition("@")
        labels = domain.split(".")
        if not local or "@" in domain or len(labels) < 2 or not all(labels) or not _plain(text):
            raise InvalidValueError(field, "format", "Enter an address like name@example.com.")
        return cls(text)

    def same_as(self, other: EmailAddress) -> bool:
        """Whether mail for one reaches the other, as far as one can tell."""
        return self.text.casefold() == other.text.casefold()


def _plain(text: str) -> bool:
    """Whether it is visible, unspaced, and cannot end a mail header early."""
    return text.isprintable() and not any(char.isspace() or char in '<>()[],;:\\"' for char in text)


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number in E.164 form (ITU-T E.164: a plus and at most 15 digits)."""

    text: str

    _separators: ClassVar[re.Pattern[str]] = re.compile(r"[\s().\-/\u2010-\u2015]")
    _e164: ClassVar[re.Pattern[str]] = re.compile(r"\+[1-9][0-9]{6,14}")

    @classmethod
    def of(cls, raw: str, *, field: str, country: str) -> Self:
        """`08…` is a national number of *country* (its calling code, digits only)."""
        text = cls._separators.sub("", raw)
        if text.startswith("00"):
            text = f"+{text[2:]}"
        elif text.startswith("0"):
            text = f"+{country}{text[1:]}"
        elif text.startswith(country):
            text = f"+{text}"
        if not cls._e164.fullmatch(text):
            raise InvalidValueError(field, "format", "Enter a number like +62 812 3456 7890.")
        return cls(text)


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor as he introduced himself."""

    name: PersonName
    email: EmailAddress
    phone: PhoneNumber | None = None

    @classmethod
    def introduced(cls, *, name: str, email: str, phone: str | None, country: str) -> Self:
        """Check every field; raises InvalidValuesError that names all that are wrong."""
        fields = Fields()
        checked_name = fields.check(lambda: PersonName.of(name, field="guest_name"))
        checked_email = fields.check(lambda: EmailAddress.of(email, field="guest_email"))
        checked_phone = (
            fields.check(lambda: PhoneNumber.of(phone, field="guest_phone", country=country))
            if phone and phone.strip()
            else None
        )
        if checked_name is None or checked_email is None or not fields.right:
            raise fields.refusal()
        return cls(checked_name, checked_email, checked_phone)

    def same_person_as(self, other: Guest) -> bool:
        """Whether both were introduced alike; proves nothing about who they are."""
        return self.name == other.name and self.email.same_as(other.email)


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret (256 random bits need no slow hash)."""
    return sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class GuestCredential:
    """Proof that its holder began the session: `<session_id>.<secret>`."""

    side: ClassVar[SenderType] = SenderType.GUEST

    session_id: SessionId
    secret_hash: bytes

    @classmethod
    def parse(cls, token: str) -> Self | None:
        """Read a token; None where it cannot be one."""
        session_id, _, secret = token.partition(".")
        if len(session_id) != 36 or not secret or not token.isascii():
            return None
        try:
            return cls(SessionId(UUID(session_id)), secret_hash(secret))
        except ValueError:
            return None

    def opens(self, session_id: SessionId, expected: bytes) -> bool:
        """Whether it belongs to that session; takes the same time for every answer."""
        return hmac.compare_digest(self.secret_hash, expected) and self.session_id == session_id


@dataclass(frozen=True, slots=True)
class Admin:
    """Somebody who answers guests; may see every chat."""

    side: ClassVar[SenderType] = SenderType.ADMIN

    id: AdminId
    email: EmailAddress
    name: PersonName


Credential = GuestCredential | Admin
"""Who asks: a guest by what he holds, an admin by having signed in."""


@dataclass(frozen=True, slots=True)
class Password:
    """A password that is long enough to be kept (as a hash)."""

    text: str

    @classmethod
    def of(cls, raw: str, *, field: str = "password") -> Self:
        """12 to 256 characters, any of them."""
        if len(raw) not in PASSWORD_LENGTHS:
            problem = f"Use {PASSWORD_LENGTHS.start} to {PASSWORD_LENGTHS.stop - 1} characters."
            raise InvalidValueError(field, "length", problem)
        return cls(raw)

    def __repr__(self) -> str:
        return "Password(…)"


IDLE_LOGIN = timedelta(hours=12)
LONGEST_LOGIN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """An admin at one browser, from sign-in to sign-out."""

    token_hash: bytes
    admin: Admin
    created_at: datetime
    last_seen_at: datetime

    def alive(self, now: datetime) -> bool:
        """It ends after 12 h without a request, and after 7 days in any case."""
        return now - self.last_seen_at < IDLE_LOGIN and now - self.created_at < LONGEST_LOGIN
