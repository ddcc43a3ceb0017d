"""Who may listen where."""

from dataclasses import replace
from uuid import uuid4

import pytest

from livechat.application.listen import Listen
from livechat.domain.errors import ChannelForbiddenError
from livechat.domain.people import secret_hash


@pytest.fixture
def listen(store):
    return Listen(store.queries)


async def test_a_guest_hears_the_own_chat(listen, guest):
    assert await listen(f"chat-session.{guest.session_id}", by=guest) is None


async def test_an_admin_hears_every_chat_and_the_channel_of_all(listen, guest, ana):
    assert await listen(f"chat-session.{guest.session_id}", by=ana) is None
    assert await listen("admin-chat", by=ana) is None


async def test_a_closed_chat_can_still_be_heard(listen, close, guest):
    await close(guest.session_id, by=guest)

    assert await listen(f"chat-session.{guest.session_id}", by=guest) is None


async def test_nobody_else_hears_a_chat(listen, start, guest, ana):
    channel = f"chat-session.{guest.session_id}"
    stranger = replace(guest, secret_hash=secret_hash("guessed"))
    other = replace(guest, session_id=uuid4())

    for by in (None, stranger, other):
        with pytest.raises(ChannelForbiddenError):
            await listen(channel, by=by)
    with pytest.raises(ChannelForbiddenError):
        await listen(f"chat-session.{uuid4()}", by=ana)


async def test_no_guest_hears_the_channel_of_the_admins(listen, guest):
    for by in (guest, None):
        with pytest.raises(ChannelForbiddenError):
            await listen("admin-chat", by=by)


async def test_a_channel_has_one_spelling(listen, guest, ana):
    id_ = str(guest.session_id)
    for channel in (
        f"chat-session.{id_.upper()}x",
        f"chat-session.{{{id_}}}",
        f"chat-session.urn:uuid:{id_}",
        f"chat-session.{id_.replace('-', '')}",
        f"chat-session. {id_}",
        f"chat-session.chat-session.{id_}",
        f"private-chat-session.{id_}",
        id_,
        "admin-chat ",
        "ADMIN-CHAT",
        "chat-session.",
        "",
    ):
        with pytest.raises(ChannelForbiddenError):
            await listen(channel, by=ana)
