"""What a number can be: a time and a count begin at 0, a count is whole; refused at saving, at
submission and on the command line, and what was taken once stays readable."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from qa import settings
from qa.cli import main
from qa.db import db
from qa.evaluations import operations
from qa.evaluations.disputes import proposals
from qa.evaluations.models import Answer, Evaluation, design_weight
from qa.scorecards.labels import fault_message
from qa.scoring import AnswerError, Card, Fault, check_answers, flips, score, tally
from qa.web import Refused
from tests.cast import NOW, Cast, draw, log_in, picked, submitted


def card(*, source: str | None = None, ends: tuple[float, ...] = (30, 60)) -> Card:
    """One number question, of a fact or of none."""
    bands: list[dict[str, Any]] = [{"up_to": end, "score": 1} for end in ends]
    asked = {"id": "n", "text": "n", "type": "number", "bands": [*bands, {"score": 0}]}
    return Card.from_dict(
        {
            "scorecard": 1,
            "id": "small",
            "version": 1,
            "title": "Small",
            "sections": [
                {
                    "id": "a",
                    "title": "A",
                    "questions": [asked | ({"from": source} if source else {})],
                }
            ],
        }
    )


@pytest.mark.parametrize(
    ("made", "answer", "wrong"),
    [
        (card(source="first_response_seconds"), -90, "below 0"),
        (card(source="first_response_seconds"), -0.5, "below 0"),
        (card(source="first_response_seconds"), 0, ""),
        (card(source="first_response_seconds"), 1.5, ""),
        (card(source="transfers"), -1, "below 0"),
        (card(source="transfers"), 1.5, "whole number"),
        (card(source="transfers"), 2.0, ""),
        (card(), -1, "below 0"),
        (card(), 1.5, ""),
        (card(ends=(-5, 5)), -90, ""),  # its own bands go below 0
        (card(source="hold_seconds", ends=(-5, 5)), -90, "below 0"),
        (card(), 10**9, ""),
        (card(), 10**9 + 1, "at most"),
        (card(ends=(-5, 5)), -(10**9) - 1, "at most"),
        (card(), True, "must be a number"),
        (card(), float("nan"), "must be a number"),
    ],
)
def test_what_nothing_can_measure(made: Card, answer: Any, wrong: str) -> None:
    faults = check_answers(made, {"n": answer})
    assert [wrong in fault.message for fault in faults] == ([True] if wrong else [])
    for worked in (score, flips):
        if wrong:
            with pytest.raises(AnswerError, match=wrong):
                worked(made, {"n": answer})
        else:
            worked(made, {"n": answer})


def test_what_was_taken_once_is_scored_as_it_stands() -> None:
    made = card(source="first_response_seconds")
    assert score(made, {"n": -90}, kept=True).raw_score == 100
    assert tally(made, {"n": -90}).raw_score == 100
    with pytest.raises(AnswerError):  # but what is no number at all never was
        score(made, {"n": "many"}, kept=True)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("-90", "below 0"),
        ("1j1j", "not a number"),
        ("-0,5", "below 0"),
        ("1e10", "at most"),
        ("nan", "number"),
    ],
)
def test_it_is_refused_when_it_is_saved(app: Any, cast: Cast, given: str, why: str) -> None:
    with app.app_context():
        number = picked(cast, "A1", submit=False).id
    eve = log_in(app.test_client(), "eve")
    answer = eve.post(
        f"/evaluations/{number}/answers/first-response",
        data={"answer": given},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 400
    assert why in answer.json["error"]
    data = {"q.first-response": given, "comment.first-response": "c"}
    assert why in eve.post(f"/evaluations/{number}/answers", data=data, follow_redirects=True).text
    with app.app_context():
        assert db.session.get_one(Answer, (number, "first-response")).answer == 20


def test_it_is_refused_at_submission_and_shown_where_it_was_submitted(app: Any, cast: Cast) -> None:
    def put(number: int) -> None:
        db.session.execute(
            sa.update(Answer)
            .where(Answer.evaluation_id == number, Answer.question_id == "first-response")
            .values(answer=-90, comment="c", from_fact=False)
        )
        db.session.commit()

    with app.app_context():
        draft, done = picked(cast, "A1", submit=False).id, picked(cast, "A2").id
        put(draft)
        put(done)
        with pytest.raises(Refused, match="still want"):
            operations.submit(db.session.get_one(Evaluation, draft), actor=cast.eve, now=NOW)
        db.session.rollback()
    eve = log_in(app.test_client(), "eve")
    page = eve.post(f"/evaluations/{draft}/submission", follow_redirects=True).text
    assert page.count("a time or a count cannot be below 0") == 2  # for the script, and in words
    assert eve.get(f"/evaluations/{done}").status_code == 200
    assert eve.get(f"/evaluations/{done}/print").status_code == 200


def test_an_agent_cannot_propose_it(inside: None, cast: Cast) -> None:
    wrong = proposals.Proposal("first-response", ["-1"], "it was quicker")
    with pytest.raises(Refused, match="below 0"):
        proposals.open_dispute(picked(cast, "A1"), [wrong], actor=cast.ayse, on=NOW.date(), now=NOW)


def test_the_command_line_refuses_it(tmp_path: Path) -> None:
    sheet = tmp_path / "answers.json"
    sheet.write_text(json.dumps({"first-response": -90}))
    result = CliRunner().invoke(
        main, ["score", str(settings.ROOT / "scorecards" / "chat.yaml"), str(sheet)]
    )
    assert result.exit_code == 1
    assert "first-response: a time or a count cannot be below 0" in result.stderr


def test_a_refusal_says_its_figures_as_the_reader_writes_them(app: Any) -> None:
    for language, text in (("tr", "0,5"), ("en", "0.5")):
        with app.test_request_context(headers={"Accept-Language": language}):
            assert text in fault_message(
                Fault("q", "must be from %(low)s to %(high)s", {"low": 0.5, "high": 3})
            )


def test_a_missing_weight_is_an_error_and_no_guess() -> None:
    """What was not drawn has none, and enters no average; to count it as 0 or as 1 would."""
    assert design_weight(2.5) == 2.5
    with pytest.raises(ValueError, match="was not drawn"):
        design_weight(None)


def test_the_table_refuses_what_was_drawn_without_a_weight(inside: None, cast: Cast) -> None:
    made = submitted(cast, draw(cast).assignments[0])
    made.weight = None
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
