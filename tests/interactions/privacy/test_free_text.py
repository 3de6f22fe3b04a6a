"""Every column that can hold words is accounted for: they go with the customer, or there is a
reason why they stay."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask

from qa.db import Base, Packed

SHORT = 80  # characters: below, a column holds a code or a name of ours

# What retention, or the erasure of a customer, takes out; `test_erasing`, `test_retention` and the
# tests of each feature see to it.
LEAVES = {
    "acknowledgements.note",
    "answers.answer",
    "answers.comment",
    "assignments.swap_reason",
    "dispute_evidence.quote",
    "dispute_points.reason",
    "dispute_points.why",
    "disputes.note",
    "evidence.quote",
    "saved_mappings.mapping",
    "imports.filename",
    "imports.mapping",
    "imports.path",
    "imports.result",
    "imports.speakers",
    "interactions.custom",
    "interactions.customer",
    "interactions.external_id",
    "recordings.filename",
    "reference_answers.answer",
    "speaker_roles.name",
    "successions.reason",
    "turns.speaker",
    "turns.text",
    "word_ticks.words",
}
# What stays, by why.
STAYS = {
    "about people who work here": {
        "agents.code",
        "agents.name",
        "audit_lines.actor_name",
        "evaluator_profiles.channels",
        "evaluator_profiles.languages",
        "conflicts_of_interest.reason",
        "teams.name",
        "users.email",
        "users.name",
        "users.password_hash",
    },
    "the organisation's own words and choices, about no customer": {
        "calibration_sessions.title",
        "draws.name",
        "draws.plan",
        "evaluation_choices.value",
        "saved_mappings.name",
        "privacy_choices.value",
        "root_causes.name",
        "sampling_plans.content",
        "sampling_plans.failure",
        "sampling_plans.name",
        "survey_answers.name",
        "word_lists.allowed",
        "word_lists.entries",
        "word_lists.name",
    },
    "scorecards": {
        "dry_runs.content",
        "scorecard_draft_states.about",
        "scorecard_draft_states.content",
        "scorecard_drafts.notes",
        "scorecard_imports.filename",
        "scorecard_imports.grids",
        "scorecard_imports.mapping",
        "scorecard_versions.content",
    },
    "figures, ids and codes": {
        "answers.reasons",
        "assignments.stratum_codes",
        "draws.strata",
        "dry_runs.result",
        "erasures.certificate",
        "evaluations.critical",
        "evaluations.dimensions",
        "evaluations.sections",
        "interactions.facts",
        "interactions.queue",
        "measure_days.measure",
        "measure_weeks.measure",
        "recordings.stored",
    },
    "answers to questions that are scored, never in words": {
        "dispute_points.answer",
        "dispute_points.own",
        "dispute_points.proposed",
    },
    "names of columns": {"imports.columns"},
    "counts, days and titles: a notice says no more": {"notices.values"},
    "kinds and numbers of faults, without a server's words": {"notice_mails.problem"},
    "nobody's words are passed to the record (`audit.record`), which nothing is taken out of": {
        "audit_lines.changes"
    },
}


def wordy() -> Iterator[str]:
    """The columns that can hold words. Plain bytes are arrays of numbers."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            kind = getattr(column.type, "impl", column.type)
            long = isinstance(kind, sa.String) and (kind.length is None or kind.length >= SHORT)
            if long or isinstance(kind, sa.JSON) or isinstance(column.type, Packed):
                yield f"{table.name}.{column.name}"


def test_every_column_that_can_hold_words_is_accounted_for(app: Flask) -> None:
    stays = {name for names in STAYS.values() for name in names}
    assert LEAVES & stays == set()
    assert set(wordy()) - LEAVES - stays == set(), (
        "say here whether it goes with the customer, and see to it (`erasure.py` of its feature)"
    )
    assert (LEAVES | stays) - set(wordy()) == set(), "there is no such column any more"
