"""Other servers tell things to pages through our gateway, by the official libraries on both ends."""

import pytest

from tests.integration.realtime.official import KEY, LIBRARIES, SETTINGS, NodeLibrary, node_options
from tests.server_process import ServerProcess


@pytest.fixture(scope="module")
async def livechat(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gateway")
    server = ServerProcess(folder, settings=SETTINGS | {"LIVECHAT_CLIENT_EVENTS": "all"})
    await server.start()
    yield server
    await server.end()


@pytest.fixture(params=LIBRARIES)
def library(request):
    return LIBRARIES[request.param]


@pytest.fixture
async def other(livechat, library):
    """Another server, with the library of its language."""
    async with library(livechat.port) as other:
        yield other


@pytest.fixture
def page(livechat, opens):
    """`async with page("7") as page`: one of that user of the other server."""
    return lambda user="7": opens(livechat, key=KEY, app=node_options(livechat.port, user=user))


async def test_a_page_hears_what_another_server_says(other, page):
    async with page() as its:
        for channel in ("news", "private-orders", "presence-room"):
            await its.listens_to(channel)

            assert await other.trigger([channel], "said", {"n": [1, "é 👍"]}) == (200, {})

            await its.sees("said", {"n": [1, "é 👍"]})


async def test_several_channels_hear_it_at_once(other, page):
    async with page() as one, page() as two:
        await one.listens_to("news")
        await two.listens_to("private-orders")

        assert await other.trigger(["news", "private-orders"], "said", "plain text") == (200, {})

        for its in (one, two):
            await its.sees("said", "plain text")


async def test_the_page_that_asked_for_it_is_left_out(other, page):
    async with page() as one, page() as two:
        for its in (one, two):
            await its.listens_to("news")
        one.does("socket")
        (*_, [_, socket_id]) = await one.sees("socket")

        await other.trigger(["news"], "said", 1, socket_id=socket_id)
        await other.trigger(["news"], "said", 2)

        await two.sees("said", 1)
        assert ["said", 1] not in await one.sees("said", 2)


async def test_a_batch_arrives_in_its_order(other, page):
    async with page() as its:
        await its.listens_to("news")

        batch = [{"channel": "news", "name": "said", "data": str(n)} for n in range(10)]
        assert await other.trigger_batch(batch) == (200, {})

        for n in range(10):
            await its.sees("said", n)


async def test_ten_kilobytes_arrive_and_a_byte_more_than_the_limit_is_refused(other, page):
    async with page() as its:
        await its.listens_to("news")

        assert await other.trigger(["news"], "said", "d" * 10_000) == (200, {})
        status, _ = await other.trigger(["news"], "said", "d" * 10_241)

        await its.sees("said", "d" * 10_000)
        assert status == 413


async def test_who_does_not_know_the_secret_is_refused(livechat, library):
    async with library(livechat.port, secret="a guess") as liar:
        status, _ = await liar.trigger(["news"], "said", 1)

    assert status == 401


async def test_another_server_learns_who_listens(other, page):
    async with page("7") as one, page("8") as two:
        for its in (one, two):
            await its.listens_to("presence-room")
        await one.listens_to("private-orders")

        assert await other.channels() == (
            200,
            {"channels": {"presence-room": {}, "private-orders": {}}},
        )
        assert await other.channels("presence-", ["user_count"]) == (
            200,
            {"channels": {"presence-room": {"user_count": 2}}},
        )
        assert await other.channel("private-orders", ["subscription_count"]) == (
            200,
            {"occupied": True, "subscription_count": 1},
        )
        status, found = await other.users("presence-room")
        assert (status, sorted(each["id"] for each in found["users"])) == (200, ["7", "8"])
        assert (await other.users("private-orders"))[0] == 400


async def test_a_user_is_told_something_and_then_sent_away(livechat, page):
    async with NodeLibrary(livechat.port) as other, page("7") as one, page("8") as two:
        for its in (one, two):
            await its.sees("state", "connected")
            its.does("hear", "said")
            its.does("signin")
            await its.sees("signed in")

        assert await other.send_to_user("7", "said", "for you") == (200, {})
        assert await other.terminate("7") == (200, {})

        await one.sees("said", "for you")
        await one.sees("state", "disconnected")
        await other.send_to_user("8", "said", "still here")
        assert ["said", "for you"] not in await two.sees("said", "still here")


async def test_who_comes_later_to_a_cache_channel_sees_the_last_event(other, page, library):
    channel = f"private-cache-{library.__name__}"
    async with page() as early:
        early.does("subscribe", channel)
        await early.sees("pusher:cache_miss")
        await other.trigger([channel], "said", "first")
        await other.trigger([channel], "said", "last")
        await early.sees("said", "last")

    async with page() as late:
        late.does("subscribe", channel)
        assert ["said", "first"] not in await late.sees("said", "last")

    status, found = await other.channel(channel, ["cache"])
    assert (status, found["occupied"], found["cache"]["data"]) == (200, False, "last")
    assert 0 < found["cache"]["ttl"] <= 1800


@pytest.mark.parametrize("channel", ["private-encrypted-notes", "private-encrypted-cache-notes"])
async def test_what_is_encrypted_is_passed_on_unread(other, page, channel):
    async with page() as its:
        await its.listens_to(channel)

        assert await other.trigger([channel], "said", {"secret": "é"}) == (200, {})

        await its.sees("said", {"secret": "é"})


async def test_a_page_sees_who_of_its_friends_is_there(livechat, opens, page):
    watching = node_options(livechat.port, user="w", watchlist=["7", "8"])
    async with page("7") as friend, opens(livechat, key=KEY, app=watching) as watcher:
        friend.does("signin")
        await friend.sees("signed in")
        watcher.does("watch")
        watcher.does("signin")

        await watcher.sees("online", ["7"])
        await watcher.sees("offline", ["8"])
        async with page("8") as late:
            late.does("signin")
            await watcher.sees("online", ["8"])
        await watcher.sees("offline", ["8"])


async def test_pages_of_another_application_tell_each_other_things(page):
    async with page("7") as one, page("8") as two:
        for its in (one, two):
            await its.listens_to("presence-room")

        one.does("trigger", "presence-room", "client-moved", {"x": 1})

        await two.sees("client-moved", {"x": 1})
