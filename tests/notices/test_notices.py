"""Notices in the application: who is told of what, once; the bell, the list, the choices, the
administrators' page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa import events
from qa.calibration import operations as calibration
from qa.db import db
from qa.evaluations import release
from qa.evaluations.disputes import proposals
from qa.evaluations.models import Evaluation
from qa.notices import labels, operations, queries, receivers, reminders
from qa.notices.models import NOW, Notice, NoticeChoice, NoticeMail
from qa.people import operations as people
from qa.people.models import User
from qa.sampling.models import Draw
from tests.cast import NOW as NINE
from tests.cast import ZONE, Cast, blind, chat_card, draw, log_in, session_of, submitted
from tests.notices.stage import told
from tests.pages import flat


def notices(user: User | None = None) -> list[Notice]:
    query = sa.select(Notice).order_by(Notice.id)
    return list(
        db.session.scalars(query if user is None else query.where(Notice.user_id == user.id))
    )


def said(one: Notice) -> str:
    return labels.sentence(one)


# Who is told of what


def test_participants_are_told_of_a_session_and_who_opened_it_is_not(
    inside: None, cast: Cast
) -> None:
    session = session_of(cast, people=("queen", "eve", "emre"))
    assert {(n.user_id, n.kind, n.subject_kind, n.subject_id) for n in notices()} == {
        (cast.ids[name], "calibration", "calibration_sessions", session.id)
        for name in ("emre", "eve")
    }
    assert len(notices()) == 2
    assert labels.path(notices()[0]) == f"/calibrations/{session.id}"


def test_an_evaluator_is_told_how_many_were_assigned(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=3, evaluators=("eve", "emre"))
    given = {
        cast.ids[name]: sum(a.evaluator_id == cast.ids[name] for a in item.assignments)
        for name in ("eve", "emre")
    }
    assert {n.user_id: n.values["count"] for n in notices()} == given
    assert {(n.kind, n.subject_kind, n.subject_id) for n in notices()} == {
        ("assigned", "draws", item.id)
    }
    assert labels.path(notices()[0]) == "/queue"


def again(item: Draw, name: str, cast: Cast, now: datetime) -> None:
    """Say once more that what `name` has of a draw was given at a time."""
    db.session.execute(sa.delete(Notice))
    for one in item.assignments:
        one.assigned_at = now if one.evaluator_id == cast.ids[name] else None
    events.items_assigned.send(item, user_ids={cast.ids[name]}, now=now)


def test_what_opens_later_is_not_told_now(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=3, evaluators=("eve", "emre"))
    mine = [one for one in item.assignments if one.evaluator_id == cast.ids["eve"]]
    item.due_on = date(2025, 6, 9)
    mine[0].opens_on = date(2025, 6, 22)
    again(item, "eve", cast, NINE + timedelta(seconds=1))
    (notice,) = notices()
    assert notice.values == {"count": len(mine) - 1, "due": "2025-06-09"}
    assert said(notice).endswith("assigned to you, due on 9 Jun 2025.")


def test_what_was_given_before_is_not_told_again(inside: None, cast: Cast) -> None:
    item = draw(cast, evaluators=("eve",))
    db.session.execute(sa.delete(Notice))
    events.items_assigned.send(item, user_ids={cast.ids["eve"]}, now=NINE + timedelta(hours=1))
    assert notices() == []


def evaluation_of(cast: Cast) -> Evaluation:
    item = next(a for a in draw(cast).assignments if a.agent_id == cast.agents["ayse"])
    made = submitted(cast, item)
    db.session.execute(sa.delete(Notice))
    return made


def test_the_agent_is_told_of_what_can_be_read(inside: None, cast: Cast) -> None:
    made = evaluation_of(cast)
    receivers.on_evaluation_released(made)
    (notice,) = notices()
    assert (notice.user_id, notice.kind, labels.path(notice)) == (
        cast.ids["ayse"],
        "released",
        f"/evaluations/{made.id}",
    )
    assert "interaction of" in said(notice)
    people.link_agent(cast.agent("ayse"), None, actor=None, now=NINE)
    receivers.on_evaluation_released(made)
    assert len(notices()) == 1  # an agent without an account cannot be told


def test_a_submission_tells_the_agent_when_it_is_released_and_not_before(
    inside: None, cast: Cast
) -> None:
    mine = [a for a in draw(cast).assignments if a.agent_id == cast.agents["ayse"]]
    at_once = submitted(cast, mine[0])
    assert [(n.kind, n.subject_id) for n in notices(cast.ayse)] == [("released", at_once.id)]
    release.set_rule(release.Rule(release.BY_HAND), actor=cast.queen, now=NINE)
    waiting = submitted(cast, mine[1])
    assert len(notices(cast.ayse)) == 1
    release.release([waiting], actor=cast.queen, now=NINE)
    assert [n.subject_id for n in notices(cast.ayse)] == [at_once.id, waiting.id]
    release.release([waiting], actor=cast.queen, now=NINE)
    assert len(notices(cast.ayse)) == 2


@pytest.mark.parametrize("purpose", ["second", "self", "check", "calibration"])
def test_what_is_not_for_the_agent_is_never_told_them(
    inside: None, cast: Cast, purpose: str
) -> None:
    made = evaluation_of(cast)
    made.purpose = purpose
    receivers.on_evaluation_released(made)
    assert notices() == []


def test_a_dispute_tells_who_decides_and_then_who_disputed(inside: None, cast: Cast) -> None:
    made = evaluation_of(cast)
    one = proposals.open_dispute(
        made,
        [proposals.Proposal("greeting", ["missed"], "why")],
        actor=cast.ayse,
        on=NINE.date(),
        now=NINE,
    )
    told_of = [(n.user_id, n.kind, n.subject_id) for n in notices()]
    decider = one.decider_id or cast.ids["queen"]
    assert (decider, "disputed", one.id) in told_of
    assert cast.ids["ayse"] not in {user_id for user_id, *_ in told_of}
    assert labels.path(notices()[0]) == f"/disputes/{one.id}"
    one.decided_by_id, one.decided_at = decider, NINE
    events.dispute_decided.send(one, now=one.decided_at)
    assert [n.kind for n in notices(cast.ayse)] == ["decided"]


def dispute(made: Evaluation, cast: Cast, **more: Any) -> Any:
    values = {
        "id": 7,
        "evaluation": made,
        "decider": cast.emre,
        "decider_id": cast.ids["emre"],
        "opened_by": cast.ayse,
        "opened_by_id": cast.ids["ayse"],
        "opened_at": NINE,
        "decided_at": NINE,
        "decided_by_id": cast.ids["emre"],
        "blind": True,
    }
    return SimpleNamespace(**values | more)


def test_who_decides_is_told_and_not_who_made_the_other(inside: None, cast: Cast) -> None:
    receivers.on_dispute_opened(dispute(evaluation_of(cast), cast))
    assert {(n.user_id, n.kind) for n in notices()} == {
        (cast.ids["emre"], "disputed"),
        (cast.ids["eve"], "contested"),
    }
    assert "Eve" not in str([n.values for n in notices()]) + said(notices(cast.emre)[0])


def test_a_dispute_without_a_decider_is_the_quality_managers(inside: None, cast: Cast) -> None:
    receivers.on_dispute_opened(dispute(evaluation_of(cast), cast, decider=None))
    assert {(n.user_id, n.kind) for n in notices()} == {
        (cast.ids["queen"], "disputed"),
        (cast.ids["eve"], "contested"),
    }


def test_the_evaluator_who_decides_is_told_once(inside: None, cast: Cast) -> None:
    receivers.on_dispute_opened(dispute(evaluation_of(cast), cast, decider=cast.eve))
    assert [(n.user_id, n.kind) for n in notices()] == [(cast.ids["eve"], "disputed")]


def test_a_decision_is_told_the_agent_and_the_evaluator(inside: None, cast: Cast) -> None:
    made = evaluation_of(cast)
    receivers.on_dispute_decided(dispute(made, cast), now=NINE)
    assert {(n.user_id, n.kind) for n in notices()} == {
        (cast.ids["ayse"], "decided"),
        (cast.ids["eve"], "decided"),
    }
    db.session.execute(sa.delete(Notice))
    receivers.on_dispute_decided(dispute(made, cast, decided_by_id=cast.ids["eve"]), now=NINE)
    assert [n.user_id for n in notices()] == [cast.ids["ayse"]]


def test_no_notice_holds_a_score_or_an_answer(inside: None, cast: Cast) -> None:
    made = evaluation_of(cast)
    receivers.on_evaluation_released(made)
    receivers.on_dispute_opened(dispute(made, cast))
    receivers.on_dispute_decided(dispute(made, cast), now=NINE)
    assert {key for n in notices() for key in n.values} == {"scorecard", "day"}


# What becomes due


def test_due_and_overdue_are_told_once_each(inside: None, cast: Cast) -> None:
    item = draw(cast, evaluators=("eve",))
    db.session.execute(sa.delete(Notice))
    item.due_on = date(2025, 6, 5)
    for now in (
        NINE,
        NINE + timedelta(days=1),
        NINE + timedelta(days=1, hours=1),
        NINE + timedelta(days=3),
    ):
        reminders.tell_due(now, zone=ZONE)
    assert [(n.kind, n.values["count"]) for n in notices()] == [("due", len(item.assignments))]
    done = item.assignments[0]
    done.completed_at = NINE
    item.assignments[1].swapped_at = NINE
    for days in (4, 5, 30):
        reminders.tell_due(NINE + timedelta(days=days), zone=ZONE)
    assert [(n.kind, n.values["count"]) for n in notices()][1:] == [
        ("overdue", len(item.assignments) - 2)
    ]
    assert "was due on 5 Jun 2025" in said(notices()[1]) or "were due on 5 Jun 2025" in said(
        notices()[1]
    )


def test_what_is_done_in_time_is_not_told(inside: None, cast: Cast) -> None:
    item = draw(cast, evaluators=("eve",))
    db.session.execute(sa.delete(Notice))
    item.due_on = date(2025, 6, 3)
    for one in item.assignments:
        one.completed_at = NINE
    reminders.tell_due(NINE + timedelta(days=9), zone=ZONE)
    assert notices() == []


def test_calibration_ahead_is_told_who_has_not_finished(inside: None, cast: Cast) -> None:
    session = calibration.open_session(
        title="Mayıs",
        version=chat_card(),
        interactions=[cast.talk("A1")],
        participants=[cast.eve, cast.emre],
        due_on=date(2025, 6, 10),
        actor=cast.queen,
        now=NINE,
    )
    db.session.commit()
    assert len(notices()) == 2  # of its opening
    blind(cast, session, "eve")
    for days in (0, 5, 6, 7, 8, 9):
        reminders.tell_due(NINE + timedelta(days=days), zone=ZONE)
    assert [n.user_id for n in notices()][2:] == [cast.ids["emre"]]
    assert "until 10 Jun 2025" in said(notices()[-1])


def test_a_session_due_tomorrow_is_not_told_twice_on_one_day(inside: None, cast: Cast) -> None:
    calibration.open_session(
        title="x",
        version=chat_card(),
        interactions=[cast.talk("A1")],
        participants=[cast.eve, cast.emre],
        due_on=date(2025, 6, 3),
        actor=cast.queen,
        now=NINE,
    )
    reminders.tell_due(NINE + timedelta(hours=1), zone=ZONE)
    assert len(notices()) == 2


def test_the_job_does_both(inside: None, cast: Cast) -> None:
    item = draw(cast, evaluators=("eve",))
    db.session.execute(sa.delete(Notice))
    item.due_on = datetime.now(UTC).date() - timedelta(days=1)
    db.session.commit()
    reminders.send_reminders()
    reminders.send_reminders()
    assert [n.kind for n in notices()] == ["overdue"]


# Pages


def page(client: FlaskClient, who: str, path: str = "/notices") -> str:
    answer = log_in(client, who).get(path)
    assert answer.status_code == 200
    return flat(answer.text)


@pytest.fixture
def three(client: FlaskClient, cast: Cast) -> list[int]:
    with client.application.app_context():
        found = [told(cast.eve)[0] for _ in range(3)]
        db.session.commit()
    return found


def test_the_bell_counts_what_is_unread(client: FlaskClient, cast: Cast, three: list[int]) -> None:
    assert '<span class="badge bg-red-lt">3</span>' in page(client, "eve", "/queue")
    assert "unread notices" not in page(client, "emre", "/queue")
    assert client.application.test_client().get("/login").status_code == 200
    with client.application.app_context():
        db.session.add_all(
            Notice(
                user_id=cast.ids["eve"],
                kind="assigned",
                subject_kind="draws",
                subject_id=1,
                values={"count": 1},
                made_at=NINE,
                how=NOW,
            )
            for _ in range(150)
        )
        db.session.commit()
    assert '<span class="badge bg-red-lt">99+</span>' in page(client, "eve", "/queue")
    assert "Page 1 of 4" in page(client, "eve")


def test_opening_one_reads_it(client: FlaskClient, cast: Cast, three: list[int]) -> None:
    answer = log_in(client, "eve").post(f"/notices/{three[0]}/opening")
    assert answer.location == "/queue"
    assert '<span class="badge bg-red-lt">2</span>' in page(client, "eve")
    assert (
        page(client, "eve", "/notices?show=unread").count(
            "3 interactions were assigned to you.</button>"
        )
        == 2
    )
    client.post(f"/notices/{three[1]}/reading")
    client.post(f"/notices/{three[1]}/reading")
    assert '<span class="badge bg-red-lt">1</span>' in page(client, "eve")
    client.post("/notices/reading")
    assert "bg-red-lt" not in page(client, "eve")
    assert "You have read everything" in page(client, "eve", "/notices?show=unread")


def test_all_read_is_ones_own(client: FlaskClient, cast: Cast, three: list[int]) -> None:
    log_in(client, "emre").post("/notices/reading")
    assert '<span class="badge bg-red-lt">3</span>' in page(client, "eve")


@pytest.mark.parametrize("path", ["opening", "reading"])
def test_somebody_elses_notice_is_not_found(
    client: FlaskClient, cast: Cast, three: list[int], path: str
) -> None:
    assert log_in(client, "emre").post(f"/notices/{three[0]}/{path}").status_code == 404
    assert log_in(client, "ada").post(f"/notices/{three[0]}/{path}").status_code == 404


def test_an_empty_list_says_what_comes_there(client: FlaskClient, cast: Cast) -> None:
    assert "There are no notices yet" in page(client, "eve")


def test_lists_cost_the_same_however_long(
    client: FlaskClient, cast: Cast, three: list[int], query_count: Any
) -> None:
    log_in(client, "eve")
    with query_count() as before:
        client.get("/notices")
    with client.application.app_context():
        for _ in range(40):
            told(cast.eve)
        db.session.commit()
    with query_count() as after:
        assert flat(client.get("/notices").text).count("assigned to you.</button>") == 43
    assert after.n == before.n


def test_the_file_has_all_pages(client: FlaskClient, cast: Cast, three: list[int]) -> None:
    import io

    import openpyxl

    with client.application.app_context():
        for _ in range(60):
            told(cast.eve)
        db.session.commit()
    book = openpyxl.load_workbook(io.BytesIO(log_in(client, "eve").get("/notices.xlsx").data))
    assert len(list(book.active.iter_rows())) == 64


def test_choices_are_kept_and_only_what_concerns_the_reader_is_offered(
    client: FlaskClient, cast: Cast
) -> None:
    eve, ayse = page(client, "eve", "/account/notices"), page(client, "ayse", "/account/notices")
    assert 'name="assigned"' in eve
    assert 'name="released"' not in eve
    assert 'name="released"' in ayse
    assert 'name="assigned"' not in ayse
    assert "Nothing is told to your roles" in page(client, "ada", "/account/notices")
    log_in(client, "ayse")
    assert (
        client.post(
            "/account/notices", data={"released": "none", "decided": "now", "assigned": "now"}
        ).status_code
        == 302
    )
    with client.application.app_context():
        kept = {
            c.name: c.how
            for c in db.session.scalars(
                sa.select(NoticeChoice).where(NoticeChoice.user_id == cast.ids["ayse"])
            )
        }
        assert kept == {"released": "none", "decided": "now"}
        assert queries.choices(cast.ayse) == {"released": "none", "decided": "now"}
    assert (
        client.post(
            "/account/notices", data={"released": "sometimes", "decided": "now"}
        ).status_code
        == 400
    )
    assert client.post("/account/notices", data={}).status_code in (302, 400)
    with client.application.app_context():
        assert queries.choices(cast.ayse)["decided"] == "now"


def test_administrators_see_what_does_not_leave(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        _notice, mail_id = told(cast.eve)
        mail = db.session.get_one(NoticeMail, mail_id)
        mail.given_up_at, mail.attempts = NINE, 14
        db.session.commit()
    found = page(client, "ada", "/notices/mail")
    assert "SMTPConnectError" in found
    assert "eve@example.com" in found
    assert "there is no mail server" in found
    assert client.post(f"/notices/mail/{mail_id}/retry").status_code == 302
    with client.application.app_context():
        mail = db.session.get_one(NoticeMail, mail_id)
        assert (mail.given_up_at, mail.attempts) == (None, 0)
    assert client.post("/notices/mail/9999/retry").status_code == 404


def test_every_kind_has_its_sentence_in_both_languages_and_a_page(
    client: FlaskClient, cast: Cast
) -> None:
    from flask_babel import force_locale

    values = {
        "count": 2,
        "due": "2025-06-05",
        "title": "T",
        "scorecard": {"tr": "Yazışma", "en": "Chat"},
        "day": "2025-06-01",
    }
    with client.application.app_context():
        for kind in labels.KINDS:
            one = Notice(kind=kind, subject_id=1, values=values)
            with force_locale("en"):
                english = said(one)
            with force_locale("tr"):
                assert said(one) not in ("", english), kind
            assert labels.path(one).startswith("/")
    assert {kind.choice for kind in labels.KINDS.values()} == set(labels.CHOICES)


def test_an_unknown_kind_is_refused(inside: None, cast: Cast) -> None:
    with pytest.raises(KeyError):
        operations.notify([cast.eve], "weather", about=("users", 1), values={}, now=NINE)


def test_the_latest_come_first_whatever_was_written_first(inside: None, cast: Cast) -> None:
    for day in (3, 9, 5):  # what the clock tells late is written after what happened later
        db.session.add(
            Notice(
                user_id=cast.eve.id,
                kind="assigned",
                subject_kind="draws",
                subject_id=day,
                values={"count": 1, "due": None},
                made_at=NINE - timedelta(days=day),
                how="none",
            )
        )
    db.session.flush()
    assert [notice.subject_id for notice in queries.listed(cast.eve).rows] == [3, 5, 9]
