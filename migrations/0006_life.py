"""release, disputes, corrections, second looks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = (
    ("root_id", sa.Integer(), "evaluations.id"),
    ("superseded_at", sa.DateTime(timezone=True), None),
    ("released_at", sa.DateTime(timezone=True), None),
    ("released_by_id", sa.Integer(), "users.id"),
    ("announced_at", sa.DateTime(timezone=True), None),
    ("checks_id", sa.Integer(), "evaluations.id"),
)
INDEXES = {
    "ix_evaluations_assignment_id_first": (["assignment_id"], "supersedes_id IS NULL", True),
    "ix_evaluations_root_id": (["root_id"], "root_id IS NOT NULL", False),
    "ix_evaluations_checks_id": (["checks_id"], "checks_id IS NOT NULL", False),
    "ix_evaluations_unannounced": (["released_at"], "announced_at IS NULL", False),
}
UNIQUE = "CONSTRAINT uq_evaluations_assignment_id UNIQUE (assignment_id)"


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        for name, kind, parent in COLUMNS:
            op.add_column("evaluations", sa.Column(name, kind, nullable=True))
            if parent:
                op.create_foreign_key(
                    op.f(f"fk_evaluations_{name}"),
                    "evaluations",
                    parent.partition(".")[0],
                    [name],
                    ["id"],
                )
        op.drop_constraint("uq_evaluations_assignment_id", "evaluations", type_="unique")
    else:
        written = {"Integer": "INTEGER", "DateTime": "DATETIME"}
        columns = ", ".join(f"{name} {written[type(kind).__name__]}" for name, kind, _ in COLUMNS)
        keys = ", ".join(
            f"CONSTRAINT fk_evaluations_{name} FOREIGN KEY({name}) REFERENCES {parent.replace('.', ' (')})"
            for name, _, parent in COLUMNS
            if parent
        )
        _rebuild(
            lambda sql: sql.replace(
                "supersedes_id INTEGER,", f"supersedes_id INTEGER, {columns},", 1
            ).replace(UNIQUE, keys, 1)
        )
    for name, (columns_, where, unique) in INDEXES.items():
        op.create_index(
            name,
            "evaluations",
            columns_,
            unique=unique,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.drop_index("ix_evaluations_picked_day", table_name="evaluations")
    left_out = sa.text("purpose IN ('picked', 'adhoc', 'targeted')")
    op.create_index(
        "ix_evaluations_left_out_day",
        "evaluations",
        ["day"],
        sqlite_where=left_out,
        postgresql_where=left_out,
    )
    op.execute(
        "UPDATE evaluations SET released_at = submitted_at, announced_at = submitted_at WHERE purpose IN ('sample', 'picked')"
    )
    op.add_column(
        "answers",
        sa.Column("token", sa.String(length=16), nullable=False, server_default=sa.text("''")),
    )
    _tables()


def _rebuild(change) -> None:
    """Make SQLite's table anew, which cannot be changed in place. Rows that point at it are let hang until the end of the
    transaction; by then they point at the same rows again."""
    bind = op.get_bind()
    asked = "SELECT {} FROM sqlite_master WHERE tbl_name = 'evaluations' AND sql IS NOT NULL AND type = '{}'"
    old = bind.scalar(sa.text(asked.format("sql", "table")))
    new = change(old)
    if new == old:
        raise RuntimeError("the table of evaluations is not as the migrations made it")
    indexes = list(bind.scalars(sa.text(asked.format("sql", "index"))))
    before = [row[1] for row in bind.execute(sa.text("PRAGMA table_info(evaluations)"))]
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE evaluations_kept AS SELECT * FROM evaluations")
    op.execute("DROP TABLE evaluations")
    bind.exec_driver_sql(new)
    after = {row[1] for row in bind.execute(sa.text("PRAGMA table_info(evaluations)"))}
    both = ", ".join(name for name in before if name in after)
    op.execute(f"INSERT INTO evaluations ({both}) SELECT {both} FROM evaluations_kept")
    op.execute("DROP TABLE evaluations_kept")
    for index in indexes:
        bind.exec_driver_sql(index)


def _tables() -> None:
    plain = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "successions",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_successions_by_id")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_successions_evaluation_id")
        ),
        sa.PrimaryKeyConstraint("evaluation_id", name=op.f("pk_successions")),
    )
    op.create_table(
        "evaluation_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", plain, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_evaluation_choices_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_choices")),
        sa.UniqueConstraint("name", name=op.f("uq_evaluation_choices_name")),
    )
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("stood", sa.Boolean(), nullable=False),
        sa.CheckConstraint("round > 0", name=op.f("ck_disputes_round")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_disputes_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["decider_id"], ["users.id"], name=op.f("fk_disputes_decider_id")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_disputes_evaluation_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["users.id"], name=op.f("fk_disputes_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["evaluations.id"], name=op.f("fk_disputes_outcome_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    undecided = sa.text("decided_at IS NULL")
    op.create_index("ix_disputes_evaluation_id", "disputes", ["evaluation_id"], unique=False)
    op.create_index(
        "ix_disputes_open",
        "disputes",
        ["evaluation_id"],
        unique=True,
        sqlite_where=undecided,
        postgresql_where=undecided,
    )
    op.create_index("ix_disputes_decider_id", "disputes", ["decider_id"], unique=False)
    op.create_index("ix_disputes_outcome_id", "disputes", ["outcome_id"], unique=False)
    op.create_index("ix_disputes_opened_at", "disputes", ["opened_at"], unique=False)
    op.create_table(
        "dispute_points",
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("proposed", plain, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("own", sa.JSON(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_points_dispute_id")
        ),
        sa.PrimaryKeyConstraint("dispute_id", "question_id", name=op.f("pk_dispute_points")),
    )
    op.create_table(
        "dispute_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("turn_n", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint('"end" > start', name=op.f("ck_dispute_evidence_span")),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_evidence_dispute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_evidence")),
    )
    op.create_index(
        "ix_dispute_evidence_dispute_id", "dispute_evidence", ["dispute_id"], unique=False
    )


def downgrade() -> None:
    for table in (
        "dispute_evidence",
        "dispute_points",
        "disputes",
        "evaluation_choices",
        "successions",
    ):
        op.drop_table(table)
    op.drop_column("answers", "token")
    for name in INDEXES:
        op.drop_index(name, table_name="evaluations")
    op.drop_index("ix_evaluations_left_out_day", table_name="evaluations")
    picked = sa.text("purpose = 'picked'")
    op.create_index(
        "ix_evaluations_picked_day",
        "evaluations",
        ["day"],
        sqlite_where=picked,
        postgresql_where=picked,
    )
    # Before, an assigned item had one evaluation: the first keeps the link.
    op.execute("UPDATE evaluations SET assignment_id = NULL WHERE supersedes_id IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.create_unique_constraint(
            "uq_evaluations_assignment_id", "evaluations", ["assignment_id"]
        )
        for name, _, _ in reversed(COLUMNS):
            op.drop_column("evaluations", name)
        return
    _rebuild(_as_before)


def _as_before(sql: str) -> str:
    lines = []
    for name, _, parent in COLUMNS:
        kind = "INTEGER" if name.endswith("_id") else "DATETIME"
        sql = sql.replace(f" {name} {kind},", "", 1)
        if parent:
            lines.append(
                f"CONSTRAINT fk_evaluations_{name} FOREIGN KEY({name}) REFERENCES {parent.replace('.', ' (')})"
            )
    return sql.replace(", ".join(lines), UNIQUE, 1)
