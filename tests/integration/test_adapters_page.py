"""Whoever follows docs/reference/adapters.md to the letter has an adapter that works."""

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

import httpx
import pytest

from tests.integration.postgresql.server import PostgresqlServer
from tests.integration.realtime.conftest import page
from tests.server_process import ANSWER_SECONDS, ServerProcess

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/adapters.md").read_text()
BLOCK = re.compile(r"^```(python|diff)\n(.+?)^```", re.MULTILINE | re.DOTALL)
SARI = {"guest_name": "Sari", "guest_email": "sari@example.com"}


def write(folder, block):
    """A whole file, whose name is its first line."""
    name = block.splitlines()[0].removeprefix("# ")
    assert not (folder / name).exists()
    (folder / name).write_text(block)


def change(folder, block):
    """Lines of a file, in their surroundings, which are found just once."""
    first, *lines = block.splitlines(keepends=True)
    path = folder / first.removeprefix("--- ").strip()
    text = path.read_text()
    before = "".join(line[1:] for line in lines if line[0] != "+")
    after = "".join(line[1:] for line in lines if line[0] != "-")
    assert text.count(before) == 1, f"{path.name} does not have once:\n{before}"
    path.write_text(text.replace(before, after))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Ours, with what the page adds to it."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in ("src", "tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for kind, block in BLOCK.findall(PAGE):
        {"python": write, "diff": change}[kind](folder, block)
    return folder


async def test_the_new_adapter_passes_its_contract_and_the_house_knows_it(checkout):
    tests = ["tests/unit/adapters/test_datagrams.py", "tests/unit/test_house.py"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-v", *tests, "-k", "Datagram or Notifier"),
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout / "src")},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()

    assert process.returncode == 0, said.decode()
    assert b"TestDatagramNotifier::test_signals_arrive_in_order PASSED" in said
    assert b"test_every_adapter_of_a_port_passes_its_contract[Notifier] PASSED" in said


async def test_two_processes_with_the_new_driver_hear_each_other(checkout, tmp_path):
    with PostgresqlServer() as postgresql:
        settings = {
            "DATABASE_URL": postgresql.url(),
            "BROADCAST_DRIVER": "datagrams",
            "PYTHONPATH": str(checkout / "src"),
        }
        here, there = (ServerProcess(tmp_path, settings) for _ in range(2))
        await here.start()
        await there.start()
        try:
            await hears(here, there)
        finally:
            assert await here.stop() == await there.stop() == 0


async def hears(here, there):
    """Somebody at one process what was sent to the other."""
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as guest:
        key = (await guest.get(f"{here.url}/api/chat/config")).json()["realtime"]["key"]
        begun = (await guest.post(f"{here.url}/api/chat/start-session", json=SARI)).json()
        guest.cookies.clear()
        token = {"Authorization": f"Bearer {begun['token']}"}
        async with page(there, key=key, headers=token) as socket:
            await socket.sees("state", "connected")
            await socket.listens_to(f"private-chat-session.{begun['session']['session_id']}")
            for at in (here, there):
                words = {"message": f"by {at.port}"}
                await guest.post(f"{at.url}/api/chat/send-message", json=words, headers=token)
                _, told = (await socket.sees("message.sent"))[-1]
                assert told["message"]["message"] == words["message"]
