"""Calibration: blind everywhere until it is closed, everything side by side afterwards."""

import io
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from qa.audit import AuditLine
from qa.calibration import comparing, operations, queries
from qa.calibration.models import CalibrationSession
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.evaluations import queries as reading
from qa.evaluations.models import Evaluation
from qa.reports.models import MeasureDay
from qa.scorecards.queries import card_of
from qa.web import Refused
from tests.cast import NOW, ZONE, Cast, blind, chat_card, log_in, session_of


@pytest.fixture
def open_one(app: Any, cast: Cast) -> dict[str, int]:
    """A session on A1 in which Emre has submitted a harsh evaluation and Eve has begun one."""
    with app.app_context():
        session = session_of(cast, people=("eve", "emre", "queen"))
        harsh = blind(cast, session, "emre", greeting="missed", courtesy="missed")
        draft = blind(cast, session, "eve", submit=False)
        return {
            "session": session.id,
            "item": session.items[0].id,
            "harsh": harsh.id,
            "draft": draft.id,
        }


def test_nobody_sees_another_before_it_is_closed(
    app: Any, cast: Cast, open_one: dict[str, int]
) -> None:
    with app.app_context():
        score = str(float(db.session.get_one(Evaluation, open_one["harsh"]).score))
    for who in ("queen", "eve", "lale", "tarik", "ayse"):
        client = log_in(app.test_client(), who)
        for path in (
            "/evaluations",
            "/evaluations.xlsx",
            f"/interactions/{cast.talks['A1']}",
            f"/calibrations/{open_one['session']}",
            "/agents",
            f"/agents/{cast.agents['ayse']}",
            f"/agents/{cast.agents['ayse']}.xlsx",
            "/me",
            "/coaching-needs",
            "/queue",
            "/calibrations",
            "/evaluators",
            f"/evaluators/{cast.ids['emre']}",
        ):
            answer = client.get(path, follow_redirects=True)
            content = (
                answer.data
                if not path.endswith(".xlsx") or answer.status_code != 200
                else str(
                    [list(s.values) for s in openpyxl.load_workbook(io.BytesIO(answer.data))]
                ).encode()
            )
            assert f"/evaluations/{open_one['harsh']}".encode() not in content, (who, path)
            assert score.encode() not in content, (who, path)
        for path in (
            f"/evaluations/{open_one['harsh']}",
            f"/evaluations/{open_one['harsh']}/score",
            f"/calibrations/{open_one['session']}.xlsx",
        ):
            assert client.get(path).status_code == 404, (who, path)
        assert (
            client.post(
                f"/evaluations/{open_one['harsh']}/answers/greeting", data={"answer": "met"}
            ).status_code
            == 404
        )


def test_the_comparison_of_an_open_session_is_refused(inside: None, cast: Cast) -> None:
    with pytest.raises(ValueError, match="open"):
        queries.comparison(session_of(cast))


def test_a_closed_session_shows_everything_to_its_people(
    app: Any, cast: Cast, open_one: dict[str, int]
) -> None:
    queen = log_in(app.test_client(), "queen")
    with app.app_context():
        evaluations.submit(
            db.session.get_one(Evaluation, open_one["draft"]), actor=cast.eve, now=NOW
        )
        db.session.commit()
    assert (
        queen.post(f"/calibrations/{open_one['session']}/closure", data={"anyway": "y"}).status_code
        == 302
    )
    assert (
        queen.post(f"/calibrations/{open_one['session']}/closure", data={"anyway": "y"}).status_code
        == 302
    )  # twice changes nothing
    for who, status in {
        "queen": 200,
        "eve": 200,
        "emre": 200,
        "lale": 404,
        "tarik": 404,
        "ayse": 404,
        "ada": 404,
    }.items():
        client = log_in(app.test_client(), who)
        assert client.get(f"/calibrations/{open_one['session']}").status_code == status
        book = client.get(f"/calibrations/{open_one['session']}.xlsx")
        assert book.status_code == status
    assert "Emre" in queen.get(f"/calibrations/{open_one['session']}").text
    totals = list(
        openpyxl.load_workbook(
            io.BytesIO(queen.get(f"/calibrations/{open_one['session']}.xlsx").data)
        )
        .worksheets[0]
        .values
    )
    assert totals[1][0] == "A1"
    given = [value for value in totals[1][3:] if value is not None]
    assert len(given) == 2
    assert totals[1][1] == pytest.approx(sum(given) / 2)
    # Still out of agents' figures and of the lists.
    assert f"/evaluations/{open_one['harsh']}" not in queen.get("/evaluations").text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MeasureDay)) == 0


def test_what_comes_too_late_is_refused(app: Any, cast: Cast, open_one: dict[str, int]) -> None:
    assert (
        log_in(app.test_client(), "queen")
        .post(f"/calibrations/{open_one['session']}/closure", data={"anyway": "y"})
        .status_code
        == 302
    )
    eve = log_in(app.test_client(), "eve")
    answer = eve.post(f"/evaluations/{open_one['draft']}/submission", follow_redirects=True)
    assert "This session is closed." in answer.text
    with app.app_context():
        assert db.session.get_one(Evaluation, open_one["draft"]).submitted_at is None
        session = db.session.get_one(
            type(queries.session(open_one["session"], cast.queen)), open_one["session"]
        )
        assert [u.email for u in queries.comparison(session).people] == ["emre@example.com"]
    assert (
        log_in(app.test_client(), "queen")
        .post(f"/calibration-items/{open_one['item']}/evaluation")
        .status_code
        == 409
    )


def test_taking_twice_is_the_same_evaluation(
    app: Any, cast: Cast, open_one: dict[str, int]
) -> None:
    queen = log_in(app.test_client(), "queen")
    first = queen.post(f"/calibration-items/{open_one['item']}/evaluation")
    assert (
        first.location == queen.post(f"/calibration-items/{open_one['item']}/evaluation").location
    )
    assert (
        log_in(app.test_client(), "tarik")
        .post(f"/calibration-items/{open_one['item']}/evaluation")
        .status_code
        == 404
    )


def test_one_still_sees_and_finds_ones_own(app: Any, cast: Cast, open_one: dict[str, int]) -> None:
    emre = log_in(app.test_client(), "emre")
    assert emre.get(f"/evaluations/{open_one['harsh']}").status_code == 200
    eve = log_in(app.test_client(), "eve")
    assert eve.get(f"/evaluations/{open_one['draft']}/score").status_code == 200
    with app.app_context():
        assert [item.id for _s, item in queries.waiting(cast.eve)] == [open_one["item"]]
        assert queries.waiting(cast.emre) == []
        assert reading.of_interaction(cast.talks["A1"], cast.emre, NOW.date()) == []


def test_the_reference_is_kept_changed_and_taken_away(
    app: Any, cast: Cast, open_one: dict[str, int]
) -> None:
    queen = log_in(app.test_client(), "queen")
    address = f"/calibration-items/{open_one['item']}/reference"
    assert queen.post(address, data={"q.greeting": "met"}).status_code == 409
    queen.post(f"/calibrations/{open_one['session']}/closure", data={"anyway": "y"})
    for value, kept in (("met", "met"), ("met", "met"), ("partly", "partly"), ("", None)):
        assert queen.post(address, data={"q.greeting": value}).status_code == 302
        with app.app_context():
            session = queries.session(open_one["session"], cast.queen)
            row = next(
                r for r in queries.comparison(session).questions if r.question.id == "greeting"
            )
            assert row.references == [kept]
            assert row.right == {"met": (0, 1), "partly": (0, 1), None: None}[kept]
    assert queen.post(address, data={"q.greeting": "no such"}).status_code == 400


def test_a_text_is_never_agreed_on_and_stays_out_of_the_record(
    app: Any, cast: Cast, open_one: dict[str, int]
) -> None:
    queen = log_in(app.test_client(), "queen")
    queen.post(f"/calibrations/{open_one['session']}/closure", data={"anyway": "y"})
    with app.app_context():
        text = next(q.id for q in card_of(chat_card()).questions if q.type == "text")
    data = {f"q.{text}": "Müşteri Ayhan Kaya aradı", "q.greeting": "met"}
    assert (
        queen.post(f"/calibration-items/{open_one['item']}/reference", data=data).status_code == 302
    )
    with app.app_context():
        lines = list(
            db.session.scalars(
                sa.select(AuditLine).where(AuditLine.action == "calibration:reference")
            )
        )
        assert [line.changes for line in lines] == [{"greeting": [None, "met"]}]
        session = queries.session(open_one["session"], cast.queen)
        assert session is not None
        assert [r.question_id for r in session.items[0].references] == ["greeting"]
        with pytest.raises(Refused):
            operations.set_reference(
                session.items[0], session, {text: "Ayhan Kaya"}, actor=cast.queen, now=NOW
            )


@pytest.mark.parametrize(
    "change", [{"people": ("eve",)}, {"people": ("eve", "eve")}, {"talks": ()}]
)
def test_a_session_needs_two_people_and_something_to_score(
    inside: None, cast: Cast, change: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        session_of(cast, **change)


def test_a_session_is_of_the_channels_of_its_scorecard(inside: None, cast: Cast) -> None:
    cast.talk("A1").channel = "call"
    with pytest.raises(Refused, match="A1"):
        session_of(cast)


def test_an_empty_session_is_not_closed(inside: None, cast: Cast) -> None:
    session = session_of(cast)
    blind(cast, session, "eve", submit=False)
    with pytest.raises(Refused, match="Nobody has submitted"):
        operations.close(session, anyway=True, actor=cast.queen, now=NOW)
    with pytest.raises(Refused):
        operations.set_reference(
            session.items[0], session, {"greeting": "met"}, actor=cast.queen, now=NOW
        )
    assert (
        operations.take(session.items[0], session, zone=ZONE, actor=cast.emre, now=NOW).purpose
        == "calibration"
    )


def test_opening_on_the_page(client: Any, cast: Cast) -> None:
    log_in(client, "queen")
    with client.application.app_context():
        version = chat_card().id
    sent = {
        "title": "Mayıs",
        "version_id": version,
        "interactions": "A1\nB1",
        "participants": [cast.ids["eve"], cast.ids["emre"]],
    }
    assert client.get("/calibrations/new?interaction=A1").status_code == 200
    answer = client.post("/calibrations/new", data=sent)
    assert answer.status_code == 302
    assert client.get(answer.location).status_code == 200
    for change in (
        {"interactions": "A1\nnone"},
        {"interactions": ""},
        {"participants": []},
        {"title": ""},
        {"version_id": 999},
        {"interactions": "\n".join(f"x{i}" for i in range(51))},
        {"due_on": "soon"},
        {"participants": [cast.ids["ayse"]]},
    ):
        assert client.post("/calibrations/new", data={**sent, **change}).status_code == 400, change


# The arithmetic


def test_percent_agreement_by_hand() -> None:
    assert comparing.agreement([["a", "a", "b"], ["a", "a"], ["a"]]) == (
        pytest.approx((1 / 3 + 1) / 2),
        2,
    )
    assert comparing.agreement([["a"], []]) is None
    assert comparing.agreement([[["x", "y"], ["y", "x"]]]) == (1.0, 1)
    assert comparing.agreement([["na", "na"]]) == (1.0, 1)


def test_majority_and_bias() -> None:
    assert comparing.majority(["a", "b", "a"]) == "a"
    assert comparing.majority(["a", "b"]) is None
    assert comparing.majority([]) is None
    assert comparing.majority([["x", "y"], ["y", "x"]]) == ["x", "y"]
    assert comparing.bias([2.0, -4.0]) == (-1.0, 3.0)
    assert comparing.bias([]) is None


def test_closing_without_everybody_has_to_be_meant(
    app: Any, cast: Cast, open_one: dict[str, int]
) -> None:
    queen = log_in(app.test_client(), "queen")
    page = queen.get(f"/calibrations/{open_one['session']}").get_data(as_text=True)
    assert "missing; close it without" in page
    assert queen.post(f"/calibrations/{open_one['session']}/closure").status_code == 409
    with app.app_context():
        assert db.session.get_one(CalibrationSession, open_one["session"]).closed_at is None
