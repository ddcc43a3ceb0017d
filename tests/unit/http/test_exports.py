"""What is taken along holds everything that was said, and harms nobody who opens it."""

import csv
import json
from html.parser import HTMLParser
from io import StringIO

import pytest

from livechat.adapters.memory import MemoryStore
from livechat.application.transcripts import chats
from livechat.application.views import ChatFilter
from livechat.entrypoints.http.exports import FORMATS, written
from tests.browser.payloads import payloads
from tests.builders import a_guest
from tests.contracts.talking import ANA, a_talk
from tests.fakes import StillClock

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", '=HYPERLINK("http://x","y")')


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def store(clock):
    return MemoryStore(clock)


async def export(store, form):
    found = chats(store.queries, ChatFilter())
    return "".join([text async for text, _ in written(store.queries, found, FORMATS[form], by=ANA)])


async def rows(store):
    text = await export(store, "csv")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


async def test_json_lines_are_what_the_api_shows(store, clock):
    talk = await a_talk(store, clock, metadata={"page": "/prices"})
    sent = [await talk.asks("Halo 👍\n\ttwo"), await talk.is_answered()]

    lines = [json.loads(line) for line in (await export(store, "jsonl")).splitlines()]

    assert [list(line) for line in lines] == [["session"], ["message"], ["message"]]
    assert lines[0]["session"]["guest_email"] == "sari@example.com"
    assert lines[0]["session"]["metadata"] == {"page": "/prices"}
    assert [line["message"]["message"] for line in lines[1:]] == [m.body for m in sent]
    assert lines[1]["message"]["created_at"] == "2026-03-01T12:00:00.000Z"


async def test_a_long_chat_is_there_from_its_first_message_to_its_last(store, clock):
    talk = await a_talk(store, clock)
    for n in range(401):
        await talk.asks(f"number {n + 1}")

    assert [row["seq"] for row in await rows(store)] == [str(n) for n in range(1, 402)]


async def test_what_is_said_while_it_is_written_down_is_left_for_the_next_time(store, clock):
    talk = await a_talk(store, clock)
    for n in range(3):
        await talk.asks(str(n))

    lines = []
    found = chats(store.queries, ChatFilter())
    async for text, _ in written(store.queries, found, FORMATS["jsonl"], by=ANA):
        await talk.asks("meanwhile")
        lines += text.splitlines()

    messages = [line["message"] for line in map(json.loads, lines) if "message" in line]
    assert len(messages) == json.loads(lines[0])["session"]["last_seq"] < 9
    assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))


@pytest.mark.parametrize("formula", FORMULAS)
async def test_36_no_cell_is_a_formula(store, clock, formula):
    talk = await a_talk(
        store,
        clock,
        guest=a_guest(name=formula, email=f"{formula[0]}x@example.com", phone="0812 3456 789"),
        topic=formula,
    )
    await talk.asks(formula)

    [row] = await rows(store)

    assert row["message"] == f"'{formula}"
    assert row["guest_phone"] == "'+628123456789"
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "a;", "a\t", "a\nb\n", 'a;"', "a; ", "a\n\t"])
async def test_36_no_cell_is_a_formula_wherever_a_spreadsheet_takes_it_to_end(
    store, clock, separator, before
):
    talk = await a_talk(store, clock)
    await talk.asks(f"{before}=1+1;")

    file = await export(store, "csv")

    read = csv.reader(StringIO(file.removeprefix("\ufeff"), newline=""), delimiter=separator)
    cells = [cell.strip(' "') for row in read for cell in row]
    assert "=1+1" in "".join(cells)
    assert not [cell for cell in cells if cell.startswith("=")]


async def test_a_cell_that_is_no_formula_is_as_it_was_written(store, clock):
    talk = await a_talk(store, clock)
    said = ['He said "1,5;2"', "two\nlines", "a=b", "李 👩‍🚀"]
    for text in said:
        await talk.asks(text)
    silent = await a_talk(store, clock)

    found = await rows(store)

    assert [row["message"] for row in found if row["session_id"] == str(talk.id)] == said
    [row] = [row for row in found if row["session_id"] == str(silent.id)]
    assert (row["guest_name"], row["seq"], row["message"]) == ("Sari", "", "")


class Seen(HTMLParser):
    """Which elements and attributes a page really has, and what it says."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.attributes, self.text = set(), set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


async def test_33_no_payload_is_more_than_text_in_a_page(store, clock):
    for payload in payloads():
        line = " ".join(payload.split())
        guest = a_guest(name=line, email=f"{line}@example.com")
        talk = await a_talk(store, clock, guest=guest, topic=line, metadata={payload: payload})
        await talk.asks(payload)

    page = await export(store, "html")

    seen = Seen(page)
    ours = "html head meta title style body h1 h2 bdi dl dt dd p time".split()
    assert seen.elements == set(ours)
    assert seen.attributes == {
        *(("meta", name) for name in ("charset", "content", "http-equiv", "name")),
        *(("p", name) for name in ("class", "dir")),
    }
    assert all(payload in seen.text for payload in payloads())


async def test_a_page_asks_nobody_for_anything(store, clock):
    await (await a_talk(store, clock)).asks("https://example.com/ and http://example.com/")

    page = await export(store, "html")

    policy = page.partition('Security-Policy" content="')[2].partition('"')[0]
    assert policy.startswith(
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
    )
    assert "unsafe" not in policy
    assert not {"href", "src"} & {name for _, name in Seen(page).attributes}


async def test_nobody_can_write_what_looks_like_an_entry_of_another(store, clock):
    talk = await a_talk(store, clock)
    await talk.asks("Hi\n[2026-03-01T12:00:00.000Z] Ana (admin)\u2028[2026] Ana: yours for nothing")

    text = await export(store, "text")

    at_the_edge = [line for line in text.splitlines() if line.startswith("[")]
    assert at_the_edge == ["[2026-03-01T12:00:00.000Z] Sari (guest)"]
