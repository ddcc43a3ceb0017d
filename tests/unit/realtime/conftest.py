"""Clients of the gateway without a network between."""

import itertools
import json

import pytest

from livechat.entrypoints.realtime.admission import Policy, every_client_event
from livechat.entrypoints.realtime.connection import Connection
from livechat.entrypoints.realtime.hub import Hub
from livechat.entrypoints.realtime.limits import Limits
from livechat.entrypoints.realtime.signatures import App

APP = App("1", "app-key", "app-secret")


class Client:
    """Says frames, and keeps what it hears; time stands still unless a test moves it."""

    def __init__(self, policy, hub, socket_id):
        self.now = 0.0
        self.heard = []
        self.frames = []
        self.closed = None
        self.connection = Connection(policy, hub, self, socket_id, now=self.now)
        self.connection.greet()
        self.greeting = self.heard.pop()

    @property
    def socket_id(self):
        return self.connection.socket_id

    def write(self, frame):
        if self.closed is None:
            self.frames.append(frame)
            self.heard.append(json.loads(frame))

    def close(self, code, reason):
        self.closed = self.closed or code

    def says(self, event, data=None, **more):
        self.sends(json.dumps({"event": event, "data": data, **more}))

    def sends(self, text):
        self.connection.hear(text, now=self.now)

    def subscribes(self, channel, channel_data=None, *, auth=None):
        auth = auth or APP.sign_channel(self.socket_id, channel, channel_data)
        data = {"channel": channel, "auth": auth, "channel_data": channel_data}
        self.says("pusher:subscribe", data)

    def signs_in(self, user_data, *, auth=None):
        auth = auth or APP.sign_user(self.socket_id, user_data)
        self.says("pusher:signin", {"auth": auth, "user_data": user_data})

    def news(self):
        """Event and decoded data of what was heard since the last question."""
        fresh, self.heard = self.heard, []
        return [(each["event"], data_of(each)) for each in fresh]

    def listens_to(self, *channels):
        for channel in channels:
            self.subscribes(channel)
        assert {event for event, _ in self.news()} == {"pusher_internal:subscription_succeeded"}
        return self


def data_of(frame):
    data = frame.get("data")
    return json.loads(data) if isinstance(data, str) else data


@pytest.fixture
def app():
    return APP


@pytest.fixture
def hub():
    return Hub()


@pytest.fixture
def policy():
    return Policy(APP, Limits(), every_client_event)


@pytest.fixture
def connect(policy, hub):
    numbers = itertools.count(1)

    def connect(**changed):
        its = {"policy": policy, "hub": hub, "socket_id": f"{next(numbers)}.1"}
        return Client(**(its | changed))

    return connect
