"""Which sockets a login has been given, so that they end with it."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from livechat.domain.people import secret_hash

if TYPE_CHECKING:
    from livechat.entrypoints.realtime.hub import Hub

_LOGINS = 1000
_SOCKETS_EACH = 100


@dataclass(frozen=True, slots=True)
class AdminSockets:
    """The latest of the latest logins; those of this process."""

    hub: Hub
    _of: OrderedDict[bytes, deque[str]] = field(default_factory=OrderedDict, init=False)

    def remember(self, token: str, socket_id: str) -> None:
        """It may listen as long as that login lasts."""
        key = secret_hash(token)
        sockets = self._of.setdefault(key, deque(maxlen=_SOCKETS_EACH))
        if socket_id not in sockets:
            sockets.append(socket_id)
        self._of.move_to_end(key)
        if len(self._of) > _LOGINS:
            self._of.popitem(last=False)

    def drop(self, token: str) -> None:
        """Close them all; those that have gone are no error."""
        for socket_id in self._of.pop(secret_hash(token), ()):
            self.hub.drop(socket_id)
