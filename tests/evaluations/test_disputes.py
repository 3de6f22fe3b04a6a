"""Disputes: opened in time by the agent, decided by whom the rules name, blind where they say so,
never overwriting."""

import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from qa import events, web
from qa.audit import AuditLine
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.evaluations import release
from qa.evaluations.disputes import figures, operations, points, proposals, queries, rules
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.disputes.operations import Decision
from qa.evaluations.disputes.proposals import Proposal
from qa.evaluations.disputes.rules import Rules
from qa.evaluations.models import Answer, Evaluation
from qa.people import operations as people
from qa.reports import totals
from qa.sampling.models import Assignment
from qa.statistics import wilson
from qa.web import Refused
from tests.cast import LAST, NOW, ZONE, Cast, draw, log_in, picked, submitted
from tests.clock import set_time

TODAY = NOW.date()
KEEP, AGENTS = Decision("keep", "it stands"), Decision("agents", "the agent is right")


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages open on the day of the cast, an hour after what is submitted."""
    set_time(monkeypatch, lambda: NOW + timedelta(hours=1))


def choose(cast: Cast, *deciders: str, **more: Any) -> None:
    """The rules: who decides each round. Commits."""
    given = tuple(
        (who.partition(":")[0], cast.ids[who.partition(":")[2]] if ":" in who else None)
        for who in deciders
    )
    rules.set_rules(Rules(deciders=given, **more), actor=cast.queen, now=NOW)
    db.session.commit()


def scored(cast: Cast, *, by: str = "eve", **given: Any) -> Evaluation:
    """A drawn interaction of Ayşe's, scored and released. Commits."""
    item = next(
        a
        for a in draw(cast, per_agent=2, evaluators=(by,)).assignments
        if a.agent_id == cast.agents["ayse"]
    )
    return submitted(cast, item, by=by, **{"greeting": "missed", "empathy": "partly", **given})


def dispute(cast: Cast, evaluation: Evaluation, *, now: datetime = NOW, **proposed: str) -> Dispute:
    """Ayşe disputes questions: the answer she proposes by id. Commits."""
    given = [
        Proposal(q.replace("_", "-"), [answer], f"because of {q}")
        for q, answer in (proposed or {"greeting": "met"}).items()
    ]
    made = proposals.open_dispute(evaluation, given, actor=cast.ayse, on=TODAY, now=now)
    db.session.commit()
    return made


def decide(
    cast: Cast, one: Dispute, by: str, decisions: Mapping[str, Decision], *, now: datetime = NOW
) -> Evaluation | None:
    """Commits."""
    new = operations.decide(one, decisions, actor=getattr(cast, by), on=TODAY, now=now)
    db.session.commit()
    return new


# Opening


def test_the_agent_opens_and_the_lead_decides(inside: None, cast: Cast) -> None:
    one = dispute(cast, scored(cast), greeting="met", empathy="met")
    assert (one.round, one.rule, one.decider_id, one.blind) == (1, "lead", cast.ids["lale"], False)
    assert [(p.question_id, p.proposed, p.why) for p in one.points] == [
        ("greeting", "met", "because of greeting"),
        ("empathy", "met", "because of empathy"),
    ]


def test_evidence_is_words_of_the_transcript(inside: None, cast: Cast) -> None:
    old = scored(cast)
    made = proposals.open_dispute(
        old,
        [Proposal("greeting", ["met"], "I said it", quote="hemen bakıyorum")],
        actor=cast.ayse,
        on=TODAY,
        now=NOW,
    )
    assert [(e.question_id, e.turn_n, e.quote) for e in made.evidence] == [
        ("greeting", 2, "hemen bakıyorum")
    ]
    db.session.rollback()
    for wrong, said in (
        (Proposal("greeting", ["met"], "w", quote="never said"), "do not stand"),
        (Proposal("greeting", ["met"], "w", at_ms=10), "no such moment"),
    ):
        with pytest.raises(Refused, match=said):
            proposals.open_dispute(old, [wrong], actor=cast.ayse, on=TODAY, now=NOW)
        db.session.rollback()


@pytest.mark.parametrize(
    ("proposal", "said"),
    [
        (Proposal("greeting", ["met"], " "), "why"),
        (Proposal("greeting", [], "w"), "which answer"),
        (Proposal("greeting", ["missed"], "w"), "the answer it has"),
        (Proposal("greeting", ["wonderful"], "w"), "does not fit"),
        (Proposal("no-such", ["met"], "w"), "cannot be disputed"),
        (Proposal("follow-up", ["met"], "w"), "cannot be disputed"),  # hidden
    ],
)
def test_what_is_no_dispute(inside: None, cast: Cast, proposal: Proposal, said: str) -> None:
    with pytest.raises(Refused, match=said):
        proposals.open_dispute(scored(cast), [proposal], actor=cast.ayse, on=TODAY, now=NOW)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Dispute)) == 0


def test_the_window(inside: None, cast: Cast) -> None:
    choose(cast, "lead", days=3)
    old = scored(cast)
    assert rules.why_not(old, now=NOW + timedelta(days=3)) is None
    assert "ended" in str(rules.why_not(old, now=NOW + timedelta(days=3, seconds=1)))
    with pytest.raises(Refused):
        proposals.open_dispute(
            old,
            [Proposal("greeting", ["met"], "w")],
            actor=cast.ayse,
            on=TODAY,
            now=NOW + timedelta(days=4),
        )


def test_a_window_that_has_begun_gets_longer_and_never_shorter(inside: None, cast: Cast) -> None:
    choose(cast, "lead", days=10)
    old = scored(cast)

    def window(evaluation: Evaluation) -> timedelta:
        until = rules.closes_at(evaluation, rules.past(evaluation), rules.rules())
        assert until is not None
        return until - evaluation.released_at

    def change(days: int, hours: int) -> None:
        rules.set_rules(Rules(days=days), actor=cast.queen, now=NOW + timedelta(hours=hours))
        db.session.commit()

    change(3, 1)
    assert window(old) == timedelta(days=10)
    later = picked(cast, "A5", greeting="missed")
    later.released_at = NOW + timedelta(hours=2)
    assert window(later) == timedelta(days=3)
    change(3, 3)  # the same again is no change
    change(20, 4)
    assert [window(one).days for one in (old, later)] == [20, 20]
    change(5, 5)
    assert [window(one).days for one in (old, later)] == [20, 20]
    later.released_at = NOW + timedelta(hours=6)
    assert [window(one).days for one in (old, later)] == [20, 5]
    assert rules.why_not(old, now=NOW + timedelta(days=20)) is None
    # What held before is kept with the choice; the record says which field changed, and no more.
    changed = [
        set(line.changes)
        for line in db.session.scalars(
            sa.select(AuditLine).where(AuditLine.action == "evaluations:disputes")
        )
    ]
    assert changed == [{"days"}] * 4


def test_the_window_of_a_further_round_begins_with_the_decision(inside: None, cast: Cast) -> None:
    choose(cast, "lead", "named:tarik", days=10)
    old = scored(cast)
    decide(cast, dispute(cast, old), "lale", {"greeting": KEEP}, now=NOW + timedelta(days=2))
    choose_at = NOW + timedelta(days=1)
    rules.set_rules(Rules(days=1, deciders=rules.rules().deciders), actor=cast.queen, now=choose_at)
    assert rules.closes_at(old, rules.past(old), rules.rules()) == NOW + timedelta(days=3)


def test_once_at_a_time_and_not_what_is_unreleased_or_superseded(inside: None, cast: Cast) -> None:
    old = scored(cast)
    dispute(cast, old)
    with pytest.raises(Refused, match="already"):
        dispute(cast, old)
    db.session.rollback()
    with pytest.raises(Refused, match="disputed"):
        evaluations.begin_correction(old, reason="r", actor=cast.eve, now=NOW)
    db.session.rollback()
    release.set_rule(release.Rule(release.BY_HAND), actor=cast.queen, now=NOW)
    with pytest.raises(Refused, match="not released"):
        dispute(cast, picked(cast, "A5", greeting="missed"))


def test_while_it_is_corrected_it_waits(inside: None, cast: Cast) -> None:
    old = scored(cast)
    draft = evaluations.begin_correction(old, reason="r", actor=cast.eve, now=NOW)
    assert "corrected" in str(rules.why_not(old, now=NOW))
    evaluations.discard(draft, actor=cast.eve, now=NOW)
    assert rules.why_not(old, now=NOW) is None


def test_no_rounds_no_disputes(inside: None, cast: Cast) -> None:
    choose(cast)
    assert "no disputes" in str(rules.why_not(scored(cast), now=NOW))


# Who decides


def test_each_rule_names_somebody(inside: None, cast: Cast) -> None:
    old = scored(cast)
    for who, expected, blind in (
        ("lead", "lale", False),
        ("evaluator", "eve", False),
        ("another", "emre", True),
        ("named:tarik", "tarik", False),
    ):
        choose(cast, who)
        rule, user, is_blind = rules.name_decider(old, 1, rules.rules(), on=TODAY)
        assert user is not None, who
        assert (rule, user.id, is_blind) == (who.partition(":")[0], cast.ids[expected], blind)


def test_where_nobody_can_the_quality_manager_does(inside: None, cast: Cast) -> None:
    old = scored(cast)
    choose(cast, "another")
    people.close_account(cast.emre, actor=cast.ada, now=NOW)
    assert rules.name_decider(old, 1, rules.rules(), on=TODAY) == ("manager", None, False)
    choose(cast, "evaluator")
    one = dispute(cast, old)
    assert operations.may_decide(one, cast.eve, on=TODAY)
    assert not operations.may_decide(one, cast.queen, on=TODAY)
    people.close_account(cast.eve, actor=cast.ada, now=NOW)
    db.session.commit()
    assert operations.may_decide(one, cast.queen, on=TODAY)


def test_a_lead_who_leads_no_more_does_not_decide(inside: None, cast: Cast) -> None:
    one = dispute(cast, scored(cast))
    people.name_leads(cast.team("alpha"), [], on=TODAY - timedelta(days=1), actor=None, now=NOW)
    db.session.commit()
    assert not operations.may_decide(one, cast.lale, on=TODAY)
    assert operations.may_decide(one, cast.queen, on=TODAY)


def test_nobody_decides_about_themselves(inside: None, cast: Cast) -> None:
    from qa.people.models import RoleGrant

    for role in ("team_lead", "evaluator", "quality_manager"):
        db.session.add(RoleGrant(user_id=cast.ids["ayse"], role=role, granted_at=NOW))
    people.name_leads(cast.team("alpha"), [cast.ayse], on=TODAY, actor=None, now=NOW)
    db.session.commit()
    db.session.expire_all()
    old = scored(cast)
    for who in ("lead", "named:ayse"):
        choose(cast, who)
        assert rules.name_decider(old, 1, rules.rules(), on=TODAY)[1] is None, who
    one = dispute(cast, old)
    assert not operations.may_decide(one, cast.ayse, on=TODAY)
    with pytest.raises(Refused, match="cannot decide"):
        operations.reassign(one, cast.ayse, actor=cast.queen, on=TODAY, now=NOW)


def test_who_has_scored_it_cannot_decide_blind(inside: None, cast: Cast) -> None:
    from tests.cast import blind, session_of

    choose(cast, "another")
    old = scored(cast)
    blind(cast, session_of(cast, talks=(old.interaction.external_id,)), "emre")
    assert rules.name_decider(old, 1, rules.rules(), on=TODAY)[1] is None


# Deciding


def test_deciding_supersedes_and_scores_anew(inside: None, cast: Cast) -> None:
    heard: list[tuple[str, int]] = []
    hear_opened, hear_decided = (
        lambda d, k=k, **_now: heard.append((k, d.id)) for k in ("opened", "decided")
    )
    opened, decided = events.dispute_opened, events.dispute_decided
    with opened.also(hear_opened), decided.also(hear_decided):
        old = scored(cast)
        one = dispute(cast, old, greeting="met", empathy="met")
        new = decide(cast, one, "lale", {"greeting": AGENTS, "empathy": KEEP})
    assert heard == [("opened", one.id), ("decided", one.id)]
    assert new is not None
    assert [p.decision for p in one.points] == ["agents", "keep"]
    assert (new.supersedes_id, one.outcome_id, new.evaluator_id) == (
        old.id,
        new.id,
        cast.ids["eve"],
    )
    assert (new.succession.kind, new.succession.by_id) == ("dispute", cast.ids["lale"])
    assert new.score > old.score
    answers = {a.question_id: a.answer for a in new.answers}
    assert (answers["greeting"], answers["empathy"]) == ("met", "partly")
    assert {a.question_id: a.answer for a in old.answers}["greeting"] == "missed"
    assert (new.released_at, new.announced_at) == (NOW, NOW)
    assert totals.differences() == 0


def test_keeping_everything_makes_nothing_new(inside: None, cast: Cast) -> None:
    old = scored(cast)
    one = dispute(cast, old)
    assert decide(cast, one, "lale", {"greeting": KEEP}) is None
    assert (old.superseded_at, one.outcome_id, one.stood, one.overturned) == (None, None, False, 0)


def test_another_answer_is_named_for_what_it_is(inside: None, cast: Cast) -> None:
    old = scored(cast)
    one = dispute(cast, old, greeting="met", empathy="met")
    decide(
        cast,
        one,
        "lale",
        {
            "greeting": Decision("another", "half", ["partly"]),
            "empathy": Decision("another", "same", ["partly"]),
        },
    )
    assert [(p.decision, p.answer) for p in one.points] == [
        ("another", "partly"),
        ("keep", "partly"),
    ]


@pytest.mark.parametrize("may", [True, False])
def test_down_only_where_it_may(inside: None, cast: Cast, may: bool) -> None:
    choose(cast, "lead", may_go_down=may)
    old = scored(cast, greeting="partly")
    one = dispute(cast, old)
    new = decide(cast, one, "lale", {"greeting": Decision("another", "worse", ["missed"])})
    if may:
        assert new is not None
        assert new.score < old.score
    else:
        assert (new, one.stood, old.superseded_at) == (None, True, None)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Evaluation)) == 1
    assert totals.differences() == 0


@pytest.mark.parametrize(
    "decision",
    [
        Decision("", "r"),
        Decision("keep", " "),
        Decision("another", "r"),
        Decision("another", "r", ["wonderful"]),
    ],
)
def test_a_half_decision_is_none(inside: None, cast: Cast, decision: Decision) -> None:
    one = dispute(cast, scored(cast))
    with pytest.raises(Refused):
        decide(cast, one, "lale", {"greeting": decision})
    db.session.rollback()
    assert one.decided_at is None
    assert one.points[0].decision is None


def test_an_answer_that_brings_up_a_question_asks_for_it(inside: None, cast: Cast) -> None:
    old = scored(cast, greeting="met", empathy="met")
    db.session.execute(
        sa.delete(Answer).where(Answer.question_id == "follow-up")
    )  # hidden, it needed none
    db.session.expire_all()
    one = dispute(cast, old, first_contact="missed")
    choose(cast, "lead", may_go_down=True)
    with pytest.raises(Refused, match="bring up"):
        decide(cast, one, "lale", {"first-contact": AGENTS})
    db.session.rollback()
    assert list(points.dependents(one)) == ["follow-up"]
    new = operations.decide(
        one,
        {"first-contact": AGENTS},
        more={"follow-up": ["met"]},
        actor=cast.lale,
        on=TODAY,
        now=NOW,
    )
    db.session.commit()
    assert new is not None
    assert {a.question_id: a.answer for a in new.answers}["follow-up"] == "met"


def test_twice_is_once(inside: None, cast: Cast) -> None:
    one = dispute(cast, scored(cast))
    decide(cast, one, "lale", {"greeting": AGENTS})
    with pytest.raises(Refused, match="decided"):
        decide(cast, one, "lale", {"greeting": KEEP})


def test_rounds_and_their_windows(inside: None, cast: Cast) -> None:
    choose(cast, "evaluator", "lead", days=2)
    old = scored(cast)
    late = NOW + timedelta(days=5)
    first = dispute(cast, old, greeting="met", empathy="met")
    new = decide(cast, first, "eve", {"greeting": AGENTS, "empathy": KEEP}, now=late)
    assert new is not None
    assert rules.why_not(old, now=late) is not None
    assert rules.why_not(new, now=late + timedelta(days=3)) is not None
    second = dispute(cast, new, now=late + timedelta(days=1), empathy="met")
    assert (second.round, second.decider_id) == (2, cast.ids["lale"])
    last = decide(cast, second, "lale", {"empathy": AGENTS}, now=late + timedelta(days=1))
    assert last is not None
    assert last.root_id == old.id
    assert "as often" in str(rules.why_not(last, now=late + timedelta(days=1)))
    # What is corrected has not been disputed.
    draft = evaluations.begin_correction(last, reason="r", actor=cast.eve, now=late)
    evaluations.answer(draft, "listening", raw=["partly"], comment="c", now=late)
    evaluations.submit(draft, actor=cast.eve, now=late + timedelta(days=1))
    assert rules.why_not(draft, now=late + timedelta(days=1)) is None


# Blind


def test_a_blind_decider_answers_first(inside: None, cast: Cast) -> None:
    choose(cast, "another", may_go_down=True)
    old = scored(cast)
    one = dispute(cast, old, greeting="met", empathy="met")
    with pytest.raises(Refused, match="first"):
        decide(cast, one, "emre", {"greeting": KEEP, "empathy": KEEP})
    db.session.rollback()
    with pytest.raises(Refused, match="every"):
        operations.answer_blind(one, {"greeting": ["met"]}, actor=cast.emre, on=TODAY, now=NOW)
    db.session.rollback()
    operations.answer_blind(
        one, {"greeting": ["met"], "empathy": ["missed"]}, actor=cast.emre, on=TODAY, now=NOW
    )
    with pytest.raises(Refused):
        operations.answer_blind(
            one, {"greeting": ["missed"], "empathy": ["met"]}, actor=cast.emre, on=TODAY, now=NOW
        )
    # What they choose on the page now changes nothing: the outcome follows from what they answered.
    new = decide(
        cast, one, "emre", {"greeting": Decision("keep", "r1"), "empathy": Decision("keep", "r2")}
    )
    assert [(p.decision, p.answer) for p in one.points] == [
        ("agents", "met"),
        ("another", "missed"),
    ]
    assert new is not None
    assert {a.question_id: a.answer for a in new.answers}["empathy"] == "missed"


def test_blind_is_blind_on_every_page(app: Any, cast: Cast) -> None:
    with app.app_context():
        choose(cast, "another")
        old = scored(cast, greeting="missed")
        db.session.execute(
            sa.update(Answer).where(Answer.question_id == "greeting").values(comment="EVES-COMMENT")
        )
        evaluations_evidence(old)
        point = Proposal("greeting", ["met"], "AYSES-WHY", quote="hemen bakıyorum")
        made = proposals.open_dispute(
            old, [point], note="AYSES-NOTE", actor=cast.ayse, on=TODAY, now=NOW
        )
        db.session.commit()
        number, dispute_id, interaction, score = (
            old.id,
            made.id,
            old.interaction_id,
            web.score(old.score),
        )
    emre = log_in(app.test_client(), "emre")
    assert emre.get(f"/evaluations/{number}").status_code == 404
    page = emre.get(f"/disputes/{dispute_id}").text
    for shown in ("AYSES-WHY", "AYSES-NOTE", "hemen bakıyorum", 'name="q.greeting"'):
        assert shown in page, shown
    for path in (
        f"/disputes/{dispute_id}",
        "/disputes",
        f"/interactions/{interaction}",
        "/evaluations",
        "/evaluators",
    ):
        text = emre.get(path).text
        for hidden in (
            f">{score}<",
            "EVES-COMMENT",
            "First answer:",
            "The agent proposes",
            "the-first-proof",
        ):
            assert hidden not in text, (path, hidden)
    row = [
        cell.value
        for cell in openpyxl.load_workbook(io.BytesIO(emre.get("/disputes.xlsx").data)).active[2]
    ]
    assert row[-3:] == [None, None, None]
    assert "checked" not in page.partition('<form method="post" action="/disputes')[2]
    shown_after = emre.post(
        f"/disputes/{dispute_id}/answers", data={"q.greeting": "partly"}, follow_redirects=True
    ).text
    for words in ("EVES-COMMENT", "First answer", "The agent proposes", "Another answer"):
        assert words in shown_after, words
    assert (
        emre.post(
            f"/disputes/{dispute_id}/decision", data={"reason.greeting": "between"}
        ).status_code
        == 302
    )
    done = log_in(app.test_client(), "lale").get(f"/disputes/{dispute_id}").text
    with app.app_context():
        one = db.session.get_one(Dispute, dispute_id)
        assert one.outcome is not None
        both = web.score(one.evaluation.score), web.score(one.outcome.score)
    for each in both:
        assert f"<b>{each}</b>" in done


def evaluations_evidence(old: Evaluation) -> None:
    """Evidence of the first answer, which is a submitted one's and cannot be added any more by a
    verb."""
    from qa.evaluations.models import Evidence

    where = {"turn_n": 0, "start": 0, "end": 1, "at_ms": 1}
    db.session.add(
        Evidence(
            evaluation_id=old.id,
            question_id="greeting",
            quote="the-first-proof",
            added_at=NOW,
            **where,
        )
    )


def test_given_on_it_stays_blind_only_where_it_can(inside: None, cast: Cast) -> None:
    choose(cast, "another")
    one = dispute(cast, scored(cast))
    operations.answer_blind(one, {"greeting": ["met"]}, actor=cast.emre, on=TODAY, now=NOW)
    operations.reassign(one, cast.lale, actor=cast.queen, on=TODAY, now=NOW)
    assert (one.blind, one.decider_id, one.revealed_at, one.points[0].own) == (
        False,
        cast.ids["lale"],
        None,
        None,
    )
    operations.reassign(one, None, actor=cast.queen, on=TODAY, now=NOW)
    assert operations.may_decide(one, cast.queen, on=TODAY)
    with pytest.raises(Refused):
        decide(cast, one, "lale", {"greeting": KEEP})


# Pages


def test_from_the_agents_page_to_the_outcome(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = scored(cast).id
    ayse, lale = (log_in(app.test_client(), who) for who in ("ayse", "lale"))
    assert f"/evaluations/{number}/disputes/new" in ayse.get(f"/evaluations/{number}").text
    refused = ayse.post(f"/evaluations/{number}/disputes/new", data={"why.greeting": "I did greet"})
    assert refused.status_code == 400
    assert "I did greet" in refused.text  # what was written is not lost
    made = ayse.post(
        f"/evaluations/{number}/disputes/new",
        data={"dispute.greeting": "1", "why.greeting": "I did", "q.greeting": "met"},
    )
    assert made.status_code == 302
    assert ayse.get(f"/evaluations/{number}/disputes/new").status_code == 409
    assert "For me to decide" in lale.get("/disputes?state=mine").text
    where = made.location
    refused = lale.post(
        f"{where}/decision", data={"choice.greeting": "agents", "reason.greeting": ""}
    )
    assert refused.status_code == 400
    assert (
        lale.post(
            f"{where}/decision", data={"choice.greeting": "agents", "reason.greeting": "heard it"}
        ).status_code
        == 302
    )
    for client in (
        ayse,
        lale,
        log_in(app.test_client(), "eve"),
        log_in(app.test_client(), "queen"),
    ):
        assert "heard it" in client.get(where).text
        assert "As the agent proposed" in client.get(where).text
    life = ayse.get(f"/evaluations/{number}").text
    for step in ("Submitted", "Released", "Disputed", "Decided", "Superseded (Dispute)"):
        assert step in life, step


def test_deciding_is_confirmed_and_marked(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = dispute(cast, scored(cast)).id
    lale = log_in(app.test_client(), "lale")
    assert "data-decided" not in lale.get(f"/disputes/{number}").text
    after = lale.post(
        f"/disputes/{number}/decision",
        data={"choice.greeting": "keep", "reason.greeting": "r"},
        follow_redirects=True,
    )
    assert "Decided. The agent and the evaluator see it" in after.text
    assert "data-decided" in after.text
    assert "Decided. The agent" not in lale.get(f"/disputes/{number}").text


def test_a_dispute_decided_in_another_tab(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = dispute(cast, scored(cast), greeting="met", empathy="met").id
    lale = log_in(app.test_client(), "lale")
    given = {
        "choice.greeting": "another",
        "q.greeting": "partly",
        "reason.greeting": "half of it <was> said",
        "reason.empathy": "",
    }
    first = {
        "choice.greeting": "keep",
        "choice.empathy": "keep",
        "reason.greeting": "r",
        "reason.empathy": "r",
    }
    assert lale.post(f"/disputes/{number}/decision", data=first).status_code == 302
    for path in ("decision", "answers"):
        late = lale.post(f"/disputes/{number}/{path}", data=given)
        assert late.status_code == 409
        assert "Decided meanwhile by Lale Işık, 2 Jun 2025" in late.text
        told = late.text.partition("data-meanwhile")[2].partition("</section>")[0]
        for words in ("half of it &lt;was&gt; said", "Another answer", "Partly"):
            assert words in told
        assert told.count("<textarea") == 1
    assert "data-meanwhile" not in lale.get(f"/disputes/{number}").text
    with app.app_context():
        assert [p.decision for p in db.session.get_one(Dispute, number).points] == ["keep", "keep"]
    # Who may not see it is told nothing.
    assert (
        log_in(app.test_client(), "leman")
        .post(f"/disputes/{number}/decision", data=given)
        .status_code
        == 404
    )


def test_the_form_of_a_dispute_that_comes_too_late_is_not_lost(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = scored(cast).id
    ayse = log_in(app.test_client(), "ayse")
    data = {"dispute.greeting": "1", "why.greeting": "I did greet", "q.greeting": "met"}
    assert ayse.post(f"/evaluations/{number}/disputes/new", data=data).status_code == 302
    again = ayse.post(f"/evaluations/{number}/disputes/new", data=data)
    assert (again.status_code, "I did greet" in again.text, "disputed already" in again.text) == (
        409,
        True,
        True,
    )


def test_points_come_in_the_order_of_the_card(app: Any, cast: Cast) -> None:
    with app.app_context():
        old = scored(cast)
        one = dispute(cast, old, first_response="99", empathy="met", greeting="met")
        assert [(p.question_id, p.position) for p in one.points] == [
            ("greeting", 1),
            ("empathy", 2),
            ("first-response", 3),
        ]
        for point in one.points:
            point.position = 4 - point.position  # as they were kept before
        db.session.commit()
        number = one.id
    for who in ("lale", "ayse"):
        page = log_in(app.test_client(), who).get(f"/disputes/{number}").text
        places = [
            page.index(f"because of {name}") for name in ("greeting", "empathy", "first_response")
        ]
        assert places == sorted(places), who


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("queen", 200),
        ("eve", 200),
        ("lale", 200),
        ("ayse", 200),
        ("emre", 404),
        ("leman", 404),
        ("tarik", 404),
        ("bora", 404),
        ("ada", 404),
        ("outsider", 404),
    ],
)
def test_who_sees_a_dispute(app: Any, cast: Cast, who: str, status: int) -> None:
    with app.app_context():
        number = dispute(cast, scored(cast)).id
    client = log_in(app.test_client(), who)
    assert client.get(f"/disputes/{number}").status_code == status
    if who not in ("lale",):
        assert (
            client.post(
                f"/disputes/{number}/decision",
                data={"choice.greeting": "agents", "reason.greeting": "r"},
            ).status_code
            == 404
        )


def test_the_rules_are_chosen_on_their_page(app: Any, cast: Cast) -> None:
    queen = log_in(app.test_client(), "queen")
    good = {
        "days": "10",
        "who_1": "another",
        "who_2": "named",
        "named_2": str(cast.ids["tarik"]),
        "may_go_down": "y",
    }
    assert queen.post("/disputes/rules", data=good).status_code == 302
    for wrong in (
        {"who_2": "named", "named_2": ""},
        {"who_1": ""},
        {"days": "0"},
        {"who_1": "dice"},
        {"named_2": "999"},
    ):
        assert queen.post("/disputes/rules", data=good | wrong).status_code == 400, wrong
    for days in ("0", "366", "many", "1.5", ""):
        assert (
            queen.post("/disputes/rules", data=good | {"days": days}).text.count(
                "Give a whole number from 1 to 365."
            )
            == 1
        ), days
    with app.app_context():
        assert rules.rules() == Rules(10, (("another", None), ("named", cast.ids["tarik"])), True)


def test_figures_by_hand(app: Any, cast: Cast) -> None:
    with app.app_context():
        choose(cast, "lead", may_go_down=True)
        items = [
            a for a in draw(cast, per_agent=3).assignments if a.agent_id == cast.agents["ayse"]
        ]
        hours = (2, 10, 30)
        for item, took, choices in zip(
            items, hours, (("agents", "keep"), ("keep", "keep"), ("agents", "agents")), strict=True
        ):
            old = submitted(cast, item, greeting="missed", empathy="partly")
            one = dispute(cast, old, greeting="met", empathy="met")
            picks = {
                q: Decision(c, "r") for q, c in zip(("greeting", "empathy"), choices, strict=True)
            }
            decide(cast, one, "lale", picks, now=NOW + timedelta(hours=took))
        found = figures.figures(TODAY, TODAY, ZONE)
        assert (found.total.n, found.total.overturned, found.total.typical) == (6, 3, 10 * 3600)
        assert found.total.range == wilson(3, 6)
        by_question = {key[1]: (tally.overturned, tally.n) for key, tally in found.questions}
        assert by_question == {"greeting": (2, 3), "empathy": (1, 3)}
        assert [(user, tally.n) for user, tally in found.evaluators] == [(cast.ids["eve"], 6)]
        assert figures.figures(LAST, LAST, ZONE).total.n == 0
        assert figures.figures(date(1, 1, 1), date(9999, 12, 31), ZONE).total.n == 6
    queen = log_in(app.test_client(), "queen")
    assert "3 of 6" in queen.get("/disputes/figures").text
    book = openpyxl.load_workbook(io.BytesIO(queen.get("/disputes/figures.xlsx").data))
    assert [cell.value for cell in book.worksheets[1][2]][1:5] == [6, 3, 3, 0]
    assert (
        "3 of 6"
        in log_in(app.test_client(), "eve")
        .get(f"/evaluators/{cast.ids['eve']}?first=2025-06-01&last=2025-06-30")
        .text
    )


def test_lists_filter_page_and_cost_the_same_for_many(
    app: Any, cast: Cast, query_count: Any
) -> None:
    with app.app_context():
        items = [
            a for a in draw(cast, per_agent=6).assignments if a.agent_id == cast.agents["ayse"]
        ]
        dispute(cast, submitted(cast, items[0], greeting="missed"))
        rest = [item.id for item in items[1:]]
    queen = log_in(app.test_client(), "queen")
    queen.get("/disputes")
    with query_count() as one:
        queen.get("/disputes")
    with app.app_context():
        for item in [db.session.get_one(Assignment, number) for number in rest]:
            dispute(cast, submitted(cast, item, greeting="missed"))
        decide(cast, db.session.get_one(Dispute, 1), "lale", {"greeting": KEEP})
        assert queries.listed(cast.queen, {"state": "open"}, on=TODAY, zone=ZONE).total == 5
        assert (
            queries.listed(
                cast.queen,
                {"state": "decided", "agent": str(cast.agents["bora"])},
                on=TODAY,
                zone=ZONE,
            ).total
            == 0
        )
        assert [d.id for d in queries.listed(cast.ayse, {}, on=TODAY, zone=ZONE).rows][-1] == 1
        assert queries.listed(cast.leman, {}, on=TODAY, zone=ZONE).total == 0
    with query_count() as many:
        queen.get("/disputes")
    assert many.n <= one.n + 2


def test_what_people_wrote_leaves_with_the_customer(inside: None, cast: Cast) -> None:
    from qa.interactions.privacy import erasure_hooks

    old = scored(cast)
    one = proposals.open_dispute(
        old,
        [Proposal("greeting", ["met"], "words", quote="hemen bakıyorum")],
        note="words",
        actor=cast.ayse,
        on=TODAY,
        now=NOW,
    )
    new = decide(cast, one, "lale", {"greeting": AGENTS})
    assert new is not None
    erasure_hooks.remove_writing([old.interaction_id])
    db.session.expire_all()
    assert (
        one.note,
        one.points[0].why,
        one.points[0].reason,
        one.evidence,
        new.succession.reason,
    ) == ("", "", "", [], "")
    assert (one.points[0].decision, one.points[0].proposed) == ("agents", "met")
