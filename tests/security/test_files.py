"""Files: 45 to 50. Of guests there are none yet; these are our own."""

import asyncio
from itertools import product

SLASHES = (
    "/",
    "%2f",
    "%2F",
    "\\",
    "%5c",
    "%255c",
    "%252f",
    "%c0%af",
    "%ef%bc%8f",
    "//",
    "/./",
    ";/",
)
DOTS = ("..", "%2e%2e", ".%2e", "%2e.", "%252e%252e", "....", "%c0%ae%c0%ae", "..%00", ". .", "..;")
FOLDERS = ("/widget/", "/admin/assets/", "/demo/assets/")
AIMS = ("pyproject.toml", "data/livechat.db", "etc/passwd")


async def asked(port, path):
    """As it is: no client of ours would send it like that."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    return answer


async def test_46_no_spelling_of_a_path_leads_out_of_the_folder(server):
    await server.start()
    aims = [*AIMS, str(server.folder).lstrip("/") + "/data/livechat.db"]
    spelt = [
        folder + (dots + slash) * 8 + aim.replace("/", slash)
        for folder, (dots, slash), aim in product(FOLDERS, product(DOTS, SLASHES), aims)
    ]

    for path in spelt:
        status, _, rest = (await asked(server.port, path)).partition(b"\r\n")

        assert status.split()[1] in (b"404", b"400"), path
        assert b"SQLite" not in rest
        assert b"root:" not in rest
    assert len(spelt) > 200
