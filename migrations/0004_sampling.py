"""sampling plans, frames, assignment rules"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
FREE = sa.text("evaluator_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "sampling_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.Column("failure", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_sampling_plans_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["retired_by_id"], ["users.id"], name=op.f("fk_sampling_plans_retired_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampling_plans")),
    )
    op.create_table(
        "draw_frames",
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_draw_frames_draw_id")),
        sa.PrimaryKeyConstraint("draw_id", name=op.f("pk_draw_frames")),
    )
    op.create_table(
        "evaluator_profiles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), server_default=sa.text("100"), nullable=False),
        sa.Column("channels", JSON, nullable=False),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_evaluator_profiles_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_evaluator_profiles_set_by_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_evaluator_profiles")),
    )
    op.create_table(
        "evaluator_absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("last >= first", name=op.f("ck_evaluator_absences_span")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_evaluator_absences_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_evaluator_absences_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluator_absences")),
    )
    op.create_index("ix_evaluator_absences_user_id", "evaluator_absences", ["user_id"])
    op.create_table(
        "evaluator_ties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_evaluator_ties_user_id")),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_evaluator_ties_agent_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_evaluator_ties_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluator_ties")),
        sa.UniqueConstraint("user_id", "agent_id", name=op.f("uq_evaluator_ties_user_id_agent_id")),
    )
    _draw_keys()
    _draws()
    _assignments()


def _draw_keys() -> None:
    """A number of its own for every interaction, from which a draw's numbers follow (`interactions.models.draw_key`)."""
    op.add_column(
        "interactions",
        sa.Column("draw_key", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )
    bind, last = op.get_bind(), 0
    query = sa.text(
        "SELECT id, source, external_id FROM interactions WHERE id > :last ORDER BY id LIMIT 5000"
    )
    while rows := bind.execute(query, {"last": last}).all():
        bind.execute(
            sa.text("UPDATE interactions SET draw_key = :key WHERE id = :id"),
            [
                {
                    "id": row[0],
                    "key": int.from_bytes(
                        hashlib.sha256(f"{row[1]}\x1f{row[2]}".encode()).digest()[:8], signed=True
                    ),
                }
                for row in rows
            ],
        )
        last = rows[-1][0]
    op.create_index(
        "ix_interactions_frame",
        "interactions",
        ["started_at", "channel", "agent_id", "team_id", "draw_key"],
    )


def _draws() -> None:
    op.execute(
        "ALTER TABLE draws ADD COLUMN plan_id INTEGER CONSTRAINT fk_draws_plan_id REFERENCES sampling_plans (id)"
    )
    op.execute(
        "ALTER TABLE draws ADD COLUMN of_id INTEGER CONSTRAINT fk_draws_of_id REFERENCES draws (id)"
    )
    op.add_column("draws", sa.Column("plan", JSON, server_default="{}", nullable=False))
    op.add_column("draws", sa.Column("strata", JSON, server_default="[]", nullable=False))
    op.add_column(
        "draws", sa.Column("counts", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(
        "draws", sa.Column("claim", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("draws", sa.Column("due_on", sa.Date(), nullable=True))
    bind = op.get_bind()
    teams = dict(bind.execute(sa.text("SELECT id, code FROM teams")).all())
    emails = dict(bind.execute(sa.text("SELECT id, email FROM users")).all())
    cards = dict(
        bind.execute(
            sa.text(
                "SELECT v.id, s.slug FROM scorecard_versions v JOIN scorecards s ON s.id = v.scorecard_id"
            )
        ).all()
    )
    for row in bind.execute(
        sa.text("SELECT id, name, version_id, per_agent, team_ids, evaluator_ids FROM draws")
    ).all():
        team_ids, evaluator_ids = (
            json.loads(held) if isinstance(held, str) else held
            for held in (row.team_ids, row.evaluator_ids)
        )
        plan = {
            "format": 1,
            "name": row.name,
            "scorecard": cards[row.version_id],
            "which": {"teams": [teams[i] for i in team_ids if i in teams]},
            "method": {"kind": "per-agent", "each": row.per_agent, "per": "run", "spread": False},
            "assignment": {"evaluators": [emails[i] for i in evaluator_ids if i in emails]},
        }
        strata = bind.execute(
            sa.text(
                "SELECT stratum, max(stratum_size), max(stratum_drawn) FROM assignments WHERE draw_id = :id GROUP BY stratum ORDER BY stratum"
            ),
            {"id": row.id},
        ).all()
        held = [{"name": name, "size": size, "drawn": drawn} for name, size, drawn in strata]
        bind.execute(
            sa.text(
                "UPDATE draws SET plan = CAST(:plan AS JSON), strata = CAST(:strata AS JSON) WHERE id = :id"
                if bind.dialect.name == "postgresql"
                else "UPDATE draws SET plan = :plan, strata = :strata WHERE id = :id"
            ),
            {"plan": json.dumps(plan), "strata": json.dumps(held), "id": row.id},
        )
    for name in ("per_agent", "team_ids", "evaluator_ids"):
        op.drop_column("draws", name)
    op.create_index("ix_draws_plan_id", "draws", ["plan_id"])


def _assignments() -> None:
    op.add_column(
        "assignments",
        sa.Column("kind", sa.String(length=10), server_default=sa.text("'sample'"), nullable=False),
    )
    op.add_column(
        "assignments",
        sa.Column("probability", sa.Double(), server_default=sa.text("1"), nullable=False),
    )
    op.add_column("assignments", sa.Column("opens_on", sa.Date(), nullable=True))
    op.add_column("assignments", sa.Column("assigned_at", MOMENT, nullable=True))
    op.add_column("assignments", sa.Column("swapped_at", MOMENT, nullable=True))
    op.add_column(
        "assignments",
        sa.Column("swap_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.execute(
        "ALTER TABLE assignments ADD COLUMN swapped_by_id INTEGER CONSTRAINT fk_assignments_swapped_by_id REFERENCES users (id)"
    )
    op.execute(
        "ALTER TABLE assignments ADD COLUMN replaces_id INTEGER CONSTRAINT fk_assignments_replaces_id REFERENCES assignments (id)"
    )
    op.execute("UPDATE assignments SET probability = CAST(stratum_drawn AS FLOAT) / stratum_size")
    op.execute(
        "UPDATE assignments SET assigned_at = (SELECT made_at FROM draws WHERE draws.id = assignments.draw_id) "
        "WHERE evaluator_id IS NOT NULL"
    )
    op.create_index("ix_assignments_replaces_id", "assignments", ["replaces_id"], unique=True)
    op.create_index(
        "ix_assignments_free",
        "assignments",
        ["draw_id", "position"],
        sqlite_where=FREE,
        postgresql_where=FREE,
    )


def downgrade() -> None:
    op.drop_index("ix_assignments_free", table_name="assignments")
    op.drop_index("ix_assignments_replaces_id", table_name="assignments")
    for name in (
        "replaces_id",
        "swapped_by_id",
        "swap_reason",
        "swapped_at",
        "assigned_at",
        "opens_on",
        "probability",
        "kind",
    ):
        op.drop_column("assignments", name)
    op.drop_index("ix_draws_plan_id", table_name="draws")
    # What the plans said of agents, teams and evaluators goes with them.
    op.add_column(
        "draws", sa.Column("per_agent", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("draws", sa.Column("team_ids", JSON, server_default="[]", nullable=False))
    op.add_column("draws", sa.Column("evaluator_ids", JSON, server_default="[]", nullable=False))
    op.drop_table("draw_frames")
    for name in ("due_on", "claim", "counts", "strata", "plan", "of_id", "plan_id"):
        op.drop_column("draws", name)
    op.drop_index("ix_interactions_frame", table_name="interactions")
    op.drop_column("interactions", "draw_key")
    op.drop_table("evaluator_ties")
    op.drop_index("ix_evaluator_absences_user_id", table_name="evaluator_absences")
    op.drop_table("evaluator_absences")
    op.drop_table("evaluator_profiles")
    op.drop_table("sampling_plans")
