"""Services on stores in memory, and browsers that use them without a network between."""

import json
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
from argon2 import PasswordHasher
from jsonschema import Draft202012Validator, FormatChecker

from livechat.adapters.ids import RandomIds
from livechat.adapters.limits import NoLimits, TokenBuckets
from livechat.adapters.memory import MemoryStore
from livechat.adapters.passwords import Argon2Passwords
from livechat.adapters.peers import NoPeers
from livechat.adapters.presence import InProcessPresence
from livechat.application.close_session import CloseSession
from livechat.application.listen import Listen
from livechat.application.mark_read import MarkRead
from livechat.application.measures import SECONDS, Distribution
from livechat.application.second_step import SecondStep
from livechat.application.send_message import SendMessage
from livechat.application.sign_in import AddAdmin, SetUp, SignIn, StillSignedIn
from livechat.application.start_session import StartSession
from livechat.application.statistics import ReadStatistics
from livechat.entrypoints.admin_sockets import AdminSockets
from livechat.entrypoints.http.limits import BUCKETS
from livechat.entrypoints.http.openapi_words import CODES, FIELD_CODES
from livechat.entrypoints.http.problems import PROBLEM_JSON
from livechat.entrypoints.injection import Services
from livechat.entrypoints.realtime.admission import Policy
from livechat.entrypoints.realtime.gateway import Gateway
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.publishing import Publisher
from livechat.entrypoints.realtime.signatures import App

HOME = "http://localhost"
SHOP = "https://shop.example"
PASSWORD = "correct horse battery"


class StillClock:
    """Stands still unless a test moves it."""

    def __init__(self):
        self.time = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def now(self):
        return self.time

    def advance(self, **by):
        self.time += timedelta(**by)


def the_services(clock, *, limited=False, store=None):
    """All that handlers use, on stores in memory if no other is given."""
    store, ids = store or MemoryStore(clock), RandomIds()
    passwords = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    limits = TokenBuckets(clock, BUCKETS) if limited else NoLimits()
    sign_in = SignIn(store.admins, passwords, limits, clock, ids)
    add_admin = AddAdmin(store.admins, passwords, ids)
    still_signed_in = StillSignedIn(store.admins, clock)
    presence = InProcessPresence(clock)
    app = App("1", "app-key", "app-secret")

    def joined(channel, socket_id):
        if channel == "admin-chat":
            presence.came(socket_id)

    hub = Hub(on_joined=joined, on_left=lambda _, socket_id: presence.left(socket_id))
    gateway = Gateway(policy=Policy(app), hub=hub, origin_allowed=lambda _, __: True)
    return Services(
        start_session=StartSession(store.sessions, store.queries, clock, ids),
        send_message=SendMessage(store.sessions, clock),
        mark_read=MarkRead(store.sessions, store.queries, clock),
        close_session=CloseSession(store.sessions, store.queries, clock),
        listen=Listen(store.queries),
        sign_in=sign_in,
        set_up=SetUp(store.installation, store.admins, add_admin, sign_in, ids),
        still_signed_in=still_signed_in,
        second_step=SecondStep(store.admins, limits, clock, ids),
        statistics=ReadStatistics(store.queries, clock, UTC),
        queries=store.queries,
        admins=store.admins,
        installation=store.installation,
        outbox=store.outbox,
        store_figures=store.figures,
        heard=Distribution(SECONDS),
        presence=presence,
        peers=NoPeers(),
        limits=limits,
        clock=clock,
        ids=ids,
        hub=hub,
        sockets=AdminSockets(hub, store.admins, still_signed_in, NoPeers()),
        gateway=gateway,
        publisher=Publisher(hub, NoPeers()),
        app=app,
    )


class TruthfulTransport(httpx.AsyncBaseTransport):
    """Holds every answer that a test sees to what the OpenAPI document says about it."""

    def __init__(self, app, document, **more):
        self._inner = httpx.ASGITransport(app, **more)
        self._document = document
        self._paths = {
            re.compile(re.sub(r"{[^}]+}", "[0-9a-f-]{36}", path)): item
            for path, item in document["paths"].items()
        }

    async def handle_async_request(self, request):
        answer = await self._inner.handle_async_request(request)
        await answer.aread()
        method = "get" if request.method == "HEAD" else request.method.lower()
        for path, item in self._paths.items():
            if path.fullmatch(request.url.path) and method in item:
                self._check(item[method]["responses"], answer, by_head=request.method == "HEAD")
        if answer.headers.get("content-type") == PROBLEM_JSON and answer.content:
            self._check_codes(json.loads(answer.content))
        return answer

    def _check_codes(self, said):
        assert said["code"] in CODES
        assert said["status"] == CODES[said["code"]][0]
        assert {each["code"] for each in said.get("errors", ())} <= set(FIELD_CODES)

    def _check(self, promised, answer, *, by_head):
        said = promised[str(answer.status_code)]
        headers = {name.lower(): each for name, each in said.get("headers", {}).items()}
        assert {name for name, each in headers.items() if "required" in each} <= set(answer.headers)
        assert "set-cookie" in headers or "set-cookie" not in answer.headers
        content = said.get("content", {})
        media_type = answer.headers.get("content-type", "").split(";")[0]
        assert media_type in content, f"{answer.status_code} {media_type} is not in the document"
        if by_head:
            assert not answer.content
            return
        if not media_type.endswith("json"):
            return
        schema = content[media_type]["schema"] | {"components": self._document["components"]}
        checker = Draft202012Validator(schema, format_checker=FormatChecker())
        checker.validate(json.loads(answer.content))


class Browser(httpx.AsyncClient):
    """Keeps cookies like a browser on one of our own pages."""

    def __init__(self, app, document, base_url=HOME, **more):
        transport = TruthfulTransport(app, document, **more)
        super().__init__(transport=transport, base_url=base_url)
        self.csrf = {}

    async def starts(self, name="Sari", email="sari@example.com", **more):
        body = {"guest_name": name, "guest_email": email, **more}
        answer = await self.post("/api/chat/start-session", json=body)
        assert answer.status_code == 201, answer.text
        return SimpleNamespace(**answer.json(), id=answer.json()["session"]["session_id"])

    async def says(self, text, **more):
        answer = await self.post("/api/chat/send-message", json={"message": text, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()["message"]

    async def signs_in(self, email="ana@example.com", password=PASSWORD):
        answer = await self.post("/admin/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        self.csrf = {"X-CSRF-Token": answer.json()["csrf_token"]}
        return self

    async def answers(self, session_id, text, **more):
        body = {"session_id": session_id, "message": text, **more}
        answer = await self.post("/admin/chat/api/send-message", json=body, headers=self.csrf)
        assert answer.status_code == 201, answer.text
        return answer.json()["message"]


def problem(answer):
    """What a client makes its decision by."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = json.loads(answer.content)
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"]
