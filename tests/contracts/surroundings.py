"""What the small ports promise: Notifier, Peers, Presence, RateLimits, Clock, Ids, Passwords."""

import asyncio
import re
from datetime import UTC, timedelta

import pytest

from livechat.application.limits import Bucket
from livechat.application.peers import Topic
from livechat.application.signals import Signal
from livechat.domain.errors import TooManyRequestsError


class NotifierContract:
    """Subclass it with fixtures `notifier` and `heard`, the list of all signals that arrive."""

    async def arrival(self, heard, count):
        """Wait until so many have arrived; in the same process they have when `publish` returns."""

    async def test_signals_arrive_in_order(self, notifier, heard):
        first, second, third = (Signal("admin-chat", "message.sent", {"seq": n}) for n in range(3))

        await notifier.publish([first, second])
        await notifier.publish([third])

        await self.arrival(heard, 3)
        assert heard == [first, second, third]

    async def test_nothing_to_tell_is_no_error(self, notifier, heard):
        await notifier.publish([])

        assert heard == []

    async def test_what_it_says_arrives_as_it_was(self, notifier, heard):
        data = {"text": "Halo 👍\n\u2028\x85 \\n", "none": None, "deep": {"list": [1, [True, ""]]}}
        chat, team = (
            Signal(each, "message.sent", data) for each in ("chat-session.1", "admin-chat")
        )

        await notifier.publish([chat, team])

        await self.arrival(heard, 2)
        assert heard == [chat, team]


class PeersContract:
    """Subclass it with a fixture `one`, this process."""

    async def test_to_tell_is_no_error_whoever_there_is(self, one):
        one.join("weather", Topic(print))

        for n in range(5000):
            one.tell("weather", str(n))

        await one.ready()

    async def test_to_tell_surely_is_no_error_while_nobody_is_away(self, one):
        await one.tell_surely("weather", "rain")

    async def test_what_is_counted_is_counted_from_nothing(self, one):
        assert set(one.figures().values()) <= {0}


class ManyPeersContract:
    """Subclass it with fixtures `one` and `other`, two processes of one installation."""

    async def until(self, true):
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.005)

    def joined(self, peers, name="weather", repeat=lambda: None):
        heard = []
        peers.join(name, Topic(lambda words: heard.append(list(words)), repeat))
        return heard

    async def test_the_others_hear_in_order_what_one_tells_and_he_does_not(self, one, other):
        own, heard = self.joined(one), self.joined(other)

        one.tell("weather", "rain")
        one.tell("weather", "sun", "halo 👍 \n")

        await self.until(lambda: len(heard) == 2)
        assert heard == [["rain"], ["sun", "halo 👍 \n"]]
        assert own == []

    async def test_what_is_told_surely_is_heard_in_order(self, one, other):
        own, heard = self.joined(one), self.joined(other)

        for n in range(100):
            await one.tell_surely("weather", str(n), "halo 👍 \n")

        await self.until(lambda: len(heard) == 100)
        assert heard == [[str(n), "halo 👍 \n"] for n in range(100)]
        assert own == []

    async def test_topics_do_not_mix_and_one_that_nobody_knows_harms_nobody(self, one, other):
        heard = self.joined(other)

        one.tell("sport", "1:0")
        one.tell("weather", "rain")

        await self.until(lambda: heard)
        assert heard == [["rain"]]

    async def test_words_that_make_no_sense_stop_nothing(self, one, other):
        def no_sense(words):
            raise ValueError("that is no weather")

        other.join("sport", Topic(no_sense))
        heard = self.joined(other)

        one.tell("sport", "1:0")
        one.tell("weather", "rain")

        await self.until(lambda: heard)


class PresenceContract:
    """Subclass it with a fixture `presence`, on the fixture `clock`."""

    async def test_nobody_is_here_before_he_listens(self, presence):
        presence.signed("1.1", "Ana")
        presence.came("2.2")

        assert await presence.here() == []

    async def test_admins_are_here_while_they_listen_each_once_and_sorted(self, presence):
        for socket_id, name in (("1.1", "Budi"), ("1.2", "Ana"), ("1.3", "Ana")):
            presence.signed(socket_id, name)
            presence.came(socket_id)

        assert await presence.here() == ["Ana", "Budi"]

    async def test_to_reload_a_page_is_not_to_leave(self, presence, clock):
        presence.signed("1.1", "Ana")
        presence.came("1.1")
        presence.left("1.1")
        presence.left("1.1")

        clock.advance(seconds=59)
        assert await presence.here() == ["Ana"]
        clock.advance(seconds=1)
        assert await presence.here() == []

    async def test_who_has_a_second_window_stays(self, presence, clock):
        for socket_id in ("1.1", "1.2"):
            presence.signed(socket_id, "Ana")
            presence.came(socket_id)
        presence.left("1.1")

        clock.advance(days=1)
        assert await presence.here() == ["Ana"]


class RateLimitsContract:
    """Subclass it with a fixture `limits` that has these BUCKETS, on the fixture `clock`."""

    BUCKETS = {  # noqa: RUF012  it is read only
        "talk": Bucket(3, timedelta(seconds=2)),
        "start": Bucket(1, timedelta(minutes=1)),
    }

    async def refused(self, limits, bucket="talk", key="sari"):
        with pytest.raises(TooManyRequestsError) as refusal:
            await limits.take(bucket, key)
        return refusal.value.retry_after

    async def test_so_many_may_come_at_once_and_then_one_each_while(self, limits, clock):
        for _ in range(3):
            await limits.take("talk", "sari")

        assert await self.refused(limits) == 2
        clock.advance(seconds=2)
        await limits.take("talk", "sari")
        assert await self.refused(limits) == 2

    async def test_it_is_told_how_long_to_wait_and_waiting_so_long_is_enough(self, limits, clock):
        for _ in range(3):
            await limits.take("talk", "sari")
        clock.advance(seconds=0.5)

        clock.advance(seconds=await self.refused(limits))

        await limits.take("talk", "sari")

    async def test_to_be_refused_takes_nothing(self, limits, clock):
        for _ in range(3):
            await limits.take("talk", "sari")
        for _ in range(50):
            await self.refused(limits)

        clock.advance(seconds=2)
        await limits.take("talk", "sari")

    async def test_patience_saves_up_no_more_than_the_bucket_holds(self, limits, clock):
        await limits.take("talk", "sari")
        clock.advance(days=1)

        for _ in range(3):
            await limits.take("talk", "sari")
        await self.refused(limits)

    async def test_a_clock_that_is_set_back_keeps_nobody_out(self, limits, clock):
        for _ in range(3):
            await limits.take("talk", "sari")

        clock.advance(hours=-1)

        assert await self.refused(limits) == 2
        clock.advance(seconds=2)
        await limits.take("talk", "sari")

    async def test_nobody_is_limited_by_another_or_by_another_bucket(self, limits):
        await limits.take("start", "sari")

        await self.refused(limits, "start", "sari")
        await limits.take("start", "budi")
        await limits.take("talk", "sari")


class ClockContract:
    """Subclass it with a fixture `a_clock`."""

    def test_time_is_aware_in_utc_and_in_whole_milliseconds(self, a_clock):
        now = a_clock.now()

        assert now.tzinfo is UTC
        assert now.microsecond % 1000 == 0

    def test_time_does_not_run_backwards_within_a_test(self, a_clock):
        assert a_clock.now() <= a_clock.now()


class IdsContract:
    """Subclass it with a fixture `ids`."""

    def test_no_id_and_no_secret_comes_twice(self, ids):
        assert len({ids.uuid() for _ in range(1000)}) == 1000
        assert len({ids.secret() for _ in range(1000)}) == 1000

    def test_ids_are_of_version_four(self, ids):
        assert {ids.uuid().version for _ in range(50)} == {4}

    def test_a_secret_fits_a_token(self, ids):
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", ids.secret())


class PasswordsContract:
    """Subclass it with a fixture `passwords`."""

    async def test_the_right_password_is_known_again(self, passwords):
        kept = await passwords.hash("correct horse battery")

        assert await passwords.verify("correct horse battery", kept)
        assert not await passwords.verify("correct horse batterY", kept)

    async def test_two_hashes_of_one_password_differ_and_do_not_hold_it(self, passwords):
        one, other = await asyncio.gather(*(passwords.hash("correct horse") for _ in range(2)))

        assert one != other
        assert "horse" not in one

    async def test_without_a_hash_every_password_is_wrong(self, passwords):
        assert await passwords.verify("correct horse battery", None) is False

    @pytest.mark.parametrize("broken", ["", "plain text", "$argon2id$broken"])
    async def test_a_broken_hash_opens_nothing(self, passwords, broken):
        assert not await passwords.verify(broken, broken)

    async def test_passwords_in_any_script_and_length_can_be_kept(self, passwords):
        for password in ("пароль из слов 👍", "x" * 256):
            assert await passwords.verify(password, await passwords.hash(password))
