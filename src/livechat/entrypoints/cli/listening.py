"""The socket that the server listens on, opened before anything else is touched."""

from __future__ import annotations

import errno
import resource
import socket

from livechat.entrypoints.cli.refusal import Refusal

_BACKLOG = 2048
_REASONS = {
    errno.EADDRINUSE: "Port {port} on {host} is taken. Stop what listens there, or choose another with --port.",
    errno.EACCES: "Port {port} needs more rights. Choose one above 1023 with --port.",
    errno.EADDRNOTAVAIL: "{host} is not an address of this machine. Choose another with --host.",
}


def listen(host: str, port: int) -> socket.socket:
    """Raises Refusal with the reason in words."""
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise Refusal(f"There is no host {host}. Choose another with --host.") from None
    try:
        return _tcp(socket.create_server(address[:2], family=family, backlog=_BACKLOG))
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "Port {port} on {host} cannot be used: {error}.")
        sentence = reason.format(host=host, port=port, error=error.strerror)
        raise Refusal(sentence) from None


def allow_many() -> None:
    """As many connections as the machine lets us have; 1,024 is what a shell gives."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _tcp(made: socket.socket) -> socket.socket:
    """With its protocol said: asyncio sets TCP_NODELAY only then, and answers would wait 40 ms without."""
    return socket.socket(made.family, made.type, socket.IPPROTO_TCP, fileno=made.detach())


def url_of(listening: socket.socket) -> str:
    """What to type into a browser on this machine."""
    return url_to(*listening.getsockname()[:2])


def url_to(host: str, port: int) -> str:
    """The same, of an address to listen on."""
    if host in ("0.0.0.0", "::"):  # noqa: S104  it is compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
