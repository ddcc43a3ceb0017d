"""Which sockets a login has been given, so that they end with it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from livechat.application.peers import Topic
from livechat.domain.errors import StoreUnavailableError
from livechat.domain.people import secret_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from livechat.application.ports import Admins, Peers
    from livechat.application.sign_in import StillSignedIn
    from livechat.domain.people import AdminId
    from livechat.entrypoints.realtime.hub import Hub

log = logging.getLogger(__name__)

_LOOK_SECONDS = 2.0
_ELSEWHERE = 200
_GIVEN = "login given"


@dataclass(frozen=True, slots=True)
class AdminSockets:
    """Those of this process; what concerns a socket of another one is told to all."""

    hub: Hub
    admins: Admins
    still_signed_in: StillSignedIn
    peers: Peers
    look_seconds: float = _LOOK_SECONDS
    _of: dict[bytes, set[str]] = field(default_factory=dict, init=False)
    _elsewhere: deque[tuple[str, str]] = field(
        default_factory=lambda: deque(maxlen=_ELSEWHERE), init=False
    )

    def __post_init__(self) -> None:
        self.peers.join(_GIVEN, Topic(self._hear, self._repeat))

    def remember(self, token: str, socket_id: str) -> None:
        """It may listen as long as that login lasts."""
        login = secret_hash(token)
        if socket_id in self.hub:
            self._of.setdefault(login, set()).add(socket_id)
        else:
            self._elsewhere.append((login.hex(), socket_id))
            self.peers.tell(_GIVEN, login.hex(), socket_id)

    async def sign_out(self, token: str) -> None:
        """End that login, and close its sockets; other processes notice within seconds."""
        login = secret_hash(token)
        await self.admins.end_login(login)
        self._drop(login)

    async def sign_out_everywhere(self, admin: AdminId) -> None:
        """The same for every login of his."""
        await self.admins.end_logins(admin)
        await self.drop_ended()

    async def drop_ended(self) -> None:
        """Close those whose login has ended elsewhere, or of old age; forget those that have gone."""
        for login, sockets in tuple(self._of.items()):
            sockets.intersection_update([each for each in sockets if each in self.hub])
            if not sockets:
                self._of.pop(login, None)
            elif not await self.still_signed_in.lasts(login):
                self._drop(login)

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(self.look_seconds)
            try:
                await self.drop_ended()
            except StoreUnavailableError as error:
                log.warning("logins cannot be looked at now: %r", error.__cause__ or error)
            except Exception:
                log.exception("the logins of open sockets could not be looked at; tried again soon")

    def _hear(self, words: Sequence[str]) -> None:
        login, socket_id = words
        if socket_id in self.hub:
            self._of.setdefault(bytes.fromhex(login), set()).add(socket_id)

    def _repeat(self) -> None:
        for words in self._elsewhere:
            self.peers.tell(_GIVEN, *words)

    def _drop(self, login: bytes) -> None:
        for socket_id in self._of.pop(login, ()):
            self.hub.drop(socket_id)
