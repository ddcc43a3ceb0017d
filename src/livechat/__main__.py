"""`python -m livechat`, and the command `livechat`."""

from __future__ import annotations

from livechat.entrypoints.cli import livechat


class _Lazily:
    """The composition root, imported when a command first needs it: `--help` is instant."""

    def __getattr__(self, name: str) -> object:
        from livechat import bootstrap

        return getattr(bootstrap, name)


def main() -> None:
    """Run the command that was typed."""
    livechat(obj=_Lazily(), prog_name="livechat")


if __name__ == "__main__":
    main()
