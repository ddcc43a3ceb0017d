"""Another server, which asks our gateway as the libraries of Pusher do."""

import json
from hashlib import md5

from livechat.entrypoints.realtime.signatures import App

APP = App("1", "app-key", "app-secret")
SAID = {"name": "said", "data": "{}", "channels": ["news"]}


class OtherServer:
    """Knows the secret, and can forget every rule."""

    def __init__(self, browser, clock):
        self.browser = browser
        self.clock = clock

    async def asks(self, method, path, body=b"", *, app=APP, late=0, **parameters):
        digest = {"body_md5": md5(body, usedforsecurity=False).hexdigest()} if body else {}
        given = {
            "auth_key": app.key,
            "auth_timestamp": str(int(self.clock.now().timestamp()) - late),
            "auth_version": "1.0",
            **digest,
            **parameters,
        }
        path = f"/apps/{app.id}{path}"
        text = "&".join(f"{name}={value}" for name, value in sorted(given.items()))
        given.setdefault("auth_signature", app.sign(f"{method}\n{path}\n{text}".encode()))
        return await self.browser.request(method, path, params=given, content=body or None)

    async def gets(self, path, **parameters):
        return await self.asks("GET", path, **parameters)

    async def posts(self, path, body, **more):
        return await self.asks("POST", path, json.dumps(body).encode(), **more)
