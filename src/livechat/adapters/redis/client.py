"""From an address to a client. Nothing is connected before something is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from redis.asyncio import Redis, RedisCluster, Sentinel
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import SentinelConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import RedisClusterException, RedisError

Client: TypeAlias = Redis | RedisCluster

FAILURES = (RedisError, RedisClusterException, OSError, TimeoutError)
"""How a client says that it could not."""

_CONNECT_SECONDS = 2.0
_ANSWER_SECONDS = 5.0
_SENTINEL_PORT = 26379


def connect(url: str) -> Client:
    """`redis:`, `rediss:` (TLS) or `unix:` as redis-py reads them; `…+cluster:` and `…+sentinel:` beside them.

    No request is repeated by the client: whoever asks knows better when.
    """
    kind, _, way = url.partition(":")[0].partition("+")
    if way == "cluster":
        return RedisCluster.from_url(url.replace("+cluster", "", 1), **_options())
    if way == "sentinel":
        return _by_sentinel(url, tls=kind == "rediss")
    return Redis.from_url(url, **_options())


async def publish(client: Client, messages: Sequence[tuple[bytes, bytes]]) -> None:
    """In one round trip, but over a cluster, which takes them one by one."""
    if len(messages) == 1 or isinstance(client, RedisCluster):
        for message in messages:
            await client.publish(*message)
        return
    pipeline = client.pipeline(transaction=False)
    for message in messages:
        pipeline.publish(*message)
    await pipeline.execute()


async def close(client: Client) -> None:
    """Also what leads to it: redis-py leaves its connections to the sentinels open."""
    await client.aclose()
    pool = getattr(client, "connection_pool", None)
    if isinstance(pool, SentinelConnectionPool):
        for sentinel in pool.sentinel_manager.sentinels:
            await sentinel.aclose()


def _options() -> dict[str, Any]:
    return {
        "retry": Retry(NoBackoff(), 0),
        "socket_connect_timeout": _CONNECT_SECONDS,
        "socket_timeout": _ANSWER_SECONDS,
    }


def _by_sentinel(url: str, *, tls: bool) -> Client:
    """`redis+sentinel://user:password@host:port,host:port/name/0`; the password is that of Redis."""
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    name, _, database = parts.path.strip("/").partition("/")
    given = dict(parse_qsl(parts.query))
    for_sentinels = {
        key.removeprefix("sentinel_"): given.pop(key)
        for key in ("sentinel_username", "sentinel_password")
        if key in given
    }
    options = _options() | given | {"ssl": tls}
    sentinels = [_address(host) for host in hosts.split(",")]
    asked = Sentinel(sentinels, sentinel_kwargs=_options() | for_sentinels)  # type: ignore[no-untyped-call]  # redis-py
    master: Redis = asked.master_for(
        name,
        username=unquote(user) or None,
        password=unquote(password) or None,
        db=int(database or 0),
        **options,
    )
    return master


def _address(host: str) -> tuple[str, int]:
    parts = urlsplit(f"//{host}")
    return parts.hostname or "localhost", parts.port or _SENTINEL_PORT
