"""Pusher servers: an independent one, and one that misbehaves."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect

from livechat.adapters.pusher.breaker import Breaker
from livechat.adapters.pusher.server import PusherServer
from livechat.application.signals import Signal
from tests.fakes import StillClock
from tests.integration.pusher.faulty import FaultyPusher
from tests.integration.pusher.soketi import APP, PATIENCE, Soketi


async def until(true):
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def listening(server, *channels):
    """A browser's socket; the list of all signals that arrive."""
    heard = []
    address = f"{server.address.replace('http', 'ws')}/app/{APP.key}?protocol=7"
    async with connect(address, compression=None) as socket:
        greeting = json.loads(await socket.recv())
        socket_id = json.loads(greeting["data"])["socket_id"]
        for channel in channels:
            name = f"private-{channel}"
            wanted = {"channel": name, "auth": APP.sign_channel(socket_id, name)}
            await socket.send(json.dumps({"event": "pusher:subscribe", "data": wanted}))
            answer = json.loads(await socket.recv())
            assert answer["event"] == "pusher_internal:subscription_succeeded"

        async def hear():
            async for text in socket:
                frame = json.loads(text)
                channel = frame["channel"].removeprefix("private-")
                heard.append(Signal(channel, frame["event"], json.loads(frame["data"])))

        task = asyncio.create_task(hear())
        yield heard
        task.cancel()


@asynccontextmanager
async def asked(address, **changed):
    """A livechat that asks the server at *address*."""
    app = (APP.id, APP.key, APP.secret)
    async with PusherServer(**({"address": address, "app": app} | changed)) as server:
        yield server


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture(scope="session")
def soketi(tmp_path_factory):
    with Soketi(tmp_path_factory.mktemp("soketi")) as server:
        yield server


@pytest.fixture
def own_soketi(tmp_path):
    """One that a test may kill."""
    with Soketi(tmp_path) as server:
        yield server


@pytest.fixture
async def faulty():
    async with FaultyPusher() as server:
        yield server


@pytest.fixture
async def ours(faulty):
    """What asks the faulty one: without long pauses, and not for long."""
    async with asked(faulty.address, patience=2, breaker=Breaker(now=lambda: 0.0)) as server:
        yield server
