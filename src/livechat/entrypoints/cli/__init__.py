"""The command line: names, options and words. The work behind each command is imported when it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from uuid import UUID

    from livechat.entrypoints.cli.root import Root

HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="livechat-server", prog_name="livechat")
def livechat() -> None:
    """Live chat between the visitors of a website and the people who run it.

    Settings come from the environment and from `.env` in the working directory.
    """


@livechat.command()
@HOST
@PORT
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that serve; more than one need PostgreSQL and Redis.",
)
@click.option("--worker", type=int, nargs=2, hidden=True, help="Its sockets, from the supervisor.")
@click.pass_obj
def serve(root: Root, host: str, port: int, workers: int, worker: tuple[int, int] | None) -> None:
    """Migrate the database, then serve until SIGTERM or Ctrl-C. SIGHUP renews workers one by one."""
    from livechat.entrypoints.cli.serve import run, run_worker

    if worker:
        run_worker(root, *worker)
    else:
        run(root, host=host, port=port, workers=workers)


@livechat.command()
@click.pass_obj
def migrate(root: Root) -> None:
    """Bring the database to the newest version."""
    from livechat.entrypoints.cli.migrate import run

    run(root)


@livechat.command()
@click.option("--seed", default=1, show_default=True, help="The same number makes the same chats.")
@click.option("--force", is_flag=True, help="Also where there are chats already.")
@click.pass_obj
def seed(root: Root, seed: int, force: bool) -> None:  # noqa: FBT001  click passes by name
    """Fill the database with two weeks of demo chats, in English and Indonesian."""
    from livechat.entrypoints.cli.seed import run

    run(root, seed=seed, force=force)


@livechat.group()
def admin() -> None:
    """The people who answer. Passwords come from LIVECHAT_ADMIN_PASSWORD, or are asked for."""


@admin.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What guests see.")
@click.pass_obj
def create_admin(root: Root, email: str, name: str) -> None:
    """Let someone new sign in."""
    from livechat.entrypoints.cli.admin import create

    create(root, email=email, name=name)


@admin.command("list")
@click.pass_obj
def list_admins(root: Root) -> None:
    """Who can sign in."""
    from livechat.entrypoints.cli.admin import show

    show(root)


@admin.command("reset-password")
@click.argument("email")
@click.pass_obj
def reset_password(root: Root, email: str) -> None:
    """Set a new password, and sign that admin out everywhere."""
    from livechat.entrypoints.cli.admin import reset

    reset(root, email=email)


@admin.command("sign-out")
@click.argument("email")
@click.pass_obj
def sign_out_admin(root: Root, email: str) -> None:
    """Sign that admin out everywhere; the password stays."""
    from livechat.entrypoints.cli.admin import sign_out

    sign_out(root, email=email)


@admin.command("reset-second-factor")
@click.argument("email")
@click.pass_obj
def reset_second_factor(root: Root, email: str) -> None:
    """Let an admin who has lost app and recovery codes sign in with the password alone."""
    from livechat.entrypoints.cli.admin import reset_second_factor

    reset_second_factor(root, email=email)


FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@livechat.command()
@FILE
@click.pass_obj
def backup(root: Root, file: Path) -> None:
    """Write a whole installation into a new FILE, from one moment, while livechat goes on.

    All that was acknowledged before is in it, but for who is signed in. Guests' data is in it too.
    """
    from livechat.entrypoints.cli.backup import back_up

    back_up(root, file)


@livechat.command()
@FILE
@click.pass_obj
def restore(root: Root, file: Path) -> None:
    """Put a backup into an empty database, of either kind. Clients that are connected then start over."""
    from livechat.entrypoints.cli.backup import restore

    restore(root, file)


@livechat.command()
@click.pass_obj
def verify(root: Root) -> None:
    """Look through the whole database for damage and contradictions; exit status 1 if there are any."""
    from livechat.entrypoints.cli.backup import verify

    verify(root)


@livechat.command("copy-data")
@click.argument("source")
@click.argument("target")
@click.pass_obj
def copy_data(root: Root, source: str, target: str) -> None:
    """Copy a whole installation into an empty database, say from SQLite to PostgreSQL, and compare the two.

    SOURCE and TARGET are addresses as DATABASE_URL takes them. Stop livechat first. A copy that was
    interrupted goes on where it was; until it has ended, the target is not served.
    """
    from livechat.entrypoints.cli.copy_data import run

    run(root, source=source, target=target)


SESSION = click.option("--session", type=click.UUID, help="This chat alone.")
EMAIL = click.option("--email", help="The chats of this address, whatever its case.")


@livechat.command()
@SESSION
@EMAIL
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def erase(root: Root, session: UUID | None, email: str | None, yes: bool) -> None:  # noqa: FBT001  click passes by name
    """Forget a chat, or all of one address, for good; says what is gone.

    It may run while livechat serves. Backups and exports keep what they have.
    """
    from livechat.entrypoints.cli.erase import run

    run(root, session=session, email=email, yes=yes)


@livechat.command()
@SESSION
@EMAIL
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "html", "text", "txt"]),
    default="jsonl",
    show_default=True,
    help="txt is text.",
)
@click.option("-o", "--output", default="-", help="A file; without it standard output.")
@click.pass_obj
def export(root: Root, session: UUID | None, email: str | None, form: str, output: str) -> None:
    """Write down what was said: in one chat, in all of one address, or in all.

    It may run while livechat serves. A file takes its name when it is whole.
    """
    from livechat.entrypoints.cli.export import run

    run(root, session=session, email=email, form=form.replace("txt", "text"), output=output)


@livechat.command()
@HOST
@PORT
@click.pass_obj
def doctor(root: Root, host: str, port: int) -> None:
    """Check this installation, with a remedy for whatever is wrong; exit status 1 if anything is."""
    from livechat.entrypoints.cli.doctor import run

    run(root, host=host, port=port)
