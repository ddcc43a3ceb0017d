"""Tells listeners through a Pusher server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from livechat.adapters.pusher.server import (
    TOGETHER,
    Event,
    PusherServer,
    TooLargeError,
    UnwantedError,
)
from livechat.application.signals import Signal

log = logging.getLogger(__name__)

PREFIX = "private-"
"""Of the channels on which clients hear the logical ones."""


class PusherNotifier:
    """One request after the other, so that each channel keeps its order.

    What the server refuses for good is dropped, and said in the log: clients find it when they look.
    """

    def __init__(self, server: PusherServer) -> None:
        self._server = server
        self._turn = asyncio.Lock()

    async def publish(self, signals: Sequence[Signal], /) -> None:
        events = list(_events(signals))
        async with self._turn:
            for start in range(0, len(events), TOGETHER):
                await self._tell(events[start : start + TOGETHER])

    async def _tell(self, events: list[Event]) -> None:
        try:
            await self._server.tell(events)
        except TooLargeError as error:
            await self._tell_less(events, error)
        except UnwantedError as error:
            log.warning("%d events dropped, Pusher refuses them: %s", len(events), error)

    async def _tell_less(self, events: list[Event], error: TooLargeError) -> None:
        """One by one; an event that is too large alone goes without its message, which clients then fetch."""
        if len(events) > 1:
            for each in events:
                await self._tell([each])
            return
        smaller = _without_message(events[0])
        if smaller == events[0]:
            log.warning("an event was dropped, Pusher finds it too large: %s", error)
        else:
            await self._tell([smaller])


def _events(signals: Sequence[Signal]) -> Iterator[Event]:
    texts: dict[int, str] = {}
    for signal in signals:
        text = texts.get(id(signal.data))
        if text is None:
            text = texts[id(signal.data)] = msgspec.json.encode(signal.data).decode()
        yield Event(signal.name, PREFIX + signal.channel, text)


def _without_message(event: Event) -> Event:
    data = msgspec.json.decode(event.data, type=dict[str, object])
    data.pop("message", None)
    return replace(event, data=msgspec.json.encode(data).decode())
