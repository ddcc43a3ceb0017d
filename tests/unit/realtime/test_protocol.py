import pytest

from livechat.entrypoints.realtime.protocol import (
    Close,
    Kind,
    is_channel,
    is_socket_id,
    refusal,
)


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("/app/app-key", "protocol=7&client=js&version=8.6.0&flash=false", None),
        ("/app/app-key", "protocol=5", None),
        ("/app/app-key", "", None),
        ("/behind/a/proxy/app/app-key", "protocol=7", None),
        ("/app/other", "protocol=7", Close.UNKNOWN_APP),
        ("/app/", "protocol=7", Close.UNKNOWN_PATH),
        ("/app", "protocol=7", Close.UNKNOWN_PATH),
        ("/app/app-key/more", "protocol=7", Close.UNKNOWN_PATH),
        ("/app/app-key", "protocol=4", Close.UNSUPPORTED_PROTOCOL),
        ("/app/app-key", "protocol=8", Close.UNSUPPORTED_PROTOCOL),
        ("/app/app-key", "protocol=seven", Close.UNSUPPORTED_PROTOCOL),
        ("/app/app-key", "protocol=", Close.NO_PROTOCOL),
    ],
)
def test_an_address_is_right_or_refused_with_the_documented_code(path, query, code):
    refused = refusal(path, query, key="app-key")

    assert (refused and refused.code) == code


def test_what_is_temporary_never_keeps_pusher_js_away():
    for_good = [code for code in Close if 4000 <= code < 4100]

    assert Close.OVER_CAPACITY not in for_good
    assert Close.GOING_AWAY not in for_good
    assert Close.NO_PONG in range(4200, 4300)


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("private-encrypted-cache-a", Kind.ENCRYPTED_CACHE),
        ("private-encrypted-a", Kind.ENCRYPTED),
        ("private-cache-a", Kind.PRIVATE_CACHE),
        ("private-a", Kind.PRIVATE),
        ("presence-cache-a", Kind.PRESENCE_CACHE),
        ("presence-a", Kind.PRESENCE),
        ("cache-a", Kind.CACHE),
        ("#server-to-user-1", Kind.USER),
        ("a-private-a", Kind.PUBLIC),
        ("PRIVATE-a", Kind.PUBLIC),
    ],
)
def test_the_longest_prefix_at_the_start_says_the_kind(channel, kind):
    assert Kind.of(channel) is kind


@pytest.mark.parametrize("name", ["a" * 164, "A_-=@,.;9", "#server-to-user-1"])
def test_these_are_names_of_channels(name):
    assert is_channel(name)


@pytest.mark.parametrize("name", ["", "a" * 165, "a b", "a/b", "é", "#a", "a\n", "a#"])
def test_these_are_not(name):
    assert not is_channel(name)


@pytest.mark.parametrize("text", ["1234", "1.", ".1", "1.2.3", "١.١", "1.2\n", "a.b", ""])
def test_a_socket_id_is_two_numbers(text):
    assert not is_socket_id(text)
    assert is_socket_id("123.456")
