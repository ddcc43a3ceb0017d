"""Whose request it is, as far as the network tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

Network = IPv4Network | IPv6Network
_FORWARDED = b"x-forwarded-for"
_IPV6_HOST_BITS = 64


@dataclass(frozen=True, slots=True)
class ClientAddresses:
    """Believes `X-Forwarded-For` from these proxies only, and only what they themselves have added."""

    trusted: tuple[Network, ...] = ()

    def __call__(self, scope: Mapping[str, Any]) -> str:
        """One text for each client; an IPv6 client is its /64, for it may change the rest at will."""
        client = scope.get("client")
        peer = str(client[0]) if client else ""
        if not self.trusted:
            return _shown(peer)
        named = [value for name, value in scope["headers"] if name == _FORWARDED]
        hops = [*b",".join(named).decode("latin-1").split(","), peer] if named else [peer]
        return _shown(self._first_stranger(hops))

    def is_trusted(self, text: str) -> bool:
        """Whether this is one of the proxies."""
        address = _address(text)
        return address is not None and any(address in network for network in self.trusted)

    def _first_stranger(self, hops: list[str]) -> str:
        """From our side outwards: whoever is not a proxy of ours; what he says about others is hearsay."""
        known = hops[-1]
        for hop in map(str.strip, reversed(hops)):
            if _address(hop) is None:
                return known
            known = hop
            if not self.is_trusted(hop):
                return hop
        return known


@lru_cache(4096)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(4096)
def _shown(text: str) -> str:
    address = _address(text)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address) >> _IPV6_HOST_BITS << _IPV6_HOST_BITS, 64)))
    return str(address) if address else text
