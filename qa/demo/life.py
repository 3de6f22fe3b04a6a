"""What happens to evaluations of the demonstration afterwards: released in the evening, disputed
now and then, once corrected."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa import access
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.evaluations import release
from qa.evaluations.disputes import operations, rules
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.disputes.operations import Decision, Proposal
from qa.evaluations.models import SAMPLE, Evaluation
from qa.people import queries as people
from qa.scorecards.queries import card_of

WHY = (
    "Bunu görüşmenin başında söyledim, dökümde de geçiyor.",
    "Müşteri zaten teşekkür edip kapattı, bu adım gerekmedi.",
    "Sistem o sırada kapalıydı, bu yüzden farklı ilerledim.",
)
REASONS = {
    "agents": ("Dökümde geçiyor, temsilci haklı.", "Yeniden dinledim; karşılanmış."),
    "keep": ("Açıklamadaki örneğe uymuyor.", "Söylenmiş ama geç söylenmiş; yanıt kalıyor."),
}


def choose(now: datetime) -> None:
    """Evaluations are released every evening at six; the team lead decides disputes."""
    manager = people.users_with(access.QUALITY_MANAGER)[0]
    release.set_rule(release.Rule(release.DAILY, 18), actor=manager, now=now)
    rules.set_rules(rules.Rules(days=14), actor=manager, now=now)


def live(rng: Random, end: datetime, zone: ZoneInfo) -> int:
    """Some disputes of the last three weeks, most of them decided; and a correction. Returns how
    many disputes."""
    query = sa.select(Evaluation).where(
        Evaluation.purpose == SAMPLE,
        Evaluation.submitted_at.between(end - timedelta(days=21), end - timedelta(days=3)),
        Evaluation.raw_score < 90,
        Evaluation.agent_id.is_not(None),
        Evaluation.superseded_at.is_(None),
    )
    found = list(db.session.scalars(query.order_by(Evaluation.id)))
    count = 0
    for evaluation in rng.sample(found, min(14, len(found))):
        made = _dispute(evaluation, rng, zone)
        if made is None:
            continue
        count += 1
        if count % 4:
            _decide(made, rng, made.opened_at + timedelta(hours=rng.uniform(3, 60)), zone)
    left = next((one for one in found if one.superseded_at is None and not rules.past(one)), None)
    if left is not None:
        _correct(left, left.submitted_at or end)
    db.session.flush()
    return count


def _dispute(evaluation: Evaluation, rng: Random, zone: ZoneInfo) -> Dispute | None:
    """An agent's dispute of the first questions that went wrong, the day after the release."""
    user = evaluation.agent.user if evaluation.agent else None
    if user is None or evaluation.released_at is None:
        return None
    asked = {q.id: q for q in card_of(evaluation.version).questions}
    lost = [
        a
        for a in evaluation.answers
        if a.missed
        and asked[a.question_id].options
        and a.answer != asked[a.question_id].options[0].id
    ]
    proposals = [
        Proposal(a.question_id, [asked[a.question_id].options[0].id], rng.choice(WHY))
        for a in lost[:2]
    ]
    now = evaluation.released_at + timedelta(hours=rng.uniform(2, 20))
    if not proposals or rules.why_not(evaluation, now=now):
        return None
    return operations.open_dispute(
        evaluation, proposals, actor=user, on=now.astimezone(zone).date(), now=now
    )


def _decide(dispute: Dispute, rng: Random, now: datetime, zone: ZoneInfo) -> None:
    actor = dispute.decider or people.users_with(access.QUALITY_MANAGER)[0]
    decisions = {}
    for point in dispute.points:
        choice = "agents" if rng.random() < 0.4 else "keep"
        decisions[point.question_id] = Decision(choice, rng.choice(REASONS[choice]))
    more = {
        id: [question.options[0].id]
        for id, question in operations.dependents(dispute).items()
        if question.options
    }
    operations.decide(
        dispute, decisions, more=more, actor=actor, on=now.astimezone(zone).date(), now=now
    )


def _correct(evaluation: Evaluation, at: datetime) -> None:
    """The evaluator heard again, and thought better of one answer."""
    asked = {q.id: q for q in card_of(evaluation.version).questions}
    wrong = next((a for a in evaluation.answers if a.missed and asked[a.question_id].options), None)
    if wrong is None:
        return
    now = at + timedelta(hours=20)
    draft = evaluations.begin_correction(
        evaluation,
        reason="Yeniden dinledim, yanlış işaretlemişim.",
        actor=evaluation.evaluator,
        now=now,
    )
    best = asked[wrong.question_id].options[0].id
    evaluations.answer(
        draft, wrong.question_id, raw=[best], comment="Yeniden dinlendi.", reasons=[], now=now
    )
    if not evaluations.sheet_of(draft).wanting():
        evaluations.submit(draft, actor=evaluation.evaluator, now=now)
    else:
        evaluations.discard(draft, actor=evaluation.evaluator, now=now)
