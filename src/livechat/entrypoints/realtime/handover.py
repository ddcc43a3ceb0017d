"""uvicorn's WebSocket, which gives its connection away once the handshake is done.

What uvicorn keeps for an open WebSocket (a task, a queue, a parser, the request) is ten times what a socket of ours needs.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from uvicorn.protocols.websockets.websockets_sansio_impl import (
    WebSocketsSansIOProtocol,
)

from livechat.entrypoints.realtime.gateway import EXTENSION, Handover

if TYPE_CHECKING:
    from websockets.http11 import Request

    from livechat.entrypoints.realtime.gateway import Guardian


class HandoverProtocol(WebSocketsSansIOProtocol):
    """Does the handshake; for `uvicorn.Config(ws=…)`."""

    def data_received(self, data: bytes) -> None:
        """What cannot become a socket has no timer: uvicorn would leave it open for ever."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.transport.is_closing():
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        """Offer the connection; the application starts in the loop's next turn."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            guardians: set[Guardian] = self.connections  # type: ignore[assignment]  # it only calls shutdown()
            self.scope["extensions"][EXTENSION] = Handover(self._give, guardians)  # type: ignore[assignment]  # extensions are open

    def _give(self, heir: asyncio.Protocol) -> asyncio.Transport:
        transport, self.transport = self.transport, _GivenAway()
        self.stop_keepalive()
        self.connections.discard(self)
        transport.set_protocol(heir)
        return transport


class _GivenAway(asyncio.Transport):
    """What is left to uvicorn, which closes it when the application returns."""

    def is_closing(self) -> bool:
        return True

    def close(self) -> None:
        pass
