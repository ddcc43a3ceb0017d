"""What the text of a variable may be; a ValueError says how it should look."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

MEMORY = "memory:"


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that shows in no log, no `repr` and no error."""

    value: str

    def __repr__(self) -> str:
        return "Secret(…)"


def text(raw: str) -> str:
    return raw


def secret(raw: str) -> Secret:
    if re.fullmatch(r"(your|example|change)[-_ ].*|secret|changeme|xxx+", raw, re.IGNORECASE):
        raise ValueError("is an example, not a secret; make one with `openssl rand -hex 32`")
    return Secret(raw)


def switch(raw: str) -> bool:
    if raw.lower() not in ("on", "off", "true", "false", "1", "0", "yes", "no"):
        raise ValueError("must be `on` or `off`")
    return raw.lower() in ("on", "true", "1", "yes")


def count(raw: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", raw) or int(raw) == 0:
        raise ValueError("must be a whole number from 1 to 99999")
    return int(raw)


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"must be {' or '.join(f'`{choice}`' for choice in choices)}")
        return raw

    return parse


def origin(raw: str) -> str:
    url = urlsplit(raw)
    if url.scheme not in ("http", "https") or not url.hostname or url.username or url.query:
        raise ValueError("must look like https://chat.example.com")
    if url.path.rstrip("/") or url.fragment:
        raise ValueError("must be an origin without a path, like https://chat.example.com")
    default_port = {"http": 80, "https": 443}[url.scheme]
    port = "" if url.port in (None, default_port) else f":{url.port}"
    host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    return f"{url.scheme}://{host}{port}"


def address(raw: str) -> Secret:
    """Never shown: there may be a password in it."""
    url = urlsplit(raw)
    if url.scheme not in ("http", "https") or not url.hostname or url.fragment:
        raise ValueError("must look like https://example.com/hooks")
    return Secret(raw)


def origins(raw: str) -> frozenset[str]:
    if "*" in raw:
        raise ValueError("must name each site; `*` would let every page read conversations")
    return frozenset(origin(part.strip()) for part in raw.split(",") if part.strip())


def networks(raw: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in raw.split(",") if part.strip())
    except ValueError:
        raise ValueError("must be addresses or networks, like 10.0.0.0/8,::1") from None


def names(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def accent(raw: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", raw):
        raise ValueError("must be a colour like #1F5E4B")
    return raw.upper()


def zone(raw: str) -> ZoneInfo:
    try:
        return ZoneInfo(raw)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone like Asia/Jakarta") from None


def calling_code(raw: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,2}", raw):
        raise ValueError("must be a calling code without the plus, like 62")
    return raw


def word(raw: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", raw):
        raise ValueError("must be letters, digits, dots, dashes or underscores")
    return raw


def host(raw: str) -> str:
    if not re.fullmatch(rf"{_NAME}|\[[0-9a-fA-F:.]+\]", raw):
        raise ValueError("must be a host without scheme and port, like ws.example.com")
    return raw


def port(raw: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", raw) or not 0 < int(raw) < 65536:
        raise ValueError("must be a port from 1 to 65535")
    return int(raw)


def redis(raw: str) -> Secret:
    """Never shown: there may be a password in it."""
    kind = r"(rediss?(\+sentinel|\+cluster)?://[^/\s]|unix://[^\s])"
    if not re.match(kind, raw) or ("+sentinel:" in raw and not urlsplit(raw).path.strip("/")):
        raise ValueError(
            "must look like redis://127.0.0.1:6379/0, rediss://… or unix://…, "
            "redis+sentinel://host:26379,host:26379/name or redis+cluster://host:6379"
        )
    return Secret(raw)


def database(raw: str) -> Secret:
    """Never shown: there may be a password in it."""
    kind, _, address = raw.partition("://")
    if kind in ("postgres", "postgresql", "postgresql+asyncpg") and _POSTGRESQL.fullmatch(address):
        return Secret(f"postgresql://{address}")
    if raw != MEMORY and not re.fullmatch(r"sqlite:///.+", raw):
        raise ValueError(
            "must be sqlite:/// and a path, or look like postgresql://user:password@host:5432/name "
            "(in a password %40 stands for @, and %2F for /)"
        )
    return Secret(raw)


_NAME = r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?"
_HOST = r"([^\s@/?#,:\[\]]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?"
_POSTGRESQL = re.compile(rf"([^\s@/?#]*@)?({_HOST}(,{_HOST})*)?/[^\s/?#]+(\?[^\s#]+)?")
