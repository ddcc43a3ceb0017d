"""The real command, in a process of its own, with a folder of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.server_process import SOURCES

PATIENCE = 60


@dataclass(frozen=True)
class Said:
    """What came of a command."""

    status: int
    out: str
    err: str

    @property
    def refusal(self):
        """One sentence or two in one line, for a person; nothing else was said."""
        assert self.status == 2, self
        assert self.out == ""
        assert self.err.startswith("Error: ")
        assert self.err.count("\n") == 1, self.err
        return self.err.removeprefix("Error: ").rstrip()


@dataclass
class Livechat:
    """A machine with livechat on it, and nothing set."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self):
        return self.folder / "data"

    def __call__(self, *arguments, **settings):
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(**settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def command(self, *arguments):
        return [sys.executable, "-m", "livechat", *map(str, arguments)]

    def environment(self, **settings):
        system = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return system | {"PYTHONPATH": str(SOURCES)} | self.settings | settings
