"""One line for each answer."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.json import Encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from livechat.entrypoints.http.exchange import Exchange

log = logging.getLogger("livechat.access")

_AT_ONCE: Final = 64
_LONGEST_SECONDS: Final = 1.0
_encode_lines: Final = Encoder().encode_lines


class Answered(Struct, frozen=True, kw_only=True):
    """Which route, never which chat: no address, no query, no body, no credential."""

    event: str
    level: str = "info"
    logger: str = log.name
    timestamp: datetime
    status: int
    ms: float
    request_id: str

    def __str__(self) -> str:
        return f"{self.event} ({self.ms} ms, {self.request_id})"


@dataclass(frozen=True, slots=True)
class Answers:
    """What is logged at once; a record of its own for each costs as much as handling a request does."""

    lines: Sequence[Answered]

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))

    def as_json(self) -> str:
        """An object a line."""
        return _encode_lines(self.lines).decode().rstrip("\n")


class AccessLog:
    """While requests overlap, their lines wait for one another, a second at most."""

    __slots__ = ("_going_on", "_lines", "_timer")

    def __init__(self) -> None:
        self._going_on = 0
        self._lines: list[Answered] = []
        self._timer: asyncio.TimerHandle | None = None

    def came(self) -> None:
        """A request, whose answer will be told."""
        self._going_on += 1

    def went(self, exchange: Exchange, route: str, status: int, seconds: float) -> None:
        """Its answer."""
        self._going_on -= 1
        line = Answered(
            event=f"{exchange.method} {route} {status}",
            timestamp=datetime.now(UTC),
            status=status,
            ms=round(seconds * 1000, 1),
            request_id=exchange.id,
        )
        self._lines.append(line)
        if self._going_on == 0 or len(self._lines) >= _AT_ONCE:
            self._tell()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_LONGEST_SECONDS, self._tell)

    def _tell(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        lines, self._lines = self._lines, []
        log.info(Answers(lines))
