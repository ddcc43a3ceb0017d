"""Who may do what on this gateway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from livechat.entrypoints.realtime.limits import Limits
from livechat.entrypoints.realtime.protocol import (
    EVENT_BYTES,
    EVENT_LENGTH,
    OF_A_CHAT,
    OPEN,
    PRESENCE,
    TAKES_CLIENT_EVENTS,
    Incoming,
    Kind,
    Member,
    Subscribe,
    User,
    is_channel,
    read,
    size,
    user_channel,
)

if TYPE_CHECKING:
    from livechat.entrypoints.realtime.signatures import App


HINT_BYTES: Final = 1024
"""Of what clients of a chat say to each other: every process hears it, and a name is all that is in it."""


def only_typing(event: str, channel: str) -> bool:
    """What clients of a chat say to each other without a server: that somebody types."""
    return event == "client-typing" and channel.startswith(OF_A_CHAT)


def every_client_event(event: str, channel: str) -> bool:
    """For other applications on the same gateway."""
    return bool(event and channel)


@dataclass(frozen=True, slots=True)
class Policy:
    """What all clients of one gateway share."""

    app: App
    limits: Limits = field(default_factory=Limits)
    lets_through: Callable[[str, str], bool] = only_typing


class RefusedError(Exception):
    """This client may not do that; the text may be told to it."""

    def __init__(self, reason: str, *, status: int = 403) -> None:
        super().__init__(reason)
        self.status = status


def admit(policy: Policy, socket_id: str, user: User | None, wanted: Subscribe) -> Member | None:
    """Who it is on that channel, None where nobody is shown; raises RefusedError or MalformedError."""
    if not is_channel(wanted.channel):
        raise RefusedError("A channel cannot have this name.", status=400)
    kind = Kind.of(wanted.channel)
    if kind is Kind.USER:
        if user is None or wanted.channel != user_channel(user.id):
            raise RefusedError("Signed in as nobody, or as somebody else.", status=401)
    elif kind not in OPEN:
        _check_signature(policy.app, socket_id, wanted)
    return _member(policy.limits, user, wanted) if kind in PRESENCE else None


def check_room(policy: Policy, channel: str, listeners: int) -> None:
    """Raises RefusedError where so many listen to one chat already that they are no guest and no team."""
    most = policy.limits.sockets_per_chat
    if most is not None and listeners >= most and channel.startswith(OF_A_CHAT):
        raise RefusedError("Too many listen to this chat.", status=429)


def check_client_event(policy: Policy, frame: Incoming, channel: str) -> None:
    """Raises RefusedError where the others may not hear it."""
    most = HINT_BYTES if channel.startswith(OF_A_CHAT) else EVENT_BYTES
    if len(frame.event) > EVENT_LENGTH or size(frame.data) > most:
        raise RefusedError("The client event is too long.", status=413)
    offered = Kind.of(channel) in TAKES_CLIENT_EVENTS
    if not offered or not policy.lets_through(frame.event, channel):
        raise RefusedError("This client event is not allowed on this channel.")


def _check_signature(app: App, socket_id: str, wanted: Subscribe) -> None:
    """A stale one is normal life: it was asked for before the last reconnect."""
    if not wanted.auth:
        raise RefusedError("Auth info required to subscribe.", status=401)
    signed = (socket_id, wanted.channel, wanted.channel_data)
    if not app.allows_channel(wanted.auth, *signed):
        raise RefusedError("Invalid key or signature.", status=401)


def _member(limits: Limits, user: User | None, wanted: Subscribe) -> Member:
    if wanted.channel_data is not None:
        member = read(wanted.channel_data, Member)
    elif user is not None:
        member = Member(user_id=user.id, user_info=user.user_info)
    else:
        raise RefusedError("channel_data is missing.", status=400)
    if not 0 < len(str(member.user_id)) <= limits.user_id_length:
        raise RefusedError("The user_id is empty or too long.", status=400)
    if size(member.user_info) > limits.user_info_bytes:
        raise RefusedError("The user_info is too long.", status=413)
    return member
