"""What may be asked; a field that is not named here is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct

from livechat.domain.messages import MessageBody
from livechat.domain.people import EmailAddress, Password, PersonName

LARGEST: Final = 2**53
"""Above it a browser's numbers are no longer exact."""


def _ruled(rule: Callable[[str], object]) -> Meta:
    """For the answer to a request that is wrong elsewhere; its handler asks for the rule in any case."""
    return Meta(extra={"rule": rule})


def _name(field: str) -> Meta:
    return _ruled(lambda text: PersonName.of(text, field=field))


def _email(field: str) -> Meta:
    return _ruled(lambda text: EmailAddress.of(text, field=field))


Message: TypeAlias = Annotated[str, _ruled(MessageBody.of)]
Number: TypeAlias = Annotated[int, Meta(ge=0, le=LARGEST)]
Json: TypeAlias = dict[str, object]
NoFiles: TypeAlias = Annotated[
    list[Json], Meta(max_length=0, extra_json_schema={"description": "Must be empty for now."})
]


class StartSession(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a visitor introduces himself; the same `request_id` again leaves no second chat behind."""

    guest_name: Annotated[str, _name("guest_name")]
    guest_email: Annotated[str, _email("guest_email")]
    guest_phone: str | None = None
    topic: str | None = None
    locale: str | None = None
    metadata: Json | None = None
    request_id: UUID | None = None


class NewMessage(Struct, forbid_unknown_fields=True, kw_only=True):
    """The same `id` again gives back what is stored; `session_id` must be the credential's own."""

    message: Message
    id: UUID | None = None
    session_id: UUID | None = None
    attachments: NoFiles | None = None


class AdminNewMessage(Struct, forbid_unknown_fields=True, kw_only=True):
    """The same `id` again gives back what is stored."""

    session_id: UUID
    message: Message
    id: UUID | None = None
    attachments: NoFiles | None = None


class ReadUpTo(Struct, forbid_unknown_fields=True):
    """Everything up to and with this place was on a screen."""

    up_to_seq: Number


class SignIn(Struct, forbid_unknown_fields=True):
    """Who an admin says he is."""

    email: Annotated[str, _email("email")]
    password: str


class FirstAdmin(Struct, forbid_unknown_fields=True):
    """`token` is the end of the link that the server printed."""

    token: str
    name: Annotated[str, _name("name")]
    email: Annotated[str, _email("email")]
    password: Annotated[str, _ruled(Password.of)]


class Nothing(Struct, forbid_unknown_fields=True):
    """An empty object, or no body at all."""
