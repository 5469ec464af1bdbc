"""One installation in Slack, as a value: for whom it is, and by which token Usher speaks there."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, SecretStr

from corpus.models import Value


class Installed(Value):
    """Usher in one workspace, *team*; or in a *whole* organisation, *enterprise*, of many workspaces.

    *scopes* are those that were granted. Where the app rotates its tokens, *token* ends at *expires_at*, and *refresh*
    gets the next one. Both are secrets: neither is ever part of a text that describes this value.
    """

    team: str | None = None
    enterprise: str | None = None
    whole: bool = False
    token: SecretStr
    refresh: SecretStr | None = None
    expires_at: AwareDatetime | None = None
    bot_user: str | None = None
    scopes: frozenset[str] = frozenset()
    installed_at: AwareDatetime

    @property
    def holder(self) -> str:
        """The id, in Slack, of whose installation this is. Those of workspaces and organisations differ."""
        holder = self.enterprise if self.whole else self.team
        assert holder  # noqa: S101 - Slack names one
        return holder

    def ends_before(self, then: datetime) -> bool:
        """Whether the token is of no use at *then*."""
        return self.expires_at is not None and self.expires_at <= then
