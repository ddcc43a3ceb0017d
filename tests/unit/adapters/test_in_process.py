"""The adapters of one process keep the promises of the small ports."""

import asyncio
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from livechat.adapters.clock import SystemClock
from livechat.adapters.ids import RandomIds
from livechat.adapters.limits import NoLimits, TokenBuckets
from livechat.adapters.notifiers.in_process import InProcessNotifier
from livechat.adapters.passwords import AT_ONCE, Argon2Passwords
from livechat.adapters.peers import NoPeers
from livechat.adapters.presence import InProcessPresence, SharedPresence
from livechat.application.limits import Bucket
from livechat.domain.errors import TooManyRequestsError
from tests.contracts.surroundings import (
    ClockContract,
    IdsContract,
    ManyPeersContract,
    NotifierContract,
    PasswordsContract,
    PeersContract,
    PresenceContract,
    RateLimitsContract,
)
from tests.fakes import CountingIds, Neighbours, PickyNotifier, StillClock, quick_passwords


@pytest.fixture
def clock():
    return StillClock()


class TestInProcessNotifier(NotifierContract):
    @pytest.fixture
    def heard(self):
        return []

    @pytest.fixture
    def notifier(self, heard):
        return InProcessNotifier(deliver=heard.extend)


class TestPickyNotifier(NotifierContract):
    @pytest.fixture
    def notifier(self):
        return PickyNotifier()

    @pytest.fixture
    def heard(self, notifier):
        return notifier.told


class TestInProcessPresence(PresenceContract):
    @pytest.fixture
    def presence(self, clock):
        return InProcessPresence(clock)

    async def test_signatures_that_nobody_uses_do_not_pile_up(self, presence):
        presence.signed("first", "Ana")
        for n in range(1000):
            presence.signed(f"{n}.{n}", "Budi")

        presence.came("first")
        presence.came("999.999")

        assert await presence.here() == ["Budi"]


class TestSharedPresence(PresenceContract):
    @pytest.fixture
    def street(self):
        return Neighbours()

    @pytest.fixture
    def presence(self, clock, street):
        return SharedPresence(clock, street.peers())

    @pytest.fixture
    def elsewhere(self, clock, street, presence):
        return SharedPresence(clock, street.peers())

    async def test_who_is_signed_here_may_listen_elsewhere(self, presence, elsewhere):
        presence.signed("1.1", "Ana")
        elsewhere.came("1.1")

        assert await presence.here() == await elsewhere.here() == ["Ana"]

    async def test_he_may_listen_before_it_is_known_there_who_he_is(self, presence, elsewhere):
        elsewhere.came("1.1")
        presence.signed("1.1", "Ana")

        assert await presence.here() == await elsewhere.here() == ["Ana"]

    async def test_who_he_is_gets_there_also_where_it_was_not_heard_at_first(
        self, presence, elsewhere, street
    ):
        street.apart = True
        presence.signed("1.1", "Ana")
        elsewhere.came("1.1")

        street.apart = False
        street.repeat()

        assert await presence.here() == await elsewhere.here() == ["Ana"]

    async def test_who_leaves_elsewhere_is_here_for_as_long_as_who_leaves_here(
        self, presence, elsewhere, clock
    ):
        elsewhere.signed("1.1", "Ana")
        elsewhere.came("1.1")
        clock.advance(minutes=5)
        elsewhere.left("1.1")

        clock.advance(seconds=59)
        assert await presence.here() == ["Ana"]
        clock.advance(seconds=1)
        assert await presence.here() == []

    async def test_who_stays_elsewhere_stays_here_while_it_is_repeated(
        self, presence, elsewhere, clock, street
    ):
        elsewhere.signed("1.1", "Ana")
        elsewhere.came("1.1")

        for _ in range(5):
            clock.advance(seconds=50)
            street.repeat()
        assert await presence.here() == ["Ana"]

    async def test_those_of_a_process_that_died_are_gone_after_a_minute(
        self, presence, elsewhere, clock, street
    ):
        elsewhere.signed("1.1", "Ana")
        elsewhere.came("1.1")
        street.apart = True
        street.repeat()

        clock.advance(seconds=60)

        assert await presence.here() == []
        assert await elsewhere.here() == ["Ana"]

    async def test_whoever_begins_later_learns_who_is_here(self, presence, clock, street):
        presence.signed("1.1", "Ana")
        presence.came("1.1")
        late = SharedPresence(clock, street.peers())

        street.repeat()

        assert await late.here() == ["Ana"]


class TestNeighbours(PeersContract, ManyPeersContract):
    @pytest.fixture
    def street(self):
        return Neighbours()

    @pytest.fixture
    def one(self, street):
        return street.peers()

    @pytest.fixture
    def other(self, street):
        return street.peers()


class TestNoPeers(PeersContract):
    @pytest.fixture
    def one(self):
        return NoPeers()


class TestTokenBuckets(RateLimitsContract):
    @pytest.fixture
    def limits(self, clock):
        return TokenBuckets(clock, self.BUCKETS)

    async def test_a_clock_that_was_set_back_locks_nobody_out_for_longer(self, limits, clock):
        for _ in range(3):
            await limits.take("talk", "sari")
        clock.advance(seconds=-1)

        assert await self.refused(limits) <= 3


async def test_without_limits_everybody_may():
    for _ in range(1000):
        await NoLimits().take("talk", "sari")


class TestSystemClock(ClockContract):
    @pytest.fixture
    def a_clock(self):
        return SystemClock()


class TestStillClock(ClockContract):
    @pytest.fixture
    def a_clock(self, clock):
        return clock


class TestRandomIds(IdsContract):
    @pytest.fixture
    def ids(self):
        return RandomIds()


def test_counting_ids_are_ids_that_a_test_can_name():
    ids = CountingIds()

    assert (ids.uuid().version, ids.secret(), ids.secret()) == (4, "secret-2", "secret-3")


async def test_only_so_many_buckets_are_remembered_and_the_latest_among_them():
    limits = TokenBuckets(StillClock(), {"start": Bucket(1, timedelta(minutes=1))}, remembered=2)
    await limits.take("start", "sari")

    for number in range(10):
        await limits.take("start", f"guest {number}")
        with pytest.raises(TooManyRequestsError):
            await limits.take("start", "sari")

    await limits.take("start", "guest 8")


async def test_whoever_makes_up_names_makes_no_other_limit_forgotten():
    limits = TokenBuckets(StillClock(), RateLimitsContract.BUCKETS, remembered=2)
    await limits.take("start", "sari")

    for number in range(10):
        await limits.take("talk", f"made up {number}")

    with pytest.raises(TooManyRequestsError):
        await limits.take("start", "sari")


class TestArgon2Passwords(PasswordsContract):
    @pytest.fixture
    def passwords(self):
        return quick_passwords()


async def test_only_so_many_passwords_are_weighed_at_once():
    class Counting(PasswordHasher):
        now = most = 0

        def hash(self, *given, **more):
            Counting.now += 1
            Counting.most = max(Counting.most, Counting.now)
            result = super().hash(*given, **more)
            Counting.now -= 1
            return result

    passwords = Argon2Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))

    await asyncio.gather(*(passwords.hash("correct horse battery") for _ in range(20)))

    assert 1 <= Counting.most <= AT_ONCE


def test_05_passwords_cost_what_owasp_asks_for():
    hasher = Argon2Passwords().hasher

    assert (hasher.memory_cost, hasher.time_cost, hasher.parallelism) == (19 * 1024, 2, 1)
    assert hasher.type.name == "ID"
