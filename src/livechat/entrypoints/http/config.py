"""What the widget must know before it draws."""

from __future__ import annotations

from typing import Final

from litestar import get
from msgspec import Struct

from livechat.application.ports import Presence
from livechat.application.statistics import ReadStatistics
from livechat.domain.messages import MESSAGE_LENGTH
from livechat.domain.people import EMAIL_LENGTH, NAME_LENGTH
from livechat.entrypoints.http.colour import text_on
from livechat.entrypoints.http.credentials import Visitor
from livechat.entrypoints.http.exchange import AUTH_PATHS
from livechat.entrypoints.http.introductions import LOCALES
from livechat.entrypoints.http.limits import READ
from livechat.entrypoints.http.openapi import refusals
from livechat.entrypoints.http.parameters import PAGE_SIZE
from livechat.entrypoints.http.settings import HttpSettings
from livechat.entrypoints.injection import Injected
from livechat.entrypoints.realtime.signatures import App


class RealtimeView(Struct, frozen=True, kw_only=True):
    """For pusher-js; where host and ports are null, those of the server of widget.js are meant."""

    driver: str
    key: str
    cluster: str
    ws_host: str | None
    ws_port: int | None
    wss_port: int | None
    force_tls: bool
    auth_endpoint: str


class LimitsView(Struct, frozen=True, kw_only=True):
    """Lengths in code points."""

    message_length: int
    name_length: int
    email_length: int
    page_size: int


class TeamView(Struct, frozen=True, kw_only=True):
    """Who answers; an empty greeting stands for one in the visitor's language."""

    name: str
    greeting: str
    accent: str
    accent_text: str


class AvailabilityView(Struct, frozen=True, kw_only=True):
    """Whether somebody is there now, and how long a first answer usually takes."""

    online: bool
    names: list[str]
    first_response_seconds: float | None


class ConfigView(Struct, frozen=True, kw_only=True):
    """What the widget needs."""

    realtime: RealtimeView
    limits: LimitsView
    team: TeamView
    availability: AvailabilityView
    locales: list[str]
    topics: list[str]


@get(
    "/api/chat/config",
    responses=refusals(429, 503),
    response_description="What the widget needs.",
    tags=["Guests"],
)
async def config(
    visitor: Injected[Visitor],
    settings: Injected[HttpSettings],
    presence: Injected[Presence],
    statistics: Injected[ReadStatistics],
    app: Injected[App],
) -> ConfigView:
    """Ask how to connect, who answers, and what may be typed."""
    await visitor.asks_for(READ)
    here = await presence.here()
    seconds = await statistics.first_response_seconds()
    return ConfigView(
        realtime=_realtime(settings, app),
        limits=LimitsView(
            message_length=MESSAGE_LENGTH,
            name_length=NAME_LENGTH,
            email_length=EMAIL_LENGTH,
            page_size=PAGE_SIZE,
        ),
        team=TeamView(
            name=settings.team_name,
            greeting=settings.greeting or "",
            accent=settings.accent,
            accent_text=text_on(settings.accent),
        ),
        availability=AvailabilityView(
            online=bool(here), names=here, first_response_seconds=seconds
        ),
        locales=list(LOCALES),
        topics=list(settings.topics),
    )


def _realtime(settings: HttpSettings, app: App) -> RealtimeView:
    there = settings.sockets
    return RealtimeView(
        driver=settings.driver,
        key=app.key,
        cluster=settings.cluster,
        ws_host=there.host if there else None,
        ws_port=there.port if there else None,
        wss_port=there.port if there else None,
        force_tls=there.tls if there else settings.secure,
        auth_endpoint=AUTH_PATHS[0],
    )


HANDLERS: Final = (config,)
