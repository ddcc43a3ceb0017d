"""What monitoring asks."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST

from livechat.application.ports import Installation, NotifierDownError, Peers
from livechat.entrypoints.http import wire
from livechat.entrypoints.http.metrics import Metrics
from livechat.entrypoints.http.openapi import refusals
from livechat.entrypoints.injection import Injected

_PROMETHEUS: Final = CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")
"""Litestar names the charset itself."""


@get("/healthz", response_description="It runs.", responses=refusals(), tags=["Operation"])
async def healthz() -> wire.Health:
    """Ask whether the process answers at all."""
    return wire.Health("ok")


@get(
    "/readyz",
    response_description="Messages can be stored.",
    responses=refusals(503),
    tags=["Operation"],
)
async def readyz(installation: Injected[Installation], peers: Injected[Peers]) -> wire.Readiness:
    """Ask whether messages can be stored now; that other processes hear of them late is only a warning."""
    await installation.ready()
    try:
        await peers.ready()
    except NotifierDownError:
        return wire.Readiness(
            "ready", "Not all who listen can be told at once; they poll meanwhile."
        )
    return wire.Readiness("ready")


@get("/metrics", include_in_schema=False)
async def shown_metrics(metrics: Injected[Metrics]) -> Response[Any]:
    """Figures of this process, for Prometheus."""
    return Response(await metrics.shown(), media_type=_PROMETHEUS)


HANDLERS: Final = (healthz, readyz, shown_metrics)
