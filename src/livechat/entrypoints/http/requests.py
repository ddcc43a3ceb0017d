"""What may be asked; a field that is not named here is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct

from livechat.application.ports import Ids
from livechat.domain.messages import MESSAGE_LENGTH, Draft, MessageBody, MessageId
from livechat.domain.people import (
    EMAIL_LENGTH,
    NAME_LENGTH,
    PASSWORD_LENGTHS,
    EmailAddress,
    Password,
    PersonName,
)

LARGEST: Final = 2**53
"""Above it a browser's numbers are no longer exact."""


def _ruled(rule: Callable[[str], object], about: str) -> Meta:
    """For the answer to a request that is wrong elsewhere; its handler asks for the rule in any case."""
    return Meta(extra={"rule": rule}, description=about)


def _about(words: str) -> Meta:
    return Meta(description=words)


def _name(field: str) -> Meta:
    about = f"1 to {NAME_LENGTH} characters on one line."
    return _ruled(lambda text: PersonName.of(text, field=field), about)


def _email(field: str) -> Meta:
    about = f"At most {EMAIL_LENGTH} characters, one @, a dot in the domain."
    return _ruled(lambda text: EmailAddress.of(text, field=field), about)


def _password() -> Meta:
    first, last = PASSWORD_LENGTHS.start, PASSWORD_LENGTHS.stop - 1
    return _ruled(Password.of, f"{first} to {last} characters.")


Message: TypeAlias = Annotated[
    str, _ruled(MessageBody.of, f"1 to {MESSAGE_LENGTH:,} characters, counted as code points.")
]
Number: TypeAlias = Annotated[int, Meta(ge=0, le=LARGEST)]
Json: TypeAlias = dict[str, object]
NoFiles: TypeAlias = Annotated[list[Json], Meta(max_length=0, description="Must be empty for now.")]


OwnId: TypeAlias = Annotated[
    UUID | None, _about("Made by the sender, and repeated when in doubt; without it one of ours.")
]


class StartSession(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a visitor introduces himself; the same `request_id` again leaves no second chat behind."""

    guest_name: Annotated[str, _name("guest_name")]
    guest_email: Annotated[str, _email("guest_email")]
    guest_phone: Annotated[
        str | None, _about("Kept in E.164 form; `08…` is a number of the default country.")
    ] = None
    topic: Annotated[str | None, _about("One of `topics` in `config`, where there are any.")] = None
    locale: Annotated[str | None, _about("The language of the page, like `en` or `id`.")] = None
    metadata: Annotated[Json | None, _about("Anything that admins should see; at most 4 KiB.")] = (
        None
    )
    request_id: Annotated[
        UUID | None, _about("Made by the sender, and repeated when in doubt.")
    ] = None


class NewMessage(Struct, forbid_unknown_fields=True, kw_only=True):
    """The same `id` again gives back what is stored; `session_id` must be the credential's own."""

    message: Message
    id: OwnId = None
    session_id: UUID | None = None
    attachments: NoFiles | None = None


class AdminNewMessage(Struct, forbid_unknown_fields=True, kw_only=True):
    """The same `id` again gives back what is stored."""

    session_id: UUID
    message: Message
    id: OwnId = None
    attachments: NoFiles | None = None


def draft(data: NewMessage | AdminNewMessage, ids: Ids) -> Draft:
    """The message with its sender's id, or with one of ours."""
    return Draft(MessageId(data.id or ids.uuid()), MessageBody.of(data.message))


class ReadUpTo(Struct, forbid_unknown_fields=True):
    """Everything up to and with this place was on a screen."""

    up_to_seq: Number


class SignIn(Struct, forbid_unknown_fields=True):
    """Who an admin says he is."""

    email: Annotated[str, _email("email")]
    password: str
    code: Annotated[
        str | None, _about("Of the authenticator app, or a recovery code, where it is asked for.")
    ] = None


class Code(Struct, forbid_unknown_fields=True):
    """Of the authenticator app, or a recovery code."""

    code: str


class FirstAdmin(Struct, forbid_unknown_fields=True):
    """`token` is the end of the link that the server printed."""

    token: str
    name: Annotated[str, _name("name")]
    email: Annotated[str, _email("email")]
    password: Annotated[str, _password()]


class Nothing(Struct, forbid_unknown_fields=True):
    """An empty object, or no body at all."""
