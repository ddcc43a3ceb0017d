"""What may be asked; a field that is not named here is refused."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct

LARGEST: Final = 2**53
"""Above it a browser's numbers are no longer exact."""

Number: TypeAlias = Annotated[int, Meta(ge=0, le=LARGEST)]
Json: TypeAlias = dict[str, object]
NoFiles: TypeAlias = Annotated[
    list[Json], Meta(max_length=0, extra_json_schema={"description": "Must be empty for now."})
]


class StartSession(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a visitor introduces himself; the same `request_id` again leaves no second chat behind."""

    guest_name: str
    guest_email: str
    guest_phone: str | None = None
    topic: str | None = None
    locale: str | None = None
    metadata: Json | None = None
    request_id: UUID | None = None


class NewMessage(Struct, forbid_unknown_fields=True, kw_only=True):
    """The same `id` again gives back what is stored; `session_id` must be the credential's own."""

    message: str
    id: UUID | None = None
    session_id: UUID | None = None
    attachments: NoFiles | None = None


class AdminNewMessage(Struct, forbid_unknown_fields=True, kw_only=True):
    """The same `id` again gives back what is stored."""

    session_id: UUID
    message: str
    id: UUID | None = None
    attachments: NoFiles | None = None


class ReadUpTo(Struct, forbid_unknown_fields=True):
    """Everything up to and with this place was on a screen."""

    up_to_seq: Number


class SignIn(Struct, forbid_unknown_fields=True):
    """Who an admin says he is."""

    email: str
    password: str


class FirstAdmin(Struct, forbid_unknown_fields=True):
    """`token` is the end of the link that the server printed."""

    token: str
    name: str
    email: str
    password: str


class Nothing(Struct, forbid_unknown_fields=True):
    """An empty object, or no body at all."""
