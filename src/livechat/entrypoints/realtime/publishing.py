"""What other servers publish: what may be in it, and how it and what clients say reaches all who listen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Raw, Struct

from livechat.application.peers import Topic
from livechat.entrypoints.realtime.admission import RefusedError
from livechat.entrypoints.realtime.protocol import (
    CACHED,
    EVENT_BYTES,
    EVENT_LENGTH,
    Kind,
    event,
    is_channel,
    is_socket_id,
    read,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from livechat.application.ports import Peers
    from livechat.entrypoints.realtime.hub import Hub

MOST_CHANNELS: Final = 100
MOST_EVENTS: Final = 10
_PUBLISHED: Final = "published"
_TERMINATED: Final = "terminated"
_SAID: Final = "said"


class Trigger(Struct, kw_only=True, gc=False):
    """Body of `events`, and one of `batch_events`."""

    name: str
    data: str
    channels: list[str] | None = None
    channel: str | None = None
    socket_id: str | None = None
    info: str = ""


class Batch(Struct, gc=False):
    """Body of `batch_events`."""

    batch: list[Trigger]


class Publication(Struct, frozen=True, gc=False):
    """One event that all listeners of these channels hear, but not that one socket."""

    name: str
    data: str
    channels: tuple[str, ...]
    socket_id: str | None
    info: str = ""


def one_event(body: bytes) -> Publication:
    """Raises RefusedError, or MalformedError where the body is something else."""
    return _publication(read(Raw(body), Trigger))


def many_events(body: bytes) -> list[Publication]:
    """All of them are right, or none is published: raises RefusedError or MalformedError."""
    batch = read(Raw(body), Batch).batch
    if not 0 < len(batch) <= MOST_EVENTS:
        raise RefusedError(f"Send 1 to {MOST_EVENTS} events at a time.", status=400)
    if any(each.channel is None for each in batch):
        raise RefusedError("Each event of a batch names one channel.", status=400)
    return [_publication(each) for each in batch]


def _publication(wanted: Trigger) -> Publication:
    channels = wanted.channels if wanted.channel is None else [wanted.channel]
    if not channels or len(channels) > MOST_CHANNELS:
        raise RefusedError(f"Name 1 to {MOST_CHANNELS} channels.", status=400)
    if not 0 < len(wanted.name) <= EVENT_LENGTH:
        raise RefusedError(f"A name has 1 to {EVENT_LENGTH} characters.", status=400)
    if len(wanted.data.encode()) > EVENT_BYTES:
        raise RefusedError(f"The data is above {EVENT_BYTES} bytes.", status=413)
    if wanted.socket_id is not None and not is_socket_id(wanted.socket_id):
        raise RefusedError("The socket_id is none.", status=400)
    for channel in channels:
        if not is_channel(channel):
            raise RefusedError("A channel cannot have this name.", status=400)
    once = tuple(dict.fromkeys(channels))
    return Publication(wanted.name, wanted.data, once, wanted.socket_id, wanted.info)


_written = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(Publication).decode


class Publisher:
    """What is for the clients of all processes. What other servers want goes to the others first, for they may be out of reach."""

    def __init__(self, hub: Hub, peers: Peers) -> None:
        self._hub = hub
        self._peers = peers
        peers.join(_PUBLISHED, Topic(self._hear))
        peers.join(_TERMINATED, Topic(self._hear_end))
        peers.join(_SAID, Topic(self._hear_said))
        hub.on_said.append(self._say)

    async def publish(self, publications: Sequence[Publication]) -> None:
        """In this order. Raises NotifierDownError, and then nobody here has heard anything."""
        words = [_written(each).decode() for each in publications]
        await self._peers.tell_surely(_PUBLISHED, *words)
        for each in publications:
            self._deliver(each)

    async def terminate(self, user_id: str) -> None:
        """Close all sockets of this user, for good. Raises NotifierDownError, and then none is closed here."""
        await self._peers.tell_surely(_TERMINATED, user_id)
        self._hub.users.terminate(user_id)

    def _say(self, channel: str, frame: bytes) -> None:
        """Nobody waits for it: a client event is promised to no one."""
        self._peers.tell(_SAID, channel, frame.decode())

    def _hear_said(self, words: Sequence[str]) -> None:
        channel, frame = words
        self._hub.relay(channel, frame.encode())

    def _hear_end(self, words: Sequence[str]) -> None:
        for user_id in words:
            self._hub.users.terminate(user_id)

    def _hear(self, words: Sequence[str]) -> None:
        for word in words:
            self._deliver(_read(word))

    def _deliver(self, told: Publication) -> None:
        data = text(told.data)
        without = self._hub.find(told.socket_id) if told.socket_id else None
        for channel in told.channels:
            if Kind.of(channel) in CACHED:
                self._hub.cache.keep(channel, told.name, told.data)
            if self._hub.listeners(channel):
                frame = event(told.name, data, channel=channel)
                self._hub.relay(channel, frame, without=without)
