"""Secrets at rest: sealed by a key that is not in the database (Fernet: AES-128-CBC with HMAC-SHA256)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.state.database import StateError

WRONG: Final = "USHER_SECRET_KEY should be one or more keys as `usher key` makes them, separated by spaces."


def new_key() -> str:
    """A key, from the system's own randomness."""
    return Fernet.generate_key().decode()


class Seal:
    """Seals by the first of *keys*, opens by any of them. Raises StateError where they are none."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            each = [Fernet(key) for key in keys]
            self._newest, self._any = each[0], MultiFernet(each)
        except (ValueError, IndexError):
            raise StateError(WRONG) from None

    def close(self, text: str) -> str:
        """*text*, sealed."""
        return self._newest.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """What was sealed. Raises StateError where it was by another key, or was changed."""
        try:
            return self._any.decrypt(sealed).decode()
        except InvalidToken:
            raise StateError("An installation cannot be opened: its key is not in USHER_SECRET_KEY.") from None

    def renewed(self, sealed: str) -> str | None:
        """The same, sealed by the first key; None where it is already, or cannot be opened."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            pass
        else:
            return None
        try:
            return self._any.rotate(sealed).decode()
        except InvalidToken:
            return None
