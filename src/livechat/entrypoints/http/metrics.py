"""What a monitoring system may count; each application has figures of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from livechat.application.ports import Outbox, Peers
    from livechat.entrypoints.realtime.hub import Hub

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_PEERS = {
    "gaps": "Times that what other processes say was not heard for a while.",
    "garbage": "Messages from other processes that could not be read.",
    "failures": "Messages to other processes that could not be sent at once.",
}
_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "POST"))
_SENDS = frozenset(("/api/chat/send-message", "/admin/chat/api/send-message"))


class Metrics:
    """Of this process."""

    def __init__(self, *, hub: Hub, outbox: Outbox, peers: Peers) -> None:
        self._outbox = outbox
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "livechat_requests", "Answers.", ("method", "route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "livechat_request_seconds", "Time to answer.", buckets=_BUCKETS, registry=registry
        )
        self._failures = Counter("livechat_failures", "Answers with 5xx.", registry=registry)
        self._sent = Counter("livechat_messages_sent", "Messages stored.", registry=registry)
        self._waiting = Gauge(
            "livechat_outbox_depth", "Committed events that nobody heard yet.", registry=registry
        )
        sockets = Gauge("livechat_sockets", "Clients that are connected.", registry=registry)
        sockets.set_function(lambda: len(hub))
        for name in peers.figures():
            figure = Gauge(f"livechat_peers_{name}", _PEERS[name], registry=registry)
            figure.set_function(partial(_figure, peers, name))
        self._counters: dict[tuple[str, str, int], Counter] = {}

    def saw(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answer; *route* is a template, so that there are only so many."""
        key = (method if method in _METHODS else "other", route, status)
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._requests.labels(key[0], route, str(status))
        counter.inc()
        self._seconds.observe(seconds)
        if status >= 500:
            self._failures.inc()
        elif status == 201 and route in _SENDS:
            self._sent.inc()

    async def shown(self) -> bytes:
        """In the format of Prometheus."""
        self._waiting.set(await self._outbox.depth())
        return generate_latest(self._registry)


def _figure(peers: Peers, name: str) -> float:
    return peers.figures()[name]
