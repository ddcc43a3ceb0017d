"""Uvicorn, started and stopped the way livechat promises."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from livechat.entrypoints.http.arrival import BoundedHttp
from livechat.entrypoints.realtime.handover import HandoverProtocol
from livechat.entrypoints.realtime.protocol import FRAME_BYTES

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable, Iterator
    from types import FrameType

    from litestar import Litestar

_LAST_WORDS_SECONDS = 20


def configuration(app: Litestar) -> uvicorn.Config:
    """The fastest parts, small frames, no compression, no word about who we are."""
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=BoundedHttp,
        ws=HandoverProtocol,
        ws_max_size=FRAME_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_LAST_WORDS_SECONDS,
    )


class GracefulServer(uvicorn.Server):
    """Tells when it is ready; at SIGTERM lets the sockets go in slices, answers what is in flight, ends with 0.

    All of that is begun at once, so that nobody waits longer than he must: uvicorn tells every connection
    of the end, and the gateway is one of them.
    """

    def __init__(self, config: uvicorn.Config, *, ready: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's own, do not die of the signal after having stopped well."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.handle_exit)
        yield

    def end(self) -> None:
        """As at SIGTERM."""
        self.handle_exit(signal.SIGTERM, None)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The second signal waits for nobody."""
        self.force_exit = self.should_exit
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        await self._ready()
