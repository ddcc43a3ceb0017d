"""The HTTP API of a Pusher server: its own library signs, a few open connections carry the bytes.

https://pusher.com/docs/channels/library_auth_reference/rest-api/
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from pusher import Pusher  # type: ignore[import-untyped]  # it has no types

from livechat.adapters.pusher.breaker import Breaker
from livechat.application.ports import NotifierDownError, NotifierError

TOGETHER = 10
"""Events in one request; Pusher takes no more."""
PATIENCE_SECONDS = 3.0
"""For one request, however slowly the answer comes."""
REFUSED_SECONDS = 30.0
"""How long a server that refuses us is not asked again."""
_AGAIN_SECONDS = 0.2
_SAID = 200
_OK = 200
_TOO_LARGE = 413
_TOO_MANY = 429
_LONGEST_ASKED_PAUSE = 30.0


class UnwantedError(NotifierError):
    """The server wants none of this, now or later: wrong key, wrong app, no right to it."""


class TooLargeError(UnwantedError):
    """It may take the same in smaller pieces."""


@dataclass(frozen=True, slots=True)
class Event:
    """As `batch_events` wants it; *data* is JSON."""

    name: str
    channel: str
    data: str


class PusherServer:
    """Once it fails it is left alone for a moment; what was told then may be told again."""

    def __init__(
        self,
        *,
        address: str,
        app: tuple[str, str, str],
        patience: float = PATIENCE_SECONDS,
        breaker: Breaker | None = None,
    ) -> None:
        """*address* like `https://api-eu.pusher.com:443`; *app* is id, key and secret."""
        id_, key, secret = app
        url = urlsplit(address)
        self._signing = Pusher(
            id_, key, secret, ssl=url.scheme == "https", host=url.hostname, port=url.port,
            backend=_Signed,
        )  # fmt: skip
        self._http = httpx.AsyncClient(timeout=patience)
        self._patience = patience
        self._breaker = breaker or Breaker()
        self.failures = 0
        self.has_answered = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    @property
    def trouble(self) -> NotifierError | None:
        """Why it could not be told the last time."""
        return self._breaker.trouble

    async def tell(self, events: Sequence[Event]) -> None:
        """In this order, TOGETHER at the most. Raises NotifierDownError, UnwantedError, TooLargeError."""
        batch = [asdict(event) for event in events]
        await self._ask(self._signing.trigger_batch(batch, already_encoded=True))

    async def is_occupied(self, channel: str) -> bool:
        """Whether anybody listens to it. Raises as `tell`."""
        return bool((await self._ask(self._signing.channel_info(channel))).get("occupied"))

    async def _ask(self, request: Any) -> dict[str, Any]:
        self._breaker.check()
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._answer(request)
        except TimeoutError:
            raise self._down(f"it did not answer within {self._patience:g} s") from None
        except httpx.HTTPError as error:
            raise self._down(str(error) or type(error).__name__) from error
        status, said = _understood(answer)
        if status == _OK:
            self._breaker.worked()
            self.has_answered = True
            return said
        words = f"it answered {status}: {answer.text[:_SAID]}"
        if status == _TOO_LARGE:
            raise TooLargeError(words)
        if status == _TOO_MANY or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise self._down(words, seconds=_asked_pause(answer))
        refused = UnwantedError(words)
        self.failures += 1
        self._breaker.failed(refused, seconds=REFUSED_SECONDS)
        raise refused

    async def _answer(self, request: Any) -> httpx.Response:
        """A connection that was kept may have been closed meanwhile: one more try, on another."""
        try:
            return await self._send(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            await asyncio.sleep(random.uniform(0, _AGAIN_SECONDS))  # noqa: S311  no secret
            return await self._send(request)

    async def _send(self, request: Any) -> httpx.Response:
        return await self._http.request(
            request.method, request.url, content=request.body, headers=request.headers
        )

    def _down(self, why: str, *, seconds: float | None = None) -> NotifierDownError:
        error = NotifierDownError(why)
        self.failures += 1
        self._breaker.failed(error, seconds=seconds)
        return error


class _Signed:
    """Instead of one that sends: the library hands its request over, signed."""

    def __init__(self, _: object) -> None:
        pass

    def send_request(self, request: object) -> object:
        return request


def _understood(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    """Its status, and what it says; some servers answer 200 and put the error's code inside."""
    try:
        said = json.loads(answer.content)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return answer.status_code, {}
    code = said.get("code")
    if answer.status_code == _OK and "error" in said and isinstance(code, int):
        return code, said
    return answer.status_code, said


def _asked_pause(answer: httpx.Response) -> float | None:
    """What Retry-After says, in seconds, up to a limit."""
    said = answer.headers.get("retry-after", "")
    return min(float(said), _LONGEST_ASKED_PAUSE) if said.isdecimal() else None
