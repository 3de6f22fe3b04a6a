"""the record is chained"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEGINNING = "0" * 64
SAYS = ("id", "at", "actor_id", "actor_name", "action", "subject_kind", "subject_id", "changes")
LINES = sa.table(
    "audit_lines",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Integer),
    sa.column("actor_name", sa.String),
    sa.column("action", sa.String),
    sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("changes", sa.JSON),
    sa.column("number", sa.Integer),
    sa.column("hash", sa.String),
)


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.add_column("audit_lines", sa.Column("number", sa.Integer(), nullable=True))
    op.add_column("audit_lines", sa.Column("hash", sa.String(length=64), nullable=True))
    op.create_index("ix_audit_lines_number", "audit_lines", ["number"], unique=True)
    op.drop_index("ix_audit_lines_subject_kind_subject_id", table_name="audit_lines")
    op.create_index(
        "ix_audit_lines_subject_kind_subject_id_at",
        "audit_lines",
        ["subject_kind", "subject_id", "at"],
        unique=False,
    )
    op.create_index("ix_audit_lines_at", "audit_lines", ["at"], unique=False)
    op.create_index("ix_audit_lines_actor_id_at", "audit_lines", ["actor_id", "at"], unique=False)
    op.create_index("ix_audit_lines_action_at", "audit_lines", ["action", "at"], unique=False)
    op.create_index(
        "ix_audit_lines_subject_kind_at", "audit_lines", ["subject_kind", "at"], unique=False
    )
    number, last = _chain_what_is_there()
    op.get_bind().execute(
        sa.text("INSERT INTO audit_head (id, number, hash) VALUES (1, :number, :hash)"),
        {"number": number, "hash": last},
    )
    for statement in _GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _chain_what_is_there() -> tuple[int, str]:
    """The chain as it was when this was written; what the house does later is the house's."""
    bind = op.get_bind()
    number, last = 0, BEGINNING
    place = (
        sa.update(LINES)
        .where(LINES.c.id == sa.bindparam("line"))
        .values(number=sa.bindparam("place"), hash=sa.bindparam("digest"))
    )
    after = 0
    while rows := bind.execute(
        sa.select(LINES).where(LINES.c.id > after).order_by(LINES.c.id).limit(1000)
    ).all():
        places = []
        for row in rows:
            number += 1
            at = (
                row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at.astimezone(UTC)
            ).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            said = {name: getattr(row, name) for name in SAYS} | {
                "number": number,
                "at": at,
                "changes": _plain(row.changes),
            }
            form = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
            last = hashlib.sha256(last.encode() + b"\n" + form).hexdigest()
            places.append({"line": row.id, "place": number, "digest": last})
        bind.execute(place, places)
        after = rows[-1].id
    return number, last


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


# A line may be given its place once, and nothing else of it changes; the head goes forward only.
_GUARDS = {
    "sqlite": (
        """CREATE TRIGGER audit_lines_stay BEFORE UPDATE ON audit_lines
        WHEN NOT (OLD.number IS NULL AND NEW.number IS NOT NULL AND NEW.hash IS NOT NULL AND """
        + " AND ".join(f"NEW.{name} IS OLD.{name}" for name in SAYS)
        + """)
        BEGIN SELECT RAISE(ABORT, 'a line of the record does not change'); END""",
        """CREATE TRIGGER audit_lines_last BEFORE DELETE ON audit_lines
        BEGIN SELECT RAISE(ABORT, 'a line of the record is not deleted'); END""",
        """CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head WHEN NEW.id IS NOT OLD.id OR NEW.number <= OLD.number
        BEGIN SELECT RAISE(ABORT, 'the head of the record goes forward only'); END""",
        """CREATE TRIGGER audit_head_lasts BEFORE DELETE ON audit_head
        BEGIN SELECT RAISE(ABORT, 'the head of the record is not deleted'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION audit_lines_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.number IS NULL AND NEW.number IS NOT NULL AND NEW.hash IS NOT NULL AND """
        + " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in SAYS)
        + """ THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'a line of the record is neither changed nor deleted';
        END $$""",
        """CREATE FUNCTION audit_head_grows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.number > OLD.number THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'the head of the record goes forward only';
        END $$""",
        "CREATE TRIGGER audit_lines_stay BEFORE UPDATE OR DELETE ON audit_lines FOR EACH ROW EXECUTE FUNCTION audit_lines_stay()",
        "CREATE TRIGGER audit_lines_last BEFORE TRUNCATE ON audit_lines FOR EACH STATEMENT EXECUTE FUNCTION audit_lines_stay()",
        "CREATE TRIGGER audit_head_grows BEFORE UPDATE OR DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_grows()",
        "CREATE TRIGGER audit_head_lasts BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_head_grows()",
    ),
}


def downgrade() -> None:
    for name in ("audit_lines_stay", "audit_lines_last", "audit_head_grows", "audit_head_lasts"):
        of = name.rsplit("_", 1)[0]
        op.execute(
            f"DROP TRIGGER {name}"
            + (f" ON {of}" if op.get_bind().dialect.name == "postgresql" else "")
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_lines_stay()")
        op.execute("DROP FUNCTION audit_head_grows()")
    op.create_index(
        "ix_audit_lines_subject_kind_subject_id",
        "audit_lines",
        ["subject_kind", "subject_id"],
        unique=False,
    )
    for name in (
        "subject_kind_subject_id_at",
        "subject_kind_at",
        "action_at",
        "actor_id_at",
        "at",
        "number",
    ):
        op.drop_index(f"ix_audit_lines_{name}", table_name="audit_lines")
    op.drop_column("audit_lines", "hash")
    op.drop_column("audit_lines", "number")
    op.drop_table("audit_head")
