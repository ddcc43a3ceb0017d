"""What other servers may ask of our gateway, as the libraries of Pusher ask it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from litestar import Request, post

from livechat.application.ports import Clock
from livechat.entrypoints.injection import Injected
from livechat.entrypoints.realtime.admission import RefusedError
from livechat.entrypoints.realtime.publishing import Publisher, many_events, one_event
from livechat.entrypoints.realtime.signatures import App
from livechat.entrypoints.realtime.signed_requests import SignedRequest, checked

Shown = dict[str, Any]


class Server(NamedTuple):
    """Somebody who knows the secret, and what he asks."""

    body: bytes
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Servers:
    """Lets in whoever signs with the secret of the application."""

    app: App
    clock: Clock

    async def server(self, request: Request[Any, Any, Any]) -> Server:
        """Raises RefusedError."""
        if request.path_params["app_id"] != self.app.id:
            raise RefusedError("There is no application with this id.", status=404)
        body = b"" if request.method == "GET" else await request.body()
        path, query = request.scope["raw_path"], request.scope["query_string"]
        asked = SignedRequest(request.method, path.decode("latin-1"), query.decode("latin-1"), body)
        return Server(body, checked(self.app, asked, now=self.clock.now().timestamp()))


@post("/apps/{app_id:str}/events", status_code=200, include_in_schema=False)
async def trigger(server: Injected[Server], publisher: Injected[Publisher]) -> Shown:
    """Tell an event to the listeners of some channels."""
    await publisher.publish([one_event(server.body)])
    return {}


@post("/apps/{app_id:str}/batch_events", status_code=200, include_in_schema=False)
async def trigger_batch(server: Injected[Server], publisher: Injected[Publisher]) -> Shown:
    """Tell several events, all or none."""
    await publisher.publish(many_events(server.body))
    return {}


HANDLERS: Final = (trigger, trigger_batch)
