"""What processes tell each other of their listeners, so that each can speak for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Final

import msgspec

from livechat.application.peers import Topic
from livechat.entrypoints.realtime.census import Census, Fact, Facts
from livechat.entrypoints.realtime.protocol import OF_A_CHAT, is_channel

if TYPE_CHECKING:
    from livechat.application.ports import Clock, Peers

SILENCE: Final = timedelta(seconds=35)
"""A process that says nothing for so long is gone; it speaks every ten seconds."""
_NEWS: Final = "listeners"
_ALL: Final = "all listeners"
_DIGEST: Final = "listeners digest"
_WANTED: Final = "all listeners wanted"
_GONE: Final = "listeners gone"


class Gossip:
    """Each change is told as it happens. What was missed is noticed by a digest, and then all is told anew."""

    def __init__(self, census: Census, peers: Peers, clock: Clock, *, me: str) -> None:
        self._census = census
        self._peers = peers
        self._clock = clock
        self._me = me
        self._own = Facts()
        self._heard_at: dict[str, datetime] = {}
        self._repeated_at = clock.now()
        census.on_fact.append(self._tell)
        peers.join(_NEWS, Topic(self._hear_news))
        peers.join(_ALL, Topic(self._hear_all))
        peers.join(_WANTED, Topic(self._hear_wish))
        peers.join(_GONE, Topic(self._hear_end))
        peers.join(_DIGEST, Topic(self._hear_digest, self._repeat))

    def speaks_for(self, channel: str) -> bool:
        """Of all processes one does, whichever its listeners are connected to."""
        return self._me == max(
            (self._me, *self._heard_at),
            key=lambda process: blake2b(f"{process} {channel}".encode(), digest_size=8).digest(),
        )

    def leave(self) -> None:
        """This process ends: the others need not wait for its silence."""
        self._peers.tell(_GONE, self._me)

    def _tell(self, fact: Fact) -> None:
        """Of the chats there may be a million, and nobody asks for them."""
        if fact.channel.startswith(OF_A_CHAT):
            return
        self._own.put(fact)
        self._peers.tell(_NEWS, self._me, *fact)

    def _repeat(self) -> None:
        now = self._clock.now()
        if now - self._repeated_at >= SILENCE:
            # We could not hear anybody ourselves.
            self._heard_at = dict.fromkeys(self._heard_at, now)
        self._repeated_at = now
        for process in [p for p, at in self._heard_at.items() if now - at >= SILENCE]:
            self._forget(process)
        self._tell_digest()

    def _forget(self, process: str) -> None:
        if self._heard_at.pop(process, None) is not None:
            self._census.forget(process)

    def _tell_digest(self) -> None:
        self._peers.tell(_DIGEST, self._me, str(self._own.digest))

    def _hear_news(self, words: Sequence[str]) -> None:
        process, *news = words
        facts = _facts(news)
        self._saw(process)
        for fact in facts:
            self._census.hear(process, fact)

    def _hear_all(self, words: Sequence[str]) -> None:
        process, *news = words
        facts = Facts()
        for fact in _facts(news):
            facts.put(fact)
        self._saw(process)
        self._census.replace(process, facts)

    def _hear_digest(self, words: Sequence[str]) -> None:
        process, digest = words
        missed = int(digest) != self._census.digest(process)
        is_new = process not in self._heard_at
        self._saw(process)
        if is_new:
            self._tell_digest()
        if missed:
            self._peers.tell(_WANTED, process)

    def _hear_wish(self, words: Sequence[str]) -> None:
        (process,) = words
        if process == self._me:
            self._peers.tell(_ALL, self._me, *chain.from_iterable(self._own))

    def _hear_end(self, words: Sequence[str]) -> None:
        (process,) = words
        self._forget(process)

    def _saw(self, process: str) -> None:
        self._heard_at[process] = self._clock.now()


def _facts(words: Sequence[str]) -> list[Fact]:
    """Raises ValueError or MsgspecError where they can be none."""
    facts = [Fact(*three) for three in zip(words[::3], words[1::3], words[2::3], strict=True)]
    for channel, user_id, said in facts:
        if not is_channel(channel):
            raise ValueError("there is no such channel")
        if user_id and said:
            msgspec.json.decode(said)
        elif said:
            int(said)
    return facts
