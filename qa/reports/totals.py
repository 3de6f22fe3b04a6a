"""Keeps the totals per day and per week: a submission adds to both, what is superseded is taken out
again; `rebuild` makes them from nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import db, upsert
from qa.evaluations.models import SAMPLE, Answer, Evaluation, design_weight
from qa.reports.models import MeasureDay, MeasureWeek
from qa.scorecards.models import ScorecardVersion

SUMS = ("n", "y", "w", "ww", "wy", "wyy", "wwy", "wwyy")
KEY = ("measure", "team_id", "day", "agent_id", "scorecard_id")
Totals = dict[tuple[Any, ...], list[float]]

_COUNTED = sa.and_(
    Evaluation.purpose == SAMPLE,
    Evaluation.submitted_at.is_not(None),
    Evaluation.superseded_at.is_(None),
)


def measures(evaluation: Evaluation, answers: Iterable[Any]) -> Iterator[tuple[str, float]]:
    """Every measure an evaluation has a value of, with the value.

    total, dimension:NAME: 0..100. passed, critical (any family), critical:FAMILY (failed),
    question:ID (missed): 1 or 0. reason:QUESTION:ID: 1, for each reason given."""
    if evaluation.raw_score is None:
        return
    yield "total", float(evaluation.raw_score)
    for name, value in evaluation.dimensions.items():
        if value is not None:
            yield f"dimension:{name}", float(value)
    if evaluation.passed is not None:
        yield "passed", float(evaluation.passed)
    if evaluation.critical:
        yield "critical", float("failed" in evaluation.critical.values())
    for family, state in evaluation.critical.items():
        yield f"critical:{family}", float(state == "failed")
    for answer in answers:
        if answer.missed is not None:
            yield f"question:{answer.question_id}", float(answer.missed)
            if answer.missed:
                for reason in answer.reasons or ():
                    yield f"reason:{answer.question_id}:{reason}", 1.0


def _key(evaluation: Evaluation, scorecard_id: int, measure: str) -> tuple[Any, ...]:
    return measure, evaluation.team_id or 0, evaluation.day, evaluation.agent_id or 0, scorecard_id


def sums_of(value: float, weight: float) -> tuple[float, ...]:
    """What one value with its weight adds to each sum."""
    heavy = weight * weight
    return (
        1,
        value,
        weight,
        heavy,
        weight * value,
        weight * value * value,
        heavy * value,
        heavy * value * value,
    )


def _row(key: tuple[Any, ...], sums: Iterable[float]) -> dict[str, Any]:
    return dict(zip((*KEY, *SUMS), (*key, *sums), strict=True))


def _week(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same key with the Monday in place of the day."""
    measure, team_id, day, *rest = key
    return measure, team_id, day - timedelta(days=day.weekday()), *rest


def add(evaluation: Evaluation, *, sheet: Any = None) -> None:
    """Add a submitted evaluation to the totals, in its own transaction."""
    if evaluation.counts:
        _move(evaluation, 1)


def take_out(evaluation: Evaluation, *, by: Any = None) -> None:
    """Take an evaluation that is about to be superseded out of the totals, in the same
    transaction."""
    if evaluation.counts:
        _move(evaluation, -1)


def _move(evaluation: Evaluation, sign: int) -> None:
    weight = design_weight(evaluation.weight)
    scorecard_id = evaluation.version.scorecard_id
    moved = [
        (
            _key(evaluation, scorecard_id, measure),
            [sign * part for part in sums_of(value, weight)],
        )
        for measure, value in measures(evaluation, evaluation.answers)
    ]
    if moved:
        _add(MeasureDay, [_row(key, sums) for key, sums in moved])
        _add(MeasureWeek, [_row(_week(key), sums) for key, sums in moved])
    if moved and sign < 0:
        for model, keys in (
            (MeasureDay, [key for key, _ in moved]),
            (MeasureWeek, [_week(key) for key, _ in moved]),
        ):
            _drop_empty(model, keys)


def _drop_empty(model: type[MeasureDay | MeasureWeek], keys: list[tuple[Any, ...]]) -> None:
    """Totals of nothing are no rows. All keys of one evaluation differ in their measure only."""
    _, team_id, day, agent_id, scorecard_id = keys[0]
    db.session.execute(
        sa.delete(model)
        .where(
            model.measure.in_([key[0] for key in keys]),
            model.team_id == team_id,
            model.day == day,
            model.agent_id == agent_id,
            model.scorecard_id == scorecard_id,
            model.n == 0,
        )
        .execution_options(synchronize_session=False)
    )


def _add(model: type[MeasureDay | MeasureWeek], rows: list[dict[str, Any]]) -> None:
    insert = upsert(model).values(rows)
    table = model.__table__.c
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=KEY,
            set_={name: table[name] + insert.excluded[name] for name in SUMS},
        )
    )


def computed() -> Totals:
    """The totals per day as they follow from the evaluations themselves."""
    totals: defaultdict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0.0] * len(SUMS))
    cards = {
        row.id: row.scorecard_id
        for row in db.session.execute(sa.select(ScorecardVersion.id, ScorecardVersion.scorecard_id))
    }
    last = 0
    while True:
        query = (
            sa.select(Evaluation)
            .where(
                Evaluation.id > last,
                _COUNTED,
            )
            .order_by(Evaluation.id)
            .limit(2000)
        )
        batch = list(db.session.scalars(query.options(orm.lazyload("*"))))
        if not batch:
            return dict(totals)
        last = batch[-1].id
        answers = defaultdict(list)
        columns = sa.select(Answer.evaluation_id, Answer.question_id, Answer.missed, Answer.reasons)
        for answer in db.session.execute(
            columns.where(Answer.evaluation_id.between(batch[0].id, last))
        ):
            answers[answer.evaluation_id].append(answer)
        for evaluation in batch:
            for measure, value in measures(evaluation, answers[evaluation.id]):
                total = totals[_key(evaluation, cards[evaluation.version_id], measure)]
                for i, part in enumerate(sums_of(value, design_weight(evaluation.weight))):
                    total[i] += part
        db.session.expunge_all()


def _by_week(days: Totals) -> Totals:
    weeks: defaultdict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0.0] * len(SUMS))
    for key, sums in days.items():
        total = weeks[_week(key)]
        for i, part in enumerate(sums):
            total[i] += part
    return dict(weeks)


def is_behind() -> bool:
    """Whether there are evaluations that count and no totals at all, as after an upgrade that
    changed their form."""
    return (
        db.session.scalar(sa.select(MeasureDay.n).limit(1)) is None
        and db.session.scalar(
            sa.select(Evaluation.id).where(_COUNTED, Evaluation.raw_score.is_not(None)).limit(1)
        )
        is not None
    )


def rebuild() -> int:
    """Make the totals anew from the evaluations. Returns how many rows there are."""
    days = computed()
    made = 0
    for model, totals in ((MeasureDay, days), (MeasureWeek, _by_week(days))):
        db.session.execute(sa.delete(model))
        rows = [_row(key, sums) for key, sums in totals.items()]
        for i in range(0, len(rows), 5000):
            db.session.execute(sa.insert(model), rows[i : i + 5000])
        made += len(rows)
    return made


def differences() -> int:
    """How many totals are not what the evaluations say (to a millionth, because sums of fractions
    round)."""
    days = computed()
    wrong = 0
    for model, wanted in ((MeasureDay, days), (MeasureWeek, _by_week(days))):
        columns = [getattr(model, name) for name in (*KEY, *SUMS)]
        stored = {
            tuple(row[: len(KEY)]): row[len(KEY) :]
            for row in db.session.execute(sa.select(*columns))
        }
        wrong += len(set(stored) ^ set(wanted))
        for key in set(stored) & set(wanted):
            wrong += any(
                abs(a - b) > 1e-6 * max(1.0, abs(a))
                for a, b in zip(stored[key], wanted[key], strict=True)
            )
    return wrong
