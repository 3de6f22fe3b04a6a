"""formats, facts, complaints, surveys, recordings, lists of words, privacy; the search keeps stems"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "length_bands",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("short_seconds", sa.Integer(), nullable=False),
        sa.Column("long_seconds", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_length_bands")),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(length=64), nullable=False),
        sa.Column(
            "certificate",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_erasures_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "privacy_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "value",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_privacy_choices_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_choices")),
        sa.UniqueConstraint("name", name=op.f("uq_privacy_choices_name")),
    )
    op.create_table(
        "root_causes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["retired_by_id"], ["users.id"], name=op.f("fk_root_causes_retired_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_root_causes")),
        sa.UniqueConstraint("name", name=op.f("uq_root_causes_name")),
    )
    op.create_table(
        "speaker_roles",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_speaker_roles_set_by_id")
        ),
        sa.PrimaryKeyConstraint("source", "name", name=op.f("pk_speaker_roles")),
    )
    op.create_table(
        "word_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("speaker", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("allowed", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("scanned", sa.Integer(), nullable=True),
        sa.Column("scanning", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_word_lists_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["retired_by_id"], ["users.id"], name=op.f("fk_word_lists_retired_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_lists")),
        sa.UniqueConstraint("name", name=op.f("uq_word_lists_name")),
    )
    op.create_table(
        "erased_keys",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["erasure_id"], ["erasures.id"], name=op.f("fk_erased_keys_erasure_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erased_keys")),
    )
    op.create_table(
        "complaints",
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("cause_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cause_id"], ["root_causes.id"], name=op.f("fk_complaints_cause_id")
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_complaints_interaction_id")
        ),
        sa.PrimaryKeyConstraint("interaction_id", name=op.f("pk_complaints")),
    )
    op.create_index("ix_complaints_arrived_at", "complaints", ["arrived_at"], unique=False)
    op.create_table(
        "import_additions",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_additions_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_import_additions_interaction_id")
        ),
        sa.PrimaryKeyConstraint(
            "import_id", "interaction_id", "what", name=op.f("pk_import_additions")
        ),
    )
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_openings_interaction_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_openings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
    )
    op.create_index(
        "ix_openings_interaction_id_at", "openings", ["interaction_id", "at"], unique=False
    )
    op.create_index("ix_openings_user_id_at", "openings", ["user_id", "at"], unique=False)
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("stored", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mediatype", sa.String(length=40), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_recordings_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_recordings_interaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
        sa.UniqueConstraint(
            "interaction_id", "sha256", name=op.f("uq_recordings_interaction_id_sha256")
        ),
    )
    op.create_index("ix_recordings_import_id", "recordings", ["import_id"], unique=False)
    op.create_table(
        "survey_answers",
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_survey_answers_interaction_id")
        ),
        sa.PrimaryKeyConstraint("interaction_id", "name", name=op.f("pk_survey_answers")),
    )
    op.create_table(
        "word_hits",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("entry", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_word_hits_interaction_id")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["word_lists.id"], name=op.f("fk_word_hits_list_id")),
        sa.PrimaryKeyConstraint(
            "list_id", "interaction_id", "n", "start", name=op.f("pk_word_hits")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_word_hits_interaction_id", "word_hits", ["interaction_id"], unique=False)
    op.create_table(
        "word_ticks",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_word_ticks_by_id")),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_word_ticks_interaction_id")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["word_lists.id"], name=op.f("fk_word_ticks_list_id")),
        sa.PrimaryKeyConstraint(
            "list_id", "interaction_id", "n", "start", name=op.f("pk_word_ticks")
        ),
    )
    op.add_column(
        "imports",
        sa.Column("format", sa.String(length=40), nullable=False, server_default=sa.text("''")),
    )
    op.add_column(
        "imports",
        sa.Column(
            "speakers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
    )
    op.add_column("imports", sa.Column("running_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "interactions",
        sa.Column(
            "disposition", sa.String(length=40), nullable=False, server_default=sa.text("''")
        ),
    )
    op.add_column(
        "interactions",
        sa.Column("language", sa.String(length=2), nullable=False, server_default=sa.text("''")),
    )
    op.add_column("interactions", sa.Column("handling_seconds", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("wait_seconds", sa.Integer(), nullable=True))
    op.add_column(
        "interactions", sa.Column("longest_response_seconds", sa.Integer(), nullable=True)
    )
    op.add_column("interactions", sa.Column("talk_share", sa.Double(), nullable=True))
    op.add_column("interactions", sa.Column("dead_air_seconds", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("interruptions", sa.Integer(), nullable=True))
    op.add_column(
        "interactions",
        sa.Column("ended_by", sa.String(length=10), nullable=False, server_default=sa.text("''")),
    )
    op.add_column(
        "interactions",
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            server_default="{}",
        ),
    )
    op.create_index("ix_interactions_customer", "interactions", ["customer"], unique=False)
    op.add_column("evidence", sa.Column("at_ms", sa.BigInteger(), nullable=True))
    op.add_column("turns", sa.Column("end_ms", sa.BigInteger(), nullable=True))
    op.add_column(
        "turns",
        sa.Column("speaker", sa.String(length=80), nullable=False, server_default=sa.text("''")),
    )
    op.add_column(
        "turns", sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE interactions SET handling_seconds = duration_seconds")
    op.execute(
        "INSERT INTO survey_answers (interaction_id, name, value, low, high)"
        " SELECT id, 'csat', csat, 1, 5 FROM interactions WHERE csat IS NOT NULL"
    )
    _empty_search()


def _empty_search() -> None:
    """What is indexed changed its form: `qa db upgrade` makes the index anew."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DELETE FROM interaction_search")
    else:
        op.execute("INSERT INTO interaction_search (interaction_search) VALUES ('delete-all')")


def downgrade() -> None:
    _empty_search()
    op.drop_column("turns", "private")
    op.drop_column("turns", "speaker")
    op.drop_column("turns", "end_ms")
    op.execute("DELETE FROM evidence WHERE at_ms IS NOT NULL")
    op.drop_column("evidence", "at_ms")
    op.drop_index("ix_interactions_customer", table_name="interactions")
    op.drop_column("interactions", "facts")
    op.drop_column("interactions", "ended_by")
    op.drop_column("interactions", "interruptions")
    op.drop_column("interactions", "dead_air_seconds")
    op.drop_column("interactions", "talk_share")
    op.drop_column("interactions", "longest_response_seconds")
    op.drop_column("interactions", "wait_seconds")
    op.drop_column("interactions", "handling_seconds")
    op.drop_column("interactions", "language")
    op.drop_column("interactions", "disposition")
    op.drop_column("imports", "running_since")
    op.drop_column("imports", "speakers")
    op.drop_column("imports", "format")
    op.drop_table("word_ticks")
    op.drop_index("ix_word_hits_interaction_id", table_name="word_hits")
    op.drop_table("word_hits")
    op.drop_table("survey_answers")
    op.drop_index("ix_recordings_import_id", table_name="recordings")
    op.drop_table("recordings")
    op.drop_index("ix_openings_user_id_at", table_name="openings")
    op.drop_index("ix_openings_interaction_id_at", table_name="openings")
    op.drop_table("openings")
    op.drop_table("import_additions")
    op.drop_index("ix_complaints_arrived_at", table_name="complaints")
    op.drop_table("complaints")
    op.drop_table("erased_keys")
    op.drop_table("word_lists")
    op.drop_table("speaker_roles")
    op.drop_table("root_causes")
    op.drop_table("privacy_choices")
    op.drop_table("erasures")
    op.drop_table("length_bands")
