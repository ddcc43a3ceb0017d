"""nginx as we publish it, with TLS: the chat has its name, websites of others have theirs."""

import re
from types import SimpleNamespace

from tests.browser.authority import Authority
from tests.integration.proxy.proxies import Nginx
from tests.ports import free_port

CHAT = SimpleNamespace(url="https://chat.example.com")
SHOP = "https://shop.example.net"
NAMES = (
    "chat.example.com",
    "example.net",
    "*.example.net",
    "www.shop.example.net",
    "shop.example.net.evil.test",
    "stranger.test",
)


class TlsNginx(Nginx):
    """Every name but the chat's is a website of *sites*, on 443, on any other port, and without TLS."""

    def __init__(self, folder, server, sites):
        super().__init__(folder, [server.port])
        self.plain = free_port()
        self.sites = sites
        self.authority = Authority(folder)
        self._certified = self.authority.certifies(*NAMES)

    def placed(self, text):
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl")
        text = re.sub(r"(ssl_\w+ +).*;", rf"\1{self._certified};", text)
        [certificate] = re.findall(r"    ssl_.*\n    ssl_.*\n", text)
        return (
            f"{text} server {{ listen 127.0.0.1:{self.port} ssl default_server; {certificate}"
            f" listen 127.0.0.1:{self.plain}; location / {{ proxy_pass {self.sites.here}; }} }}"
        )
