"""What a browser says of itself is nobody's business: it is neither stored nor shown."""

SELF = "Gecko/<script>pwned`1`</script>"


async def test_what_a_browser_says_of_itself_is_stored_nowhere(server):
    await server.start()
    headers = {"User-Agent": SELF, "Referer": SELF, "From": SELF, "Accept-Language": SELF}
    async with server.client(headers=headers) as guest:
        sari = {"guest_name": "Sari", "guest_email": "sari@example.com"}
        assert (await guest.post("/api/chat/start-session", json=sari)).is_success
        assert (await guest.post("/api/chat/send-message", json={"message": "Halo"})).is_success
    await server.stop()

    stored = {path: path.read_bytes() for path in (server.folder / "data").rglob("*.db*")}
    assert any(b"Halo" in kept for kept in stored.values())
    assert [path for path, kept in stored.items() if SELF.encode() in kept] == []
    assert SELF not in server.log()
