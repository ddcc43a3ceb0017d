"""Words of the Pusher Channels protocol, version 7: frames, close codes, channel names.

https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TypeVar
from urllib.parse import parse_qs

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

FRAME_BYTES = 32 * 1024
"""A longer frame from a client closes its socket."""
EVENT_BYTES = 10_240
"""Of the data of one event, whoever sends it."""
CHANNEL_LENGTH = 164
EVENT_LENGTH = 200
MOST_WATCHED = 100

PING = b'{"event":"pusher:ping","data":{}}'
PONG = b'{"event":"pusher:pong","data":{}}'

_PROTOCOLS = frozenset({"5", "6", "7"})
_CHANNEL = re.compile(rf"#?[A-Za-z0-9_\-=@,.;]{{1,{CHANNEL_LENGTH}}}")
_SOCKET_ID = re.compile(r"[0-9]{1,20}\.[0-9]{1,20}")
USERS = "#server-to-user-"
"""What the channel of a user begins with; as a channel of its own, where all users are that have signed in."""


OF_A_CHAT = "private-chat-session."
"""What the channels of our own chats begin with. Other servers are told nothing of them."""


class Close(IntEnum):
    """Why a socket is closed, which tells pusher-js whether and when to come back."""

    GOING_AWAY = 1001
    UNKNOWN_APP = 4001
    UNKNOWN_PATH = 4005
    UNSUPPORTED_PROTOCOL = 4007
    NO_PROTOCOL = 4008
    UNAUTHORISED = 4009
    OVER_CAPACITY = 4100
    NO_PONG = 4201


CLIENT_EVENTS_TOO_FAST = 4301
WATCHLIST_TOO_LONG = 4302
"""A `pusher:error` that closes nothing, like the one before."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not connect."""

    code: Close
    reason: str


class Kind(Enum):
    """What the start of a channel's name says about it."""

    ENCRYPTED_CACHE = "private-encrypted-cache-"
    ENCRYPTED = "private-encrypted-"
    PRIVATE_CACHE = "private-cache-"
    PRIVATE = "private-"
    PRESENCE_CACHE = "presence-cache-"
    PRESENCE = "presence-"
    CACHE = "cache-"
    USER = USERS
    PUBLIC = ""

    @classmethod
    def of(cls, channel: str) -> Kind:
        """The longest prefix wins, for they are listed so."""
        return next(kind for kind in cls if channel.startswith(kind.value))


OPEN = frozenset({Kind.PUBLIC, Kind.CACHE})
"""To everybody, without a signature."""
PRESENCE = frozenset({Kind.PRESENCE, Kind.PRESENCE_CACHE})
CACHED = frozenset({Kind.CACHE, Kind.PRIVATE_CACHE, Kind.PRESENCE_CACHE, Kind.ENCRYPTED_CACHE})
TAKES_CLIENT_EVENTS = PRESENCE | {Kind.PRIVATE, Kind.PRIVATE_CACHE}
"""We cannot read what is encrypted, and pusher-js sends nothing there."""


def logical(channel: str) -> str:
    """A private channel as the application knows it."""
    return channel.removeprefix(Kind.PRIVATE.value)


class Incoming(Struct, gc=False):
    """A frame of a client; what `data` must be depends on the event."""

    event: str
    channel: str | None = None
    data: Raw | UnsetType = UNSET


class Subscribe(Struct, gc=False):
    """`data` of `pusher:subscribe`."""

    channel: str
    auth: str | None = None
    channel_data: str | None = None


class Unsubscribe(Struct, gc=False):
    """`data` of `pusher:unsubscribe`."""

    channel: str


class SignIn(Struct, gc=False):
    """`data` of `pusher:signin`."""

    auth: str
    user_data: str


class Member(Struct, gc=False):
    """`channel_data` of a presence channel: who somebody is there."""

    user_id: str | int
    user_info: Raw | UnsetType = UNSET


class User(Struct, gc=False):
    """`user_data` of a sign-in."""

    id: str
    user_info: Raw | UnsetType = UNSET
    watchlist: list[str] = []


class _Outgoing(Struct, omit_defaults=True, gc=False):
    event: str
    channel: str | None = None
    data: Raw | UnsetType = UNSET
    user_id: str | None = None


T = TypeVar("T")

_incoming = msgspec.json.Decoder(Incoming)
_encoder = msgspec.json.Encoder()


class MalformedError(ValueError):
    """What a client sent cannot be read; the text may be told to it."""


def incoming(text: str) -> Incoming:
    """Raises MalformedError for everything that is not an object with an event."""
    try:
        return _incoming.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise MalformedError("Not a JSON object with an event.") from None


def read(data: Raw | UnsetType | str, shape: type[T]) -> T:
    """Takes an object or the text of one, as clients send both; raises MalformedError for all else."""
    if isinstance(data, UnsetType):
        raise MalformedError("The data is missing.")
    try:
        if isinstance(data, Raw) and bytes(data).startswith(b'"'):
            data = msgspec.json.decode(data, type=str)
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        raise MalformedError(f"The data does not fit: {error}.") from None
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise MalformedError("The data is not JSON.") from None


def size(data: Raw | UnsetType) -> int:
    """In bytes, as it was sent."""
    return len(bytes(data)) if isinstance(data, Raw) else 0


def quoted(data: object) -> Raw:
    """JSON inside a JSON string, as the protocol wants the data of every event of a server."""
    return Raw(_encoder.encode(_encoder.encode(data).decode()))


def text(data: str) -> Raw:
    """What is a string already, and reaches clients as it is."""
    return Raw(_encoder.encode(data))


def event(name: str, data: Raw, *, channel: str | None = None) -> bytes:
    """A frame of the server; *data* comes from `quoted` or `text`."""
    return _encoder.encode(_Outgoing(name, channel, data))


def established(socket_id: str, *, activity_timeout: int) -> bytes:
    """The first frame of all; pusher-js needs both values."""
    greeting = {"socket_id": socket_id, "activity_timeout": activity_timeout}
    return event("pusher:connection_established", quoted(greeting))


def error(code: int | None, message: str) -> bytes:
    """Without a code only after the greeting: before it pusher-js hangs for good."""
    return event("pusher:error", quoted({"code": code, "message": message}))


def subscribed(channel: str, data: object) -> bytes:
    """`data` is never left out: clients in other languages break."""
    return event("pusher_internal:subscription_succeeded", quoted(data), channel=channel)


def not_subscribed(channel: str, reason: str, *, status: int) -> bytes:
    """Names the channel, which a `pusher:error` does not."""
    data = {"type": "AuthError", "error": reason, "status": status}
    return event("pusher:subscription_error", quoted(data), channel=channel)


def signed_in(user_data: str) -> bytes:
    """Gives back the very text that was signed."""
    return event("pusher:signin_success", quoted({"user_data": user_data}))


def cache_miss(channel: str) -> bytes:
    """Nothing is known of a cache channel."""
    return _encoder.encode(_Outgoing("pusher:cache_miss", channel))


def watchlist_events(**user_ids: list[str]) -> bytes:
    """Who is `online` and who is `offline` of those that a user watches."""
    told = [{"name": name, "user_ids": ids} for name, ids in user_ids.items() if ids]
    return event("pusher_internal:watchlist_events", quoted({"events": told}))


def client_event(name: str, channel: str, data: Raw | UnsetType, *, user_id: str | None) -> bytes:
    """What the others hear of a client's event: built anew, only its data is passed on."""
    return _encoder.encode(_Outgoing(name, channel, data, user_id))


def is_channel(name: str) -> bool:
    """`#` is for the channel of one user only."""
    return _CHANNEL.fullmatch(name) is not None and (
        not name.startswith("#") or name.startswith(USERS)
    )


def is_socket_id(text: str) -> bool:
    """What every server library checks before it signs."""
    return _SOCKET_ID.fullmatch(text) is not None


def user_channel(user_id: str) -> str:
    """Only who signed in as this user may listen to it."""
    return f"{USERS}{user_id}"


def refusal(path: str, query: str, *, key: str) -> Refusal | None:
    """What is wrong with this address of a socket (`/app/{key}?protocol=7`)."""
    folder, _, asked = path.rpartition("/")
    if not folder.endswith("/app") or not asked:
        return Refusal(Close.UNKNOWN_PATH, "There is nothing at this path.")
    if asked != key:
        return Refusal(Close.UNKNOWN_APP, "There is no application with this key.")
    protocol = parse_qs(query, keep_blank_values=True).get("protocol", ["7"])[0]
    if not protocol:
        return Refusal(Close.NO_PROTOCOL, "The protocol version is missing.")
    if protocol not in _PROTOCOLS:
        return Refusal(Close.UNSUPPORTED_PROTOCOL, "Protocols 5 to 7 are served.")
    return None
