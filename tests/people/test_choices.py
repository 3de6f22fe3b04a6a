"""Choices of the organisation: one shape and one way of keeping them, and the lines they leave as
they always were."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa.audit import AuditLine
from qa.db import db
from qa.evaluations import release
from qa.evaluations.disputes import rules
from qa.evaluations.disputes.models import DisputeEvidence
from qa.evaluations.models import EvaluationChoice, Evidence, Quoted
from qa.interactions.models import PrivacyChoice
from qa.interactions.privacy import choices as privacy
from qa.people import choices
from tests.cast import NOW, Cast

LATER = NOW + timedelta(days=1)


def lines(begin: str) -> list[tuple[str, str, int, dict[str, Any]]]:
    query = sa.select(AuditLine).where(AuditLine.action.startswith(begin)).order_by(AuditLine.id)
    return [
        (one.action, one.subject_kind, one.subject_id, one.changes)
        for one in db.session.scalars(query)
    ]


def test_the_record_says_of_evaluations_which_fields_changed(inside: None, cast: Cast) -> None:
    rules.set_rules(rules.Rules(days=10, may_go_down=True), actor=cast.queen, now=NOW)
    release.set_rule(release.Rule(release.DAILY, 9), actor=cast.queen, now=NOW)
    rows = {one.name: one.id for one in db.session.scalars(sa.select(EvaluationChoice))}
    assert lines("evaluations:") == [
        (
            "evaluations:disputes",
            "evaluation_choices",
            rows["disputes"],
            {"days": [7, 10], "may_go_down": [False, True]},
        ),
        (
            "evaluations:release",
            "evaluation_choices",
            rows["release"],
            {"kind": ["at_once", "daily"]},
        ),
    ]


def test_the_record_says_of_privacy_the_whole_before_and_after(inside: None, cast: Cast) -> None:
    privacy.set_masking(False, actor=cast.queen, now=NOW)
    privacy.set_retention({"transcripts": {"chat": 30}}, actor=None, now=NOW)
    rows = {one.name: one.id for one in db.session.scalars(sa.select(PrivacyChoice))}
    assert lines("privacy:") == [
        ("privacy:masking", "privacy_choices", rows["masking"], {"masking": [True, False]}),
        (
            "privacy:retention",
            "privacy_choices",
            rows["retention"],
            {"retention": [{}, {"transcripts": {"chat": 30}}]},
        ),
    ]


@pytest.mark.parametrize("table", [EvaluationChoice, PrivacyChoice])
def test_a_choice_has_one_row_with_who_chose_last(inside: None, cast: Cast, table: Any) -> None:
    assert choices.chosen(table, "colour", "none yet") == "none yet"
    first = choices.keep_choices(table, "colour", ["red"], before=[], actor=cast.queen, now=NOW)
    assert choices.chosen(table, "colour", None) == ["red"]
    assert (
        choices.keep_choices(table, "colour", ["red"], before=["red"], actor=cast.ada, now=LATER)
        is None
    )
    assert (first.set_at, first.set_by_id) == (NOW, cast.ids["queen"])
    again = choices.keep_choices(table, "colour", False, before=["red"], actor=None, now=LATER)
    assert again is first
    assert (first.value, first.set_at, first.set_by_id) == (False, LATER, None)
    assert choices.chosen(table, "colour", True) is False  # chosen, and not what is usual
    db.session.flush()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 1


def test_tables_that_are_alike_have_their_columns_from_one_place() -> None:
    for tables, shape in (
        ((EvaluationChoice, PrivacyChoice), choices.Chosen),
        ((Evidence, DisputeEvidence), Quoted),
    ):
        assert all(issubclass(table, shape) for table in tables)
    assert set(DisputeEvidence.__table__.columns.keys()) - {"dispute_id"} == set(
        Evidence.__table__.columns.keys()
    ) - {"evaluation_id", "added_at"}
