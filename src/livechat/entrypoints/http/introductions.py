"""From what a visitor typed to what is stored of it."""

from __future__ import annotations

import re
from typing import Final

from livechat.application.start_session import Introduction
from livechat.domain.errors import InvalidValueError
from livechat.domain.fields import Fields
from livechat.domain.people import Guest, PersonName
from livechat.domain.sessions import Metadata, checked_metadata
from livechat.entrypoints.http.requests import LARGEST, StartSession

LOCALES: Final = ("en", "id")
LOCALE_LENGTH: Final = 35
"""Tags of so many everybody has room for (RFC 5646, 4.4.1); the column has no more."""
_LOCALE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}")


def introduction(data: StartSession, *, country: str, topics: tuple[str, ...]) -> Introduction:
    """Raises InvalidValuesError that names all that is wrong."""
    fields = Fields()
    guest = fields.check(
        lambda: Guest.introduced(
            name=data.guest_name, email=data.guest_email, phone=data.guest_phone, country=country
        )
    )
    topic = fields.check(lambda: _topic(data.topic, topics))
    locale = fields.check(lambda: _locale(data.locale))
    metadata = fields.check(lambda: _metadata(data.metadata or {}))
    if guest is None or metadata is None or not fields.right:
        raise fields.refusal()
    return Introduction(
        guest=guest, topic=topic, locale=locale, metadata=metadata, request_id=data.request_id
    )


def _topic(text: str | None, topics: tuple[str, ...]) -> str | None:
    if text is None or not text.strip():
        return None
    topic = PersonName.of(text, field="topic").text
    if topics and topic not in topics:
        raise InvalidValueError("topic", "choice", "Choose one of the topics.")
    return topic


def _locale(text: str | None) -> str | None:
    if text is None or (len(text) <= LOCALE_LENGTH and _LOCALE.fullmatch(text)):
        return text
    raise InvalidValueError("locale", "format", "Use a language tag like en or id.")


def _metadata(metadata: dict[str, object]) -> Metadata:
    if not all(_can_be_kept(each) for each in (*metadata, *metadata.values())):
        problem = "Use text without NUL, and numbers that browsers have."
        raise InvalidValueError("metadata", "characters", problem)
    return checked_metadata(metadata)


def _can_be_kept(value: object) -> bool:
    """Every database and every reader gives it back as it was; how deep it goes is limited before."""
    match value:
        case str():
            return "\0" not in value
        case int():
            return abs(value) <= LARGEST
        case dict():
            return all(_can_be_kept(each) for each in (*value, *value.values()))
        case list():
            return all(map(_can_be_kept, value))
        case _:
            return True
