"""The only reader of the environment: every variable, what it may be, and what it does."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

T = TypeVar("T")


class SettingsError(Exception):
    """One sentence for whoever starts the server; names the variable, never its secret value."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that shows in no log, no `repr` and no error."""

    value: str

    def __repr__(self) -> str:
        return "Secret(…)"


def _text(raw: str) -> str:
    return raw


def _secret(raw: str) -> Secret:
    if re.fullmatch(
        r"(your|example|change)[-_ ].*|secret|changeme|xxx+", raw, re.IGNORECASE
    ):
        raise ValueError(
            "is an example, not a secret; make one with `openssl rand -hex 32`"
        )
    return Secret(raw)


def _switch(raw: str) -> bool:
    if raw.lower() not in ("on", "off", "true", "false", "1", "0", "yes", "no"):
        raise ValueError("must be `on` or `off`")
    return raw.lower() in ("on", "true", "1", "yes")


def _count(raw: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", raw) or int(raw) == 0:
        raise ValueError("must be a whole number from 1 to 99999")
    return int(raw)


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(
                f"must be {' or '.join(f'`{choice}`' for choice in choices)}"
            )
        return raw

    return parse


def _origin(raw: str) -> str:
    url = urlsplit(raw)
    if (
        url.scheme not in ("http", "https")
        or not url.hostname
        or url.username
        or url.query
    ):
        raise ValueError("must look like https://chat.example.com")
    if url.path.rstrip("/") or url.fragment:
        raise ValueError(
            "must be an origin without a path, like https://chat.example.com"
        )
    default_port = {"http": 80, "https": 443}[url.scheme]
    port = "" if url.port in (None, default_port) else f":{url.port}"
    host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    return f"{url.scheme}://{host}{port}"


def _origins(raw: str) -> frozenset[str]:
    if "*" in raw:
        raise ValueError(
            "must name each site; `*` would let every page read conversations"
        )
    return frozenset(_origin(part.strip()) for part in raw.split(",") if part.strip())


def _networks(raw: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(
            ip_network(part.strip()) for part in raw.split(",") if part.strip()
        )
    except ValueError:
        raise ValueError("must be addresses or networks, like 10.0.0.0/8,::1") from None


def _names(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _accent(raw: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", raw):
        raise ValueError("must be a colour like #1F5E4B")
    return raw.upper()


def _zone(raw: str) -> ZoneInfo:
    try:
        return ZoneInfo(raw)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone like Asia/Jakarta") from None


def _calling_code(raw: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,2}", raw):
        raise ValueError("must be a calling code without the plus, like 62")
    return raw


def _database(raw: str) -> str:
    if not raw.startswith("sqlite:///") or raw == "sqlite:///":
        raise ValueError(
            "must be sqlite:/// and a path; other databases are not available yet"
        )
    return raw


def _variable(
    name: str, parse: Callable[[str], T], about: str, default: T | None = None
) -> T:
    """A field that is read from the variable *name*."""
    metadata = {"variable": name, "parse": parse, "about": about}
    return cast("T", field(default=default, metadata=metadata))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says; a field stands for one variable."""

    data_dir: Path = _variable(
        "LIVECHAT_DATA_DIR",
        Path,
        "Where database, secrets and files lie.",
        Path("data"),
    )
    database_url: str | None = _variable(
        "DATABASE_URL", _database, "Another database file: `sqlite:///` and its path."
    )
    public_url: str | None = _variable(
        "LIVECHAT_PUBLIC_URL",
        _origin,
        "The address that browsers use, like https://chat.example.com.",
    )
    allowed_origins: frozenset[str] = _variable(
        "LIVECHAT_ALLOWED_ORIGINS",
        _origins,
        "Sites that may embed the widget, comma-separated.",
        frozenset[str](),
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = _variable(
        "LIVECHAT_TRUSTED_PROXIES",
        _networks,
        "Proxies whose `X-Forwarded-For` is believed: addresses or networks, comma-separated.",
        (),
    )
    rate_limits: bool = _variable(
        "LIVECHAT_RATE_LIMITS", _switch, "`off` is for load tests only.", True
    )
    admin_password: Secret | None = _variable(
        "LIVECHAT_ADMIN_PASSWORD",
        _secret,
        "What `livechat admin` takes instead of asking.",
    )
    team_name: str = _variable(
        "LIVECHAT_TEAM_NAME", _text, "The name that visitors see.", "Live chat"
    )
    greeting: str | None = _variable(
        "LIVECHAT_GREETING",
        _text,
        "The first line a visitor reads; without it, one in his language.",
    )
    accent: str = _variable(
        "LIVECHAT_ACCENT",
        _accent,
        "The colour of the launcher and the visitor's bubbles.",
        "#1F5E4B",
    )
    demo: bool | None = _variable(
        "LIVECHAT_DEMO",
        _switch,
        "The demo page at `/`; off by default when the public URL is https.",
    )
    timezone: ZoneInfo = _variable(
        "LIVECHAT_TIMEZONE", _zone, "Whose days the statistics count.", ZoneInfo("UTC")
    )
    topics: tuple[str, ...] = _variable(
        "LIVECHAT_TOPICS", _names, "What a visitor may ask about, comma-separated.", ()
    )
    phone_country: str = _variable(
        "LIVECHAT_PHONE_COUNTRY",
        _calling_code,
        "The calling code of numbers that begin with 0.",
        "62",
    )
    cookie_days: int = _variable(
        "LIVECHAT_COOKIE_DAYS",
        _count,
        "How long a returning visitor finds his chat.",
        30,
    )
    client_events: str = _variable(
        "LIVECHAT_CLIENT_EVENTS",
        _one_of("own", "all"),
        "`all` lets every client event through on private and presence channels.",
        "own",
    )
    log_format: str = _variable(
        "LIVECHAT_LOG_FORMAT",
        _one_of("auto", "json", "console"),
        "`auto` is readable on a terminal and JSON elsewhere.",
        "auto",
    )
    broadcast_driver: str = _variable(
        "BROADCAST_DRIVER",
        _one_of("memory"),
        "Who tells listeners; `memory` is this process.",
        "memory",
    )
    pusher_app_id: str | None = _variable(
        "PUSHER_APP_ID", _text, "The app id of our own gateway; made once when absent."
    )
    pusher_app_key: str | None = _variable(
        "PUSHER_APP_KEY", _text, "Its public key; made once when absent."
    )
    pusher_app_secret: Secret | None = _variable(
        "PUSHER_APP_SECRET",
        _secret,
        "Its secret; made once and kept in the database when absent.",
    )
    pusher_app_cluster: str = _variable(
        "PUSHER_APP_CLUSTER", _text, "What clients are told as cluster.", "mt1"
    )

    @property
    def database_path(self) -> Path:
        """The file of the embedded database."""
        if self.database_url is None:
            return self.data_dir / "livechat.db"
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def demo_page(self) -> bool:
        """Whether `/` is the demo page."""
        return not self.secure if self.demo is None else self.demo

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over https."""
        return self.public_url is not None and self.public_url.startswith("https://")


_OTHER_NAMES = {
    "PUSHER_HOST",
    "PUSHER_PORT",
    "PUSHER_SCHEME",
    *("LIVECHAT_ADMIN_PASSWORD_FILE", "PUSHER_APP_SECRET_FILE"),
}
"""Names that are no mistake: those of a hosted Pusher, which `memory` does not use, and files of secrets."""


def from_environment() -> Settings:
    """What `.env` in the working directory says, and the environment above it."""
    dotenv = {name: value or "" for name, value in dotenv_values(".env").items()}
    return load({**dotenv, **os.environ})


def load(environ: Mapping[str, str]) -> Settings:
    """Read them all; raises SettingsError for a misspelt name or a bad value."""
    values = _with_files_and_aliases(environ)
    known = {f.metadata["variable"]: f for f in fields(Settings)}
    for name in values:
        if (
            name.startswith(("LIVECHAT_", "PUSHER_"))
            and name not in known.keys() | _OTHER_NAMES
        ):
            raise SettingsError(_unknown(name, [*known, *_OTHER_NAMES]))
    read: dict[str, object] = {}
    for name, spec in known.items():
        raw = values.get(name, "").strip()
        if not raw and spec.default is not MISSING:
            continue
        try:
            read[spec.name] = spec.metadata["parse"](raw)
        except ValueError as error:
            raise SettingsError(f"{name} {error}.") from None
    return Settings(**read)  # type: ignore[arg-type]  # each value was made by its own field's parser


def _with_files_and_aliases(environ: Mapping[str, str]) -> dict[str, str]:
    """Secrets may lie in files; Laravel calls the driver BROADCAST_CONNECTION too."""
    values = dict(environ)
    if "BROADCAST_CONNECTION" in values:
        values.setdefault("BROADCAST_DRIVER", values["BROADCAST_CONNECTION"])
    for name in ("LIVECHAT_ADMIN_PASSWORD", "PUSHER_APP_SECRET"):
        path = values.get(f"{name}_FILE")
        if path and not values.get(name):
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                raise SettingsError(
                    f"{name}_FILE names a file that cannot be read."
                ) from None
    return values


def _unknown(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    return f"There is no setting {name}.{hint}"
