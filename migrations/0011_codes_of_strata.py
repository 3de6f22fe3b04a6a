"""strata are kept as lists of codes; tables have the names of what they hold; repeated jobs are
claimed by a row; who confirmed an import is kept"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BETWEEN = " · "

draws = sa.table(
    "draws",
    sa.column("id", sa.Integer),
    sa.column("method", sa.String),
    sa.column("plan", JSON),
    sa.column("strata", JSON),
)
assignments = sa.table(
    "assignments",
    sa.column("draw_id", sa.Integer),
    sa.column("stratum", sa.String),
    sa.column("stratum_codes", JSON),
)


def upgrade() -> None:
    _make_conflicts("conflicts_of_interest")
    _move_rows("evaluator_ties", "conflicts_of_interest")
    _make_mappings("saved_mappings")
    _move_rows("import_mappings", "saved_mappings")
    op.create_table(
        "repeated_jobs",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_repeated_jobs")),
    )
    op.create_table(
        "import_confirmations",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_confirmations_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_import_confirmations_user_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_confirmations")),
    )
    op.add_column(
        "assignments", sa.Column("stratum_codes", JSON, server_default="[]", nullable=False)
    )
    connection = op.get_bind()
    for draw_id, method, plan, strata in connection.execute(sa.select(draws)).all():
        kinds = _kinds(method, (plan or {}).get("method") or {})
        cells = [
            {"codes": _codes(cell["name"], kinds)}
            | {name: value for name, value in cell.items() if name != "name"}
            for cell in strata or ()
        ]
        connection.execute(sa.update(draws).where(draws.c.id == draw_id).values(strata=cells))
        mine = assignments.c.draw_id == draw_id
        names = connection.execute(sa.select(assignments.c.stratum).where(mine).distinct())
        for name in names.scalars().all():
            connection.execute(
                sa.update(assignments)
                .where(mine, assignments.c.stratum == name)
                .values(stratum_codes=_codes(name, kinds))
            )
    op.drop_column("assignments", "stratum")


def _move_rows(old: str, new: str) -> None:
    """All rows of one table into its successor, which is new and empty. A table that is renamed
    would keep the names of its constraints."""
    columns = ", ".join(column["name"] for column in sa.inspect(op.get_bind()).get_columns(old))
    op.execute(f"INSERT INTO {new} ({columns}) SELECT {columns} FROM {old}")
    op.drop_table(old)
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{new}', 'id'), "
            f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {new}), false)"
        )


def _make_conflicts(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{name}_user_id")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f(f"fk_{name}_agent_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f(f"fk_{name}_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("user_id", "agent_id", name=op.f(f"uq_{name}_user_id_agent_id")),
    )


def _make_mappings(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f(f"fk_{name}_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("name", name=op.f(f"uq_{name}_name")),
    )


def _kinds(method: str, content: dict) -> list[str]:
    """What the codes of a method's strata are, as the method was kept in a plan."""
    if method == "per-agent":
        per = content.get("per", "run")
        return ["agent"] if per == "run" else ["agent", per]
    if method == "stratified":
        return list(content.get("by", ()))
    return ["tail"] if method == "tails" else []


def _codes(name: str, kinds: list[str]) -> list[str]:
    """The codes that were joined to a name. Where what people called a queue or an outcome may hold
    the sign between, all that cannot be another code is its; where that cannot be told, the name
    stays whole."""
    if not kinds:
        return []
    parts = name.split(BETWEEN)
    if len(parts) == len(kinds):
        return parts
    free = [place for place, kind in enumerate(kinds) if kind in ("queue", "outcome")]
    if len(free) != 1 or len(parts) < len(kinds):
        return [name]
    place, more = free[0], len(parts) - len(kinds) + 1
    return [*parts[:place], BETWEEN.join(parts[place : place + more]), *parts[place + more :]]


def downgrade() -> None:
    op.add_column(
        "assignments",
        sa.Column("stratum", sa.String(length=200), server_default="", nullable=False),
    )
    connection = op.get_bind()
    for draw_id, _method, _plan, strata in connection.execute(sa.select(draws)).all():
        cells = [
            {"name": _name(cell["codes"])}
            | {name: value for name, value in cell.items() if name != "codes"}
            for cell in strata or ()
        ]
        connection.execute(sa.update(draws).where(draws.c.id == draw_id).values(strata=cells))
    rows = connection.execute(sa.select(assignments.c.draw_id, assignments.c.stratum_codes))
    seen = {(draw_id, tuple(codes)) for draw_id, codes in rows}
    for draw_id, codes in seen:
        connection.execute(
            sa.update(assignments)
            .where(assignments.c.draw_id == draw_id, _is(codes))
            .values(stratum=_name(codes))
        )
    op.drop_column("assignments", "stratum_codes")
    op.drop_table("import_confirmations")
    op.drop_table("repeated_jobs")
    _make_mappings("import_mappings")
    _move_rows("saved_mappings", "import_mappings")
    _make_conflicts("evaluator_ties")
    _move_rows("conflicts_of_interest", "evaluator_ties")


def _name(codes: list[str] | tuple[str, ...]) -> str:
    return (BETWEEN.join(codes) or "all")[:200]


def _is(codes: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return assignments.c.stratum_codes == sa.bindparam(None, list(codes), type_=JSON)
