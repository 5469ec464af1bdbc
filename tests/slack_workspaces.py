"""What Slack keeps of an app that many workspaces install: codes, tokens that end, what each may do, and for whom."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

CLIENT_ID, CLIENT_SECRET = "111.222", "hush-client-secret"
HALF_A_DAY = 43_200  # seconds that a token lasts which is rotated
REDIRECT = "https://usher.example.org/slack/oauth_redirect"
_BOT = "U0USHER"

_numbers = itertools.count(1)

# scopes of methods, as far as tests take them away
_SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.scheduleMessage": "chat:write",
    "conversations.open": "im:write",
    "assistant.threads.setStatus": "assistant:write",
    "users.info": "users:read",
}


@dataclass(frozen=True)
class Grant:
    """What somebody allowed: for a workspace, or for a *whole* organisation."""

    team: str
    enterprise: str | None = None
    whole: bool = False
    scopes: tuple[str, ...] = tuple(sorted({*_SCOPES.values(), "commands"}))
    rotates: bool = False

    @property
    def holder(self) -> str:
        return str(self.enterprise) if self.whole else self.team


@dataclass
class Workspaces:
    """The workspaces: what each token and code stands for. *now* is Slack's clock."""

    now: Callable[[], float]
    tokens: dict[str, tuple[Grant, float | None]] = field(default_factory=dict)  # with when they end
    codes: dict[str, Grant] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    refreshing: dict[str, Grant] = field(default_factory=dict)

    def approve(self, team: str, **how: Any) -> str:
        """The code with which Slack sends the browser back of who allowed Usher in *team*."""
        code = f"code-hush-{next(_numbers)}"
        self.codes[code] = Grant(team, **how)
        return code

    def revoke(self, holder: str) -> None:
        """Slack lets go of the tokens of who takes Usher out."""
        self.tokens = {token: held for token, held in self.tokens.items() if held[0].holder != holder}
        self.refreshing = {token: grant for token, grant in self.refreshing.items() if grant.holder != holder}

    def team_of(self, token: str) -> str | None:
        held = self.tokens.get(token)
        return held[0].holder if held else None

    def refusal(self, method: str, token: str) -> str | None:
        """Why a call by *token* is refused; None where it is not."""
        grant, ends = self.tokens.get(token, (None, None))
        if grant is None:
            return "invalid_auth" if token else "not_authed"
        if ends is not None and ends <= self.now():
            return "token_expired"
        needed = _SCOPES.get(method)
        return "missing_scope" if needed and needed not in grant.scopes else None

    def access(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """oauth.v2.access, by a code or by what gets the next token; each is good for once."""
        if (data.get("client_id"), data.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return {"error": "bad_client_secret"}
        if data.get("grant_type") == "refresh_token":
            grant = self.refreshing.pop(str(data.get("refresh_token")), None)
            return {"error": "invalid_refresh_token"} if grant is None else self._granted(grant)
        code = str(data.get("code"))
        if code in self.used or code not in self.codes:
            return {"error": "code_already_used" if code in self.used else "invalid_code"}
        if data.get("redirect_uri") != REDIRECT:
            return {"error": "bad_redirect_uri"}
        self.used.add(code)
        return self._granted(self.codes.pop(code))

    def _granted(self, grant: Grant) -> dict[str, Any]:
        token, following = f"xoxb-hush-{grant.holder}-{next(_numbers)}", f"xoxe-hush-{next(_numbers)}"
        self.tokens[token] = (grant, self.now() + HALF_A_DAY if grant.rotates else None)
        lasting = {"refresh_token": following, "expires_in": HALF_A_DAY} if grant.rotates else {}
        if grant.rotates:
            self.refreshing[following] = replace(grant)
        return {
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(grant.scopes),
            "bot_user_id": _BOT,
            "app_id": "A0APP",
            "team": None if grant.whole else {"id": grant.team, "name": "A <b>team</b>"},
            "enterprise": {"id": grant.enterprise, "name": "An org"} if grant.enterprise else None,
            "is_enterprise_install": grant.whole,
            "authed_user": {"id": "U0BOSS"},
            **lasting,
        }


def teams_of(calls: Iterable[Any], method: str) -> list[str]:
    """In whose name *method* was called, in order."""
    return [call.team for call in calls if call.method == method]
