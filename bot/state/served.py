"""Which workspaces Usher speaks to: not to those that it was taken out of, whose data still wait to be deleted."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, select

from bot.state.schema import WORKSPACES


def served(team: Column[str]) -> ColumnElement[bool]:
    """Whether the workspace in the column *team* did not leave."""
    return team.not_in(select(WORKSPACES.c.team).where(WORKSPACES.c.left_at.is_not(None)))
