"""The known answer stands in https://pusher.com/docs/channels/library_auth_reference/rest-api/"""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livechat.entrypoints.realtime.admission import RefusedError
from livechat.entrypoints.realtime.signatures import App
from livechat.entrypoints.realtime.signed_requests import SignedRequest, checked

DOCUMENTED = App("3", "278d425bdf160c739803", "7ad3773142a6692b25b8")
NOW = 1353088179
PATH = "/apps/3/events"
BODY = b'{"name":"foo","channels":["project-3"],"data":"{\\"some\\":\\"data\\"}"}'
PARAMETERS = {
    "auth_key": "278d425bdf160c739803",
    "auth_timestamp": str(NOW),
    "auth_version": "1.0",
    "body_md5": "ec365a775a4cd0599faeb73354201b6f",
    "auth_signature": "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c",
}


def ask(*, method="POST", path=PATH, body=BODY, now=NOW, query=None, **changed):
    given = {name: value for name, value in (PARAMETERS | changed).items() if value is not None}
    query = query or "&".join(f"{name}={quote(value)}" for name, value in given.items())
    return checked(DOCUMENTED, SignedRequest(method, path, query, body), now=now)


def refused(**changed):
    with pytest.raises(RefusedError) as refusal:
        ask(**changed)
    return refusal.value.status


def signed(method="GET", path="/apps/3/channels", **more):
    """A good query for it."""
    given = {name: PARAMETERS[name] for name in ("auth_key", "auth_timestamp", "auth_version")}
    given |= more
    lower = {name.lower(): value for name, value in given.items()}
    text = "&".join(f"{name}={value}" for name, value in sorted(lower.items()))
    signature = DOCUMENTED.sign(f"{method}\n{path}\n{text}".encode())
    escaped = "&".join(f"{name}={quote(value)}" for name, value in given.items())
    return f"{escaped}&auth_signature={signature}"


def test_a_request_is_signed_as_documented():
    assert ask()["auth_version"] == "1.0"


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "GET"},
        {"path": "/apps/3/batch_events"},
        {"body": BODY + b" "},
        {"body": b""},
        {"body_md5": None},
        {"body_md5": "0" * 32},
        {"auth_key": "other"},
        {"auth_key": None},
        {"auth_version": "1.1"},
        {"auth_version": None},
        {"auth_timestamp": str(NOW + 1)},
        {"auth_timestamp": "now"},
        {"auth_timestamp": "-1"},
        {"auth_timestamp": "9" * 400},
        {"auth_timestamp": None},
        {"auth_signature": "0" * 64},
        {"auth_signature": "é" * 64},
        {"auth_signature": ""},
        {"auth_signature": None},
        {"info": "user_count"},
    ],
    ids=str,
)
def test_51_whatever_is_changed_afterwards_is_noticed(changed):
    assert refused(**changed) == 401


@pytest.mark.parametrize("seconds", [-600, 0, 600])
def test_a_clock_that_is_ten_minutes_wrong_is_right_enough(seconds):
    assert ask(now=NOW + seconds)


@pytest.mark.parametrize("seconds", [-601, 601, 86_400])
def test_a_request_that_somebody_kept_for_longer_is_refused(seconds):
    assert refused(now=NOW + seconds) == 401


def test_what_is_escaped_in_the_address_is_signed_as_it_reads():
    query = signed(filter_by_prefix="presence-a b&c=é")

    given = ask(method="GET", path="/apps/3/channels", body=b"", query=query)

    assert given["filter_by_prefix"] == "presence-a b&c=é"


def test_names_are_signed_in_lower_case():
    query = signed(Info="user_count")

    assert ask(method="GET", path="/apps/3/channels", body=b"", query=query)["info"] == "user_count"


@pytest.mark.parametrize("sent", ["/apps/3/channels/a;b", "/apps/3/channels/a%3Bb"])
def test_a_path_may_be_escaped_on_its_way(sent):
    query = signed(path="/apps/3/channels/a;b")

    assert ask(method="GET", path=sent, body=b"", query=query)


def test_the_digest_of_no_body_may_be_given():
    query = signed(body_md5="d41d8cd98f00b204e9800998ecf8427e")

    assert ask(method="GET", path="/apps/3/channels", body=b"", query=query)


def test_a_body_without_a_digest_is_one_that_nobody_signed():
    assert ask(body=b"", query=signed("POST", PATH))
    assert refused(query=signed("POST", PATH)) == 401


@pytest.mark.parametrize("query", ["info=a&info=b", "INFO=a&info=b", "&".join(["a=b"] * 21)])
def test_parameters_that_could_be_read_in_two_ways_are_refused(query):
    assert refused(query=query) == 400


@given(st.text(max_size=80), st.binary(max_size=80))
def test_no_query_and_no_body_raise_anything_else(query, body):
    with pytest.raises(RefusedError):
        checked(DOCUMENTED, SignedRequest("POST", PATH, query, body), now=NOW)
