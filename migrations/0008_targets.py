"""targets by period and channel, of evaluators and of agents"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("n >= 0", name=op.f("ck_targets_n")),
        sa.CheckConstraint(
            "(user_id IS NULL OR (team_id IS NULL AND agent_id IS NULL)) AND (team_id IS NULL OR agent_id IS NULL)",
            name=op.f("ck_targets_subject"),
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_targets_agent_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f("fk_targets_set_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_targets_team_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_targets_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint(
            "agent_id", "period", "channel", name=op.f("uq_targets_agent_id_period_channel")
        ),
        sa.UniqueConstraint(
            "team_id", "period", "channel", name=op.f("uq_targets_team_id_period_channel")
        ),
        sa.UniqueConstraint(
            "user_id", "period", "channel", name=op.f("uq_targets_user_id_period_channel")
        ),
    )
    everybody = sa.text("user_id IS NULL AND team_id IS NULL AND agent_id IS NULL")
    op.create_index(
        "ix_targets_everybody",
        "targets",
        ["period", "channel"],
        unique=True,
        sqlite_where=everybody,
        postgresql_where=everybody,
    )
    for period in ("day", "month"):
        op.execute(
            "INSERT INTO targets (user_id, period, channel, n, set_at, set_by_id) "
            f"SELECT user_id, '{period}', '', per_{period}, set_at, set_by_id FROM evaluator_targets"
        )
    op.drop_table("evaluator_targets")


def downgrade() -> None:
    op.create_table(
        "evaluator_targets",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("per_month", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_evaluator_targets_set_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_evaluator_targets_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_evaluator_targets")),
    )
    # Both figures had to be there: one that was never set takes the product's own.
    op.execute(
        "INSERT INTO evaluator_targets (user_id, per_day, per_month, set_at, set_by_id) "
        "SELECT user_id, coalesce(max(CASE WHEN period = 'day' THEN n END), 8), "
        "coalesce(max(CASE WHEN period = 'month' THEN n END), 160), max(set_at), max(set_by_id) "
        "FROM targets WHERE user_id IS NOT NULL AND channel = '' AND period IN ('day', 'month') GROUP BY user_id"
    )
    op.drop_table("targets")
