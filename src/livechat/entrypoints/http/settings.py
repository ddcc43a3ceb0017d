"""What HTTP is told about this installation."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).with_name("static")


class Sockets(NamedTuple):
    """Where browsers connect, when it is not here."""

    host: str
    port: int
    tls: bool

    @property
    def origin(self) -> str:
        """As a policy names it."""
        return f"{'wss' if self.tls else 'ws'}://{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """Finished values; nothing here is read from the environment."""

    public_url: str | None = None
    allowed_origins: frozenset[str] = frozenset()
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    secure: bool = False
    cookie_days: int = 30
    team_name: str = "Live chat"
    greeting: str | None = None
    accent: str = "#1F5E4B"
    demo_page: bool = True
    topics: tuple[str, ...] = ()
    phone_country: str = "62"
    driver: str = "memory"
    cluster: str = "mt1"
    sockets: Sockets | None = None
    static: Path = STATIC
    body_seconds: float = 20.0
    """A body that takes longer is given up: a few slow senders must not fill the server."""
