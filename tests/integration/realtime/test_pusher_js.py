"""The gateway as an unmodified pusher-js lives through it."""

from livechat.application.signals import Signal
from tests.integration.realtime.conftest import AFTER_A_REFUSAL

CHAT = "private-chat-session.1"
SENT = Signal("chat-session.1", "message.sent", {"seq": 1, "message": "Halo 👋"})


async def test_a_page_hears_what_is_signalled(server, opens):
    async with opens(server) as page:
        await page.sees("state", "connected")
        await page.listens_to(CHAT)

        await server.does(server.hub.deliver, [SENT])

        await page.sees("message.sent", dict(SENT.data))


async def test_a_forged_signature_is_refused_by_channel(server, opens):
    async with opens(server) as page:
        page.does("subscribe", "private-forged")

        (*_, [_, refusal]) = await page.sees("pusher:subscription_error")

        assert (refusal["type"], refusal["status"]) == ("AuthError", 401)
        await page.listens_to(CHAT)


async def test_pages_tell_each_other_that_somebody_types(server, opens):
    async with opens(server) as one, opens(server) as other:
        await one.listens_to(CHAT)
        await other.listens_to(CHAT)

        one.does("trigger", CHAT, "client-typing", {"on": True})

        await other.sees("client-typing", {"on": True})


async def test_pages_see_each_other_come_and_go(server, opens):
    room = "presence-room"
    async with opens(server) as one:
        await one.listens_to(room)
        async with opens(server) as other:
            await other.listens_to(room)
            await one.sees("pusher:member_added")
            one.does("members", room)
            await one.sees("members", 2)
        await one.sees("pusher:member_removed")


async def test_a_page_that_may_have_missed_something_is_told_to_catch_up(server, opens):
    async with opens(server) as page:
        await page.listens_to(CHAT)

        await server.soon(server.gateway.catch_up, lambda channel: channel == "chat-session.1")
        await page.sees("pusher:subscription_succeeded", {})

        await server.does(server.hub.deliver, [SENT])
        await page.sees("message.sent", dict(SENT.data))


async def test_a_wrong_key_keeps_a_page_away_for_good(server, opens):
    async with opens(server, key="other") as page:
        seen = await page.sees("state", "disconnected")

    assert ["error", 4001] in seen


async def test_a_page_that_signed_out_stays_away(server, opens):
    async with opens(server) as page:
        await page.listens_to(CHAT)
        page.does("socket")
        (*_, [_, socket_id]) = await page.sees("socket")

        await server.does(server.hub.drop, socket_id)

        await page.sees("state", "disconnected")
        await server.until(lambda: len(server.hub) == 0)


async def test_a_page_is_back_after_a_restart_and_hears_on(serving, opens):
    with serving() as before:
        async with opens(before) as page:
            await page.listens_to(CHAT)
            before.should_exit = True
            await page.sees("state", "connecting")
            before.__exit__()

            with serving(port=before.port) as after:
                await page.sees("pusher:subscription_succeeded", within=AFTER_A_REFUSAL)
                await after.does(after.hub.deliver, [SENT])
                await page.sees("message.sent")
