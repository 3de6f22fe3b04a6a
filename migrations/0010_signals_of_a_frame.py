"""the frame of a draw by risk keeps the signals each of its interactions gave"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty for the draws that there are: what gave an interaction its level of risk cannot be told from the level.
    op.add_column("draw_frames", sa.Column("signals", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("draw_frames", "signals")
