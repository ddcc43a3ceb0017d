"""What other servers may ask of our gateway, as the libraries of Pusher ask it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from litestar import get, post

from livechat.application.ports import Clock, Peers
from livechat.entrypoints.injection import Asked, Injected
from livechat.entrypoints.realtime.admission import RefusedError
from livechat.entrypoints.realtime.channel_info import (
    attributes,
    figures,
    occupied,
    one_channel,
    users,
)
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.publishing import Publisher, many_events, one_event
from livechat.entrypoints.realtime.signatures import App
from livechat.entrypoints.realtime.signed_requests import SignedRequest, checked

Shown = dict[str, Any]


class Server(NamedTuple):
    """Somebody who knows the secret, and what he asks."""

    body: bytes
    query: dict[str, str]
    path: dict[str, str]


@dataclass(frozen=True, slots=True)
class Servers:
    """Lets in whoever signs with the secret of the application."""

    app: App
    clock: Clock

    async def server(self, request: Asked) -> Server:
        """Raises RefusedError."""
        if request.path_params["app_id"] != self.app.id:
            raise RefusedError("There is no application with this id.", status=404)
        body = b"" if request.method == "GET" else await request.body()
        path, query = request.scope["raw_path"].decode("latin-1"), request.scope["query_string"]
        asked = SignedRequest(request.method, path, query.decode("latin-1"), body)
        parameters = checked(self.app, asked, now=self.clock.now().timestamp())
        return Server(body, parameters, request.path_params)


@post("/apps/{app_id:str}/events", status_code=200, include_in_schema=False)
async def trigger(
    server: Injected[Server], publisher: Injected[Publisher], hub: Injected[Hub]
) -> Shown:
    """Tell an event to the listeners of some channels."""
    event = one_event(server.body)
    wanted = attributes(event.info)
    await publisher.publish([event])
    if not wanted:
        return {}
    return {"channels": {name: figures(hub.census, name, wanted) for name in event.channels}}


@post("/apps/{app_id:str}/batch_events", status_code=200, include_in_schema=False)
async def trigger_batch(
    server: Injected[Server], publisher: Injected[Publisher], hub: Injected[Hub]
) -> Shown:
    """Tell several events, all or none."""
    events = many_events(server.body)
    wanted = [attributes(event.info) for event in events]
    await publisher.publish(events)
    if not any(wanted):
        return {}
    about = zip(events, wanted, strict=True)
    return {"batch": [figures(hub.census, each.channels[0], its) for each, its in about]}


@get("/apps/{app_id:str}/channels", include_in_schema=False)
async def channels(server: Injected[Server], hub: Injected[Hub], peers: Injected[Peers]) -> Shown:
    """Which channels have listeners."""
    await peers.ready()
    prefix = server.query.get("filter_by_prefix", "")
    return occupied(hub.census, prefix, server.query.get("info", ""))


@get("/apps/{app_id:str}/channels/{channel:str}", include_in_schema=False)
async def channel_state(
    server: Injected[Server], hub: Injected[Hub], peers: Injected[Peers]
) -> Shown:
    """Whether a channel has listeners, and how many."""
    await peers.ready()
    return one_channel(hub.census, hub.cache, server.path["channel"], server.query.get("info", ""))


@get("/apps/{app_id:str}/channels/{channel:str}/users", include_in_schema=False)
async def channel_users(
    server: Injected[Server], hub: Injected[Hub], peers: Injected[Peers]
) -> Shown:
    """Who is in a presence channel."""
    await peers.ready()
    return users(hub.census, server.path["channel"])


@post(
    "/apps/{app_id:str}/users/{user_id:str}/terminate_connections",
    status_code=200,
    include_in_schema=False,
)
async def terminate_connections(server: Injected[Server], publisher: Injected[Publisher]) -> Shown:
    """Close all sockets of a user who has signed in."""
    await publisher.terminate(server.path["user_id"])
    return {}


HANDLERS: Final = (
    trigger,
    trigger_batch,
    channels,
    channel_state,
    channel_users,
    terminate_connections,
)
