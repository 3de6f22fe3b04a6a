"""The ticked reasons of a scorecard in decided disputes: kept with kept answers, and with new ones
those the decider ticks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from markupsafe import escape

from qa.db import db
from qa.evaluations.disputes import operations
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.disputes.operations import Decision
from qa.evaluations.models import Answer, Evaluation
from qa.reports import totals
from qa.scorecards.queries import card_of
from qa.scoring import text
from qa.scoring.card import Reason
from qa.web import Refused
from tests.cast import NOW, Cast, log_in
from tests.clock import set_time
from tests.evaluations.test_disputes import AGENTS, KEEP, choose, dispute, scored
from tests.pages import flat

TODAY = NOW.date()
FAILS = Decision("another", "neither of both", ["missed"])


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    set_time(monkeypatch, lambda: NOW + timedelta(hours=1))


@pytest.fixture
def one(inside: None, cast: Cast) -> Dispute:
    """A dispute of two questions with reasons, of which one failed, and of one without; another one
    that failed is not disputed."""
    choose(cast, "lead", may_go_down=True)
    old = scored(cast, understood="partly", solved="missed", complete_info="missed")
    assert reasons_of(old, "solved") == ["closed-early"]
    return dispute(cast, old, understood="met", solved="partly", empathy="met")


def reasons_of(evaluation: Evaluation, question: str) -> Any:
    return db.session.get_one(Answer, (evaluation.id, question)).reasons


def decide(
    cast: Cast,
    one: Dispute,
    decisions: Mapping[str, Decision],
    ticked: Mapping[str, Sequence[str]] | None = None,
) -> Evaluation:
    new = operations.decide(
        one,
        {"understood": KEEP, "solved": KEEP, "empathy": KEEP, **decisions},
        ticked=ticked,
        actor=cast.lale,
        on=TODAY,
        now=NOW,
    )
    db.session.commit()
    assert new is not None
    return new


def test_kept_answers_keep_their_reasons(one: Dispute, cast: Cast) -> None:
    new = decide(cast, one, {"empathy": AGENTS}, {"solved": ["system"], "complete-info": ["hurry"]})
    for question in ("solved", "complete-info"):  # disputed and kept; not disputed
        assert reasons_of(new, question) == reasons_of(one.evaluation, question) != []


def test_a_new_answer_that_fails_has_the_ticked_ones(one: Dispute, cast: Cast) -> None:
    new = decide(
        cast,
        one,
        {"understood": FAILS},
        {"understood": ["hurry", "no-such-reason", "assumed", "hurry"]},
    )
    assert reasons_of(new, "understood") == ["assumed", "hurry"]  # those of the card, in its order
    assert reasons_of(one.evaluation, "understood") == []
    assert totals.differences() == 0


def test_an_answer_that_does_not_fail_has_none(one: Dispute, cast: Cast) -> None:
    new = decide(
        cast,
        one,
        {"solved": AGENTS, "empathy": FAILS},
        {"solved": ["system"], "empathy": ["system"]},
    )
    assert (reasons_of(new, "solved"), reasons_of(new, "empathy")) == ([], [])


@pytest.mark.parametrize(
    "ticked",
    [None, {}, {"understood": []}, {"understood": ["closed-early"]}, {"solved": ["system"]}],
)
def test_a_new_answer_does_not_fail_without_a_reason(one: Dispute, cast: Cast, ticked: Any) -> None:
    with pytest.raises(Refused, match=r"^Question \d+: it failed, so choose a reason\.$"):
        decide(cast, one, {"understood": FAILS}, ticked)
    db.session.rollback()
    assert one.decided_at is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Evaluation)) == 1


def test_the_agents_answer_needs_none(inside: None, cast: Cast) -> None:
    choose(cast, "lead", may_go_down=True)
    one = dispute(
        cast, scored(cast, solved="partly"), solved="missed"
    )  # they think worse of it themselves
    new = operations.decide(one, {"solved": AGENTS}, actor=cast.lale, on=TODAY, now=NOW)
    assert new is not None
    assert reasons_of(new, "solved") == []


def test_where_the_old_result_stands_none_are_asked_for(inside: None, cast: Cast) -> None:
    one = dispute(cast, scored(cast, solved="partly"), solved="met")
    assert operations.decide(one, {"solved": FAILS}, actor=cast.lale, on=TODAY, now=NOW) is None
    assert one.stood


def test_who_answered_blind_ticks_them_afterwards(inside: None, cast: Cast) -> None:
    choose(cast, "another", may_go_down=True)
    one = dispute(cast, scored(cast, solved="partly"), solved="met")
    operations.answer_blind(one, {"solved": ["missed"]}, actor=cast.emre, on=TODAY, now=NOW)
    db.session.commit()
    with pytest.raises(Refused, match="choose a reason"):
        operations.decide(one, {"solved": Decision("", "r")}, actor=cast.emre, on=TODAY, now=NOW)
    db.session.rollback()
    new = operations.decide(
        one,
        {"solved": Decision("", "r")},
        ticked={"solved": ["system"]},
        actor=cast.emre,
        on=TODAY,
        now=NOW,
    )
    assert new is not None
    assert reasons_of(new, "solved") == ["system"]


# Pages


def box(text: str, question: str, reason: str) -> str:
    """The checkbox of a reason, as it is written on the page."""
    found = re.search(
        rf'<input type="checkbox" name="reasons\.{question}" value="{reason}" *(checked)? *>',
        flat(text),
    )
    assert found is not None
    return found[0]


def test_the_page_offers_them_and_a_refusal_keeps_what_was_given(app: Any, cast: Cast) -> None:
    with app.app_context():
        choose(cast, "lead", may_go_down=True)
        number = dispute(cast, scored(cast, solved="partly"), solved="met", greeting="met").id
    lale, where = log_in(app.test_client(), "lale"), f"/disputes/{number}"
    page = lale.get(where).text
    assert "checked" not in box(page, "solved", "system")
    assert 'name="reasons.greeting"' not in page
    assert 'name="reasons.solved"' not in log_in(app.test_client(), "eve").get(where).text
    sent = {"choice.solved": "another", "q.solved": "missed", "reason.solved": "neither"}
    sent |= {"choice.greeting": "keep", "reason.greeting": "stands"}
    refused = lale.post(f"{where}/decision", data=sent)
    assert refused.status_code == 400
    assert "it failed, so choose a reason" in refused.text
    assert re.search(r'name="q\.solved" value="missed" +checked', flat(refused.text))
    refused = lale.post(
        f"{where}/decision", data={**sent, "reason.greeting": "", "reasons.solved": "system"}
    )
    assert "checked" in box(refused.text, "solved", "system")
    assert "checked" not in box(refused.text, "solved", "other-team")
    assert (
        lale.post(
            f"{where}/decision", data={**sent, "reasons.solved": ["system", "other-team"]}
        ).status_code
        == 302
    )
    with app.app_context():
        outcome = db.session.get_one(Dispute, number).outcome
        assert outcome is not None
        assert reasons_of(outcome, "solved") == ["other-team", "system"]
        labels = [
            text(r.label, "en")
            for r in card_of(outcome.version).question("solved").reasons
            if r.id in ("other-team", "system")
        ]
        shown = f"/evaluations/{outcome.id}"
    assert escape(", ".join(labels)) in lale.get(shown).text


def test_the_page_of_a_blind_decider_offers_them_where_they_gave_another_answer(
    app: Any, cast: Cast
) -> None:
    with app.app_context():
        choose(cast, "another", may_go_down=True)
        number = dispute(
            cast, scored(cast, solved="partly", understood="partly"), solved="met", understood="met"
        ).id
    emre, where = log_in(app.test_client(), "emre"), f"/disputes/{number}"
    assert "reasons." not in emre.get(where).text  # offered once the answers are kept
    half = emre.post(f"{where}/answers", data={"q.solved": "missed"})
    assert half.status_code == 400
    assert re.search(r'name="q\.solved" value="missed" +checked', flat(half.text))
    assert (
        emre.post(
            f"{where}/answers", data={"q.solved": "missed", "q.understood": "met"}
        ).status_code
        == 302
    )
    page = emre.get(where).text
    assert 'name="reasons.solved"' in page
    assert 'name="reasons.understood"' not in page
    done = {"reason.solved": "r", "reason.understood": "r", "reasons.solved": "system"}
    assert emre.post(f"{where}/decision", data=done).status_code == 302


def test_what_is_brought_up_has_its_own(inside: None, cast: Cast) -> None:
    """A question that a new answer brings up is answered like any other."""
    choose(cast, "lead", may_go_down=True)
    old = scored(cast, greeting="met", empathy="met")
    db.session.execute(
        sa.delete(Answer).where(Answer.question_id == "follow-up")
    )  # hidden, it needed none
    db.session.commit()
    one = dispute(cast, old, first_contact="missed")
    question = card_of(old.version).question("follow-up")
    given: dict[str, Any] = {
        "more": {"follow-up": ["missed"]},
        "actor": cast.lale,
        "on": TODAY,
        "now": NOW,
    }
    object.__setattr__(question, "reasons", (Reason("late", "Too late"),))
    try:
        with pytest.raises(Refused, match="choose a reason"):
            operations.decide(one, {"first-contact": AGENTS}, **given)
        db.session.rollback()
        new = operations.decide(
            one, {"first-contact": AGENTS}, ticked={"follow-up": ["late"]}, **given
        )
    finally:
        object.__setattr__(question, "reasons", ())
    assert new is not None
    assert reasons_of(new, "follow-up") == ["late"]
