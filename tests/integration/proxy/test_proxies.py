"""The proxies that we publish files for let a chat through, with its sockets."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.integration.proxy.proxies import BIN, DEPLOY, PATIENCE, Caddy, Haproxy, Nginx
from tests.integration.realtime.conftest import page
from tests.server_process import ServerProcess

ROOT = DEPLOY.parent
SARI = {"guest_name": "Sari", "guest_email": "sari@example.com"}
NOT_HERE = ("ExecNotFound", "Security.Delegate", "Security.UMaskOW")
"""What systemdlint says of a program that is not installed, of what it wants set, and of a mask it misreads."""


@pytest.fixture(scope="module")
async def server(tmp_path_factory):
    server = ServerProcess(
        tmp_path_factory.mktemp("server"), {"LIVECHAT_TRUSTED_PROXIES": "127.0.0.1"}
    )
    await server.start()
    yield server
    await server.stop()


@pytest.mark.parametrize("proxy", [Haproxy, Nginx, Caddy])
async def test_a_chat_goes_through_it_with_its_socket(server, proxy, tmp_path):
    with proxy(tmp_path, [server.port]) as its:
        async with httpx.AsyncClient(base_url=its.url, timeout=PATIENCE) as guest:
            key = (await guest.get("/api/chat/config")).json()["realtime"]["key"]
            begun = (await guest.post("/api/chat/start-session", json=SARI)).json()
            guest.cookies.clear()
            token = {"Authorization": f"Bearer {begun['token']}"}
            channel = f"private-chat-session.{begun['session']['session_id']}"
            async with page(its, key=key, headers=token) as socket:
                await socket.sees("state", "connected")
                await socket.listens_to(channel)
                said = await guest.post(
                    "/api/chat/send-message", json={"message": "Halo"}, headers=token
                )
                assert said.status_code == 201
                await socket.sees("message.sent")


def checked(*command, at=ROOT):
    """What it says; fails with that where it is not content."""
    done = subprocess.run(
        [str(part) for part in command], cwd=at, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_dockerfile_is_good():
    assert checked(BIN / "hadolint", "Dockerfile") == ""


def test_the_compose_file_is_one():
    checked(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")


def test_the_caddyfile_is_one():
    checked(
        *(BIN / "caddyserver", "adapt", "--validate", "--adapter", "caddyfile"),
        *("--config", DEPLOY / "Caddyfile"),
    )


def mistakes(unit):
    """What systemdlint says of it, line by line; it writes them to the standard error."""
    command = [BIN / "systemdlint", unit]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr.splitlines()
    return [line for line in said if not any(f"[{name}]" in line for name in NOT_HERE)]


def test_the_unit_for_systemd_has_no_mistake(tmp_path):
    good = DEPLOY / "livechat.service"
    bad = tmp_path / "livechat.service"
    bad.write_text(good.read_text().replace("Restart=always", "Restrat=always"))

    assert mistakes(good) == []
    assert ["Restrat" in line for line in mistakes(bad)] == [True]


def test_the_image_is_started_by_a_command_that_exists():
    said = (ROOT / "Dockerfile").read_text()
    assert 'ENTRYPOINT ["livechat"]' in said
    assert (Path(sys.executable).parent / "livechat").exists()
