"""One line for each answer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from livechat.entrypoints.http.exchange import Exchange

log = logging.getLogger("livechat.access")

_AT_ONCE: Final = 64


class AccessLog:
    """Says which route, never which chat: no address, no query, no body, no credential.

    While requests overlap, their lines wait for one another: written together they cost half.
    """

    __slots__ = ("_going_on", "_lines")

    def __init__(self) -> None:
        self._going_on = 0
        self._lines: list[tuple[Exchange, str, int, float]] = []

    def came(self) -> None:
        """A request, whose answer will be told."""
        self._going_on += 1

    def went(self, exchange: Exchange, route: str, status: int, seconds: float) -> None:
        """Its answer."""
        self._going_on -= 1
        self._lines.append((exchange, route, status, seconds))
        if self._going_on == 0 or len(self._lines) >= _AT_ONCE:
            lines, self._lines = self._lines, []
            for line in lines:
                _write(*line)


def _write(exchange: Exchange, route: str, status: int, seconds: float) -> None:
    if log.isEnabledFor(logging.INFO):
        told = {"status": status, "ms": round(seconds * 1000, 1), "request_id": exchange.id}
        log.info("%s %s %d", exchange.method, route, status, extra=told)
