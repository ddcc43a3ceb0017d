"""Uvicorn, started and stopped the way livechat promises."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from livechat.entrypoints.http.arrival import BoundedHttp
from livechat.entrypoints.realtime.handover import HandoverProtocol

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable, Iterator

    from litestar import Litestar

_FRAME_BYTES = 32 * 1024
_LAST_WORDS_SECONDS = 20


def configuration(app: Litestar) -> uvicorn.Config:
    """The fastest parts, small frames, no compression, no word about who we are."""
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=BoundedHttp,
        ws=HandoverProtocol,
        ws_max_size=_FRAME_BYTES,
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
    """Tells when it is ready; at SIGTERM lets the sockets go in slices, answers what is in flight, ends with 0."""

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        ready: Callable[[], Awaitable[None]],
        drain: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._drain = drain

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's own, do not die of the signal after having stopped well."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.handle_exit)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        await self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept nobody new first, so that whoever is let go comes back to our successor."""
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        await self._drain()
        await super().shutdown(sockets)
