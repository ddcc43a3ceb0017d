"""`python -m tests.wire FILE`: write the OpenAPI document, as a livechat in memory serves it."""

import asyncio
import sys
from pathlib import Path

import httpx

from livechat.bootstrap import create_app
from livechat.settings import load


async def document() -> bytes:
    """The same for every installation."""
    async with create_app(load({"DATABASE_URL": "memory:"})) as (app, _):
        transport = httpx.ASGITransport(app)  # type: ignore[arg-type]  # Litestar types its scope more narrowly
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return (await client.get("/openapi.json")).raise_for_status().content


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(asyncio.run(document()))
