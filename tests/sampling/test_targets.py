"""What evaluators are to make: set by period and channel, and what is needed each working day to
get there."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from qa.audit import AuditLine
from qa.db import alembic, db
from qa.interactions.models import Interaction
from qa.sampling import operations, targets
from qa.sampling.models import PERIODS, Assignment, Target
from qa.sampling.periods import span, working_days
from qa.web import Refused
from tests.cast import NOW, ZONE, Cast, draw, log_in
from tests.conftest import Store, let_go, make_app
from tests.pages import flat

MONDAY = date(2025, 6, 2)
DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))


def set_for(cast: Cast, whom: Any, period: str, n: int, channel: str = "") -> Target:
    return operations.set_target(
        whom, period=period, channel=channel, n=n, actor=cast.queen, now=NOW
    )


def lines(cast: Cast, on: date, name: str = "eve") -> dict[tuple[str, str], targets.Progress]:
    found = targets.attainment(getattr(cast, name), day=on, zone=ZONE)
    return {(one.period, one.channel): one for one in found.lines}


def completed(cast: Cast, *times: datetime) -> list[Assignment]:
    """Eve's drawn items, the first of them completed at some times. Commits."""
    items = [a for a in draw(cast, per_agent=6).assignments if a.evaluator_id == cast.ids["eve"]]
    for item, at in zip(items, times, strict=False):
        item.completed_at = at
    db.session.commit()
    return items


# Days


@given(DAYS)
def test_periods_hold_their_day_and_meet_the_next(on: date) -> None:
    for period in PERIODS:
        first, last = span(period, on)
        assert first <= on <= last
        assert span(period, last) == (first, last)
        assert span(period, last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert span("week", on)[0].weekday() == 0
    assert span("month", on)[0].day == 1


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(first: date, length: int, cut: int) -> None:
    last, middle = first + timedelta(days=length), first + timedelta(days=min(cut, length))
    whole = working_days(first, last)
    assert whole == working_days(first, middle) + working_days(middle + timedelta(days=1), last)
    assert working_days(first, last, [(first, middle)]) == working_days(
        middle + timedelta(days=1), last
    )
    assert working_days(first, first + timedelta(days=6)) == 5


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 50), st.integers(0, 23))
def test_what_is_needed_is_enough_and_no_more(
    target: int, start: int, today: int, days: int
) -> None:
    one = targets.Progress("month", "", target, start + today, start, days)
    if not one.missing:
        assert one.needed == 0
    elif not days:
        assert one.needed is None
    else:
        assert one.needed is not None
        assert start + one.needed * days >= target
        assert start + (one.needed - 1) * days < target


# Standing


def test_without_a_target_of_ones_own_the_organisations_hold(inside: None, cast: Cast) -> None:
    assert {key: one.target for key, one in lines(cast, MONDAY).items()} == {
        ("day", ""): 8,
        ("month", ""): 160,
    }
    assert targets.target(cast.eve) == (8, 160)
    set_for(cast, cast.eve, "day", 0)
    set_for(cast, cast.eve, "week", 20)
    assert {key: one.target for key, one in lines(cast, MONDAY).items()} == {
        ("week", ""): 20,
        ("month", ""): 160,
    }
    assert targets.target(cast.eve) == (0, 160)
    assert targets.target(cast.emre) == (8, 160)


def test_made_so_far_and_needed_by_hand(inside: None, cast: Cast) -> None:
    """Wednesday 11 June: nothing on Sunday's side of midnight in Istanbul may slip into another
    day."""
    completed(
        cast,
        datetime(2025, 5, 31, 20, 59, tzinfo=UTC),  # still May in Istanbul
        datetime(2025, 5, 31, 21, 0, tzinfo=UTC),  # 1 June
        datetime(2025, 6, 9, 9, tzinfo=UTC),  # Monday of the week
        datetime(2025, 6, 10, 20, 59, tzinfo=UTC),  # Tuesday
        datetime(2025, 6, 10, 21, 0, tzinfo=UTC),  # Wednesday
    )
    for period, n in (("day", 3), ("week", 9), ("month", 33)):
        set_for(cast, cast.eve, period, n)
    found = lines(cast, date(2025, 6, 11))
    assert {key[0]: (one.made, one.start, one.days) for key, one in found.items()} == {
        "day": (1, 0, 1),
        "week": (3, 2, 3),
        "month": (4, 3, 14),
    }
    # 9 - 2 in three days, 33 - 3 in fourteen, and that stays so for the whole of today.
    assert {key[0]: one.needed for key, one in found.items()} == {"day": 3, "week": 3, "month": 3}
    assert [one.missing for one in found.values()] == [2, 6, 29]
    # On Saturday two made it is too late for the week; days of work left in the month are from
    # Monday on.
    saturday = lines(cast, date(2025, 6, 14))
    assert (saturday["week", ""].days, saturday["week", ""].needed) == (0, None)
    assert (saturday["month", ""].days, saturday["month", ""].needed) == (11, 3)


def test_work_on_a_free_day_counts_at_once(inside: None, cast: Cast) -> None:
    completed(cast, datetime(2025, 6, 14, 9, tzinfo=UTC), datetime(2025, 6, 14, 10, tzinfo=UTC))
    set_for(cast, cast.eve, "month", 24)
    assert lines(cast, date(2025, 6, 14))["month", ""].needed == 2  # 22 in 11 days


def test_days_away_are_no_working_days(inside: None, cast: Cast) -> None:
    set_for(cast, cast.eve, "month", 42)
    assert (lines(cast, MONDAY)["month", ""].days, lines(cast, MONDAY)["month", ""].needed) == (
        21,
        2,
    )
    operations.add_absence(
        cast.eve, first=date(2025, 6, 9), last=date(2025, 6, 23), actor=cast.queen, now=NOW
    )
    assert (lines(cast, MONDAY)["month", ""].days, lines(cast, MONDAY)["month", ""].needed) == (
        10,
        5,
    )
    assert lines(cast, MONDAY, "emre")["month", ""].days == 21


def test_channels_are_counted_apart(inside: None, cast: Cast) -> None:
    items = completed(cast, *[NOW] * 5)
    for item in items[:2]:
        db.session.get_one(Interaction, item.interaction_id).channel = "call"
    db.session.commit()
    for channel, n in (("", 10), ("call", 4), ("chat", 3), ("email", 1)):
        set_for(cast, cast.eve, "week", n, channel)
    found = lines(cast, MONDAY)
    assert {
        channel: (one.made, one.missing)
        for (period, channel), one in found.items()
        if period == "week"
    } == {"": (5, 5), "call": (2, 2), "chat": (3, 0), "email": (0, 1)}
    assert [key for key in found if key[0] == "week"] == [
        ("week", ""),
        ("week", "call"),
        ("week", "chat"),
        ("week", "email"),
    ]
    assert found["week", "call"].name == "this week, Call"


def test_of_a_past_period_nothing_is_needed(inside: None, cast: Cast) -> None:
    completed(cast, datetime(2025, 5, 6, 9, tzinfo=UTC))
    rows = targets.standing(
        [cast.eve, cast.emre], "month", date(2025, 5, 20), today=MONDAY, zone=ZONE
    )
    assert [(user.name, one.made, one.missing, one.days, one.needed) for user, one in rows] == [
        ("Emre", 0, 160, 0, None),
        ("Eve", 1, 159, 0, None),
    ]


# Setting


def test_two_who_set_one_target_at_once(app: Flask, cast: Cast) -> None:
    """The second waits for the first and changes what it has set; nobody gets an error."""
    problems: list[BaseException] = []
    first_is_set = threading.Event()

    def second() -> None:
        try:
            with app.app_context():
                first_is_set.wait(20)
                for whom in (cast.eve, cast.team("alpha"), None):
                    set_for(cast, whom, "week", 9)
                db.session.commit()
        except BaseException as error:  # told in the test's own thread
            problems.append(error)

    thread = threading.Thread(target=second)
    thread.start()
    with app.app_context():
        for whom in (cast.eve, cast.team("alpha"), None):
            set_for(cast, whom, "week", 5)
        first_is_set.set()
        thread.join(0.3)  # it waits for the commit
        assert thread.is_alive()
        db.session.commit()
    thread.join(20)
    assert problems == []
    with app.app_context():
        assert list(db.session.scalars(sa.select(Target.n))) == [9, 9, 9]
        lines = db.session.scalars(
            sa.select(AuditLine.changes)
            .where(AuditLine.action.startswith("target:"))
            .order_by(AuditLine.id)
        )
        assert [change["per_week"] for change in lines] == [[None, 5]] * 3 + [[5, 9]] * 3


def test_setting_changing_and_taking_back_is_recorded(inside: None, cast: Cast) -> None:
    item = set_for(cast, cast.eve, "month", 40, "chat")
    assert set_for(cast, cast.eve, "month", 50, "chat") is item
    set_for(cast, cast.eve, "month", 50, "chat")  # says nothing new
    for whom in (cast.agent("ayse"), cast.team("alpha"), None):
        set_for(cast, whom, "month", 4)
    operations.remove_target(item, actor=cast.queen, now=NOW)
    db.session.commit()
    found = db.session.scalars(
        sa.select(AuditLine)
        .where(AuditLine.action.in_(("target:set", "target:agents")))
        .order_by(AuditLine.id)
    )
    assert [(line.action, line.subject_kind, line.changes) for line in found] == [
        ("target:set", "users", {"per_month": [None, {"chat": 40}]}),
        ("target:set", "users", {"per_month": [{"chat": 40}, {"chat": 50}]}),
        ("target:agents", "agents", {"per_month": [None, 4]}),
        ("target:agents", "teams", {"per_month": [None, 4]}),
        ("target:agents", "targets", {"per_month": [None, 4]}),
        ("target:set", "users", {"per_month": [{"chat": 50}, None]}),
    ]
    assert targets.of_user(cast.eve) == []


@pytest.mark.parametrize(
    ("period", "channel", "n"),
    [("year", "", 1), ("day", "fax", 1), ("day", "", -1), ("day", "", 20_001)],
)
def test_nonsense_is_refused(inside: None, cast: Cast, period: str, channel: str, n: int) -> None:
    with pytest.raises(Refused):
        set_for(cast, cast.eve, period, n, channel)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Target)) == 0


@pytest.mark.parametrize(
    "subject", [{"user_id": "eve"}, {"agent_id": "ayse"}, {"team_id": "alpha"}, {}]
)
def test_the_database_keeps_one_of_each(inside: None, cast: Cast, subject: dict[str, str]) -> None:
    ids = {
        **cast.ids,
        **cast.teams,
        **({"ayse": cast.agents["ayse"]} if "agent_id" in subject else {}),
    }
    for _ in range(2):
        db.session.add(
            Target(
                period="day",
                channel="",
                n=1,
                set_at=NOW,
                **{key: ids[name] for key, name in subject.items()},
            )
        )
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


def test_a_target_is_of_one_kind(inside: None, cast: Cast) -> None:
    db.session.add(
        Target(
            period="day",
            channel="",
            n=1,
            set_at=NOW,
            user_id=cast.ids["eve"],
            team_id=cast.teams["alpha"],
        )
    )
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


# The pages


def test_the_page_sets_and_takes_back(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    address = f"/evaluators/{cast.ids['eve']}/target"
    assert (
        client.post(address, data={"period": "month", "channel": "call", "n": "37"}).status_code
        == 302
    )
    page = flat(client.get(address).text)
    assert '<td>Month</td><td>Call</td><td class="num">37</td>' in page
    for wrong in (
        {"period": "month", "channel": "", "n": "-1"},
        {"period": "month", "channel": "", "n": ""},
        {"period": "year", "channel": "", "n": "5"},
        {"period": "month", "channel": "fax", "n": "5"},
    ):
        assert client.post(address, data=wrong).status_code == 400, wrong
    with client.application.app_context():
        kept = db.session.scalars(sa.select(Target)).one()
        number = kept.id
    other = f"/evaluators/{cast.ids['emre']}/target"
    assert client.post(other, data={"remove": number}).status_code == 404
    assert client.post("/targets", data={"remove": number}).status_code == 404
    assert client.post(address, data={"remove": number}).status_code == 302
    assert client.post(address, data={"remove": number}).status_code == 404
    assert client.get(f"/evaluators/{cast.ids['lale']}/target").status_code == 404


def test_the_queue_says_what_is_needed(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        set_for(cast, cast.eve, "week", 3000)
        set_for(cast, cast.eve, "month", 0)
        db.session.commit()
    page = log_in(client, "eve").get("/queue").text
    assert "0 / 3,000" in page
    assert "this week" in page
    assert "this month" not in page
    assert (
        ("working day left" in page)
        or ("working days left" in page)
        or ("no working day left" in page)
    )


# The old table


def test_what_was_set_before_is_kept_up_and_down(store: Store, tmp_path: Any) -> None:
    app: Flask = make_app(store.copy(None, "vaybe_test"), tmp_path)
    with app.app_context():
        alembic.upgrade("0007")
    with app.app_context():
        for number in (1, 2):
            db.session.execute(
                sa.text(
                    "INSERT INTO users (id, email, name, password_hash, stamp, created_at) VALUES "
                    "(:n, :email, 'N', '', 's', :at)"
                ),
                {"n": number, "email": f"{number}@example.com", "at": NOW},
            )
        db.session.execute(
            sa.text(
                "INSERT INTO evaluator_targets (user_id, per_day, per_month, set_at, set_by_id) "
                "VALUES (1, 5, 90, :at, 2)"
            ),
            {"at": NOW},
        )
        db.session.commit()
    with app.app_context():
        alembic.upgrade("0008")
    with app.app_context():
        rows = db.session.execute(
            sa.select(
                Target.user_id,
                Target.period,
                Target.channel,
                Target.n,
                Target.set_by_id,
                Target.set_at,
            )
        )
        assert sorted(tuple(row) for row in rows) == [
            (1, "day", "", 5, 2, NOW),
            (1, "month", "", 90, 2, NOW),
        ]
        db.session.add_all(
            [
                Target(user_id=2, period="month", channel="", n=70, set_at=NOW),
                Target(user_id=2, period="week", channel="", n=7, set_at=NOW),
                Target(user_id=1, period="day", channel="chat", n=2, set_at=NOW),
                Target(period="month", channel="", n=4, set_at=NOW),
            ]
        )
        db.session.commit()
    with app.app_context():
        alembic.downgrade("0007")
    with app.app_context():
        rows = db.session.execute(
            sa.text("SELECT user_id, per_day, per_month FROM evaluator_targets ORDER BY user_id")
        )
        assert [tuple(row) for row in rows] == [(1, 5, 90), (2, 8, 70)]
    let_go(app)
