"""What another server is told of our clients, as Pusher names it in its webhooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Raw, UnsetType
from msgspec.json import decode

from livechat.entrypoints.realtime.census import Change
from livechat.entrypoints.realtime.protocol import OF_A_CHAT, USERS

Tell: TypeAlias = Callable[[Mapping[str, str]], None]


class Reports:
    """Each goes to *tell*, if anybody wants it; none is about a chat. Of what all processes notice one reports."""

    def __init__(
        self, tell: Tell | None = None, speaks_for: Callable[[str], bool] = lambda _: True
    ) -> None:
        self._tell = tell
        self._speaks_for = speaks_for

    def changed(self, change: Change) -> None:
        """For `Census.on_change`; the channels of single users are no one else's business."""
        channel, user_id, there = change
        if self._tell is None or channel.startswith((USERS, OF_A_CHAT)):
            return
        if not self._speaks_for(channel):
            return
        if user_id:
            name = "member_added" if there else "member_removed"
            self._tell({"name": name, "channel": channel, "user_id": user_id})
        else:
            name = "channel_occupied" if there else "channel_vacated"
            self._tell({"name": name, "channel": channel})

    def missed(self, channel: str) -> None:
        """Somebody came to a cache channel of which nothing is known."""
        if self._tell is not None:
            self._tell({"name": "cache_miss", "channel": channel})

    def client_event(
        self, channel: str, event: str, data: Raw | UnsetType, *, socket_id: str, user_id: str
    ) -> None:
        """A client said this to the others."""
        if self._tell is None or channel.startswith(OF_A_CHAT):
            return
        told = {"name": "client_event", "channel": channel, "event": event}
        told |= {"data": _text(data), "socket_id": socket_id}
        self._tell(told | ({"user_id": user_id} if user_id else {}))


def _text(data: Raw | UnsetType) -> str:
    """A string as it is, everything else as the JSON that was sent."""
    if isinstance(data, UnsetType):
        return ""
    sent = bytes(data)
    return decode(sent, type=str) if sent.startswith(b'"') else sent.decode()
