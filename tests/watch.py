"""No test may leave a mistake of ours behind that it did not expect, nor anything private."""

import json
import logging
import re
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from livechat.entrypoints.cli.logs import JsonLines
from tests.canary import CANARIES

LOGS: dict[Path, int] = {}
"""How far the log of each server process has been looked at."""

_FOR_PEOPLE = re.compile(r"\b(GET|POST|HEAD|OPTIONS|other) \S* (500\b|failed: )")
_OURS = "livechat.entrypoints.http.errors"
"""Who logs a mistake with its traceback at once; the line about the answer may come a second later."""


def mistakes_in(log):
    """Lines that tell of an answer with 500; the one with the traceback is written before the answer is sent."""
    return [line for line in log.splitlines() if _is_mistake(line)]


def said_by_servers():
    """Whole lines, since the last question."""
    found = []
    for path, seen in LOGS.items():
        if path.exists():
            new = path.read_bytes()[seen:]
            whole = new[: new.rfind(b"\n") + 1]
            LOGS[path] = seen + len(whole)
            found.append(whole.decode(errors="replace"))
    return "".join(found)


@contextmanager
def said_here():
    """The records of this process, as a server would keep them."""
    said = []
    handler = logging.Handler(logging.INFO)
    handler.emit = said.append
    ours, everybody = logging.getLogger("livechat"), logging.getLogger()
    before = ours.level
    ours.setLevel(logging.INFO)
    everybody.addHandler(handler)
    yield said
    everybody.removeHandler(handler)
    ours.setLevel(before)


def as_logged(records):
    """Lines that a log would have."""
    kept = [each for each in records if each.name != "httpx"]
    return "\n".join(JsonLines().format(each) for each in kept)


def watch_clients():
    """Every request of httpx tells what is private; call it once."""
    send, send_async = httpx.Client.send, httpx.AsyncClient.send

    def watched(client, request, **more):
        return _passed(request, send(client, request, **more))

    async def watched_async(client, request, **more):
        return _passed(request, await send_async(client, request, **more))

    httpx.Client.send, httpx.AsyncClient.send = watched, watched_async


def _passed(request, answer):
    body = None
    with suppress(httpx.RequestNotRead):
        body = request.content
    CANARIES.asked(str(request.url), body, request.headers.items())
    if answer.is_closed and answer.is_error:
        CANARIES.refused(answer.content)
    elif answer.is_closed:
        CANARIES.answered(
            request.url.path, answer.content, [each.value for each in answer.cookies.jar]
        )
    return answer


def _is_mistake(line):
    if line.startswith("{"):
        try:
            said = json.loads(line)
            return said.get("status") == 500 or (
                said.get("logger") == _OURS and "exception" in said
            )
        except ValueError:
            return False
    return bool(_FOR_PEOPLE.search(line))
