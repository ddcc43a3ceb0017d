"""What tests say, and are known by, stands in no log, no figure, no refusal and no address of ours."""

import json
import re
from collections import defaultdict
from urllib.parse import parse_qs, quote, urlsplit

_ASKED = frozenset(
    "guest_name guest_email guest_phone email name message password metadata q"
    " token code chat_session_id livechat_admin".split()
)
_ANSWERED = frozenset(
    "guest_name guest_email guest_phone sender_name email message metadata"
    " token csrf_token secret link recovery_codes session_id".split()
)
_CREDENTIALS = ("authorization", "x-csrf-token", "cookie")
_SETTINGS = re.compile("PASSWORD|SECRET|_URL$")
_FIGURES = "/metrics"
_DOCUMENT = "/openapi.json"
"""Its examples are nobody's."""

_SHORTEST = 4
_DISTINCT = 8
"""What is shorter has to be a word of its own, and none of those that are small everywhere."""
_CODE = 6
"""Fewer digits may be any number."""
_LONGEST = 60
_OURS = re.compile(r"[a-z]+(_[a-z]+)+")
"""Names of events and of reasons, which figures are told by."""
_BREAKS = re.compile(r'[\\"\x00-\x1f\x7f]+')
"""Here a log may write something else than was said."""

_SHAPES = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "a telephone number": re.compile(r"\+\d{9,15}\b"),
    "a token": re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{43}(?![\w-])"),
    "the key of a second factor": re.compile(r"\b[A-Z2-7]{32}\b"),
}
_MEANT = re.compile(
    r"^  (?:Demo page|Console|First admin|Your site)  .*$|\bname@example\.com\b", re.MULTILINE
)
"""The welcome has addresses of pages, and the one-time link that somebody has to get from somewhere.

The address is the example that a wrong one is answered with."""


class Canaries:
    """All that is private so far, and what has to be looked through."""

    def __init__(self):
        self._by_head = defaultdict(set)
        self._heard = []

    def learn(self, *values):
        """These are private from now on."""
        for value in values:
            for spelling in {str(value), quote(str(value), errors="replace")}:
                needle = max(_BREAKS.split(spelling), key=len).strip()[:_LONGEST]
                if len(needle) >= _least(needle) and not _OURS.fullmatch(needle):
                    self._by_head[needle[:_SHORTEST]].add(needle)

    def learn_settings(self, settings):
        """The secrets among those of a server; of an address, its password."""
        for name, value in settings.items():
            if _SETTINGS.search(name):
                self.learn((urlsplit(value).password or "") if name.endswith("_URL") else value)

    def asked(self, url, body, headers=()):
        """By a client of whatever kind."""
        self.learn(*_private(parse_qs(urlsplit(url).query), _ASKED))
        self.learn(*_private(_json(body), _ASKED))
        for name, value in headers:
            if name.lower() in _CREDENTIALS:
                self.learn(*re.findall(r"[^\s;=]{16,}", value))

    def answered(self, path, body, cookies=()):
        """Figures are for everybody."""
        self.learn(*cookies)
        if path == _FIGURES:
            self.hear(body.decode())
        elif path != _DOCUMENT:
            self.learn(*_private(_json(body), _ANSWERED))

    def refused(self, body):
        """A client is told what is wrong, and not what it said; of its own are the names of fields alone."""
        match problem := _json(body):
            case {"errors": [*errors]}:
                for each in errors:
                    each.pop("field")
                body = json.dumps(problem, ensure_ascii=False).encode()
        self.hear(body.decode(errors="replace"))

    def hear(self, told):
        """What is not to hold anything private."""
        self._heard.append(told)

    def leaks(self):
        """In all that was heard since the last question."""
        told, self._heard = "\n".join(self._heard), []
        return self.leaks_in(told)

    def leaks_in(self, told):
        """Each with its line."""
        told = _MEANT.sub("", told)
        found = [
            (hit.start(), what) for what, shape in _SHAPES.items() for hit in shape.finditer(told)
        ]
        found += self._known_in(told)
        return [f"{what} in {_line(told, at)}" for at, what in found]

    def _known_in(self, told):
        for at in range(len(told) - _SHORTEST + 1):
            for needle in self._by_head.get(told[at : at + _SHORTEST], ()):
                if told.startswith(needle, at) and _stands_out(needle, told, at):
                    yield at, repr(needle)


CANARIES = Canaries()


def _private(said, names, *, inside=False):
    match said:
        case dict():
            for name, value in said.items():
                yield from _private(value, names, inside=inside or name in names)
        case list():
            for value in said:
                yield from _private(value, names, inside=inside)
        case str() if inside:
            yield said


def _json(body):
    try:
        return json.loads(body or b"null")
    except (ValueError, RecursionError):
        return None


def _least(needle):
    """How long it has to be, to be known again among what else is told."""
    if needle.isdigit():
        return _CODE
    return _DISTINCT if needle.isascii() and needle == needle.lower() else _SHORTEST


def _stands_out(needle, told, at):
    around = told[max(at - 1, 0) : at] + told[at + len(needle) :][:1]
    return len(needle) >= _DISTINCT or not any(each.isalnum() or each in "_-/." for each in around)


def _line(told, at):
    return told[told.rfind("\n", 0, at) + 1 :].partition("\n")[0][:500]
