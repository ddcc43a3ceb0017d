"""What other servers are told about channels, when they ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from livechat.entrypoints.realtime.admission import RefusedError
from livechat.entrypoints.realtime.protocol import (
    CACHED,
    OF_A_CHAT,
    PRESENCE,
    USERS,
    Kind,
    is_channel,
)

if TYPE_CHECKING:
    from livechat.entrypoints.realtime.cache import EventCache
    from livechat.entrypoints.realtime.census import Census

Told = dict[str, Any]
Wanted = frozenset[str]

_USERS: Final = "user_count"
_SOCKETS: Final = "subscription_count"
_CACHE: Final = "cache"


def attributes(info: str, *more: str) -> Wanted:
    """The names in `info`; raises RefusedError where one is not known."""
    wanted = frozenset(filter(None, (name.strip() for name in info.split(","))))
    if wanted - {_USERS, _SOCKETS, *more}:
        known = ", ".join((_USERS, _SOCKETS, *more))
        raise RefusedError(f"The info can be {known}.", status=400)
    return wanted


def figures(census: Census, channel: str, wanted: Wanted) -> Told:
    """Those that there are of this channel."""
    told: Told = {}
    if channel.startswith(OF_A_CHAT):
        return told
    if _USERS in wanted and Kind.of(channel) in PRESENCE:
        told[_USERS] = len(census.members(channel))
    if _SOCKETS in wanted:
        told[_SOCKETS] = census.count(channel)
    return told


def occupied(census: Census, prefix: str, info: str) -> Told:
    """Every channel with a listener, but not those of single users and of our chats."""
    wanted = attributes(info)
    if _USERS in wanted and Kind.of(prefix) not in PRESENCE:
        raise RefusedError("Only presence channels have a user_count.", status=400)
    found = sorted(name for name in census.channels() if name.startswith(prefix))
    shown = [name for name in found if not name.startswith((USERS, OF_A_CHAT))]
    return {"channels": {name: figures(census, name, wanted) for name in shown}}


def one_channel(census: Census, cache: EventCache, channel: str, info: str) -> Told:
    """Whether anybody listens to it, and the figures that were asked for."""
    kind, wanted = _kind(channel), attributes(info, _CACHE)
    if _CACHE in wanted and kind not in CACHED:
        raise RefusedError("Only cache channels have a cache.", status=400)
    if _USERS in wanted and kind not in PRESENCE:
        raise RefusedError("Only presence channels have a user_count.", status=400)
    told = {"occupied": census.is_there(channel), **figures(census, channel, wanted)}
    return told | {_CACHE: cache.shown(channel)} if _CACHE in wanted else told


def users(census: Census, channel: str) -> Told:
    """Each member once, whoever serves him."""
    if _kind(channel) not in PRESENCE:
        raise RefusedError("Only presence channels have users.", status=400)
    return {"users": [{"id": user_id} for user_id in census.members(channel)]}


def _kind(channel: str) -> Kind:
    if not is_channel(channel):
        raise RefusedError("A channel cannot have this name.", status=400)
    if channel.startswith(OF_A_CHAT):
        raise RefusedError("Who listens to a chat is told to nobody.")
    return Kind.of(channel)
