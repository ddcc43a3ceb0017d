"""One client's side of the protocol: a frame comes in, frames go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from livechat.entrypoints.realtime.admission import (
    Policy,
    RefusedError,
    admit,
    check_client_event,
    check_room,
)
from livechat.entrypoints.realtime.drops import Drop
from livechat.entrypoints.realtime.limits import Budget
from livechat.entrypoints.realtime.presence import roster_shown
from livechat.entrypoints.realtime.protocol import (
    CACHED,
    CLIENT_EVENTS_TOO_FAST,
    MOST_WATCHED,
    PING,
    PONG,
    WATCHLIST_TOO_LONG,
    Close,
    Incoming,
    Kind,
    MalformedError,
    Member,
    SignIn,
    Subscribe,
    Unsubscribe,
    User,
    cache_miss,
    client_event,
    error,
    established,
    event,
    incoming,
    logical,
    not_subscribed,
    read,
    signed_in,
    subscribed,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from livechat.entrypoints.realtime.hub import Hub


class Outlet(Protocol):
    """Where frames for one client go; it never waits and never raises."""

    def write(self, frame: bytes, /) -> None:
        """In this order, or not at all."""
        ...

    def close(self, code: int, reason: str, /) -> None:
        """Nothing is written afterwards."""
        ...


class Connection:
    """What the server knows of one client, and what it answers."""

    __slots__ = (
        "__weakref__",
        "_client_events",
        "_frames",
        "_heard",
        "_hub",
        "_outlet",
        "_pinged",
        "_policy",
        "_subscriptions",
        "_user",
        "channels",
        "socket_id",
    )

    def __init__(
        self, policy: Policy, hub: Hub, outlet: Outlet, socket_id: str, *, now: float
    ) -> None:
        self.socket_id = socket_id
        self.channels: dict[str, str] = {}
        self._policy = policy
        self._hub = hub
        self._outlet = outlet
        self._user: User | None = None
        self._heard = now
        self._pinged = False
        self._frames = Budget(policy.limits.frames, now=now)
        self._subscriptions: Budget | None = None
        self._client_events: Budget | None = None

    @property
    def user_id(self) -> str:
        return self._user.id if self._user else ""

    def greet(self) -> None:
        """The first frame; before it nothing else may be written."""
        self._hub.enter(self)
        timeout = self._policy.limits.activity_timeout
        self.write(established(self.socket_id, activity_timeout=timeout))

    def write(self, frame: bytes, /) -> None:
        self._outlet.write(frame)

    def close(self, code: int, reason: str, /, why: Drop | None = None) -> None:
        if why is not None:
            self.dropped(why)
        self.leave()
        self._outlet.close(code, reason)

    def dropped(self, why: Drop) -> None:
        """Counted for monitoring."""
        self._hub.drops[why] += 1

    def leave(self) -> None:
        """It is gone, or as good as gone."""
        self._hub.leave(self)

    def catch_up(self, concerns: Callable[[str], bool]) -> None:
        """It may have missed something on the logical channels that this concerns: it fetches then.

        To be subscribed once more is what pusher-js hands on as `pusher:subscription_succeeded`.
        """
        # Who reads too slowly leaves all channels while he is told.
        for channel in tuple(self.channels):
            if Kind.of(channel) is Kind.PRIVATE and concerns(logical(channel)):
                self.write(subscribed(channel, {}))

    def alive(self, *, now: float) -> bool:
        """Something came from it, whatever it was; false when that was too much."""
        self._heard = now
        self._pinged = False
        if self._frames.take(now=now):
            return True
        self.close(Close.OVER_CAPACITY, "Too many frames.", Drop.FLOOD)
        return False

    def check(self, *, now: float) -> None:
        """Ping it after a silence; close it when nothing comes back."""
        limits = self._policy.limits
        silence = now - self._heard
        if silence >= limits.ping_after + limits.pong_within:
            self.close(Close.NO_PONG, "No pong came in time.", Drop.SILENT)
        elif silence >= limits.ping_after and not self._pinged:
            self._pinged = True
            self.write(PING)

    def hear(self, text: str, *, now: float) -> bool:
        """Answer one frame, whatever is in it; false when that was one too many."""
        if not self.alive(now=now):
            return False
        try:
            self._answer(incoming(text), now)
        except (MalformedError, RefusedError) as problem:
            self.dropped(Drop.FRAME)
            self.write(error(None, str(problem)))
        return True

    def _answer(self, frame: Incoming, now: float) -> None:
        match frame.event:
            case "pusher:ping":
                self.write(PONG)
            case "pusher:pong":
                pass
            case "pusher:subscribe":
                self._subscribe(read(frame.data, Subscribe), now)
            case "pusher:unsubscribe":
                self._hub.part(self, read(frame.data, Unsubscribe).channel)
            case "pusher:signin":
                self._sign_in(read(frame.data, SignIn))
            case name if name.startswith("client-"):
                self._pass_on(frame, now)
            case _:
                raise MalformedError("This event is not known.")

    def _subscribe(self, wanted: Subscribe, now: float) -> None:
        channel = wanted.channel
        if channel in self.channels:
            self.write(error(None, f"Existing subscription to channel {channel}"))
            return
        try:
            self._check_limits(now)
            member = admit(self._policy, self.socket_id, self._user, wanted)
            data = self._join(channel, member)
        except RefusedError as refused:
            self._refuse(channel, str(refused), status=refused.status)
        except MalformedError as problem:
            self._refuse(channel, str(problem), status=400)
        else:
            self.write(subscribed(channel, data))
            if Kind.of(channel) in CACHED:
                self._show_last(channel)

    def _refuse(self, channel: str, reason: str, *, status: int) -> None:
        self.dropped(Drop.SUBSCRIPTION)
        self.write(not_subscribed(channel, reason, status=status))

    def _show_last(self, channel: str) -> None:
        last = self._hub.cache.last(channel)
        if last:
            self.write(event(last.name, text(last.data), channel=channel))
        else:
            self.write(cache_miss(channel))
            self._hub.reports.missed(channel)

    def _check_limits(self, now: float) -> None:
        limits = self._policy.limits
        if self._subscriptions is None:
            self._subscriptions = Budget(limits.subscriptions, now=now)
        if not self._subscriptions.take(now=now):
            raise RefusedError("Too many subscriptions at once.", status=429)
        if len(self.channels) >= limits.channels:
            raise RefusedError("Too many channels on one connection.")

    def _join(self, channel: str, member: Member | None) -> dict[str, object]:
        if member is None:
            check_room(self._policy, channel, self._hub.listeners(channel))
            self._hub.join(self, channel)
            return {}
        user_id = str(member.user_id)
        members = self._hub.census.members(channel)
        if user_id not in members and len(members) >= self._policy.limits.members:
            raise RefusedError("The channel is full.")
        self._hub.join_as(self, channel, user_id, member.user_info)
        return roster_shown(self._hub.census.members(channel))

    def _sign_in(self, wanted: SignIn) -> None:
        user_data = wanted.user_data
        if not self._policy.app.allows_user(wanted.auth, self.socket_id, user_data):
            self._refuse_sign_in("Invalid key or signature.")
            return
        user = read(user_data, User)
        if not 0 < len(user.id) <= self._policy.limits.user_id_length:
            self._refuse_sign_in("The id is empty or too long.")
        elif self._user is not None and self._user.id != user.id:
            self._refuse_sign_in("Signed in as somebody else.")
        else:
            self._user = user
            self.write(signed_in(user_data))
            if len(user.watchlist) > MOST_WATCHED:
                self.write(error(WATCHLIST_TOO_LONG, "The watchlist is cut."))
            self._hub.users.add(user.id, self, watchlist=user.watchlist[:MOST_WATCHED])

    def _refuse_sign_in(self, reason: str) -> None:
        self.dropped(Drop.FRAME)
        self.write(error(Close.UNAUTHORISED, reason))

    def _pass_on(self, frame: Incoming, now: float) -> None:
        channel = frame.channel or ""
        if channel not in self.channels:
            raise RefusedError(
                f"Cannot broadcast client event (connection not subscribed to channel {channel})"
            )
        check_client_event(self._policy, frame, channel)
        if self._client_events is None:
            self._client_events = Budget(self._policy.limits.client_events, now=now)
        if not self._client_events.take(now=now):
            self.dropped(Drop.CLIENT_EVENT)
            self.write(error(CLIENT_EVENTS_TOO_FAST, "Too many client events."))
            return
        user_id = self.channels[channel]
        told = client_event(frame.event, channel, frame.data, user_id=user_id or None)
        self._hub.say(self, channel, told)
        whose = {"socket_id": self.socket_id, "user_id": user_id}
        self._hub.reports.client_event(channel, frame.event, frame.data, **whose)
