"""The one layer before all handlers: who may come in, with what, and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from random import getrandbits
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias

from livechat.entrypoints.http.body_checks import UnacceptableError, checked_body
from livechat.entrypoints.http.errors import broken_off
from livechat.entrypoints.http.exchange import BODY, KEY, Exchange, joined
from livechat.entrypoints.http.headers import AnswerHeaders, preflight
from livechat.entrypoints.http.problems import PROBLEM_JSON, problem

if TYPE_CHECKING:
    from livechat.entrypoints.http.access_log import AccessLog
    from livechat.entrypoints.http.addresses import ClientAddresses
    from livechat.entrypoints.http.metrics import Metrics
    from livechat.entrypoints.http.origins import Origins

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

_REQUEST_ID = re.compile(rb"[0-9A-Za-z._-]{8,64}")
_UPGRADE = ((b"upgrade", b"websocket"), (b"connection", b"upgrade"))
_OUR_OWN = (b"same-origin", b"none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """ASGI; sockets go to the gateway, everything else to the handlers."""

    handlers: Application
    gateway: Application
    origins: Origins
    addresses: ClientAddresses
    answer_headers: AnswerHeaders
    metrics: Metrics
    access_log: AccessLog
    body_seconds: float

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, from its first byte to the line in the log."""
        if scope["type"] == "websocket":
            await self.gateway(scope, receive, send)
            return
        began = perf_counter()
        exchange = self._exchange(scope)
        inside = {**scope, KEY: exchange, "path": exchange.path}
        answer = _Answer(exchange, self.answer_headers, send)
        self.access_log.came()
        try:
            await self._handle(exchange, inside, receive, answer)
        except Exception as error:
            answer.status = 500
            raise broken_off(inside, error) from error
        finally:
            route = str(inside.get("path_template") or "unknown")
            seconds = perf_counter() - began
            self.metrics.saw(exchange.method, route, answer.status, seconds)
            self.access_log.went(exchange, route, answer.status, seconds)

    def _exchange(self, scope: Scope) -> Exchange:
        headers = joined(scope["headers"])
        path: str = scope["path"]
        if "//" in path:
            # The router sees no difference; neither must the rules about /admin.
            path = re.sub("/{2,}", "/", path)
        origin, host = _text(headers, b"origin"), _text(headers, b"host")
        return Exchange(
            id=self._request_id(scope, headers),
            method=scope["method"],
            path=path,
            address=self.addresses(scope),
            headers=headers,
            at_home=origin is None or self.origins.are_ours(origin, host),
        )

    def _request_id(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        """A proxy of ours may have given it one already."""
        given = headers.get(b"x-request-id")
        client = scope.get("client")
        if given is None or client is None or not self.addresses.is_trusted(str(client[0])):
            return _new_id()
        return given.decode() if _REQUEST_ID.fullmatch(given) else _new_id()

    async def _handle(
        self, exchange: Exchange, scope: Scope, receive: Receive, answer: _Answer
    ) -> None:
        try:
            if exchange.path.startswith("/app/"):
                raise UnacceptableError(426, "upgrade_required", "Connect by WebSocket.", _UPGRADE)
            self._admit(exchange)
            if preflight_headers := preflight(exchange):
                await answer.empty(preflight_headers)
                return
            if not exchange.is_safe:
                scope[BODY] = await checked_body(exchange, receive, within=self.body_seconds)
        except UnacceptableError as refused:
            await answer.refuse(refused)
            return
        if exchange.method == "HEAD":
            scope["method"] = "GET"
        await self.handlers(scope, receive, answer.send)

    def _admit(self, exchange: Exchange) -> None:
        """Pages of other sites change nothing here, unless they may embed the widget."""
        origin = exchange.header(b"origin")
        allowed = exchange.at_home or (
            origin in self.origins.allowed and not exchange.is_administrative
        )
        if exchange.is_safe:
            if exchange.is_preflight and not allowed:
                raise UnacceptableError(403, "origin_not_allowed", "This site may not ask that.")
            return
        fetch_site = exchange.headers.get(b"sec-fetch-site", b"none")
        if not allowed or (origin is None and fetch_site not in _OUR_OWN):
            raise UnacceptableError(403, "origin_not_allowed", "This site may not ask that.")


class _Answer:
    """What is sent, with the headers that every answer has."""

    __slots__ = ("_exchange", "_headers", "_send", "status")

    def __init__(self, exchange: Exchange, headers: AnswerHeaders, send: Send) -> None:
        self._exchange = exchange
        self._headers = headers
        self._send = send
        self.status = 500

    async def send(self, message: Message) -> None:
        """HEAD is answered like GET, without the body."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._headers.completed(message["headers"], self._exchange)
        elif self._exchange.method == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)

    async def refuse(self, why: UnacceptableError) -> None:
        """A problem, like those of the handlers."""
        body = problem(why.status, why.code, str(why)).encoded()
        headers = [(b"content-type", PROBLEM_JSON.encode()), *why.headers]
        await self._whole(why.status, headers, body)

    async def empty(self, headers: list[tuple[bytes, bytes]]) -> None:
        """Nothing to say but by headers."""
        await self._whole(204, headers, b"")

    async def _whole(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        length = [] if status == 204 else [(b"content-length", str(len(body)).encode())]
        start = {"type": "http.response.start", "status": status, "headers": headers + length}
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})


def _new_id() -> str:
    """It need not be unguessable; to ask the system for chance hands the interpreter to another thread."""
    return f"{getrandbits(64):016x}"


def _text(headers: dict[bytes, bytes], name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")
