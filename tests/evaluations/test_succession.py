"""A score is never overwritten: a correction supersedes, the totals move with it, and both stay
readable."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa.audit import AuditLine
from qa.db import db
from qa.evaluations import operations, queries
from qa.evaluations.models import Answer, Evaluation, Evidence, Succession
from qa.reports import evaluators as work
from qa.reports import missed_questions, totals
from qa.reports import queries as reports
from qa.reports.models import MeasureDay
from qa.web import Refused
from tests.cast import FIRST, LAST, NOW, ZONE, Cast, draw, log_in, picked, submitted
from tests.pages import flat

LATER = NOW + timedelta(days=1)
SCOPE = reports.Scope(FIRST, LAST)


def first(cast: Cast, **given: Any) -> Evaluation:
    """Eve's evaluation of one of Ayşe's drawn interactions, with a quotation."""
    item = next(a for a in draw(cast, per_agent=3).assignments if a.agent_id == cast.agents["ayse"])
    evaluation = operations.begin_assigned(item, zone=ZONE, actor=cast.eve, now=NOW)
    operations.add_evidence(
        evaluation, "greeting", turn_n=2, start=0, quote="hemen bakıyorum", now=NOW
    )
    return submitted(cast, item, **{"greeting": "missed", **given})


def corrected(
    cast: Cast, old: Evaluation, *, by: str = "eve", now: Any = LATER, **given: str
) -> Evaluation:
    """A correction, submitted. Commits."""
    draft = operations.begin_correction(old, reason="I misheard", actor=getattr(cast, by), now=now)
    for question, answer in given.items():
        operations.answer(
            draft,
            question.replace("_", "-"),
            raw=[answer],
            comment="heard again",
            reasons=[],
            now=now,
        )
    operations.submit(draft, actor=getattr(cast, by), now=now)
    db.session.commit()
    return draft


# What it does


def test_the_new_one_has_all_that_the_old_one_has(inside: None, cast: Cast) -> None:
    old = first(cast)
    new = corrected(cast, old, greeting="met")
    for name in (
        "interaction_id",
        "version_id",
        "agent_id",
        "team_id",
        "assignment_id",
        "purpose",
        "weight",
        "day",
    ):
        assert getattr(new, name) == getattr(old, name), name
    assert (new.supersedes_id, new.root_id) == (old.id, old.id)
    assert new.score > old.score
    assert old.superseded_at == LATER
    assert (new.succession.kind, new.succession.reason, new.succession.by_id) == (
        "correction",
        "I misheard",
        cast.ids["eve"],
    )
    assert [e.quote for e in new.evidence] == [e.quote for e in old.evidence] == ["hemen bakıyorum"]
    kept = {a.question_id: a.answer for a in old.answers}
    assert kept["greeting"] == "missed"
    assert {a.question_id: a.answer for a in new.answers} == kept | {"greeting": "met"}


def test_totals_move_in_the_same_transaction(inside: None, cast: Cast) -> None:
    old = first(cast)
    other = submitted(
        cast,
        next(a for a in draw(cast, per_agent=3).assignments if a.agent_id == cast.agents["bora"]),
    )
    before = reports.overview(SCOPE)
    new = corrected(cast, old, greeting="met")
    after = reports.overview(SCOPE)
    assert before.total.n == after.total.n == 2
    scores = {
        name: float(sum(e.raw_score for e in pair))
        for name, pair in (("before", (old, other)), ("after", (new, other)))
    }
    total = db.session.scalar(
        sa.select(sa.func.sum(MeasureDay.y)).where(MeasureDay.measure == "total")
    )
    assert total == pytest.approx(scores["after"])
    assert scores["after"] > scores["before"]
    row = next(r for r in missed_questions.questions(SCOPE) if r.question_id == "greeting")
    assert (row.missed.hits, row.missed.n) == (0, 2)
    assert (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(MeasureDay).where(MeasureDay.n == 0)
        )
        == 0
    )
    assert not [
        m
        for m in db.session.scalars(sa.select(MeasureDay.measure))
        if m.startswith("reason:greeting")
    ]
    assert totals.differences() == 0


def test_a_chain_is_a_line(inside: None, cast: Cast) -> None:
    old = first(cast)
    second = corrected(cast, old, greeting="partly")
    third = corrected(cast, second, by="queen", now=LATER + timedelta(hours=1), greeting="met")
    assert (third.supersedes_id, third.root_id) == (second.id, old.id)
    assert reports.overview(SCOPE).total.n == 1
    with pytest.raises(Refused):
        operations.begin_correction(old, reason="again", actor=cast.eve, now=LATER)
    listed = queries.listed(cast.queen, {}, on=LATER.date()).rows
    assert [e.id for e in listed] == [third.id]
    # Eve made the first; what became of it she sees, whoever did it.
    for one in (old, second, third):
        assert queries.get(one.id, cast.eve, LATER.date()) is not None
    assert totals.differences() == 0


def test_picked_ones_are_corrected_too_and_stay_out(inside: None, cast: Cast) -> None:
    new = corrected(cast, picked(cast, "A1", greeting="missed"), greeting="met")
    assert (new.purpose, new.weight) == ("picked", None)
    assert reports.without_weight(SCOPE) == 1
    assert [
        e.id for e in reports.recent(reports.Scope(FIRST, LAST, agent_id=cast.agents["ayse"]))
    ] == [new.id]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MeasureDay)) == 0


def test_it_is_recorded_with_both_scores(inside: None, cast: Cast) -> None:
    old = first(cast)
    new = corrected(cast, old, greeting="met")
    line = db.session.scalars(
        sa.select(AuditLine).where(AuditLine.action == "evaluation:superseded")
    ).one()
    assert (line.subject_id, line.actor_id, line.changes["by"]) == (
        old.id,
        cast.ids["eve"],
        [None, new.id],
    )
    assert line.changes["score"] == [float(old.score), float(new.score)]


def test_evaluators_are_measured_by_what_they_gave(inside: None, cast: Cast) -> None:
    old = first(cast)
    corrected(cast, old, by="queen", greeting="met")
    rows = work.evaluators(NOW.date(), LATER.date(), zone=ZONE, short={"call": 60, "written": 60})
    assert rows[cast.ids["eve"]].total().n == 1
    assert cast.ids["queen"] not in rows


# What is refused


def test_nothing_changed_is_no_correction(inside: None, cast: Cast) -> None:
    old = first(cast)
    draft = operations.begin_correction(old, reason="perhaps", actor=cast.eve, now=LATER)
    with pytest.raises(Refused, match="Nothing is changed"):
        operations.submit(draft, actor=cast.eve, now=LATER)
    assert old.superseded_at is None


def test_one_corrects_at_a_time(inside: None, cast: Cast) -> None:
    old = first(cast)
    draft = operations.begin_correction(old, reason="mine", actor=cast.eve, now=LATER)
    assert operations.begin_correction(old, reason="mine again", actor=cast.eve, now=LATER) is draft
    with pytest.raises(Refused, match="Eve"):
        operations.begin_correction(old, reason="mine too", actor=cast.queen, now=LATER)
    with pytest.raises(Refused):
        operations.begin_correction(draft, reason="a draft", actor=cast.eve, now=LATER)


def test_without_a_reason_it_does_not_begin(inside: None, cast: Cast) -> None:
    old = first(cast)
    with pytest.raises(Refused, match="why"):
        operations.begin_correction(old, reason="  ", actor=cast.eve, now=LATER)


def test_a_discarded_correction_leaves_nothing(inside: None, cast: Cast) -> None:
    old = first(cast)
    counts = [
        db.session.scalar(sa.select(sa.func.count()).select_from(m))
        for m in (Evaluation, Answer, Evidence, Succession)
    ]
    draft = operations.begin_correction(old, reason="oh", actor=cast.eve, now=LATER)
    operations.discard(draft, actor=cast.eve, now=LATER)
    assert [
        db.session.scalar(sa.select(sa.func.count()).select_from(m))
        for m in (Evaluation, Answer, Evidence, Succession)
    ] == counts
    with pytest.raises(Refused):
        operations.discard(old, actor=cast.eve, now=LATER)


def test_a_sample_cannot_be_discarded(inside: None, cast: Cast) -> None:
    with pytest.raises(Refused):
        operations.discard(picked(cast, "A1", submit=False), actor=cast.eve, now=NOW)


# Pages


def test_from_the_page_to_the_page(app: Any, cast: Cast) -> None:
    with app.app_context():
        old = first(cast)
        number, before = old.id, old.score
    eve = log_in(app.test_client(), "eve")
    assert "Correct it" in eve.get(f"/evaluations/{number}").text
    assert eve.post(f"/evaluations/{number}/correction", data={"reason": ""}).status_code == 400
    begun = eve.post(f"/evaluations/{number}/correction", data={"reason": "I misheard"})
    assert "I misheard" in eve.get(begun.location).text
    draft = begun.location.removesuffix("/score")
    eve.post(
        f"{draft}/answers/greeting",
        data={"answer": "met", "comment": "right"},
        headers={"Accept": "application/json"},
    )
    done = eve.post(f"{draft}/submission")
    assert done.location == draft
    new = eve.get(draft).text
    for words in ("Corrected", "I misheard", f'href="/evaluations/{number}"', "Before", "Now"):
        assert words in new, words
    old_page = eve.get(f"/evaluations/{number}").text
    assert "Superseded." in old_page
    assert f'href="{draft}"' in old_page
    assert "Correct it" not in old_page
    with app.app_context():
        assert db.session.get_one(Evaluation, number).score == before
    listed = flat(eve.get("/evaluations").text)
    assert len(re.findall(r'<td class="num[^"]*"><b>', listed)) == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("queen", 200), ("eve", 200), ("emre", 404), ("lale", 404), ("ayse", 404), ("tarik", 404)],
)
def test_who_may_correct(app: Any, cast: Cast, who: str, status: int) -> None:
    with app.app_context():
        number = first(cast).id
    assert (
        log_in(app.test_client(), who).get(f"/evaluations/{number}/correction").status_code
        == status
    )


def test_only_the_maker_sees_the_draft_and_a_manager_may_discard_it(app: Any, cast: Cast) -> None:
    with app.app_context():
        old = first(cast)
        draft = operations.begin_correction(old, reason="hm", actor=cast.eve, now=LATER)
        db.session.commit()
        number, made = old.id, draft.id
    for who in ("queen", "lale", "ayse", "emre"):
        assert log_in(app.test_client(), who).get(f"/evaluations/{made}").status_code == 404
    assert (
        "Eve is correcting it."
        in log_in(app.test_client(), "queen").get(f"/evaluations/{number}").text
    )
    assert log_in(app.test_client(), "emre").post(f"/evaluations/{made}/discard").status_code == 404
    assert (
        log_in(app.test_client(), "queen").post(f"/evaluations/{made}/discard").status_code == 302
    )
    with app.app_context():
        assert db.session.get(Evaluation, made) is None


def test_the_agent_reads_the_old_one_only_when_it_was_released(app: Any, cast: Cast) -> None:
    with app.app_context():
        old = first(cast)
        new = corrected(cast, old, greeting="met")
        hidden = picked(cast, "A1", greeting="missed")
        hidden.released_at = hidden.announced_at = None
        follower = corrected(cast, hidden, greeting="met")
        assert follower.released_at is None
        follower.released_at = follower.announced_at = LATER
        db.session.commit()
        ids = old.id, new.id, hidden.id, follower.id
    ayse = log_in(app.test_client(), "ayse")
    assert [ayse.get(f"/evaluations/{number}").status_code for number in ids] == [
        200,
        200,
        404,
        200,
    ]
    assert ayse.post(f"/evaluations/{ids[0]}/acknowledgement").status_code == 409
    assert ayse.post(f"/evaluations/{ids[1]}/acknowledgement").status_code == 302
