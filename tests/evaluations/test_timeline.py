"""What pages say of an evaluation: by whom it is what it is, when its agent sees it, what a
critical error did, and where two views differ."""

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from qa.db import db
from qa.evaluations import operations, release, timeline
from qa.evaluations.disputes import proposals
from qa.evaluations.models import Evaluation
from qa.evaluations.release import BY_HAND, DAILY, WEEKLY, Rule
from tests.cast import NOW, ZONE, Cast, log_in, picked
from tests.clock import set_time
from tests.evaluations.test_disputes import AGENTS, decide, dispute, scored
from tests.evaluations.test_purposes import second, self_made
from tests.pages import flat

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    set_time(monkeypatch, lambda: LATER)


def rule(cast: Cast, wanted: Rule, *, now: Any = NOW) -> None:
    release.set_rule(wanted, actor=cast.queen, now=now)
    db.session.commit()


def plain(text: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


# By whom


def test_after_a_decision_the_decider_is_named(app: Any, cast: Cast) -> None:
    with app.app_context():
        old = scored(cast)
        new = decide(
            cast, dispute(cast, old), "lale", {"greeting": AGENTS}, now=NOW + timedelta(minutes=30)
        )
        assert new is not None
        number, first, talk = new.id, old.id, new.interaction.id
    words = "by the decision of Lale Işık on the dispute"
    for who in ("eve", "queen", "lale", "ayse"):
        client = log_in(app.test_client(), who)
        page = flat(client.get(f"/evaluations/{number}").text)
        assert words in page, who
        assert "Submitted</b> <small>" not in page, who  # the evaluator did nothing then
        assert "Decided on the dispute" in page, who
        assert words in client.get(f"/evaluations/{number}/print").text, who
        assert "Dispute: Lale Işık" in client.get("/evaluations").text, who
    queen = log_in(app.test_client(), "queen")
    assert "Submitted</b> <small>Eve" in flat(queen.get(f"/evaluations/{first}").text)
    assert words in queen.get(f"/interactions/{talk}").text
    rows = list(
        openpyxl.load_workbook(io.BytesIO(queen.get("/evaluations.xlsx").data)).active.iter_rows(
            values_only=True
        )
    )
    assert [row[-1] for row in rows] == ["Decided or corrected", words]
    assert rows[1][7] == "Eve"


def test_after_a_correction_who_corrected_is_named(app: Any, cast: Cast) -> None:
    with app.app_context():
        old = picked(cast, "A1", greeting="missed")
        draft = operations.begin_correction(old, reason="it was said", actor=cast.queen, now=NOW)
        operations.answer(draft, "greeting", raw=["met"], now=NOW)
        operations.submit(draft, actor=cast.queen, now=NOW)
        db.session.commit()
        number = draft.id
    eve = log_in(app.test_client(), "eve")
    page = plain(eve.get(f"/evaluations/{number}").text)
    assert "corrected by Queen," in page
    assert "Corrected Queen," in page
    assert "Correction: Queen" in plain(eve.get("/evaluations").text)


# When the agent sees it


@pytest.mark.parametrize(
    ("wanted", "said", "step"),
    [
        (
            Rule(DAILY, 18),
            "Not released yet: the agent sees it from 2 Jun 2025 18:00 on.",
            "Release by the rule 2 Jun 2025 18:00",
        ),
        (
            Rule(WEEKLY, 9, 4),
            "Not released yet: the agent sees it from 6 Jun 2025 09:00 on.",
            "Release by the rule 6 Jun 2025 09:00",
        ),
        (
            Rule(BY_HAND),
            "The agent sees it once a quality manager has released it by hand.",
            "Release by hand",
        ),
        (Rule(), "The agent has not read it yet.", "Release by the rule 2 Jun 2025 12:00"),
    ],
)
def test_who_made_it_is_told_when_the_agent_sees_it(
    app: Any, cast: Cast, wanted: Rule, said: str, step: str
) -> None:
    """A sample and a second opinion say the same, also after the rule has changed and after
    somebody released by hand."""
    with app.app_context():
        rule(cast, wanted)
        sample, other = scored(cast).id, second(cast, by="emre").id
        rule(cast, Rule(WEEKLY, 3, 2), now=NOW + timedelta(minutes=1))
    eve, emre = log_in(app.test_client(), "eve"), log_in(app.test_client(), "emre")

    def check() -> None:
        for client, number in ((eve, sample), (emre, other)):
            page = plain(client.get(f"/evaluations/{number}").text)
            assert said in page
            assert step in page
            if "not read" not in said:
                assert "The agent has not read it yet." not in page

    check()
    with app.app_context():
        release.release([db.session.get_one(Evaluation, sample)], actor=cast.queen, now=LATER)
        db.session.commit()
    check()


def test_everybody_else_is_told_what_is(app: Any, cast: Cast) -> None:
    with app.app_context():
        rule(cast, Rule(DAILY, 18))
        drawn, chosen = scored(cast).id, picked(cast, "A5").id
        rule(cast, Rule(BY_HAND), now=NOW + timedelta(minutes=1))
        waiting = picked(cast, "A6").id
    queen, eve = log_in(app.test_client(), "queen"), log_in(app.test_client(), "eve")
    at = "Not released yet: the agent sees it from 2 Jun 2025 18:00 on."
    assert at in queen.get(f"/evaluations/{drawn}").text
    # What is picked by hand cannot be taken for a second opinion, so its maker is told, too, and in
    # the list.
    assert at in eve.get(f"/evaluations/{chosen}").text
    assert "To be released" in eve.get(f"/evaluations/{chosen}").text
    assert eve.get("/evaluations").text.count("Not released yet") == 2
    assert (
        "Not released yet: a quality manager releases it by hand."
        in eve.get(f"/evaluations/{waiting}").text
    )
    with app.app_context():
        release.release([db.session.get_one(Evaluation, waiting)], actor=cast.queen, now=LATER)
        db.session.commit()
    assert "The agent has not read it yet." in eve.get(f"/evaluations/{waiting}").text


def test_a_correction_has_the_time_of_the_first(inside: None, cast: Cast) -> None:
    rule(cast, Rule(DAILY, 18))
    old = scored(cast)
    rule(cast, Rule(WEEKLY, 9, 4), now=NOW + timedelta(minutes=1))
    draft = operations.begin_correction(old, reason="r", actor=cast.eve, now=LATER)
    operations.answer(draft, "greeting", raw=["met"], now=LATER)
    operations.submit(draft, actor=cast.eve, now=LATER)
    assert (
        release.by_rule(draft, zone=ZONE)
        == draft.released_at
        == old.submitted_at + timedelta(hours=6)
    )
    assert (
        timeline.unreleased(draft, viewer=cast.eve, now=LATER)
        == timeline.unreleased(draft, viewer=cast.queen, now=LATER)
        != ""
    )


# What a critical error did, and reasons


def test_the_list_says_which_critical_error_and_what_it_did(app: Any, cast: Cast) -> None:
    with app.app_context():
        made = [picked(cast, "A1", correct_info="missed"), picked(cast, "A2", card_data="missed")]
        assert [one.critical_errors for one in made] == [["customer"], ["compliance"]]
        assert [one.score == one.raw_score for one in made] == [True, False]
        talk = made[0].interaction_id
    queen = log_in(app.test_client(), "queen")
    page = plain(queen.get("/evaluations").text)
    assert "Critical error Customer : fails the result, the score stays" in page.replace(
        "Customer:", "Customer :"
    )
    assert "Compliance: zeroes the score" in page
    assert "Customer: fails the result, the score stays" in plain(
        queen.get(f"/interactions/{talk}").text
    )


def test_an_answer_and_its_reasons_stand_apart(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = picked(cast, "A1", correct_info="missed").id
    page = flat(log_in(app.test_client(), "eve").get(f"/evaluations/{number}").text)
    assert re.search(r'<b>Missed</b>\s+<span class="text-secondary">· \S', page)


# Beside each other


def test_answers_that_differ_are_marked_and_can_be_had_alone(app: Any, cast: Cast) -> None:
    with app.app_context():
        own = self_made(cast, greeting="partly", empathy="partly").id
        other = picked(cast, "A1", greeting="missed", empathy="partly").id
    for who, number in (("ayse", other), ("eve", own), ("queen", other)):
        client = log_in(app.test_client(), who)
        page = flat(client.get(f"/evaluations/{number}").text)
        total = page.count("<tr><td>") + page.count('<tr class="apart"><td>')
        assert page.count('<tr class="apart">') == 1, who
        assert "Only those that differ" in page
        few = flat(client.get(f"/evaluations/{number}?answers=differing").text)
        assert few.count('<tr class="apart">') == 1
        assert total - few.count("<tr><td>") - 1 > 10  # those that agree are gone
        assert "Show all" in few


def test_what_is_missing_of_a_question_is_said_at_once(app: Any, cast: Cast) -> None:
    with app.app_context():
        evaluation = picked(cast, "A1", submit=False)
        operations.answer(
            evaluation, "correct-info", raw=["missed"], comment="", reasons=[], now=NOW
        )
        operations.answer(evaluation, "listening", raw=[], now=NOW)
        db.session.commit()
        assert operations.sheet_of(evaluation).wanting() == {
            "listening": "Answer this question.",
            "correct-info": "It failed: write a comment and choose a reason.",
        }
        number = evaluation.id
    eve = log_in(app.test_client(), "eve")
    assert 'href="#question-listening"' not in eve.get(f"/evaluations/{number}/score").text
    # without a script
    page = flat(eve.post(f"/evaluations/{number}/submission", follow_redirects=True).text)
    for id, said in (
        ("listening", "Answer this question."),
        ("correct-info", "It failed: write a comment and choose a reason."),
    ):
        assert re.search(rf'<li><a href="#question-{id}">\d+\. [^<]+</a> {said}', page), id


def test_words_with_a_line_end_are_found(inside: None, cast: Cast) -> None:
    """A text field sends its line ends as two characters."""
    old = scored(cast)
    turn = next(turn for turn in old.interaction.turns if "hemen" in turn.text)
    turn.text = "iyi günler\nhemen bakıyorum"
    proposal = proposals.Proposal("greeting", ["met"], "w", quote="günler\r\nhemen")
    made = proposals.open_dispute(old, [proposal], actor=cast.ayse, on=NOW.date(), now=NOW)
    assert [e.quote for e in made.evidence] == ["günler\nhemen"]
