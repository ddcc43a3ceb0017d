"""Other people's websites with the widget on them."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.server_process import ServerProcess

ALLOWED = "shop"
STRANGER = "stranger"


@dataclass
class Sites:
    """One small server with many names: browsers take all below `.localhost` to this machine."""

    port: int
    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    @property
    def here(self) -> str:
        """For a proxy; what is asked for there is served whatever the name."""
        return f"http://127.0.0.1:{self.port}"

    def origin(self, name: str = ALLOWED) -> str:
        return f"http://{name}.localhost:{self.port}"

    def page(self, content: str, *, at: str = ALLOWED, **headers: str) -> str:
        """Serve it from now on; gives back its address."""
        path = f"/{len(self.pages) + 1}"
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (content, {"Content-Type": "text/html; charset=utf-8", **told})
        return self.origin(at) + path

    def with_widget(
        self, server: ServerProcess, *, head: str = "", at: str = ALLOWED, **headers: str
    ) -> str:
        """A shop that includes the widget as we tell people to."""
        script = f'<script src="{server.url}/widget.js" async></script>'
        content = f'<!doctype html><html lang="en"><title>Shop</title>{head}<h1>Shop</h1>{script}'
        return self.page(content, at=at, **headers)

    def script(self, content: str, *, at: str = ALLOWED) -> str:
        """For pages that allow none inside themselves."""
        return self.page(content, at=at, Content_Type="text/javascript")


@contextmanager
def serving_sites():
    """Until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content, headers = sites.pages.get(self.path, ("", {}))
            self.send_response(200 if self.path in sites.pages else 204)
            for header in headers.items():
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        sites = Sites(http.server_port)
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield sites
        http.shutdown()
        thread.join()
