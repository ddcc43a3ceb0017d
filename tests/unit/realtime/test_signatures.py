"""The known answers stand in https://pusher.com/docs/channels/library_auth_reference/auth-signatures/"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livechat.entrypoints.realtime.signatures import App

DOCUMENTED = App("1", "278d425bdf160c739803", "7ad3773142a6692b25b8")
SOCKET = "1234.1234"


def test_a_private_channel_is_signed_as_documented():
    assert DOCUMENTED.sign_channel(SOCKET, "private-foobar") == (
        "278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"
    )


def test_a_presence_channel_is_signed_as_documented():
    data = '{"user_id":10,"user_info":{"name":"Mr. Channels"}}'

    assert DOCUMENTED.sign_channel(SOCKET, "presence-foobar", data) == (
        "278d425bdf160c739803:31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80"
    )


def test_a_user_is_signed_as_documented():
    assert DOCUMENTED.sign_user(SOCKET, '{"id":"12345"}') == (
        "278d425bdf160c739803:4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba"
    )


def test_what_it_signs_it_allows():
    auth = DOCUMENTED.sign_channel(SOCKET, "private-a")

    assert DOCUMENTED.allows_channel(auth, SOCKET, "private-a")
    assert DOCUMENTED.allows_user(DOCUMENTED.sign_user(SOCKET, "{}"), SOCKET, "{}")


@pytest.mark.parametrize(
    ("socket_id", "channel", "channel_data"),
    [
        ("1234.1235", "private-a", None),
        (SOCKET, "private-b", None),
        (SOCKET, "private-a", ""),
        (SOCKET, "private-a", "{}"),
    ],
)
def test_23_a_signature_is_good_for_one_socket_and_one_channel(socket_id, channel, channel_data):
    auth = DOCUMENTED.sign_channel(SOCKET, "private-a")

    assert not DOCUMENTED.allows_channel(auth, socket_id, channel, channel_data)


def test_the_key_before_the_signature_counts():
    digest = DOCUMENTED.sign_channel(SOCKET, "private-a").partition(":")[2]

    assert not DOCUMENTED.allows_channel(f"other:{digest}", SOCKET, "private-a")
    assert not DOCUMENTED.allows_channel(digest, SOCKET, "private-a")


@given(st.text())
def test_no_text_at_all_opens_a_channel_or_raises(auth):
    assert not DOCUMENTED.allows_channel(auth, SOCKET, "private-a")


def test_the_secret_is_not_shown():
    assert "7ad3" not in repr(DOCUMENTED)
