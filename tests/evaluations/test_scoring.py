"""Scoring: every answer is kept at once, nothing is submitted that wants something, and what is
submitted stays."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa.db import db
from qa.evaluations import operations, queries
from qa.evaluations.models import Answer, Evaluation, Evidence
from qa.interactions.models import Turn
from qa.interactions.recordings import storage
from qa.reports.models import MeasureDay
from qa.web import Refused
from tests.cast import NOW, ZONE, Cast, answer_all, chat_card, draw, log_in, picked, submitted
from tests.interactions.test_recordings import tone, wav


@pytest.fixture
def draft(app: Any, cast: Cast) -> int:
    """Eve's draft of A1, drawn, nothing answered but the measured figures."""
    with app.app_context():
        item = draw(cast, per_agent=6)
        assignment = next(a for a in item.assignments if a.interaction.external_id == "A1")
        evaluation = operations.begin_assigned(assignment, zone=ZONE, actor=cast.eve, now=NOW)
        db.session.commit()
        return evaluation.id


def kept(app: Any, number: int) -> Evaluation:
    evaluation = queries.get(number, db.session.get_one(Evaluation, number).evaluator, NOW.date())
    assert evaluation is not None
    return evaluation


def post(client: Any, number: int, question: str, **data: Any) -> Any:
    return client.post(
        f"/evaluations/{number}/answers/{question}",
        data=data,
        headers={"Accept": "application/json"},
    )


# Begin


def test_beginning_twice_is_one_evaluation(app: Any, cast: Cast, draft: int) -> None:
    client = log_in(app.test_client(), "eve")
    with app.app_context():
        assignment = db.session.get_one(Evaluation, draft).assignment_id
    answers = [client.post(f"/assignments/{assignment}/evaluation") for _ in range(2)]
    assert {a.location for a in answers} == {f"/evaluations/{draft}/score"}
    assert (
        log_in(app.test_client(), "emre").post(f"/assignments/{assignment}/evaluation").status_code
        == 404
    )


def test_measured_figures_are_filled_in(app: Any, cast: Cast, draft: int) -> None:
    with app.app_context():
        evaluation = kept(app, draft)
        assert {a.question_id: (a.answer, a.from_fact) for a in evaluation.answers} == {
            "first-response": (20, True),
            "average-response": (20, True),
        }
        assert (evaluation.weight, evaluation.purpose, evaluation.team_id) == (
            1.0,
            "sample",
            cast.teams["alpha"],
        )
        assert evaluation.day == evaluation.interaction.started_at.astimezone(ZONE).date()


def test_the_weight_is_one_over_the_chance(inside: None, cast: Cast) -> None:
    for per_agent, seed in ((1, "a"), (4, "b")):
        for item in draw(cast, per_agent=per_agent, seed=seed).assignments:
            evaluation = operations.begin_assigned(item, zone=ZONE, actor=cast.eve, now=NOW)
            assert evaluation.weight == item.stratum_size / item.stratum_drawn


# Answer


def test_answers_are_kept_one_by_one(app: Any, cast: Cast, draft: int) -> None:
    client = log_in(app.test_client(), "eve")
    assert post(client, draft, "greeting", answer="partly").status_code == 200
    assert post(client, draft, "greeting", comment="kuru bir selam").status_code == 200
    state = post(client, draft, "listening", answer="met").json
    assert state["states"]["greeting"] == "answered"
    assert "greeting" not in state["wanting"]
    assert "courtesy" in state["wanting"]
    again = log_in(app.test_client(), "eve").get(f"/evaluations/{draft}/score")
    assert "kuru bir selam" in again.text
    with app.app_context():
        answers = {a.question_id: (a.answer, a.comment) for a in kept(app, draft).answers}
        assert answers["greeting"] == ("partly", "kuru bir selam")
        assert answers["listening"] == ("met", "")


def test_an_answer_can_be_taken_back(app: Any, cast: Cast, draft: int) -> None:
    client = log_in(app.test_client(), "eve")
    post(client, draft, "greeting", answer="met")
    assert "greeting" in post(client, draft, "greeting", answer="").json["wanting"]


@pytest.mark.parametrize(
    ("question", "data", "status"),
    [
        ("greeting", {"answer": "wonderful"}, 400),
        ("greeting", {"answer": "na"}, 400),
        ("first-response", {"answer": "soon"}, 400),
        ("no-such", {"answer": "met"}, 404),
        ("greeting", {"comment": "x" * 5001}, 400),
        ("first-response", {"answer": "nan"}, 400),
        ("first-response", {"answer": "inf"}, 400),
        ("first-response", {"answer": "1e999"}, 400),
        ("first-response", {"answer": "²"}, 400),
    ],
)
def test_an_answer_that_is_none_is_refused(
    app: Any, cast: Cast, draft: int, question: str, data: dict[str, str], status: int
) -> None:
    answer = post(log_in(app.test_client(), "eve"), draft, question, **data)
    assert answer.status_code == status
    assert answer.json["error"]
    with app.app_context():
        assert len(kept(app, draft).answers) == 2


def test_decimal_commas_and_points(inside: None, cast: Cast) -> None:
    evaluation = picked(cast, "A1", submit=False)
    for raw, value in (("45", 45), ("45,5", 45.5), ("45.5", 45.5), (" 7 ", 7)):
        assert operations.answer(evaluation, "first-response", raw=[raw], now=NOW).answer == value


def test_reasons_that_the_question_does_not_have_are_left_out(inside: None, cast: Cast) -> None:
    evaluation = picked(cast, "A1", submit=False)
    saved = operations.answer(
        evaluation, "correct-info", raw=["missed"], reasons=["knowledge", "weather"], now=NOW
    )
    assert saved is not None
    assert saved.reasons == ["knowledge"]


def test_saving_an_answer_and_its_comment_at_once(app: Any, cast: Cast, draft: int) -> None:
    """The page sends both within a moment; on PostgreSQL two processes may hold them at the same
    time."""
    clients = [log_in(app.test_client(), "eve") for _ in range(8)]
    answers: list[int] = []
    gate = threading.Barrier(8)

    def send(n: int) -> None:
        gate.wait()
        answers.append(
            post(
                clients[n],
                draft,
                "greeting",
                **({"answer": "met"} if n % 2 else {"comment": "iyi"}),
            ).status_code
        )

    threads = [threading.Thread(target=send, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 8
    with app.app_context():
        [saved] = [a for a in kept(app, draft).answers if a.question_id == "greeting"]
        assert (saved.answer, saved.comment) == ("met", "iyi")


# Evidence


def test_evidence_counts_characters_not_bytes(app: Any, cast: Cast, draft: int) -> None:
    client = log_in(app.test_client(), "eve")
    text = "Teşekkürler 🙏 bekliyorum"
    start = text.index("bekliyorum")
    answer = client.post(
        f"/evaluations/{draft}/evidence",
        headers={"Accept": "application/json"},
        data={"question_id": "greeting", "turn_n": 3, "start": start, "quote": "bekliyorum"},
    )
    assert answer.json == {
        "id": answer.json["id"],
        "question_id": "greeting",
        "turn_n": 3,
        "start": start,
        "end": start + 10,
        "quote": "bekliyorum",
        "at_ms": None,
        "clock": "",
        "saved": answer.json["saved"],
    }
    with app.app_context():
        evidence = db.session.scalars(sa.select(Evidence)).one()
        turn = db.session.get_one(Turn, (cast.talks["A1"], 3))
        assert turn.text[evidence.start : evidence.end] == evidence.quote == "bekliyorum"
    for _ in range(2):  # the second time, as from another window, it is gone already
        assert (
            client.post(f"/evaluations/{draft}/evidence/{answer.json['id']}/removal").status_code
            == 302
        )


@pytest.mark.parametrize(
    ("start", "quote", "found"),
    [
        (0, "kodunuz", 5),
        (5, "kodunuz", 5),
        (25, "kodunuz", 25),
        (999, "kodunuz", 5),
        (-3, "kodunuz", 5),
        (-41, "İade kod", 0),
        (0, "  İade  ", 0),
    ],
)
def test_words_are_found_where_they_stand(
    inside: None, cast: Cast, start: int, quote: str, found: int
) -> None:
    # İade kodunuz hazır, iade kodunuz ekranda.
    item = operations.add_evidence(
        picked(cast, "A1", submit=False), "greeting", turn_n=4, start=start, quote=quote, now=NOW
    )
    text = db.session.get_one(Turn, (cast.talks["A1"], 4)).text
    assert text[item.start : item.end] == item.quote
    assert item.start == found


def test_the_same_words_twice_are_one_evidence(inside: None, cast: Cast) -> None:
    evaluation = picked(cast, "A1", submit=False)
    one, two = (
        operations.add_evidence(evaluation, "greeting", turn_n=1, start=0, quote="Merhaba", now=NOW)
        for _ in range(2)
    )
    assert one is two


@pytest.mark.parametrize(
    ("turn_n", "quote", "question"),
    [
        (1, "not there", "greeting"),
        (99, "Merhaba", "greeting"),
        (1, " ", "greeting"),
        (1, "Merhaba", "none"),
    ],
)
def test_evidence_that_is_none_is_refused(
    inside: None, cast: Cast, turn_n: int, quote: str, question: str
) -> None:
    with pytest.raises(Refused):
        operations.add_evidence(
            picked(cast, "A1", submit=False), question, turn_n=turn_n, start=0, quote=quote, now=NOW
        )


# Submit


def test_it_is_refused_while_something_is_wanting(app: Any, cast: Cast, draft: int) -> None:
    client = log_in(app.test_client(), "eve")
    answer = client.post(f"/evaluations/{draft}/submission", follow_redirects=True)
    assert "still want something" in answer.text
    with app.app_context():
        assert kept(app, draft).submitted_at is None


@pytest.mark.parametrize(
    ("given", "question", "lack"),
    [
        ({"greeting": "missed"}, "greeting", "write a comment"),
        ({"correct_info": "missed"}, "correct-info", "choose a reason"),
        ({"first_response": "45"}, "first-response", "corrected a measured figure"),
    ],
)
def test_what_failed_wants_a_comment_and_a_reason(
    inside: None, cast: Cast, given: dict[str, str], question: str, lack: str
) -> None:
    evaluation = picked(cast, "A1", submit=False)
    operations.answer(evaluation, question, raw=[next(iter(given.values()))], now=NOW)
    if lack == "choose a reason":
        operations.answer(evaluation, question, comment="why", now=NOW)
    wanting = operations.sheet_of(evaluation).wanting()
    assert list(wanting) == [question]
    assert lack in wanting[question]
    with pytest.raises(Refused):
        operations.submit(evaluation, actor=cast.eve, now=NOW)
    operations.answer(evaluation, question, comment="because", reasons=["knowledge"], now=NOW)
    operations.submit(evaluation, actor=cast.eve, now=NOW)
    assert evaluation.submitted_at == NOW


def test_a_figure_left_as_it_was_measured_wants_nothing(inside: None, cast: Cast) -> None:
    evaluation = picked(cast, "A1", submit=False)
    operations.answer(evaluation, "first-response", raw=["45"], now=NOW)
    operations.answer(evaluation, "first-response", raw=["20"], now=NOW)
    assert operations.sheet_of(evaluation).wanting() == {}


def test_scores_before_and_after_critical_errors_are_both_kept(inside: None, cast: Cast) -> None:
    evaluation = picked(cast, "A1", correct_info="missed")
    assert evaluation.critical_errors
    assert evaluation.passed is False
    assert evaluation.raw_score is not None
    assert evaluation.raw_score > 0
    assert evaluation.score <= evaluation.raw_score
    answer = next(a for a in evaluation.answers if a.failed)
    assert (answer.state, answer.value, answer.missed) == ("answered", 0, True)


def chat_questions() -> set[str]:
    from qa.scorecards.queries import card_of

    return {q.id for q in card_of(chat_card()).questions}


def test_submitted_does_not_change(app: Any, cast: Cast, draft: int) -> None:
    with app.app_context():
        evaluation = db.session.get_one(Evaluation, draft)
        answer_all(evaluation)
        db.session.commit()
    client = log_in(app.test_client(), "eve")
    assert client.post(f"/evaluations/{draft}/submission").status_code == 302
    with app.app_context():
        before = [(a.question_id, a.answer, a.comment) for a in kept(app, draft).answers]
    assert post(client, draft, "greeting", answer="missed").status_code == 409
    assert (
        client.post(
            f"/evaluations/{draft}/evidence",
            data={"question_id": "greeting", "turn_n": 1, "quote": "Merhaba"},
        ).status_code
        == 409
    )
    client.post(f"/evaluations/{draft}/answers", data={"q.greeting": "missed", "then": "submit"})
    client.post(f"/evaluations/{draft}/activity", data={"active": 50})
    assert client.post(f"/evaluations/{draft}/submission", follow_redirects=True).status_code == 200
    with app.app_context():
        evaluation = kept(app, draft)
        assert [(a.question_id, a.answer, a.comment) for a in evaluation.answers] == before
        assert evaluation.active_seconds == 0
        assert db.session.scalar(sa.select(MeasureDay.n).where(MeasureDay.measure == "total")) == 1
    assert client.get(f"/evaluations/{draft}/score").status_code == 302


def test_submitting_twice_at_once_counts_once(app: Any, cast: Cast, draft: int) -> None:
    with app.app_context():
        answer_all(db.session.get_one(Evaluation, draft))
        db.session.commit()
    clients = [log_in(app.test_client(), "eve") for _ in range(6)]
    gate = threading.Barrier(6)
    codes: list[int] = []

    def send(n: int) -> None:
        gate.wait()
        codes.append(clients[n].post(f"/evaluations/{draft}/submission").status_code)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302] * 6
    with app.app_context():
        assert db.session.scalar(sa.select(MeasureDay.n).where(MeasureDay.measure == "total")) == 1


def test_without_a_script_the_whole_sheet_is_sent(app: Any, cast: Cast, draft: int) -> None:
    client = log_in(app.test_client(), "eve")
    with app.app_context():
        sent = {
            f"q.{q}": "met" for q in chat_questions() if "response" not in q and "note" not in q
        }
    answer = client.post(
        f"/evaluations/{draft}/answers",
        data={**sent, "q.greeting": "wonderful"},
        follow_redirects=True,
    )
    assert "greeting:" in answer.text
    with app.app_context():
        saved = {a.question_id: a.answer for a in kept(app, draft).answers}
        assert saved["courtesy"] == "met"
        assert saved["first-response"] == 20
    answer = client.post(f"/evaluations/{draft}/answers", data={**sent, "then": "submit"})
    assert answer.status_code == 302
    with app.app_context():
        assert kept(app, draft).submitted_at is not None


def test_idle_time_is_not_counted_as_work(inside: None, cast: Cast) -> None:
    evaluation = picked(cast, "A1", submit=False)
    for seconds, gone, total in (
        (0, 30, 30),
        (0, 500, 90),
        (45, 50, 135),
        (1000, 50, 186),
        (-5, 10, 186),
    ):
        evaluation.active_at = NOW
        operations.note_activity(evaluation, seconds, idle=60, now=NOW + timedelta(seconds=gone))
        assert evaluation.active_seconds == total


def test_the_queue_goes_on_to_the_next(app: Any, cast: Cast) -> None:
    with app.app_context():
        item = draw(cast, per_agent=1)
        first, second = item.assignments
        evaluation = operations.begin_assigned(first, zone=ZONE, actor=cast.eve, now=NOW)
        answer_all(evaluation)
        db.session.commit()
        number, following = evaluation.id, second.id
    client = log_in(app.test_client(), "eve")
    answer = client.post(f"/evaluations/{number}/submission")
    assert answer.location == f"/assignments/{following}"
    assert client.get(answer.location).status_code == 200


# Read and acknowledge


def test_who_sees_what(inside: None, cast: Cast) -> None:
    done, draft_one = picked(cast, "A1"), picked(cast, "A2", submit=False)
    sees = lambda one: {n for n in cast.ids if queries.get(one.id, getattr(cast, n), NOW.date())}  # noqa: E731
    assert sees(done) == {"queen", "eve", "lale", "tarik", "ayse"}
    assert sees(draft_one) == {"eve"}


def test_the_agent_acknowledges_once(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = picked(cast, "A1").id
    address = f"/evaluations/{number}/acknowledgement"
    for who in ("eve", "queen", "lale", "tarik", "bora", "outsider"):
        assert log_in(app.test_client(), who).post(address, data={"note": "x"}).status_code == 404
    ayse = log_in(app.test_client(), "ayse")
    assert ayse.post(address, data={"note": "x" * 5001}).status_code == 302
    for note in ("Teşekkürler", "ikinci"):
        assert ayse.post(address, data={"note": note}).status_code == 302
    with app.app_context():
        acknowledgement = db.session.get_one(Evaluation, number).acknowledgement
        assert acknowledgement is not None
        assert (acknowledgement.note, acknowledgement.user_id) == ("Teşekkürler", cast.ids["ayse"])


def test_a_draft_is_not_acknowledged(inside: None, cast: Cast) -> None:
    with pytest.raises(Refused):
        operations.acknowledge(picked(cast, "A1", submit=False), actor=cast.ayse, now=NOW)


def test_the_list_filters_and_its_count_of_queries(app: Any, cast: Cast, query_count: Any) -> None:
    with app.app_context():
        for item in draw(cast, per_agent=6).assignments:
            submitted(cast, item, greeting="missed" if item.position % 2 else "met")
    client = log_in(app.test_client(), "queen")
    rows = lambda query: client.get(f"/evaluations?{query}").text.count('href="/evaluations/')  # noqa: E731
    every = rows("")
    assert every >= 12
    assert 0 < rows("missed=greeting") < every
    assert rows("result=unread") == every
    assert rows(f"agent={cast.agents['ayse']}") < every
    assert rows("first=2026-01-01") == 0
    assert client.get("/evaluations?agent=abc&first=never&page=-4&result=x").status_code == 200
    assert (
        client.get(
            "/evaluations?page=99999999999999999999&first=0001-01-01&last=9999-12-31"
        ).status_code
        == 200
    )
    with query_count() as counted:
        client.get("/evaluations")
    assert counted.n <= 14, counted.statements
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Answer)) > 100


def test_a_moment_of_the_recording_is_evidence(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        path = storage.folder() / "x.wav"
        path.write_bytes(wav(tone(2)))
        storage.add(cast.talk("A1"), path, "x.wav", import_id=None, now=NOW)
        evaluation = picked(cast, "A1", submit=False)
        number = evaluation.id
    eve = log_in(client, "eve")

    def send(moment: str, quote: str = "", question: str = "greeting") -> Any:
        form = {"question_id": question, "moment": moment, "quote": quote}
        return eve.post(
            f"/evaluations/{number}/evidence", data=form, headers={"Accept": "application/json"}
        )

    first = send("0:01.5", " laughs ")
    assert (
        first.json["at_ms"],
        first.json["clock"],
        first.json["quote"],
        first.json["turn_n"],
    ) == (1500, "0:01", "laughs", 0)
    assert (
        send("1.5", "laughs aloud").json["id"] == first.json["id"]
    )  # the same moment has its note changed
    for moment in ("0:03", "-1", "never", "1:xx", "nan", "inf", "9" * 400):
        assert send(moment).status_code == 400, moment
    assert send("0:01", question="nobody").status_code == 404
    page = eve.get(f"/evaluations/{number}/score").text
    assert "laughs aloud" in page
    assert 'data-at="1500"' in page
    with client.application.app_context():
        assert [(e.at_ms, e.quote) for e in db.session.get_one(Evaluation, number).evidence] == [
            (1500, "laughs aloud")
        ]
