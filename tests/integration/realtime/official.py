"""The official server libraries of PyPI and npm, as other servers use them."""

import asyncio
import json
import os
from pathlib import Path

from pusher import Pusher
from pusher.errors import PusherBadAuth, PusherBadRequest, PusherBadStatus, PusherForbidden

from tests.integration.realtime.conftest import PATIENCE
from tests.node import FRONTEND, node_program

APP_ID, KEY, SECRET = "4242", "other-app-key", "c3d0a17e5b7f4f0e9a6d2b8c1e4f7a90"
MASTER_KEY = "zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU="
"""Of encrypted channels: both ends have it, and we do not."""
SETTINGS = {"PUSHER_APP_ID": APP_ID, "PUSHER_APP_KEY": KEY, "PUSHER_APP_SECRET": SECRET}
_STATUSES = {PusherBadRequest: 400, PusherBadAuth: 401, PusherForbidden: 403}


def node_options(port, **more):
    """How the library of npm is told of our gateway; `user` is who a page signs in as."""
    its = {"appId": APP_ID, "key": KEY, "secret": SECRET, "useTLS": False}
    its |= {"host": "127.0.0.1", "port": str(port), "encryptionMasterKeyBase64": MASTER_KEY}
    return its | more


class PythonLibrary:
    """Blocks; so it asks in threads."""

    def __init__(self, port, *, secret=SECRET):
        its = {"app_id": APP_ID, "key": KEY, "secret": secret, "ssl": False}
        its |= {"encryption_master_key_base64": MASTER_KEY}
        self._pusher = Pusher(**its, host="127.0.0.1", port=port)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        for client in (self._pusher._pusher_client, self._pusher._authentication_client):
            client.http.session.close()

    async def trigger(self, channels, event, data, *, socket_id=None):
        return await self._ask(self._pusher.trigger, channels, event, data, socket_id)

    async def trigger_batch(self, batch):
        return await self._ask(self._pusher.trigger_batch, batch)

    async def channels(self, prefix="", info=()):
        return await self._ask(self._pusher.channels_info, prefix or None, list(info))

    async def channel(self, name, info=()):
        return await self._ask(self._pusher.channel_info, name, list(info))

    async def users(self, name):
        return await self._ask(self._pusher.users_info, name)

    async def _ask(self, call, *given):
        """Status and answer."""
        try:
            return 200, await asyncio.to_thread(call, *given)
        except tuple(_STATUSES) as refused:
            return _STATUSES[type(refused)], str(refused)
        except PusherBadStatus as refused:
            status, _, body = str(refused).partition(": ")
            return int(status), body


class NodeLibrary:
    """A process that asks one thing after the other."""

    def __init__(self, port, *, secret=SECRET):
        self._options = node_options(port, secret=secret)

    async def __aenter__(self):
        self._process = await asyncio.create_subprocess_exec(
            node_program(),
            str(Path(__file__).with_name("other_server.cjs")),
            json.dumps(self._options),
            cwd=FRONTEND,
            env=os.environ,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return self

    async def __aexit__(self, *_):
        self._process.stdin.close()
        await self._process.wait()

    async def trigger(self, channels, event, data, *, socket_id=None):
        more = {} if socket_id is None else {"socket_id": socket_id}
        return await self._ask("trigger", channels, event, data, more)

    async def trigger_batch(self, batch):
        return await self._ask("triggerBatch", batch)

    async def channels(self, prefix="", info=()):
        asked = {"filter_by_prefix": prefix} if prefix else {}
        return await self._get("/channels", info, **asked)

    async def channel(self, name, info=()):
        return await self._get(f"/channels/{name}", info)

    async def users(self, name):
        return await self._get(f"/channels/{name}/users")

    async def send_to_user(self, user, event, data):
        return await self._ask("sendToUser", user, event, data)

    async def terminate(self, user):
        return await self._ask("terminateUserConnections", user)

    async def takes(self, headers, body):
        """Whether it believes a webhook."""
        (valid,) = await self._ask("takes", {"headers": headers, "rawBody": body})
        return valid

    async def _get(self, path, info=(), **asked):
        asked |= {"info": ",".join(info)} if info else {}
        return await self._ask("get", {"path": path, "params": asked})

    async def _ask(self, *order):
        """Status and answer."""
        self._process.stdin.write(f"{json.dumps(order)}\n".encode())
        async with asyncio.timeout(PATIENCE):
            return tuple(json.loads(await self._process.stdout.readline()))


LIBRARIES = {"pusher of PyPI": PythonLibrary, "pusher of npm": NodeLibrary}
