"""Which pages may speak to us."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]]+)(:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Origins:
    """Our own address, and the sites that may embed the widget; all as browsers write origins."""

    public_url: str | None = None
    allowed: frozenset[str] = frozenset()

    def are_ours(self, origin: str, host: str | None) -> bool:
        """Without a public URL the request's own Host counts, where no other site could have chosen it."""
        if self.public_url is not None:
            return origin == self.public_url
        return host is not None and _is_local(host) and origin in _pages_of(host)

    def admit(self, origin: str | None, host: str | None) -> bool:
        """Whether that page may ask for something; no browser leaves the origin out where it matters."""
        return origin is None or origin in self.allowed or self.are_ours(origin, host)


def _pages_of(host: str) -> tuple[str, str]:
    return (f"http://{host.lower()}", f"https://{host.lower()}")


@lru_cache(256)
def _is_local(host: str) -> bool:
    """A loopback name or an IP address: a page cannot point its own name there (DNS rebinding)."""
    match = _HOST.fullmatch(host.lower())
    if match is None:
        return False
    name = match["name"]
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
