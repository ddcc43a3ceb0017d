"""What a machine makes up: requests and frames that are nearly right, and bytes that are not."""

import json
import os
from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.unit.http.test_access import ACCESS, address_of, body_of

LONGER = int(os.environ.get("LIVECHAT_FUZZ", "1"))
"""How many times as much; `python3 dev.py fuzz` says it."""

ROUTES = sorted(ACCESS.keys() - {"POST /admin/logout"})
"""The rest is asked by somebody who is still signed in."""

NAMES = (
    *(
        "cookie",
        "origin",
        "authorization",
        "x-csrf-token",
        "content-type",
        "content-length",
        "host",
    ),
    *("sec-fetch-site", "if-none-match", "accept-encoding", "accept-language", "x-forwarded-for"),
    *(
        "x-request-id",
        "x-socket-id",
        "access-control-request-method",
        "transfer-encoding",
        "upgrade",
    ),
)
WORDS = (
    *("application/json", "http://localhost", "null", "Bearer ", "chat_session_id=", "same-origin"),
    *(
        "livechat_admin=",
        ";",
        ",",
        "gzip;q=",
        "1e3",
        "*",
        "identity",
        "multipart/form-data; boundary=",
    ),
)
QUERY = ("after", "before", "limit", "cursor", "status", "days", "q", "info", "x")
EVENTS = (
    "subscribe",
    "unsubscribe",
    "signin",
    "ping",
    "pong",
    "error",
    "",
    "connection_established",
)
CHANNELS = (
    "private-chat-session.",
    "private-admin-chat",
    "presence-",
    "private-encrypted-",
    "#server-to-user-",
    "cache-",
)

odd_bytes = st.binary(max_size=40)
numbers = st.integers() | st.floats()
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def pieces_of(*words):
    """Right words in wrong places, and bytes between."""
    one = st.sampled_from([each.encode() for each in words]) | odd_bytes
    return st.lists(one, max_size=5).map(b"".join)


def requests(session_id, known, *secrets):
    """(method, path, query, headers, body); *known* are headers that let somebody in."""
    headers = st.tuples(st.sampled_from(NAMES).map(str.encode), pieces_of(*WORDS, *secrets))
    more = st.lists(headers, max_size=4)
    fields = st.tuples(
        st.sampled_from(QUERY), numbers.map(str) | st.text(max_size=6) | st.just("all")
    )
    query = st.lists(fields, max_size=3).map(lambda each: urlencode(each).encode())

    def of(route):
        method, address = route.split()[0], address_of(route, session_id)
        return st.tuples(
            st.sampled_from((method, method, method, "HEAD", "OPTIONS", "PUT", "x")),
            st.just(address) | st.text(max_size=30).map(address.__add__),
            query | odd_bytes,
            st.tuples(st.sampled_from([*known, []]), more).map(lambda pair: pair[0] + pair[1]),
            bodies(route, session_id),
        )

    return st.sampled_from(ROUTES).flatmap(of)


def bodies(route, session_id):
    """What the route wants, with one field changed; or anything."""
    wanted = body_of(route, session_id).get("json", {})
    changed = st.tuples(st.sampled_from([*wanted, "x"]), values).map(
        lambda pair: {**wanted, pair[0]: pair[1]}
    )
    return (changed | values).map(lambda each: json.dumps(each).encode()) | odd_bytes | st.just(b"")


def frames():
    """Texts that a client of the protocol might send, or might not."""
    channel = st.sampled_from(CHANNELS).flatmap(lambda each: st.text(max_size=20).map(each.__add__))
    data = st.fixed_dictionaries(
        {},
        optional={
            "channel": channel | values,
            "auth": values,
            "channel_data": values,
            "user_data": values,
        },
    )
    event = st.sampled_from(EVENTS).map("pusher:".__add__) | st.text(max_size=20).map(
        "client-".__add__
    )
    frame = st.fixed_dictionaries(
        {}, optional={"event": event | values, "data": data | values, "channel": channel}
    )
    return (frame | values).map(json.dumps) | st.text(max_size=60)
