"""totals hold what ranges need where weights differ: sums of w^2 y and w^2 y^2"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEW = ("wwy", "wwyy")
TABLES = ("measure_days", "measure_weeks")


def upgrade() -> None:
    # What the sums would be cannot be told from those that are kept. The tables hold nothing that does not follow from the
    # evaluations: they begin empty, and `qa db upgrade` adds them up anew.
    for name in TABLES:
        op.drop_index(f"ix_{name}_agent_id_measure_day", table_name=name)
        op.drop_table(name)
        op.create_table(
            name,
            sa.Column(
                "measure",
                sa.String(length=100).with_variant(
                    sa.String(length=100, collation="C"), "postgresql"
                ),
                nullable=False,
            ),
            sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            sa.Column("agent_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("scorecard_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("n", sa.Integer(), nullable=False),
            *(
                sa.Column(part, sa.Double(), nullable=False)
                for part in ("y", "w", "ww", "wy", "wyy", *NEW)
            ),
            sa.PrimaryKeyConstraint(
                "measure", "team_id", "day", "agent_id", "scorecard_id", name=op.f(f"pk_{name}")
            ),
            sqlite_with_rowid=False,
        )
        op.create_index(
            f"ix_{name}_agent_id_measure_day", name, ["agent_id", "measure", "day"], unique=False
        )


def downgrade() -> None:
    for name in TABLES:
        for part in NEW:
            op.drop_column(name, part)
