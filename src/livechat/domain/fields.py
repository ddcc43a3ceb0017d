"""Checking several fields at once, and naming all that are wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from livechat.domain.errors import InvalidValueError, InvalidValuesError

T = TypeVar("T")


class Fields:
    """Collects what its checks refuse."""

    def __init__(self) -> None:
        self._wrong: list[InvalidValueError] = []

    def check(self, make: Callable[[], T]) -> T | None:
        """What *make* gives; None where it refuses, which is remembered."""
        try:
            return make()
        except InvalidValueError as error:
            self._wrong.append(error)
        except InvalidValuesError as error:
            self._wrong.extend(error.errors)
        return None

    def refusal(self) -> InvalidValuesError:
        """All of it at once."""
        return InvalidValuesError(self._wrong)

    @property
    def right(self) -> bool:
        """Nothing was refused."""
        return not self._wrong
