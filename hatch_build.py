"""Puts the built frontend into wheels: whoever installs one needs no Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic is for its own builders
    """Run npm, unless this is an editable install (`dev.py` builds there) or an sdist has the files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Raises where there is neither a built frontend nor npm."""
        built = Path(self.root, "src/livechat/entrypoints/http/static/manifest.json")
        if version == "editable" or built.exists():
            return
        npm = shutil.which("npm")
        if npm is None:
            message = "npm builds the widget and the console: install Node.js 20.19 or newer."
            raise RuntimeError(message)
        for command in (["ci"], ["run", "build"]):
            subprocess.run([npm, *command], cwd=Path(self.root, "frontend"), check=True)
