"""drafts, retirements, imports and dry runs of scorecards; their files keep the order of their keys"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scorecard_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["base_id"], ["scorecard_versions.id"], name=op.f("fk_scorecard_drafts_base_id")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecards.id"], name=op.f("fk_scorecard_drafts_scorecard_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["users.id"], name=op.f("fk_scorecard_drafts_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_drafts")),
        sa.UniqueConstraint("scorecard_id", name=op.f("uq_scorecard_drafts_scorecard_id")),
    )
    op.create_table(
        "scorecard_retirements",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_scorecard_retirements_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["scorecard_versions.id"],
            name=op.f("fk_scorecard_retirements_version_id"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_scorecard_retirements")),
    )
    op.create_table(
        "scorecard_draft_states",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_scorecard_draft_states_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["scorecard_drafts.id"], name=op.f("fk_scorecard_draft_states_draft_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", "n", name=op.f("pk_scorecard_draft_states")),
    )
    op.create_table(
        "dry_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_dry_runs_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"],
            ["scorecards.id"],
            name=op.f("fk_dry_runs_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dry_runs")),
    )
    op.create_index("ix_dry_runs_scorecard_id", "dry_runs", ["scorecard_id"], unique=False)
    op.create_table(
        "scorecard_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("grids", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_scorecard_imports_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_imports")),
    )
    op.create_index(
        "ix_scorecard_imports_headings", "scorecard_imports", ["headings"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(
            "scorecard_versions", "content", type_=sa.JSON(), postgresql_using="content::json"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(
            "scorecard_versions",
            "content",
            type_=postgresql.JSONB(),
            postgresql_using="content::jsonb",
        )
    op.drop_table("scorecard_imports")
    op.drop_table("dry_runs")
    op.drop_table("scorecard_draft_states")
    op.drop_table("scorecard_retirements")
    op.drop_table("scorecard_drafts")
