"""The keys of what was already answered."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "seen_events",
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("seen_at", sa.BigInteger, nullable=False),  # seconds since 1970, UTC
    )
    op.create_index("seen_events_by_time", "seen_events", ["seen_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("seen_events")
