"""Tells another server what happens on the gateway, as Pusher's webhooks do."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import deque
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final, NamedTuple, Self

import httpx
import msgspec

from livechat.application.ports import Clock

log = logging.getLogger(__name__)

WAITING: Final = 2000
TOGETHER: Final = 50
_LAST_WORDS_SECONDS: Final = 5.0
_UNDONE_BY: Final = {"channel_occupied": "channel_vacated", "member_added": "member_removed"}

Event = Mapping[str, str]


class Patience(NamedTuple):
    """In seconds."""

    answer: float = 5.0
    first_gap: float = 1.0
    longest_gap: float = 60.0
    in_all: float = 300.0
    """Receivers refuse what is older."""
    return_: float = 3.0
    """Who is back by then has not left: a page was loaded again."""


class Webhooks:
    """One POST at a time, each with what has happened meanwhile; what is not taken is sent again."""

    def __init__(
        self,
        url: str,
        *,
        key: str,
        sign: Callable[[bytes], str],
        clock: Clock,
        patience: Patience | None = None,
    ) -> None:
        self._url = url
        self._key = key
        self._sign = sign
        self._clock = clock
        self._patience = patience or Patience()
        self._waiting: deque[Event] = deque()
        self._leaving: dict[tuple[str, str, str], tuple[float, Event]] = {}
        self._sending = 0
        self._dropped = 0
        self._woken = asyncio.Event()
        self._ending = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def tell(self, event: Event) -> None:
        """Without waiting; while too many wait already it is dropped."""
        name, about = event["name"], (event["channel"], event.get("user_id", ""))
        if self._leaving.pop((_UNDONE_BY.get(name, ""), *about), None):
            return
        if len(self._waiting) + len(self._leaving) >= WAITING:
            self._drop()
        elif name in _UNDONE_BY.values():
            due = asyncio.get_running_loop().time() + self._patience.return_
            self._leaving[name, *about] = (due, event)
        else:
            self._waiting.append(event)
        self._woken.set()

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        """What waits is sent once more, for a few seconds at most."""
        self._ending.set()
        self._woken.set()
        if self._running is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._running, _LAST_WORDS_SECONDS)

    async def _run(self) -> None:
        async with httpx.AsyncClient(timeout=self._patience.answer) as client:
            while self._waiting or self._leaving or not self._ending.is_set():
                try:
                    await self._something_waits()
                    await self._send(client)
                except Exception:
                    log.exception("webhooks failed; they go on with the next")
                self._forget()

    async def _something_waits(self) -> None:
        """Until it does; at the end nobody comes back any more."""
        now = asyncio.get_running_loop().time
        self._take_those_who_left(by=now())
        while not self._waiting and not self._ending.is_set():
            self._woken.clear()
            due = next((due for due, _ in self._leaving.values()), None)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(due):
                    await self._woken.wait()
            self._take_those_who_left(by=now())
        if self._ending.is_set():
            self._take_those_who_left(by=float("inf"))

    def _drop(self) -> None:
        """Said once, and how many when it is over: it may be thousands."""
        if not self._dropped:
            log.error("too many webhooks wait; what happens now is dropped")
        self._dropped += 1

    def _take_those_who_left(self, *, by: float) -> None:
        while self._leaving:
            who, (due, event) = next(iter(self._leaving.items()))
            if due > by:
                return
            del self._leaving[who]
            self._waiting.append(event)

    async def _send(self, client: httpx.AsyncClient) -> None:
        """Again and again, after pauses that grow, until it is taken or too old."""
        self._sending = min(len(self._waiting), TOGETHER)
        if not self._sending:
            return
        body, gap = self._body(), self._patience.first_gap
        too_old = asyncio.get_running_loop().time() + self._patience.in_all
        while not await self._is_taken(client, body):
            if self._ending.is_set() or asyncio.get_running_loop().time() + gap > too_old:
                log.error("webhooks are not taken, and too old now; some events are dropped")
                return
            await self._pause(gap * random.uniform(0.75, 1))  # noqa: S311  no secret
            gap = min(2 * gap, self._patience.longest_gap)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ending.wait()

    def _body(self) -> bytes:
        now = self._clock.now().timestamp()
        events = list(islice(self._waiting, self._sending))
        return msgspec.json.encode({"time_ms": int(now * 1000), "events": events})

    def _forget(self) -> None:
        for _ in range(self._sending):
            self._waiting.popleft()
        self._sending = 0
        if self._dropped and len(self._waiting) < WAITING // 2:
            log.warning("webhooks go on; %d events were dropped", self._dropped)
            self._dropped = 0

    async def _is_taken(self, client: httpx.AsyncClient, body: bytes) -> bool:
        headers = {
            "Content-Type": "application/json",
            "X-Pusher-Key": self._key,
            "X-Pusher-Signature": self._sign(body),
        }
        try:
            async with asyncio.timeout(self._patience.answer):
                answer = await client.post(self._url, content=body, headers=headers)
        except (httpx.HTTPError, TimeoutError) as error:
            log.warning("a webhook did not get through: %r", error)
            return False
        if not answer.is_success:
            log.warning("a webhook was answered with %d", answer.status_code)
        return answer.is_success
