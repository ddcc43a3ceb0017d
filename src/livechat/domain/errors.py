"""Every way in which livechat says no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class ChatError(Exception):
    """A refusal; each leaf has a stable `code` that clients translate.

    ChatError
    ├── NotFoundError         SessionNotFoundError
    ├── UnauthenticatedError  NotSignedInError, BadCredentialsError
    ├── ForbiddenError        ChannelForbiddenError, BadSetupTokenError, CodeNeededError, BadCodeError
    ├── ConflictError         SessionClosedError, MessageIdTakenError, CursorAheadError, EmailTakenError,
    │                         SecondFactorOnError, NoSecondFactorError
    ├── GoneError             SetupDoneError
    ├── InvalidValueError     one field; InvalidValuesError: several at once
    ├── TooManyRequestsError
    └── StoreUnavailableError
    """

    code: ClassVar[str] = "error"


class NotFoundError(ChatError):
    """It does not exist, or is somebody else's: the two look the same."""


class SessionNotFoundError(NotFoundError):
    """No such session for this reader."""

    code = "session_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such chat, or it is not yours.")


class UnauthenticatedError(ChatError):
    """Nobody has said who they are."""


class NotSignedInError(UnauthenticatedError):
    """No credential, or one that has ended."""

    code = "not_signed_in"

    def __init__(self, detail: str = "Sign in first.") -> None:
        super().__init__(detail)


class BadCredentialsError(UnauthenticatedError):
    """The same answer for an unknown address and a wrong password."""

    code = "bad_credentials"

    def __init__(self) -> None:
        super().__init__("The email address or the password is wrong.")


class ForbiddenError(ChatError):
    """Known, but not allowed."""


class ChannelForbiddenError(ForbiddenError):
    """This one may not listen there."""

    code = "channel_forbidden"

    def __init__(self) -> None:
        super().__init__("You may not listen to this channel.")


class BadSetupTokenError(ForbiddenError):
    """The one-time link for the first admin is not the one that was printed."""

    code = "bad_setup_token"

    def __init__(self) -> None:
        super().__init__("This link is not valid. Use the one that the server printed last.")


class CodeNeededError(ForbiddenError):
    """The password is right, and not enough."""

    code = "code_needed"

    def __init__(self) -> None:
        super().__init__("Enter a code of your app as well, or a recovery code.")


class BadCodeError(ForbiddenError):
    """The same for a wrong code, one that is too old, and one that was used."""

    code = "bad_code"

    def __init__(self) -> None:
        super().__init__("This code is not right, or was used already.")


class ConflictError(ChatError):
    """It contradicts what has already happened."""


class SessionClosedError(ConflictError):
    """Nothing is accepted after close."""

    code = "session_closed"

    def __init__(self) -> None:
        super().__init__("This chat is closed. Start a new one.")


class MessageIdTakenError(ConflictError):
    """The other side has already used this message id."""

    code = "id_taken"

    def __init__(self) -> None:
        super().__init__("This message id is taken. Make a new one.")


class CursorAheadError(ConflictError):
    """The reader knows more than the store does: a backup was restored."""

    code = "cursor_ahead"

    def __init__(self, *, epoch: str, last_seq: int) -> None:
        super().__init__(f"The chat ends at {last_seq}. Start over from there.")
        self.epoch = epoch
        self.last_seq = last_seq


class EmailTakenError(ConflictError):
    """There is an admin with this address."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("There is already an admin with this email address.")


class SecondFactorOnError(ConflictError):
    """It would be replaced without a code."""

    code = "second_factor_on"

    def __init__(self) -> None:
        super().__init__("Your second factor is on already. Turn it off first.")


class NoSecondFactorError(ConflictError):
    """There is none to confirm or to turn off."""

    code = "no_second_factor"

    def __init__(self) -> None:
        super().__init__("There is no second factor. Set one up first.")


class GoneError(ChatError):
    """It was there once and never comes back."""


class SetupDoneError(GoneError):
    """The first admin exists."""

    code = "setup_done"

    def __init__(self) -> None:
        super().__init__("The first admin exists already. Sign in instead.")


class InvalidValueError(ChatError):
    """One field breaks a rule."""

    code = "invalid"

    def __init__(self, field: str, problem: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.problem = problem


class InvalidValuesError(ChatError):
    """Several fields break rules; all of them are named at once."""

    code = "invalid"

    def __init__(self, errors: Sequence[InvalidValueError]) -> None:
        super().__init__("Some fields need another look.")
        self.errors = tuple(errors)


class TooManyRequestsError(ChatError):
    """Slower, please; `retry_after` is in seconds."""

    code = "too_many_requests"

    def __init__(self, retry_after: float) -> None:
        super().__init__("Too many requests. Wait a moment.")
        self.retry_after = retry_after


class StoreUnavailableError(ChatError):
    """The store cannot write or read now; nothing has changed."""

    code = "store_unavailable"

    def __init__(self, detail: str = "The chat cannot be stored right now. Try again.") -> None:
        super().__init__(detail)
        self.retry_after = 1.0
