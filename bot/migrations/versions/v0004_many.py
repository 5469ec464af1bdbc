"""Who does what one process of several does, and how new the programme was that people were told of."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the column."""
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),  # seconds since 1970, by the database's clock
    )
    op.add_column("told_programme", sa.Column("made_at", sa.BigInteger))


def downgrade() -> None:
    """Drop both."""
    op.drop_column("told_programme", "made_at")
    op.drop_table("leases")
