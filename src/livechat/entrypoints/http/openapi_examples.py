"""One believable example of everything that travels."""

from __future__ import annotations

from typing import Any, Final

_MESSAGE_ID: Final = "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84"
_SESSION_ID: Final = "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa"
_EPOCH: Final = "k3v9x2"
_BEGAN, _SAID = "2026-03-01T08:59:12.004Z", "2026-03-01T09:00:00.120Z"

_message: Final[dict[str, Any]] = {
    "id": _MESSAGE_ID,
    "session_id": _SESSION_ID,
    "seq": 1,
    "kind": "text",
    "message": "Halo! Apakah ini masih tersedia?",
    "sender_type": "guest",
    "sender_name": "Sari",
    "is_read": False,
    "attachments": [],
    "metadata": {},
    "created_at": _SAID,
    "updated_at": _SAID,
}
_session: Final[dict[str, Any]] = {
    "session_id": _SESSION_ID,
    "guest_name": "Sari",
    "status": "active",
    "closed_by": None,
    "last_activity_at": _SAID,
    "created_at": _BEGAN,
    "updated_at": _SAID,
    "last_seq": 1,
    "guest_last_read_seq": 0,
    "admin_last_read_seq": 0,
    "unread_count": 0,
    "topic": None,
    "epoch": _EPOCH,
}
_for_admins: Final[dict[str, Any]] = {
    **_session,
    "unread_count": 1,
    "guest_email": "sari@example.com",
    "guest_phone": "+6281234567890",
    "metadata": {"page": "/prices"},
    "last_message": _message,
    "assigned_admin": None,
}
_page: Final[dict[str, Any]] = {
    "messages": [_message],
    "has_more": False,
    "last_seq": 1,
    "epoch": _EPOCH,
}

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "StartSession": {
        "guest_name": "Sari",
        "guest_email": "sari@example.com",
        "guest_phone": "0812 3456 7890",
        "locale": "id",
        "request_id": _MESSAGE_ID,
    },
    "NewMessage": {"id": _MESSAGE_ID, "message": "Halo! Apakah ini masih tersedia?"},
    "AdminNewMessage": {
        "session_id": _SESSION_ID,
        "id": _MESSAGE_ID,
        "message": "Halo Sari, masih ada.",
    },
    "ReadUpTo": {"up_to_seq": 12},
    "SignIn": {"email": "ana@example.com", "password": "correct horse battery"},
    "FirstAdmin": {
        "token": "the end of the link",
        "name": "Ana",
        "email": "ana@example.com",
        "password": "correct horse battery",
    },
    "Started": {
        "session": _session | {"last_seq": 0},
        "token": f"{_SESSION_ID}.qk8ZJ0VnJm0d9YwXo3sCw3nqg1rUuTtS2bE5aK7hLpM",
    },
    "GuestSession": {"session": _session},
    "MaybeSession": {"session": None},
    "Sent": {"message": _message},
    "MessagePage": _page | {"session": _session},
    "AdminMessagePage": _page | {"session": _for_admins},
    "AdminSession": {"session": _for_admins},
    "SessionList": {"sessions": [_for_admins], "next_cursor": None},
    "StatisticsView": {
        "as_of": _SAID,
        "total_sessions": 40,
        "active_sessions": 12,
        "closed_sessions": 28,
        "total_messages": 613,
        "unread_messages": 3,
        "sessions_today": 2,
        "messages_today": 17,
        "average_first_response_seconds": 94.5,
        "by_day": [{"day": "2026-03-01", "sessions": 2, "messages": 17}],
    },
    "ConfigView": {
        "realtime": {
            "driver": "memory",
            "key": "5f1c0c7b6a9d4d0e8f3b2a1c9d8e7f60",
            "cluster": "mt1",
            "ws_host": None,
            "ws_port": None,
            "wss_port": None,
            "force_tls": True,
            "auth_endpoint": "/broadcasting/auth",
        },
        "limits": {
            "message_length": 4000,
            "name_length": 100,
            "email_length": 254,
            "page_size": 50,
        },
        "team": {
            "name": "Toko Melati",
            "greeting": "",
            "accent": "#1F5E4B",
            "accent_text": "#FFFFFF",
        },
        "availability": {"online": True, "names": ["Ana"], "first_response_seconds": 120.0},
        "locales": ["en", "id"],
        "topics": [],
    },
    "SignedIn": {
        "admin": {"email": "ana@example.com", "name": "Ana"},
        "csrf_token": "9c1f5d0b7e6a4c3d2b1a0f9e8d7c6b5a49382716059483726150493827160594",
    },
    "Code": {"code": "492039"},
    "SecondFactorView": {"on": True, "recovery_codes_left": 10},
    "PreparedSecondFactor": {
        "key": "OCY7 OYRJ RN26 KTAD HJMW G2SC EWVK QUTY",
        "link": "otpauth://totp/Toko%20Melati:ana%40example.com"
        "?secret=OCY7OYRJRN26KTADHJMWG2SCEWVKQUTY&issuer=Toko%20Melati",
        "picture": {"size": 45, "path": "M0 0h7v1h-7zM9 0h2v1h-2z"},
    },
    "RecoveryCodes": {
        "recovery_codes": [
            *("6jqe-3mwk-yd2p-x7fo", "q3tz-bn5c-lr4a-hs2u", "m7vd-gk6i-owxe-4jpf"),
            *("z2cy-7hra-ub5n-qt3l", "e6sw-dmf4-xo2g-kv7i", "p5bj-yn3u-ctq6-rhaz"),
            *("l4ew-2xgs-7vmo-dk5f", "u3iq-pz6t-bhy2-nacr", "x7fl-jo4d-w5se-gmvk"),
            *("c2ty-qu6h-3inp-bzra",),
        ]
    },
    "Authorised": {
        "auth": "5f1c0c7b6a9d4d0e8f3b2a1c9d8e7f60:"
        "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"
    },
    "Done": {},
    "Nothing": {},
    "Health": {"status": "ok"},
    "Readiness": {"status": "ready"},
    "Problem": {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "This chat is closed. Start a new one.",
        "code": "session_closed",
    },
}
