"""What people keep and choose, what Usher sends of itself, and what it was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "people",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("zone", sa.Text),
        sa.Column("lead", sa.Integer),
        sa.Column("language", sa.Text),
        sa.Column("public", sa.Boolean),
        sa.Column("followups", sa.Boolean),
        sa.Column("feed", sa.Text, unique=True),
        sa.Column("home_seen", sa.BigInteger),
    )
    op.create_table(
        "stars",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("record", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("event", sa.Text),
        sa.Column("starred_at", sa.BigInteger, nullable=False),
    )
    op.create_index("stars_by_record", "stars", ["record"])
    op.create_table(
        "outbox",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("post_at", sa.BigInteger),
        sa.Column("message", sa.JSON, nullable=False),
        sa.Column("about", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tried_at", sa.BigInteger),
        sa.Column("retry_at", sa.BigInteger),
        sa.Column("channel", sa.Text),
        sa.Column("slack_id", sa.Text),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.create_index("outbox_by_owner", "outbox", ["team", "owner"])
    op.create_index("outbox_by_state", "outbox", ["state", "post_at"])
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("minute", sa.Integer),
        sa.Column("zone", sa.Text),
        sa.Column("made_by", sa.Text),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("team", "channel", "kind", "topic"),
    )
    op.create_table(
        "channels",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("event", sa.Text, nullable=False),
    )
    op.create_table(
        "threads",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("thread", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("surface", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("surface", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("given_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "told_programme",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("records", sa.LargeBinary, nullable=False),
        sa.Column("told_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "told_programme",
        "feedback",
        "unanswered",
        "threads",
        "channels",
        "subscriptions",
        "outbox",
        "stars",
        "people",
    ):
        op.drop_table(table)
