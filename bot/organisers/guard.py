"""Who may use the organisers' page: whoever knows its secret, from pages of its own alone.

A session is a cookie that says until when it is good, signed with a key made of the secret: any process that knows the
secret knows it, none keeps it, and a new secret ends all. Each change must bring the session's token in a header,
which no other site's page knows or may send (https://cheatsheetseries.owasp.org/cheatsheets/
Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

COOKIE: Final = "usher_organisers"
TOKEN: Final = "x-usher-token"  # noqa: S105 - the name of the header
LASTS: Final = 12 * 3600  # seconds of a session
_WINDOW: Final = 300.0  # seconds in which wrong tries are counted
_TRIES: Final = 5  # wrong ones of one peer within the window
_ALL_TRIES: Final = 50  # and of all together
_OPEN: Final = "open"  # the session where no secret is asked for


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """A request that is not done; the message is a sentence, *status* the HTTP status."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Guard:
    """Sessions under *secret*; without one everybody has the same session, on this machine's own page.

    *url* is where the page is reached, where that is known. *clock* is in seconds.
    """

    def __init__(self, secret: str | None, *, url: str = "", clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._key = hashlib.sha256(b"usher organisers\0" + (secret or secrets.token_hex()).encode()).digest()
        self._url = urlsplit(url)
        self._clock = clock
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()

    @property
    def locked(self) -> bool:
        """Whether a secret is asked for."""
        return self._secret is not None

    @property
    def https(self) -> bool:
        """Whether the page is known to be reached over https."""
        return self._url.scheme == "https"

    def open(self, said: str, peer: str) -> str:
        """A new session for who *said* the secret, from the address *peer*. Raises Refused."""
        now = self._clock()
        tries = {
            who: late for who, every in self._wrong.items() if (late := [at for at in every if at > now - _WINDOW])
        }
        self._wrong = OrderedDict(tries)
        if len(tries.get(peer, ())) >= _TRIES or sum(map(len, tries.values())) >= _ALL_TRIES:
            raise Refused(429, "Too many wrong tries. Please wait five minutes.")
        if not hmac.compare_digest(self._mac("secret", said), self._mac("secret", self._secret or "")):
            self._wrong.setdefault(peer, []).append(now)
            raise Refused(401, "That is not the passphrase.")
        stamp = f"{int(now) + LASTS}.{secrets.token_urlsafe(18)}"
        return f"{stamp}.{self._mac('session', stamp)}"

    def session(self, cookies: Mapping[str, str]) -> str | None:
        """The session that is good now; None where there is none."""
        if not self.locked:
            return _OPEN
        stamp, _, signature = cookies.get(COOKIE, "").rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._mac("session", stamp).encode()):
            return None
        until = int(stamp.partition(".")[0])  # signed by us, so it is a number
        return stamp if self._clock() < until else None

    def token(self, session: str) -> str:
        """What each change in *session* must bring."""
        return self._mac("token", session)

    def check_change(self, session: str | None, headers: Mapping[str, str]) -> None:
        """Raise Refused unless a change with these *headers* is *session*'s own, from a page of ours."""
        self.check_origin(headers)
        if session is None:
            raise Refused(401, "Please sign in again.")
        if not hmac.compare_digest(headers.get(TOKEN, "").encode(), self.token(session).encode()):
            raise Refused(403, "This page is out of date. Please load it again.")

    def check_origin(self, headers: Mapping[str, str]) -> None:
        """Raise Refused where another site's page sent this."""
        origin = headers.get("origin")
        ours = {headers.get("host"), self._url.netloc} - {""}  # of an origin that is hidden, "null", it is ""
        same = (
            urlsplit(origin).netloc in ours
            if origin
            else headers.get("sec-fetch-site") in (None, "same-origin", "none")
        )
        if not same:
            raise Refused(403, "That came from another site.")

    def _mac(self, what: str, text: str) -> str:
        return hmac.new(self._key, f"{what}\0{text}".encode(errors="replace"), hashlib.sha256).hexdigest()
