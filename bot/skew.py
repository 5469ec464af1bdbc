"""A clock that is wrong makes Slack's requests look old, and all of them are refused: that is said in the log."""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Mapping
from typing import Final

from slack_sdk.signature import SignatureVerifier

_REST: Final = 600.0  # seconds between two lines about it: an old request may be sent again by anyone

_log: Final = logging.getLogger(__name__)


class Skew:
    """Looks at what was refused as unsigned, and says where only the time is wrong."""

    def __init__(self, verifier: SignatureVerifier) -> None:
        self._verifier = verifier
        self._said = -_REST

    def look(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Log how far the clock is off where Slack did sign *body*, at another time than now."""
        stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        now = time.monotonic()
        if now < self._said + _REST or not (stamp.isdecimal() and stamp.isascii() and len(stamp) <= 12):
            return
        made = self._verifier.generate_signature(timestamp=stamp, body=body.decode(errors="replace")) or ""
        if signature.isascii() and hmac.compare_digest(made, signature):
            self._said = now
            off = round(time.time()) - int(stamp)
            _log.warning("a request that Slack signed is %d seconds old: is the clock of this machine right?", off)
