"""One request as it arrived: read once at the door, for all who need it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

KEY: Final = "livechat.exchange"
BODY: Final = "livechat.body"
_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
AUTH_PATHS: Final = ("/broadcasting/auth", "/pusher/auth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What is known of a request before anybody handles it."""

    id: str
    method: str
    path: str
    address: str
    headers: Mapping[bytes, bytes]
    at_home: bool
    """It comes from a page of ours, or from no page at all: cookies count, and may be given."""

    @property
    def is_safe(self) -> bool:
        """It changes nothing (RFC 9110, 9.2.1)."""
        return self.method in _SAFE

    @property
    def is_preflight(self) -> bool:
        """A browser asks whether a page of another site may ask."""
        return self.method == "OPTIONS" and b"access-control-request-method" in self.headers

    @property
    def is_administrative(self) -> bool:
        """Only our own pages have business there."""
        return self.path == "/admin" or self.path.startswith("/admin/")

    @property
    def is_channel_authorisation(self) -> bool:
        """The Pusher libraries send a form there."""
        return self.path in AUTH_PATHS

    @property
    def is_of_a_server(self) -> bool:
        """No browser asks there: what counts is a signature over the very bytes of the request."""
        return self.path.startswith("/apps/")

    def header(self, name: bytes) -> str | None:
        """As text; of several with one name, all of them joined."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    def cookies(self, name: str) -> list[str]:
        """Every different value: a browser may hold two of one name, and says not whose each is."""
        pairs = (pair.strip().partition("=") for pair in (self.header(b"cookie") or "").split(";"))
        return list(dict.fromkeys(value.strip('"') for key, _, value in pairs if key == name))


def joined(headers: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Two origins or two hosts become one text that equals none that is allowed."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in found:
            found[name] += (b"; " if name == b"cookie" else b", ") + value
        else:
            found[name] = value
    return found


def exchange_of(scope: Mapping[str, Any]) -> Exchange:
    """The one that the door has put there."""
    return cast("Exchange", scope[KEY])
