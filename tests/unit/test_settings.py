"""The environment is read once, completely, and refused where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from livechat.settings import Settings, SettingsError, load
from livechat.settings.drivers import pusher_server


def test_nothing_needs_to_be_set() -> None:
    settings = load({})

    assert settings == Settings()
    assert settings.database_path == Path("data/livechat.db")


def test_each_variable_reaches_its_field() -> None:
    settings = load(
        {
            "LIVECHAT_PUBLIC_URL": "https://Chat.Example.com:443/",
            "LIVECHAT_ALLOWED_ORIGINS": "https://shop.example, http://localhost:3000",
            "LIVECHAT_RATE_LIMITS": "off",
            "DATABASE_URL": "sqlite:////var/lib/livechat/chat.db",
        }
    )

    assert settings.public_url == "https://chat.example.com"
    assert settings.allowed_origins == {"https://shop.example", "http://localhost:3000"}
    assert settings.rate_limits is False
    assert settings.database_path == Path("/var/lib/livechat/chat.db")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LIVECHAT_PUBLIC_UR", "x", "Did you mean LIVECHAT_PUBLIC_URL?"),
        ("PUSHER_APP_SECRT", "x", "Did you mean PUSHER_APP_SECRET?"),
        (
            "LIVECHAT_PUBLIC_URL",
            "chat.example.com",
            "LIVECHAT_PUBLIC_URL must look like",
        ),
        ("LIVECHAT_PUBLIC_URL", "https://chat.example.com/live", "without a path"),
        ("LIVECHAT_ALLOWED_ORIGINS", "*", "must name each site"),
        ("LIVECHAT_WEBHOOK_URL", "other.example/hooks", "LIVECHAT_WEBHOOK_URL must look like"),
        ("LIVECHAT_WEBHOOK_URL", "https://other.example/#hooks", "must look like https://"),
        ("LIVECHAT_ACCENT", "green", "LIVECHAT_ACCENT must be a colour"),
        (
            "LIVECHAT_TIMEZONE",
            "../../etc/passwd",
            "LIVECHAT_TIMEZONE must be a time zone",
        ),
        ("LIVECHAT_RATE_LIMITS", "maybe", "must be `on` or `off`"),
        ("LIVECHAT_COOKIE_DAYS", "0", "must be a whole number"),
        ("LIVECHAT_TRUSTED_PROXIES", "proxy", "must be addresses or networks"),
        ("BROADCAST_DRIVER", "carrier-pigeon", "BROADCAST_DRIVER must be"),
        ("BROADCAST_DRIVER", "redis", "BROADCAST_DRIVER=redis needs REDIS_URL, like"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL must look like redis://127.0.0.1:6379/0"),
        ("REDIS_URL", "redis+sentinel://one:26379", "REDIS_URL must look like"),
        ("LIVECHAT_REDIS_PREFIX", "a:b", "LIVECHAT_REDIS_PREFIX must be letters"),
        ("LIVECHAT_REDIS_CHANNELS", "0", "must be a whole number"),
        ("DATABASE_URL", "mysql://db", "DATABASE_URL must be"),
        ("DATABASE_URL", "postgresql://db.example.com", "look like postgresql://user:password@"),
        ("DATABASE_URL", "postgresql://ana:p@ss@db/livechat", "%40 stands for @"),
        ("DATABASE_URL", "postgresql://ana:p/ss@db/livechat", "%2F for /"),
        ("DATABASE_URL", "postgresql://db:port/livechat", "must be"),
        ("PUSHER_APP_SECRET", "your-app-secret", "is an example"),
        ("PUSHER_APP_SECRET_FILE", "/nowhere/at/all", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        load({name: value})

    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert load({"LIVECHAT_PUBLIC_URL": "", "LIVECHAT_DATA_DIR": ""}) == Settings()


def test_a_secret_may_lie_in_a_file_and_shows_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("b2f1c0ffee\n", encoding="utf-8")

    settings = load({"PUSHER_APP_SECRET_FILE": str(file)})

    assert settings.pusher_app_secret is not None
    assert settings.pusher_app_secret.value == "b2f1c0ffee"
    assert "b2f1c0ffee" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "redis://127.0.0.1:6379/0",
        "rediss://user:s3cret@redis.example.com:6380/1?ssl_ca_certs=/etc/ca.pem",
        "unix:///run/redis.sock?db=1",
        "redis+sentinel://:s3cret@one:26379,two:26379/mymaster/0",
        "rediss+cluster://one:6379",
    ],
)
def test_where_redis_is_may_be_said_in_all_these_ways_and_shows_nowhere(url: str) -> None:
    settings = load({"BROADCAST_DRIVER": "redis", "REDIS_URL": url})

    assert settings.redis_url is not None
    assert settings.redis_url.value == url
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://ana:s3cret@db.example.com/chat", "postgresql://db.example.com/chat"),
        ("postgres://ana:s3%40cret@[::1]:5433/chat", "postgresql://[::1]:5433/chat"),
        ("postgresql+asyncpg://one:1,two:2/chat?password=s3@cret", "postgresql://one:1,two:2/chat"),
        ("postgresql:///chat?host=/run/postgresql", "postgresql:///chat"),
        ("sqlite:////srv/chat.db", "/srv/chat.db"),
        ("memory:", "memory"),
    ],
)
def test_a_database_may_be_named_in_all_these_ways_and_its_password_shows_nowhere(
    url: str, name: str
) -> None:
    settings = load({"DATABASE_URL": url})

    assert settings.database_name == name
    assert "s3" not in repr(settings)


def test_the_drivers_other_name_is_understood() -> None:
    assert load({"BROADCAST_CONNECTION": "memory"}).broadcast_driver == "memory"


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        ({}, True),
        ({"LIVECHAT_PUBLIC_URL": "https://chat.example.com"}, False),
        (
            {"LIVECHAT_PUBLIC_URL": "https://chat.example.com", "LIVECHAT_DEMO": "on"},
            True,
        ),
        ({"LIVECHAT_DEMO": "off"}, False),
    ],
)
def test_the_demo_page_is_off_in_production(environ: dict[str, str], shown: bool) -> None:
    assert load(environ).demo_page is shown


HOSTED = {
    "BROADCAST_DRIVER": "pusher",
    "PUSHER_APP_ID": "4242",
    "PUSHER_APP_KEY": "key",
    "PUSHER_APP_SECRET": "c3d0a17e5b7f4f0e",
    "PUSHER_APP_CLUSTER": "ap1",
}


def test_hosted_pusher_is_found_by_its_cluster():
    server = pusher_server(load(HOSTED))

    assert server == ("https://api-ap1.pusher.com:443", "ws-ap1.pusher.com", 443, True)


def test_another_pusher_server_is_where_its_settings_say():
    there = {"PUSHER_HOST": "ws.example.com", "PUSHER_SCHEME": "http", "PUSHER_PORT": "6001"}

    server = pusher_server(load(HOSTED | there))

    assert server == ("http://ws.example.com:6001", "ws.example.com", 6001, False)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"PUSHER_APP_SECRET": ""}, "needs PUSHER_APP_ID, PUSHER_APP_KEY and PUSHER_APP_SECRET"),
        ({"PUSHER_APP_ID": "livechat"}, "PUSHER_APP_ID must be the number"),
        ({"PUSHER_HOST": "https://ws.example.com"}, "PUSHER_HOST must be a host"),
        ({"PUSHER_PORT": "65536"}, "PUSHER_PORT must be a port"),
        ({"PUSHER_SCHEME": "wss"}, "PUSHER_SCHEME must be `https` or `http`"),
        ({"PUSHER_APP_CLUSTER": "a b"}, "PUSHER_APP_CLUSTER must be letters"),
    ],
)
def test_a_pusher_server_needs_all_that_it_needs(changed, what):
    with pytest.raises(SettingsError, match=what):
        load(HOSTED | changed)
