"""What a monitoring system may count; each application has figures of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from prometheus_client import ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from livechat.application.measures import SECONDS, Distribution
from livechat.domain.errors import StoreUnavailableError
from livechat.entrypoints.realtime.drops import Drop

if TYPE_CHECKING:
    from livechat.entrypoints.injection import Services

_PEERS: Final = {
    "gaps": "Times that what other processes say was not heard for a while.",
    "garbage": "Messages from other processes that could not be read.",
    "failures": "Messages to other processes that could not be sent at once.",
}
_METHODS: Final = frozenset(("GET", "HEAD", "OPTIONS", "POST"))
_SENDS: Final = frozenset(("/api/chat/send-message", "/admin/chat/api/send-message"))


class Metrics:
    """Of this process: counted in plain numbers, and put into words when somebody asks."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds = Distribution(SECONDS)
        self._failures = 0
        self._sent = 0
        self._limited = 0
        self._process = ProcessCollector(registry=None)

    def saw(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answer; *route* is a template, so that there are only so many."""
        self._requests[method if method in _METHODS else "other", route, status] += 1
        self._seconds.add(seconds)
        if status >= 500:
            self._failures += 1
        elif status == 429:
            self._limited += 1
        elif status == 201 and route in _SENDS:
            self._sent += 1

    async def shown(self) -> bytes:
        """In the format of Prometheus."""
        return generate_latest(_Shown([*self._own(), *await self._outbox()]))

    def _own(self) -> Iterator[Metric]:
        yield _requests(self._requests)
        yield _histogram("livechat_request_seconds", "Time to answer.", self._seconds)
        yield _count("livechat_failures", "Answers with 5xx.", self._failures)
        yield _count("livechat_messages_sent", "Messages stored.", self._sent)
        heard = "Time from a message's commit until sockets or the notifier have it."
        yield _histogram("livechat_heard_seconds", heard, self._services.heard)
        yield _gauge("livechat_sockets", "Clients that are connected.", len(self._services.hub))
        yield self._dropped()
        yield from self._store()
        for name, figure in self._services.peers.figures().items():
            yield _count(f"livechat_peers_{name}", _PEERS[name], figure)
        yield from self._process.collect()

    def _dropped(self) -> Metric:
        drops = CounterMetricFamily(
            "livechat_drops", "What clients were refused, and closed for.", labels=["reason"]
        )
        counts = self._services.hub.drops | {Drop.RATE_LIMITED: self._limited}
        for reason in Drop:
            drops.add_metric([reason], counts.get(reason, 0))
        return drops

    def _store(self) -> Iterator[Metric]:
        store = self._services.store_figures()
        yield _gauge("livechat_writer_queue", "Changes that wait to be written.", store.waiting)
        together = "Changes that share a transaction."
        yield _histogram("livechat_writer_batch_changes", together, store.batches)
        readers = "Connections to the database for reading, at most."
        yield _gauge("livechat_database_readers", readers, store.readers)
        busy = "Connections to the database that read now."
        yield _gauge("livechat_database_readers_in_use", busy, store.readers_in_use)

    async def _outbox(self) -> list[Metric]:
        """Of the installation. Where the store does not answer that is what is told, and no more."""
        outbox, now = self._services.outbox, self._services.clock.now()
        up = "Whether the database answered just now."
        try:
            depth, oldest = await outbox.depth(), await outbox.oldest()
        except StoreUnavailableError:
            return [_gauge("livechat_database_up", up, 0)]
        age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
        return [
            _gauge("livechat_database_up", up, 1),
            _gauge("livechat_outbox_depth", "Committed events that nobody heard yet.", depth),
            _gauge("livechat_outbox_age_seconds", "Since the oldest of them happened.", age),
        ]


class _Shown:
    """What `generate_latest` asks."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        return self._metrics


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _count(name: str, meaning: str, value: float) -> Metric:
    return CounterMetricFamily(name, meaning, value=value)


def _requests(seen: Mapping[tuple[str, str, int], int]) -> Metric:
    requests = CounterMetricFamily(
        "livechat_requests", "Answers.", labels=["method", "route", "status"]
    )
    for (method, route, status), count in seen.items():
        requests.add_metric([method, route, str(status)], count)
    return requests


def _histogram(name: str, meaning: str, measured: Distribution) -> Metric:
    """Prometheus wants each bucket to hold those of the smaller ones too."""
    below, buckets = 0, []
    bounds = [*map(float, measured.bounds), "+Inf"]
    for bound, count in zip(bounds, measured.counts, strict=True):
        below += count
        buckets.append((str(bound), below))
    return HistogramMetricFamily(name, meaning, buckets=buckets, sum_value=measured.total)
