"""What each way of telling listeners needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from livechat.settings import Settings

DRIVERS: Final = ("memory", "redis", "pusher")
SHORTEST_SECRET: Final = 16


class PusherServer(NamedTuple):
    """Where we ask it, and where browsers connect."""

    api: str
    host: str
    port: int
    tls: bool


def pusher_server(settings: Settings) -> PusherServer:
    """The one that PUSHER_HOST names, else hosted Pusher in its cluster."""
    tls = settings.pusher_scheme == "https"
    port = settings.pusher_port or (443 if tls else 80)
    cluster = settings.pusher_app_cluster
    api, sockets = f"api-{cluster}.pusher.com", f"ws-{cluster}.pusher.com"
    if settings.pusher_host is not None:
        api = sockets = settings.pusher_host
    return PusherServer(f"{settings.pusher_scheme}://{api}:{port}", sockets, port, tls)


def missing(settings: Settings) -> str | None:
    """A sentence for whoever starts the server; None where all is there."""
    if settings.broadcast_driver == "redis" and settings.redis_url is None:
        return "BROADCAST_DRIVER=redis needs REDIS_URL, like redis://127.0.0.1:6379/0."
    if settings.broadcast_driver == "pusher":
        if None in (settings.pusher_app_id, settings.pusher_app_key, settings.pusher_app_secret):
            return (
                "BROADCAST_DRIVER=pusher needs PUSHER_APP_ID, PUSHER_APP_KEY and PUSHER_APP_SECRET."
            )
        if not str(settings.pusher_app_id).isdecimal():
            return "PUSHER_APP_ID must be the number of an app at Pusher."
    return _guessable(settings)


def _guessable(settings: Settings) -> str | None:
    """Whoever guesses the secret reads every chat; on a laptop it may be short."""
    secret = settings.pusher_app_secret
    if settings.secure and secret is not None and len(secret.value) < SHORTEST_SECRET:
        return (
            f"PUSHER_APP_SECRET must have at least {SHORTEST_SECRET} characters where the public URL is https; "
            "make one with `openssl rand -hex 32`."
        )
    return None
