"""`livechat seed`: two weeks of a small shop's chats, told through the domain with a clock that is moved."""

from __future__ import annotations

import asyncio
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from random import Random
from typing import TYPE_CHECKING

import click

from livechat.application.close_session import CloseSession
from livechat.application.mark_read import MarkRead
from livechat.application.send_message import SendMessage
from livechat.application.start_session import Introduction, StartSession
from livechat.application.views import SessionFilter
from livechat.domain.messages import Draft, MessageBody, MessageId, SenderType
from livechat.domain.people import (
    Admin,
    AdminId,
    EmailAddress,
    Guest,
    GuestCredential,
    PersonName,
)
from livechat.entrypoints.cli.refusal import Refusal
from livechat.entrypoints.cli.root import completed, prepared
from livechat.entrypoints.cli.talks import Line, talks

if TYPE_CHECKING:
    from livechat.application.ports import ChatQueries, ChatSessions, Ids
    from livechat.domain.messages import SessionId
    from livechat.domain.people import Credential
    from livechat.entrypoints.cli.root import Root

SESSIONS = 42
DAYS = 14
STILL_OPEN = 7
"""The newest chats go on; every other one of them waits for an answer."""

_PEOPLE = {
    "en": (
        "Olivia Bennett,Jack Thornton,Amelia Hughes,Noah Fletcher,Grace Sutton,Ethan Marsh,Isla Whitfield,Liam Carter,"
        "Chloe Barnes,Oscar Lindqvist,Freya Nolan,Daniel O'Connor,Maya Patel,Leo Fischer,Zoë Laurent,Samuel Reed,"
        "Hannah Price,Aaron Kowalski,Ruby Sinclair,Tomás Rivera,Eleanor Finch"
    ).split(","),
    "id": (
        "Siti Rahmawati,Budi Santoso,Dewi Lestari,Agus Pratama,Putri Ayuningtyas,Rizky Ramadhan,Wulan Sari,Andi Wijaya,"
        "Nurul Hidayah,Fajar Nugroho,Ratna Kusuma,Bayu Saputra,Indah Permata,Hendra Gunawan,Maya Anggraini,Yoga Prasetyo,"
        "Citra Maharani,Dimas Arya,Lina Marlina,Eko Susanto,Made Suartini"
    ).split(","),
}
_THINGS = {
    "en": "ceramic pour-over,walnut tray,enamel kettle,stoneware mug set,linen apron".split(","),
    "id": "teko enamel,cangkir keramik,nampan kayu jati,celemek linen,saringan kopi".split(","),
}
_CITIES = {
    "en": "Leeds,Bristol,Dublin,Melbourne,Portland".split(","),
    "id": "Bandung,Surabaya,Yogyakarta,Denpasar,Makassar".split(","),
}
_BEGINS_WITH = {"en": 0, "id": 4}
"""So that neighbours in the list do not ask the same in two languages."""
_COUNTRY = "62"


def run(root: Root, *, seed: int, force: bool) -> None:
    """Refuses where there are chats, unless forced."""
    settings = prepared()

    async def tell() -> tuple[int, int]:
        async with root.opened(settings) as parts:
            queries = parts.queries()
            there = await queries.sessions(SessionFilter(limit=1))
            if there.summaries and not force:
                raise Refusal("There are chats already. Add the demo's to them with --force.")
            seeding = Seed(parts.sessions(), queries, parts.ids())
            return await seeding(now=parts.clock().now(), seed=seed)

    sessions, messages = completed(tell())
    click.echo(f"{sessions} chats with {messages} messages, over the last {DAYS} days.")


@dataclass(slots=True)
class MovedClock:
    """Shows what it is set to."""

    moment: datetime

    def now(self) -> datetime:
        """Never by itself any later."""
        return self.moment

    def wait(self, seconds: float) -> None:
        """Let that much time pass, in whole milliseconds."""
        self.moment += timedelta(milliseconds=round(seconds * 1000))


@dataclass(frozen=True, slots=True)
class Plan:
    """One chat to be told."""

    chance: Random
    language: str
    name: str
    begins: datetime
    lines: list[Line]
    open: bool


@dataclass(frozen=True, slots=True)
class Seed:
    """Tell them all; the same seed tells the same, up to *now*. Ids and secrets nobody can foretell."""

    sessions: ChatSessions
    queries: ChatQueries
    ids: Ids

    async def __call__(self, *, now: datetime, seed: int) -> tuple[int, int]:
        """How many sessions and messages there are now more."""
        plans = _plans(now, Random(seed))  # noqa: S311  a demo is to be repeated
        async with asyncio.TaskGroup() as together:
            for plan in plans:
                together.create_task(self._tell(plan))
        return len(plans), sum(len(plan.lines) for plan in plans)

    async def _tell(self, plan: Plan) -> None:
        clock = MovedClock(plan.begins)
        guest = Guest.introduced(
            name=plan.name, email=_email(plan), phone=_phone(plan), country=_COUNTRY
        )
        start = StartSession(self.sessions, self.queries, clock, self.ids)
        begun = await start(Introduction(guest=guest, locale=plan.language), None)
        session = begun.summary.session
        by_side: dict[SenderType, Credential] = {
            SenderType.GUEST: GuestCredential.parse(begun.token or ""),  # type: ignore[dict-item]  # a token just made can be read
            SenderType.ADMIN: _admin(plan.chance, self.ids),
        }
        talk = _Talk(self, session.id, by_side, clock, plan.chance)
        for line in _filled(plan):
            await talk.say(line)
        if not plan.open:
            await talk.end()


@dataclass(slots=True)
class _Talk:
    """A chat while it is told."""

    seed: Seed
    session_id: SessionId
    by_side: dict[SenderType, Credential]
    clock: MovedClock
    chance: Random
    seq: int = 0
    last: SenderType = SenderType.GUEST

    async def say(self, line: Line) -> None:
        """Whoever answers has read what the other one said."""
        if line.side is not self.last:
            self.clock.wait(self.chance.uniform(3, 90))
            await self._read(line.side)
        self.clock.wait(self.chance.uniform(4, 45))
        draft = Draft(MessageId(self.seed.ids.uuid()), MessageBody.of(line.text))
        send = SendMessage(self.seed.sessions, self.clock)
        sent = await send(self.session_id, draft, by=self.by_side[line.side])
        self.seq, self.last = sent.message.seq, line.side

    async def end(self) -> None:
        """Both have read everything; the admin closes."""
        self.clock.wait(self.chance.uniform(20, 200))
        await self._read(SenderType.GUEST)
        await self._read(SenderType.ADMIN)
        close = CloseSession(self.seed.sessions, self.seed.queries, self.clock)
        await close(self.session_id, by=self.by_side[SenderType.ADMIN])

    async def _read(self, side: SenderType) -> None:
        mark = MarkRead(self.seed.sessions, self.seed.queries, self.clock)
        await mark(self.session_id, self.seq, by=self.by_side[side])


def _plans(now: datetime, chance: Random) -> list[Plan]:
    """Ascending in time, so that the newest chats are the open ones."""
    scripts = {language: talks(language) for language in _PEOPLE}
    begins = sorted(_moments(now, chance))
    plans = []
    for number, moment in enumerate(begins):
        language = ("en", "id")[number % 2]
        turn = number // 2
        lines = scripts[language][(turn + _BEGINS_WITH[language]) % len(scripts[language])]
        name = _PEOPLE[language][turn % len(_PEOPLE[language])]
        still_open = number >= SESSIONS - STILL_OPEN
        if still_open:
            lines = _cut(lines, waiting=number % 2 == 0)
        plans.append(Plan(_like(chance), language, name, moment, lines, still_open))
    return plans


def _like(chance: Random) -> Random:
    return Random(chance.getrandbits(64))  # noqa: S311  a demo is to be repeated


def _moments(now: datetime, chance: Random) -> list[datetime]:
    """Over the days of a shop: mornings and evenings are busier; a few within the last two hours."""
    recent = [now - timedelta(minutes=30 + 13 * n) for n in range(STILL_OPEN)]
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = []
    for number in range(SESSIONS - STILL_OPEN):
        day = today - timedelta(days=1 + number * (DAYS - 1) // (SESSIONS - STILL_OPEN))
        hour = chance.choice((2, 3, 3, 4, 7, 8, 9, 12, 13, 13, 14, 16))
        earlier.append(
            day + timedelta(hours=hour, minutes=chance.randrange(60), seconds=chance.randrange(60))
        )
    return recent + earlier


def _cut(lines: list[Line], *, waiting: bool) -> list[Line]:
    """A talk in the middle: the guest waits, or the admin has just answered."""
    last = SenderType.GUEST if waiting else SenderType.ADMIN
    sides = [line.side for line in lines]
    begins = sides.index(last, len(lines) // 2)
    return lines[:begins] + list(takewhile(lambda line: line.side is last, lines[begins:]))


def _filled(plan: Plan) -> list[Line]:
    chance, language = plan.chance, plan.language
    words = {
        "guest": plan.name.split()[0],
        "item": chance.choice(_THINGS[language]),
        "city": chance.choice(_CITIES[language]),
        "order": f"#{chance.randrange(20_000, 30_000)}",
    }
    return [Line(line.side, line.text.format(**words)) for line in plan.lines]


def _admin(chance: Random, ids: Ids) -> Admin:
    name = chance.choice(("Rina", "Tom"))
    email = EmailAddress.of(f"{name.lower()}@example.com", field="email")
    return Admin(AdminId(ids.uuid()), email, PersonName.of(name, field="name"))


def _phone(plan: Plan) -> str | None:
    """About half of the Indonesian guests leave a number."""
    if plan.language != "id" or plan.chance.random() < 0.5:
        return None
    return f"0812{plan.chance.randrange(10**7, 10**8)}"


def _email(plan: Plan) -> str:
    """Zoë is zoe there."""
    first = unicodedata.normalize("NFKD", plan.name.split()[0].lower())
    return f"{first.encode('ascii', 'ignore').decode()}.{plan.chance.randrange(100)}@example.com"
