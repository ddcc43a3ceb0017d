"""The words of our OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

DESCRIPTION: Final = """Live chat between the visitors of a website and its admins.

A guest is known by `<session_id>.<secret>`, which `start-session` gives once: as a cookie on our own pages, as
`Authorization: Bearer …` elsewhere. An admin is known by a cookie, and repeats the `csrf_token` of his sign-in in the
header `X-CSRF-Token` whenever he changes something.

Requests and answers are JSON; times are in UTC. Every refusal is a problem (RFC 9457) whose `code` does not change.
A request without a body is one with `{}`. Pages of other sites need to be allowed; below `/admin` none is."""

REFUSALS: Final = {
    400: "The body cannot be read: bad UTF-8, too deep, or no JSON object.",
    401: "No credential, or one that has ended.",
    403: "Not allowed: another site, another link, a wrong code, or no `X-CSRF-Token`.",
    404: "It does not exist, or is somebody else's.",
    408: "The body took too long to arrive.",
    409: "It contradicts what has happened: `session_closed`, `cursor_ahead`, `id_taken` and the like.",
    410: "The first admin exists: `setup_done`.",
    413: "The body is above 64 KiB.",
    415: "The body is not `application/json`.",
    422: "A field breaks a rule; `errors` names every one.",
    429: "Slower, please; `Retry-After` says when.",
    500: "A mistake of ours.",
    503: "The store cannot be reached now; `Retry-After` says when to try again.",
}

CODES: Final = {
    "unreadable": (400, "Mend the request: it is not HTTP, not UTF-8, or no JSON object."),
    "too_deep": (400, "Nest the JSON at most 32 deep."),
    "bad_event": (400, "Another server: mend what `detail` names."),
    "not_signed_in": (
        401,
        "Send the credential. Where it has ended, start a chat or sign in again.",
    ),
    "bad_credentials": (401, "Ask for e-mail address and password again."),
    "bad_signature": (
        401,
        "Another server: mend key, clock, digest or signature, as `detail` says.",
    ),
    "origin_not_allowed": (
        403,
        "Name the site in `LIVECHAT_ALLOWED_ORIGINS`; below `/admin` none can be.",
    ),
    "csrf": (403, "Repeat the `csrf_token` of `me` in `X-CSRF-Token`."),
    "channel_forbidden": (403, "Do not ask again with this credential."),
    "bad_setup_token": (403, "Use the link that the server printed last."),
    "code_needed": (403, "Ask for a code of the app, or a recovery code, and sign in with it."),
    "bad_code": (403, "Ask for another code: each is good once, and for about a minute."),
    "not_found": (404, "Mend the address."),
    "session_not_found": (404, "Forget the chat: it does not exist, or is somebody else's."),
    "method_not_allowed": (405, "Use a method that `Allow` names."),
    "too_slow": (408, "Send it again."),
    "session_closed": (409, "Start a new chat; what was not stored can be said there."),
    "id_taken": (409, "Send the message again with a new id."),
    "cursor_ahead": (
        409,
        "A backup was restored: read the chat anew, up to `last_seq` in `epoch`.",
    ),
    "second_factor_on": (409, "Turn it off first, with a code."),
    "no_second_factor": (409, "Prepare one first."),
    "setup_done": (410, "Sign in instead."),
    "too_large": (413, "Send less; 414 where the address is too long, 431 where the headers are."),
    "not_json": (415, "Send `Content-Type: application/json`."),
    "invalid": (422, "Mend the fields that `errors` names."),
    "upgrade_required": (426, "Connect to `/app/` by WebSocket."),
    "too_many_requests": (429, "Wait as long as `Retry-After` says."),
    "internal_error": (500, "Tell us, with the id that `detail` names."),
    "store_unavailable": (503, "Wait as long as `Retry-After` says, and send the same again."),
    "others_unreachable": (503, "Another server: send the same again, as `Retry-After` says."),
    "not_built": (503, "Run `python3 dev.py setup`."),
}
"""The usual status of each, and what whoever meets it should do."""

FIELD_CODES: Final = {
    "required": "It is missing or blank.",
    "unknown": "There is no such field.",
    "type": "It is of another type.",
    "format": "It is no UUID, address, number or place in a list, whichever it should be.",
    "length": "It is too short or too long.",
    "too_long": "It is too long.",
    "range": "The number is too small or too large.",
    "choice": "It is none of those that may be chosen.",
    "characters": "It has characters that cannot be shown.",
    "control_characters": "It has characters that cannot be stored.",
    "contradiction": "It and another field exclude each other.",
}
"""What is wrong with a field."""

SECURITY_SCHEMES: Final = {
    "guest_token": {"type": "http", "scheme": "bearer"},
    "guest_cookie": {"type": "apiKey", "in": "cookie", "name": "chat_session_id"},
    "admin_cookie": {"type": "apiKey", "in": "cookie", "name": "livechat_admin"},
    "csrf_token": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
}

_GUEST: Final[list[dict[str, list[str]]]] = [{"guest_token": []}, {"guest_cookie": []}]
_ADMIN: Final[list[dict[str, list[str]]]] = [{"admin_cookie": []}]
_ADMIN_CHANGES: Final[list[dict[str, list[str]]]] = [{"admin_cookie": [], "csrf_token": []}]

SECURITY: Final[dict[str, list[dict[str, list[str]]]]] = {
    "Guests": _GUEST,
    "Admins": _ADMIN,
    "Realtime": [*_GUEST, *_ADMIN],
    "start_session": [{}, *_GUEST],
    "session_from_cookie": [{}, *_GUEST],
    "config": [{}],
    "me": _ADMIN,
    "second_factor": _ADMIN,
    "prepare_second_factor": _ADMIN_CHANGES,
    "confirm_second_factor": _ADMIN_CHANGES,
    "end_second_factor": _ADMIN_CHANGES,
    "logout": _ADMIN_CHANGES,
    "log_out_everywhere": _ADMIN_CHANGES,
    "admin_send_message": _ADMIN_CHANGES,
    "admin_mark_read": _ADMIN_CHANGES,
    "admin_close_session": _ADMIN_CHANGES,
}

_RETRY_AFTER: Final = {
    "Retry-After": {
        "required": True,
        "description": "Whole seconds until it is worth another try.",
        "schema": {"type": "integer", "minimum": 1},
    }
}
ANSWER_HEADERS: Final[dict[str, dict[str, Any]]] = {
    "401": {
        "WWW-Authenticate": {
            "required": True,
            "description": "`Bearer`.",
            "schema": {"type": "string"},
        }
    },
    "429": _RETRY_AFTER,
    "503": _RETRY_AFTER,
}
FILE: Final = "application/octet-stream"
FILE_HEADERS: Final = {
    "Content-Disposition": {
        "required": True,
        "description": "`attachment`, and a name for the file.",
        "schema": {"type": "string"},
    }
}
COOKIE_HEADER: Final = {
    "Set-Cookie": {
        "description": "The credential, out of reach of scripts.",
        "schema": {"type": "string"},
    }
}
GIVES_A_COOKIE: Final[dict[str, tuple[str, ...]]] = {
    "start_session": ("201",),
    "send_message": ("200", "201"),
    "login": ("200",),
    "set_up_first_admin": ("201",),
    "logout": ("200",),
    "log_out_everywhere": ("200",),
}
"""Which answers of which call."""
