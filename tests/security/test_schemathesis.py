"""The OpenAPI document, tried out by a machine: 27."""

import asyncio
import os

import pytest

from tests.security.fuzz import LONGER
from tests.server_process import PASSWORD

SECONDS = 15 * LONGER
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture
async def credentials(server):
    """Of a guest and of an admin at once."""
    await server.command("admin", "create", "ana@example.com", "--name", "Ana")
    await server.start()
    async with server.client() as client:
        login = {"email": "ana@example.com", "password": PASSWORD}
        signed_in = await client.post("/admin/login", json=login)
        cookie = f"livechat_admin={client.cookies['livechat_admin']}"
        sari = {"guest_name": "Sari", "guest_email": "sari@example.com"}
        token = (await client.post("/api/chat/start-session", json=sari)).json()["token"]
    return {
        "Authorization": f"Bearer {token}",
        "Cookie": cookie,
        "X-CSRF-Token": signed_in.json()["csrf_token"],
    }


@pytest.mark.timeout(180 + 2 * SECONDS)
async def test_27_nothing_that_the_document_allows_or_forbids_breaks_the_server(
    server, credentials, tmp_path
):
    tools = os.environ.get("LIVECHAT_TOOLS")
    assert tools, "Run the tests with: python3 dev.py test"
    shown = [part for name, value in credentials.items() for part in ("-H", f"{name}: {value}")]

    process = await asyncio.create_subprocess_exec(
        *(f"{tools}/schemathesis", "run", f"{server.url}/openapi.json", *shown, "--checks", CHECKS),
        *("--exclude-path", "/admin/logout", "--max-time", str(SECONDS), "--no-color"),
        *("--max-examples", str(50 * LONGER), "--seed", "1", "--generation-database", "none"),
        *("--request-timeout", "60"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()

    assert process.returncode == 0, said.decode()[-5000:]
