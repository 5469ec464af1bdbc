"""Where Usher is installed, and which workspaces it serves."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "installations",
        sa.Column("holder", sa.Text, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("installed_at", sa.BigInteger, nullable=False),
        sa.Column("renewing_at", sa.BigInteger),
    )
    op.create_table(
        "workspaces",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("left_at", sa.BigInteger),
    )
    op.create_index("workspaces_by_holder", "workspaces", ["holder"])
    op.create_table(
        "installing",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("installing", "workspaces", "installations"):
        op.drop_table(table)
