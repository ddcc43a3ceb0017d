"""What a body must be before anybody reads it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Final, TypeAlias

from livechat.entrypoints.http.exchange import Exchange

BODY_BYTES: Final = 64 * 1024
SERVER_BODY_BYTES: Final = 256 * 1024
"""Ten events of 10 kB, with all that JSON puts before quotes."""
DEPTH: Final = 32
JSON: Final = b"application/json"

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]

_CLOSE: Final = ((b"connection", b"close"),)
_MARKS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


class UnacceptableError(Exception):
    """Refused at the door: a status and a sentence, before any handler is asked."""

    def __init__(
        self, status: int, code: str, detail: str, headers: Sequence[tuple[bytes, bytes]] = ()
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.headers = headers


async def checked_body(
    exchange: Exchange,
    receive: Receive,
    *,
    within: float,
) -> bytes:
    """The whole body, if it comes *within* so many seconds; `{}` where there is none, which means the same."""
    most = SERVER_BODY_BYTES if exchange.is_of_a_server else BODY_BYTES
    _check_length(exchange, most)
    body = await _read(receive, within, most)
    if exchange.is_channel_authorisation or exchange.is_of_a_server:
        return body
    if not body:
        return b"{}"
    content_type = exchange.headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    if content_type != JSON:
        raise UnacceptableError(415, "not_json", "Send JSON as application/json.")
    _check_text(body)
    if _is_deep(body):
        raise UnacceptableError(400, "too_deep", "The JSON is nested too deep.")
    return body


def _check_length(exchange: Exchange, most: int) -> None:
    length = exchange.headers.get(b"content-length", b"0")
    if not length.isdigit() or len(length) > 20:
        raise UnacceptableError(400, "unreadable", "Content-Length is no number.", _CLOSE)
    if int(length) > most:
        raise _too_large(most)


async def _read(receive: Receive, within: float, most: int) -> bytes:
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body: bytes = message.get("body", b"")
        if len(body) > most:
            raise _too_large(most)
        return body
    try:
        async with asyncio.timeout(within):
            return await _rest(message, receive, most)
    except TimeoutError:
        detail = "The request took too long to arrive."
        raise UnacceptableError(408, "too_slow", detail, _CLOSE) from None


async def _rest(message: MutableMapping[str, Any], receive: Receive, most: int) -> bytes:
    body = bytearray()
    while message["type"] == "http.request":
        body += message.get("body", b"")
        if len(body) > most:
            raise _too_large(most)
        if not message.get("more_body"):
            return bytes(body)
        message = await receive()
    raise UnacceptableError(400, "unreadable", "The request ended too early.", _CLOSE)


def _too_large(most: int) -> UnacceptableError:
    return UnacceptableError(413, "too_large", f"Send at most {most // 1024} KiB.", _CLOSE)


def _check_text(body: bytes) -> None:
    try:
        body.decode()
    except UnicodeDecodeError:
        raise UnacceptableError(400, "unreadable", "The request is not UTF-8.") from None


def _is_deep(body: bytes) -> bool:
    """Counted outside strings; most bodies have too few brackets to be looked at."""
    if body.count(b"[") + body.count(b"{") <= DEPTH:
        return False
    depth = 0
    for mark in _MARKS.finditer(body):
        match mark[0]:
            case b"[" | b"{":
                depth += 1
            case b"]" | b"}":
                depth -= 1
        if depth > DEPTH:
            return True
    return False
