"""What a draft would have made of the last evaluations, before anybody publishes it.

Every evaluation is scored twice: with the version it was made with, and with the draft, its answers
matched by question and option id. What of the answers fits the draft no more is left out and said.
Nothing is written but the run itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from qa.db import db, reading
from qa.evaluations.models import SAMPLE, Answer, Evaluation, design_weight
from qa.people.models import Agent, User
from qa.reports.dry_run_outcome import AgentShift, Outcome
from qa.reports.models import DryRun
from qa.scorecards.models import Draft, ScorecardVersion
from qa.scorecards.operations import content_of
from qa.scorecards.queries import card_of
from qa.scoring import Card, CardError, Tally, card_from_dict, check_answers, tally
from qa.statistics.moments import Moments
from qa.web import Refused

log = logging.getLogger(__name__)
MOST = 20_000  # evaluations of one run
CHUNK = 500


# Asking for one


def ask(draft: Draft, *, wanted: int, actor: User, now: datetime) -> DryRun:
    """Keep what is to be run: the draft as it is now, over the last `wanted` evaluations. Enqueue
    it after the commit.

    Refused when the draft is not sound."""
    if not 1 <= wanted <= MOST:
        raise Refused(gettext("Choose between 1 and %(most)s evaluations.", most=MOST))
    content = content_of(draft)
    try:
        card_from_dict(content)
    except CardError:
        raise Refused(
            gettext("The draft is not sound yet. Mend what the checker found, then try again."),
            status=409,
        ) from None
    run = DryRun(
        scorecard_id=draft.scorecard_id,
        revision=draft.revision,
        content=content,
        wanted=wanted,
        state="waiting",
        asked_at=now,
        asked_by=actor,
    )
    db.session.add(run)
    return run


def cancel(run: DryRun, *, now: datetime) -> None:
    """Stop a run that is waiting or running."""
    if run.state in ("waiting", "running"):
        run.state, run.ended_at = "cancelled", now


def work(run_id: int) -> None:
    """Do a run, telling how far it is; a run that was cancelled stops at the next chunk."""
    run = db.session.get_one(DryRun, run_id)
    if run.state != "waiting":
        return
    card, scorecard_id, wanted = card_from_dict(run.content), run.scorecard_id, run.wanted
    try:
        outcome = compare(
            card, scorecard_id, wanted=wanted, tell=lambda done, total: _tell(run_id, done, total)
        )
    except Exception:
        db.session.rollback()
        log.exception("dry run %s failed", run_id)
        _end(run_id, "failed", None)
        raise
    if outcome is not None:
        _end(run_id, "done", outcome.as_json())


def _tell(run_id: int, done: int, total: int) -> bool:
    """Keep the progress; False when the run was cancelled."""
    db.session.rollback()
    changed = db.session.execute(
        sa.update(DryRun)
        .where(DryRun.id == run_id, DryRun.state.in_(("waiting", "running")))
        .values(state="running", done=done, total=total)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return bool(changed.rowcount)  # type: ignore[attr-defined]  # an update has one


def _end(run_id: int, state: str, result: dict[str, Any] | None) -> None:
    run = db.session.get_one(DryRun, run_id, populate_existing=True)
    if run.state in ("waiting", "running"):
        run.state, run.result, run.ended_at = state, result, datetime.now(UTC)
    db.session.commit()


# The comparison


def compare(
    card: Card,
    scorecard_id: int,
    *,
    wanted: int,
    tell: Callable[[int, int], bool] = lambda _done, _total: True,
) -> Outcome | None:
    """Score the last `wanted` evaluations that count in averages with `card`. None when `tell`
    (done, total) says to stop."""
    outcome = Outcome(card)
    with reading():
        versions = {
            v.id: card_of(v)
            for v in db.session.scalars(
                sa.select(ScorecardVersion).where(ScorecardVersion.scorecard_id == scorecard_id)
            )
        }
        chosen = db.session.execute(
            sa.select(Evaluation.id, Evaluation.version_id, Evaluation.agent_id, Evaluation.weight)
            .where(
                Evaluation.version_id.in_(versions),
                Evaluation.purpose == SAMPLE,
                Evaluation.submitted_at.is_not(None),
                Evaluation.superseded_at.is_(None),
            )
            .order_by(Evaluation.submitted_at.desc(), Evaluation.id.desc())
            .limit(wanted)
        ).all()
    if chosen:
        mark = versions[chosen[0].version_id].scoring.pass_mark
        outcome.old_mark = None if mark is None else float(mark)
    fit = _Fit(card, outcome)
    for start in range(0, len(chosen), CHUNK):
        if not tell(start, len(chosen)):
            return None
        part = chosen[start : start + CHUNK]
        answers = dict(_answers([row.id for row in part]))
        for row in part:
            given = answers.get(row.id, {})
            old_card = versions[row.version_id]
            _add(
                outcome, row, old_card, tally(old_card, given), tally(card, fit.of(old_card, given))
            )
    return outcome if tell(len(chosen), len(chosen)) else None


def _answers(ids: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each evaluation's answers. The rows are read as text and put together by evaluation, which is
    the quickest way."""
    with reading():
        rows = db.session.execute(
            sa.select(Answer.evaluation_id, Answer.question_id, sa.cast(Answer.answer, sa.Text))
            .where(Answer.evaluation_id.in_(ids))
            .order_by(Answer.evaluation_id)
        )
        own: dict[str, Any] = {}
        last: int | None = None
        for evaluation_id, question_id, answer in rows:
            if evaluation_id != last:
                if last is not None:
                    yield last, own
                own, last = {}, evaluation_id
            value = json.loads(answer) if answer is not None else None
            if value is not None:
                own[question_id] = value
        if last is not None:
            yield last, own


class _Fit:
    """Which answers fit the draft; each different answer to a question is looked at once."""

    def __init__(self, card: Card, outcome: Outcome) -> None:
        self._card, self._outcome = card, outcome
        self._known = {question.id for question in card.questions}
        self._seen: dict[tuple[str, str], tuple[str, dict[str, object]] | None] = {}

    def of(self, old: Card, answers: dict[str, Any]) -> dict[str, Any]:
        """The answers that fit; the others are counted."""
        fitting = {}
        for id, answer in answers.items():
            key = (id, answer if isinstance(answer, str) else repr(answer))
            if key not in self._seen:
                faults = check_answers(self._card, {id: answer})
                self._seen[key] = (
                    (faults[0].template, dict(faults[0].arguments)) if faults else None
                )
            wrong = self._seen[key]
            if wrong is None:
                fitting[id] = answer
                self._outcome.answered.add(id)
                continue
            question = old.question(id)
            self._outcome.texts.setdefault(id, question.text)
            if question.scored:
                place = (id, "" if id not in self._known else key[1])
                count = self._outcome.unfit.get(place, ("", {}, 0))[2]
                self._outcome.unfit[place] = (*wrong, count + 1)
        return fitting


def _add(outcome: Outcome, row: Any, old_card: Card, old: Tally, new: Tally) -> None:
    outcome.seen += 1
    if old.raw_score is None or new.raw_score is None:
        outcome.lost += old.raw_score is not None
        return
    w = design_weight(row.weight)
    before, now = float(old.raw_score), float(new.raw_score)
    outcome.old += Moments.one(before, w)
    outcome.new += Moments.one(now, w)
    outcome.shift += Moments.one(now - before, w)
    for place, value in enumerate((old.score, new.score)):
        outcome.after[place] += Moments.one(float(value or 0), w)
    if old.passed is not None and new.passed is not None:
        outcome.judged += Moments.one(0.0, w)
        outcome.passed[0] += w * old.passed
        outcome.passed[1] += w * new.passed
        outcome.to_pass += new.passed and not old.passed
        outcome.to_fail += old.passed and not new.passed
    if row.agent_id is not None:
        agent = outcome.agents.setdefault(row.agent_id, AgentShift())
        agent.old += Moments.one(before, w)
        agent.new += Moments.one(now, w)
    for card, place, result in ((old_card, 0, old), (outcome.card, 1, new)):
        for question, added in zip(card.questions, result.added, strict=True):
            if added:
                if question.id not in outcome.added:
                    outcome.added[question.id] = [0.0, 0.0]
                    outcome.texts[question.id] = question.text
                outcome.added[question.id][place] += w * added
    outcome.pairs.append((row.id, row.agent_id, old.raw_score, new.raw_score))


# Reading one


def latest(scorecard_id: int) -> DryRun | None:
    """The last run of a scorecard's drafts."""
    query = (
        sa.select(DryRun)
        .where(DryRun.scorecard_id == scorecard_id)
        .order_by(DryRun.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def names(run: DryRun) -> dict[int, str]:
    """The names of the agents a result speaks of."""
    result = run.result or {}
    ids = {row["id"] for row in result.get("crossed", ())} | {
        agent for _, agent, _, _ in result.get("changed", ()) if agent
    }
    return (
        {
            agent.id: agent.name
            for agent in db.session.scalars(sa.select(Agent).where(Agent.id.in_(ids)))
        }
        if ids
        else {}
    )
