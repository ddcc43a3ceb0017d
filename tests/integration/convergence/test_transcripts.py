"""Whatever the network does to events, each side ends with what is stored: a property, over every notifier."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.integration.convergence.pages import PATIENCE, Pages, pages_of
from tests.integration.convergence.relay import CUT, DOUBLE, DROP, FATES, HOLD, PASS, Relay
from tests.integration.pusher.soketi import Soketi
from tests.integration.redis.server import RedisServer
from tests.node import bundled
from tests.security.fuzz import LONGER
from tests.server_process import PASSWORD, ServerProcess

RINA = "rina@example.com"
SIDES = ("guest", "admin")

a_bad_network = st.lists(st.sampled_from([*FATES, PASS, PASS]), min_size=4, max_size=24)
a_talk = st.lists(
    st.sampled_from([*SIDES, *SIDES, "both", "cut", "settle", "settle"]), min_size=2, max_size=9
)


@dataclass
class Place:
    """Servers of one installation; what is asked of the first, others may have to hear at the last."""

    url: str
    key: str
    relay: Relay
    pages: Pages
    guest: httpx.AsyncClient
    rina: httpx.AsyncClient
    csrf: str
    numbers: count = field(default_factory=count)

    async def opens(self):
        """A chat, and both its sides before their pages."""
        number = next(self.numbers)
        sari = {"guest_name": "Sari", "guest_email": "sari@example.com"}
        self.guest.cookies.clear()
        begun = (await self.guest.post("/api/chat/start-session", json=sari)).json()
        cookie = "; ".join(f"{name}={value}" for name, value in self.rina.cookies.items())
        ways = {"guest": {"token": begun["token"]}, "admin": {"cookie": cookie, "csrf": self.csrf}}
        chat = Chat(
            self, begun["session"]["session_id"], {side: f"{side} {number}" for side in SIDES}
        )
        for side, name in chat.names.items():
            where = {"base": self.url, "key": self.key, "port": self.relay.port, "self": side}
            self.pages.does("open", name, {"session": begun["session"], **where, **ways[side]})
        await self.pages.show([], *chat.names.values())
        await self.relay.is_heard_by(len(SIDES), f"private-chat-session.{chat.id}")
        return chat


@dataclass
class Chat:
    """One, and the names of the two pages it is on."""

    place: Place
    id: str
    names: dict[str, str]
    said: list[str] = field(default_factory=list)

    async def goes_on(self, step):
        match step:
            case "cut":
                await self.place.relay.cut()
            case "settle":
                await self.stored()
            case "meet":
                await self.place.relay.has_met()
            case "both":
                for side in SIDES:
                    self._says(side)
            case side:
                self._says(side)

    def _says(self, side):
        self.said.append(f"{side} says {len(self.said)}")
        self.place.pages.does("say", self.names[side], self.said[-1])

    async def stored(self):
        """As soon as all that was said is."""
        path = f"{self.place.url}/admin/chat/api/sessions/{self.id}/messages"
        async with asyncio.timeout(PATIENCE):
            while True:
                messages = (await self.place.rina.get(path, params={"limit": 200})).json()[
                    "messages"
                ]
                if len(messages) >= len(self.said):
                    return [[each["seq"], each["id"], each["message"]] for each in messages]
                await asyncio.sleep(0.02)

    def ends(self):
        for name in self.names.values():
            self.place.pages.does("stop", name)


def _memory(stack, folder):
    return [ServerProcess(folder)]


def _redis(stack, folder):
    redis = stack.enter_context(RedisServer(folder))
    told = {"BROADCAST_DRIVER": "redis", "REDIS_URL": redis.url}
    return [ServerProcess(folder, told) for _ in range(2)]


def _pusher(stack, folder):
    soketi = stack.enter_context(Soketi(folder))
    return [ServerProcess(folder, soketi.settings), soketi]


NOTIFIERS = {"memory": _memory, "redis": _redis, "pusher": _pusher}


@pytest.fixture(scope="module")
async def program(tmp_path_factory):
    source = Path(__file__).with_name("client.mjs")
    return await bundled(source, tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module", params=NOTIFIERS)
async def place(request, program, tmp_path_factory):
    async with AsyncExitStack() as stack:
        folder = tmp_path_factory.mktemp(request.param)
        servers = NOTIFIERS[request.param](stack, folder)
        first, last = servers[0], servers[-1]
        await first.command("admin", "create", RINA, "--name", "Rina")
        for server in servers:
            if isinstance(server, ServerProcess):
                stack.push_async_callback(server.end)
                await server.start()
        relay = await stack.enter_async_context(Relay(f"ws://127.0.0.1:{last.port}"))
        pages = await stack.enter_async_context(pages_of(program))
        guest, rina = [await stack.enter_async_context(first.client()) for _ in SIDES]
        login = await rina.post("/admin/login", json={"email": RINA, "password": PASSWORD})
        key = (await guest.get("/api/chat/config")).json()["realtime"]["key"]
        csrf = login.json()["csrf_token"]
        yield Place(first.url, key, relay, pages, guest, rina, csrf)


async def ends_well(place, network, talk):
    chat = await place.opens()
    place.relay.begin(network)
    for step in talk:
        await chat.goes_on(step)
    stored = await chat.stored()
    await place.relay.calm()

    assert [seq for seq, _, _ in stored] == list(range(1, len(stored) + 1))
    assert sorted(text for _, _, text in stored) == sorted(chat.said)
    await place.pages.show(stored, *chat.names.values())
    chat.ends()


@pytest.mark.timeout(300 * LONGER)
@settings(
    derandomize=LONGER == 1,
    max_examples=12 * LONGER,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(network=a_bad_network, talk=a_talk)
async def test_both_sides_end_with_what_is_stored(place, network, talk):
    await ends_well(place, network, talk)


@pytest.mark.parametrize("fate", [DROP, DOUBLE, HOLD, CUT])
async def test_so_they_do_when_it_happens_to_every_event(place, fate):
    talk = ["guest", "settle", "both", "admin", "settle", "guest", "meet"]
    await ends_well(place, [fate] * 40, talk)

    assert fate in place.relay.met
