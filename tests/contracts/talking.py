"""Ways to fill a store, for every contract that needs a talk in it."""

from functools import partial

from livechat.domain.messages import SenderType
from tests.builders import a_draft, a_session, an_admin, guest_of

ANA = an_admin("Ana")


class Talk:
    """A chat in a store, and what people do in it."""

    def __init__(self, store, clock, session):
        self.store = store
        self.clock = clock
        self.id = session.id
        self.guest = guest_of(session)

    async def says(self, by, text="Hello?", *, id=None):  # noqa: A002  that is its name
        draft = a_draft(text, id=id)

        def post(chat):
            return chat.post(draft, by=by, now=self.clock.now())

        return await self.store.sessions.change(self.id, post, about=draft.id)

    async def asks(self, text="Hello?", **more):
        return (await self.says(self.guest, text, **more)).message

    async def is_answered(self, text="Hi!", **more):
        return (await self.says(ANA, text, **more)).message

    async def is_read(self, up_to, *, by=ANA):
        def mark(chat):
            return chat.mark_read(up_to, by=by, now=self.clock.now())

        return await self.store.sessions.change(self.id, mark, up_to=up_to)

    async def is_closed(self, *, by=ANA):
        return await self.store.sessions.change(
            self.id, lambda chat: chat.close(by=by, now=self.clock.now())
        )

    async def summary(self):
        return await self.store.queries.session(self.id, by=ANA)

    async def entries(self, window):
        return await self.store.queries.messages(self.id, window, by=ANA)

    async def unread(self):
        session = (await self.summary()).session
        return {side.value: session.unread(side) for side in (SenderType.GUEST, SenderType.ADMIN)}


async def a_talk(store, clock, **more):
    """A chat that has just begun."""
    session = await store.sessions.start(a_session(at=clock.now(), **more))
    return Talk(store, clock, session)


def talks_in(store, clock):
    return partial(a_talk, store, clock)
