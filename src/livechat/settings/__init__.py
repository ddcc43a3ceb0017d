"""The only reader of the environment: every variable, what it may be, and what it does."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from livechat.settings import drivers, parsers
from livechat.settings.parsers import Secret

T = TypeVar("T")


class SettingsError(Exception):
    """One sentence for whoever starts the server; names the variable, never its secret value."""


def _variable(name: str, parse: Callable[[str], T], about: str, default: T | None = None) -> T:
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
    database_url: Secret | None = _variable(
        "DATABASE_URL",
        parsers.database,
        "Another database file, `sqlite:///` and its path, or PostgreSQL, like "
        "`postgresql://user:password@host:5432/name`. `memory:` keeps nothing.",
    )
    public_url: str | None = _variable(
        "LIVECHAT_PUBLIC_URL",
        parsers.origin,
        "The address that browsers use, like https://chat.example.com.",
    )
    allowed_origins: frozenset[str] = _variable(
        "LIVECHAT_ALLOWED_ORIGINS",
        parsers.origins,
        "Sites that may embed the widget, comma-separated.",
        frozenset[str](),
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = _variable(
        "LIVECHAT_TRUSTED_PROXIES",
        parsers.networks,
        "Proxies whose `X-Forwarded-For` is believed: addresses or networks, comma-separated.",
        (),
    )
    rate_limits: bool = _variable(
        "LIVECHAT_RATE_LIMITS", parsers.switch, "`off` is for load tests only.", default=True
    )
    admin_password: Secret | None = _variable(
        "LIVECHAT_ADMIN_PASSWORD",
        parsers.secret,
        "What `livechat admin` takes instead of asking.",
    )
    team_name: str = _variable(
        "LIVECHAT_TEAM_NAME", parsers.text, "The name that visitors see.", "Live chat"
    )
    greeting: str | None = _variable(
        "LIVECHAT_GREETING",
        parsers.text,
        "The first line a visitor reads; without it, one in his language.",
    )
    accent: str = _variable(
        "LIVECHAT_ACCENT",
        parsers.accent,
        "The colour of the launcher and the visitor's bubbles.",
        "#1F5E4B",
    )
    demo: bool | None = _variable(
        "LIVECHAT_DEMO",
        parsers.switch,
        "The demo page at `/`; off by default when the public URL is https.",
    )
    timezone: ZoneInfo = _variable(
        "LIVECHAT_TIMEZONE",
        parsers.zone,
        "Whose days the statistics count.",
        ZoneInfo("UTC"),
    )
    topics: tuple[str, ...] = _variable(
        "LIVECHAT_TOPICS",
        parsers.names,
        "What a visitor may ask about, comma-separated.",
        (),
    )
    phone_country: str = _variable(
        "LIVECHAT_PHONE_COUNTRY",
        parsers.calling_code,
        "The calling code of numbers that begin with 0.",
        "62",
    )
    cookie_days: int = _variable(
        "LIVECHAT_COOKIE_DAYS",
        parsers.count,
        "How long a returning visitor finds his chat.",
        30,
    )
    retention_days: int | None = _variable(
        "LIVECHAT_RETENTION_DAYS",
        parsers.count,
        "How long a chat is kept after its close; then it is erased. Without it, for ever.",
    )
    client_events: str = _variable(
        "LIVECHAT_CLIENT_EVENTS",
        parsers.one_of("own", "all"),
        "`all` lets every client event through on private and presence channels.",
        "own",
    )
    webhook_url: Secret | None = _variable(
        "LIVECHAT_WEBHOOK_URL",
        parsers.address,
        "Who is told of channels, members and client events on our gateway, by signed webhooks.",
    )
    log_format: str = _variable(
        "LIVECHAT_LOG_FORMAT",
        parsers.one_of("auto", "json", "console"),
        "`auto` is readable on a terminal and JSON elsewhere.",
        "auto",
    )
    broadcast_driver: str = _variable(
        "BROADCAST_DRIVER",
        parsers.one_of(*drivers.DRIVERS),
        "Who tells listeners: `memory` those of this process, `redis` those of all processes, "
        "`pusher` those of a Pusher server, ours being off.",
        "memory",
    )
    redis_url: Secret | None = _variable(
        "REDIS_URL",
        parsers.redis,
        "Where Redis or Valkey is, like `redis://127.0.0.1:6379/0`; for `BROADCAST_DRIVER=redis`.",
    )
    redis_prefix: str = _variable(
        "LIVECHAT_REDIS_PREFIX",
        parsers.word,
        "What our names in Redis begin with; one for each installation that shares it.",
        "livechat",
    )
    redis_channels: int = _variable(
        "LIVECHAT_REDIS_CHANNELS",
        parsers.count,
        "How many channels the events of sessions are spread over; the same for all processes.",
        1,
    )
    pusher_app_id: str | None = _variable(
        "PUSHER_APP_ID",
        parsers.text,
        "The app id of our own gateway, made once when absent; with `pusher` that of yours, as all below.",
    )
    pusher_app_key: str | None = _variable(
        "PUSHER_APP_KEY", parsers.text, "Its public key; made once when absent."
    )
    pusher_app_secret: Secret | None = _variable(
        "PUSHER_APP_SECRET",
        parsers.secret,
        "Its secret; made once and kept in the database when absent.",
    )
    pusher_app_cluster: str = _variable(
        "PUSHER_APP_CLUSTER",
        parsers.word,
        "What clients are told as cluster, and where hosted Pusher is.",
        "mt1",
    )
    pusher_host: str | None = _variable(
        "PUSHER_HOST",
        parsers.host,
        "A Pusher-compatible server instead of the hosted one, as browsers reach it too.",
    )
    pusher_port: int | None = _variable(
        "PUSHER_PORT", parsers.port, "Its port; 443 for https and 80 for http when absent."
    )
    pusher_scheme: str = _variable(
        "PUSHER_SCHEME", parsers.one_of("https", "http"), "How it is asked.", "https"
    )

    @property
    def database_path(self) -> Path | None:
        """The file of the embedded database; None where there is none."""
        if self.database_url is None:
            return self.data_dir / "livechat.db"
        kind, _, path = self.database_url.value.partition(":///")
        return Path(path) if kind == "sqlite" else None

    @property
    def database_name(self) -> str:
        """What it is called in sentences: a file, `memory`, or a server without user and password."""
        if self.database_url is None or self.database_path is not None:
            return str(self.database_path)
        kind, _, address = self.database_url.value.partition("?")[0].partition("://")
        return f"{kind}://{address.rpartition('@')[2]}" if address else "memory"

    @property
    def demo_page(self) -> bool:
        """Whether `/` is the demo page."""
        return not self.secure if self.demo is None else self.demo

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over https."""
        return self.public_url is not None and self.public_url.startswith("https://")


_OTHER_NAMES = {"LIVECHAT_ADMIN_PASSWORD_FILE", "PUSHER_APP_SECRET_FILE"}
"""Names that are no mistake: files of secrets."""


def from_environment() -> Settings:
    """What `.env` in the working directory says, and the environment above it."""
    dotenv = {name: value or "" for name, value in dotenv_values(".env").items()}
    return load({**dotenv, **os.environ})


def load(environ: Mapping[str, str]) -> Settings:
    """Read them all; raises SettingsError for a misspelt name or a bad value."""
    values = _with_files_and_aliases(environ)
    known = {f.metadata["variable"]: f for f in fields(Settings)}
    for name in values:
        if name.startswith(("LIVECHAT_", "PUSHER_")) and name not in known.keys() | _OTHER_NAMES:
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
    settings = Settings(**read)  # type: ignore[arg-type]  # each value was made by its own field's parser
    if missing := drivers.missing(settings):
        raise SettingsError(missing)
    return settings


def _with_files_and_aliases(environ: Mapping[str, str]) -> dict[str, str]:
    """Secrets may lie in files; Laravel calls the driver BROADCAST_CONNECTION too."""
    values = dict(environ)
    if "BROADCAST_CONNECTION" in values:
        values.setdefault("BROADCAST_DRIVER", values["BROADCAST_CONNECTION"])
    for name in ("LIVECHAT_ADMIN_PASSWORD", "PUSHER_APP_SECRET", "REDIS_URL", "DATABASE_URL"):
        path = values.get(f"{name}_FILE")
        if path and not values.get(name):
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                raise SettingsError(f"{name}_FILE names a file that cannot be read.") from None
    return values


def _unknown(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    return f"There is no setting {name}.{hint}"
