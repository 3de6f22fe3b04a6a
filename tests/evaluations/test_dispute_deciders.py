"""Who decides a dispute: lists and permission are one rule; a dispute that is given on, or falls to
the quality managers, is told."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa import web
from qa.db import db
from qa.evaluations.disputes import operations, queries, rules
from qa.evaluations.disputes.models import Dispute
from qa.notices import labels, reminders
from qa.notices.models import Notice, NoticeMail
from qa.people import operations as people
from qa.people.models import RoleGrant, User
from tests.cast import NOW, ROLES, ZONE, Cast, log_in
from tests.clock import set_time
from tests.evaluations.test_disputes import choose, decide, dispute, scored

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    set_time(monkeypatch, lambda: LATER)


def lead_no_more(cast: Cast) -> None:
    people.name_leads(cast.team("alpha"), [], on=YESTERDAY, actor=None, now=NOW)


def closed(cast: Cast) -> None:
    people.close_account(cast.lale, actor=cast.ada, now=NOW)


def role_lost(cast: Cast) -> None:
    people.set_roles(cast.lale, {"agent"}, actor=cast.ada, now=NOW)


def became_the_agent(cast: Cast) -> None:
    people.link_agent(cast.agent("ayse"), None, actor=cast.ada, now=NOW)
    people.link_agent(cast.agent("ayse"), cast.lale, actor=cast.ada, now=NOW)


FALLING = [lead_no_more, closed, role_lost, became_the_agent]


def waiting(user: User) -> list[int]:
    """What the list says waits for somebody, and that the marks in it say the same."""
    rows = queries.listed(user, {"state": "mine"}, on=TODAY, zone=ZONE).rows
    everything = list(db.session.scalars(sa.select(Dispute)))
    assert queries.for_me(everything, user, on=TODAY) == {one.id for one in rows}
    assert [one.id for one in queries.exported(user, {"state": "mine"}, on=TODAY, zone=ZONE)] == [
        one.id for one in rows
    ]
    return [one.id for one in rows]


def told(cast: Cast, name: str) -> list[str]:
    query = (
        sa.select(Notice)
        .where(Notice.user_id == cast.ids[name], Notice.subject_kind == "disputes")
        .order_by(Notice.id)
    )
    return [one.kind for one in db.session.scalars(query)]


def both(cast: Cast, one: Dispute) -> set[str]:
    """Who decides a dispute, by the list and by the permission, which agree."""
    db.session.commit()
    db.session.expire_all()
    everyone = {name: getattr(cast, name) for name in ROLES}
    listed = {name for name, user in everyone.items() if one.id in waiting(user)}
    assert listed == {
        name for name, user in everyone.items() if operations.may_decide(one, user, on=TODAY)
    }
    return listed


# One rule


@pytest.mark.parametrize("falls", FALLING)
def test_what_falls_to_the_quality_manager_is_in_their_list(
    inside: None, cast: Cast, falls: Any
) -> None:
    one = dispute(cast, scored(cast))
    assert both(cast, one) == {"lale"}
    falls(cast)
    assert both(cast, one) == {"queen"}
    decide(cast, one, "queen", {"greeting": operations.Decision("keep", "it stands")})
    assert both(cast, one) == set()


def test_whom_it_was_given_to_has_it_again_when_they_can(inside: None, cast: Cast) -> None:
    one = dispute(cast, scored(cast))
    lead_no_more(cast)
    assert both(cast, one) == {"queen"}
    people.name_leads(cast.team("alpha"), [cast.lale], on=TODAY, actor=None, now=NOW)
    assert both(cast, one) == {"lale"}
    # A lead of another team is not who it was given to.
    people.name_leads(cast.team("alpha"), [cast.leman], on=TODAY, actor=None, now=NOW)
    assert both(cast, one) == {"queen"}


@pytest.mark.parametrize(
    ("rule", "who"), [("evaluator", "eve"), ("another", "emre"), ("named:tarik", "tarik")]
)
def test_of_every_rule(inside: None, cast: Cast, rule: str, who: str) -> None:
    choose(cast, rule)
    one = dispute(cast, scored(cast))
    assert both(cast, one) == {who}
    people.set_roles(getattr(cast, who), set(), actor=cast.ada, now=NOW)
    assert both(cast, one) == {"queen"}


def test_a_quality_manager_who_is_the_agent_does_not_decide(inside: None, cast: Cast) -> None:
    db.session.add(RoleGrant(user_id=cast.ids["ayse"], role="quality_manager", granted_at=NOW))
    one = dispute(cast, scored(cast))
    operations.reassign(one, None, actor=cast.queen, on=TODAY, now=NOW)
    assert both(cast, one) == {"queen"}
    db.session.add(RoleGrant(user_id=cast.ids["emre"], role="quality_manager", granted_at=NOW))
    assert both(cast, one) == {"queen", "emre"}


def test_the_pages_agree(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = dispute(cast, scored(cast)).id
    queen = log_in(app.test_client(), "queen")
    assert f"/disputes/{number}" not in queen.get("/disputes?state=mine").text
    assert "For me to decide</span>" not in queen.get("/disputes").text
    with app.app_context():
        lead_no_more(cast)
        db.session.commit()
    mine = queen.get("/disputes?state=mine").text
    assert f"/disputes/{number}" in mine
    assert "For me to decide</span>" in queen.get("/disputes").text
    page = queen.get(f"/disputes/{number}").text
    assert "who no longer can, so the quality manager does" in page
    assert f"/disputes/{number}/decision" in page
    lale = log_in(app.test_client(), "lale")
    assert f"/disputes/{number}" not in lale.get("/disputes?state=mine").text
    assert f"/disputes/{number}/decision" not in lale.get(f"/disputes/{number}").text


# Told


def test_who_it_is_given_to_is_told_and_who_had_it(inside: None, cast: Cast) -> None:
    one = dispute(cast, scored(cast))
    assert told(cast, "lale") == ["disputed"]
    operations.reassign(one, cast.tarik, actor=cast.queen, on=TODAY, now=LATER)
    db.session.commit()
    assert (told(cast, "tarik"), told(cast, "lale"), told(cast, "queen")) == (
        ["disputed"],
        ["disputed", "taken"],
        [],
    )
    by_user = {
        (n.user_id, n.kind): n
        for n in db.session.scalars(sa.select(Notice).where(Notice.subject_kind == "disputes"))
    }
    waits, taken = by_user[cast.ids["tarik"], "disputed"], by_user[cast.ids["lale"], "taken"]
    assert (labels.path(waits), labels.path(taken)) == (f"/disputes/{one.id}", "/disputes")
    assert labels.sentence(taken).startswith("A dispute was given to somebody else to decide: ")
    assert set(waits.values) == set(taken.values) == {"scorecard", "day"}
    # What told Lale that it waits for her is settled; what tells Tarık so is not.
    assert by_user[cast.ids["lale"], "disputed"].read_at == LATER
    assert (waits.read_at, waits.made_at, taken.read_at) == (None, LATER, None)


def test_it_is_mailed_like_other_notices_and_in_the_readers_language(
    inside: None, app: Any, cast: Cast
) -> None:
    from qa.notices.mail_message import compose

    app.config["SETTINGS"].values.update(
        QA_SMTP_HOST="mail.example.com", QA_SMTP_SENDER="vaybe@example.com"
    )
    one = dispute(cast, scored(cast))
    cast.tarik.language, cast.lale.language = "tr", "en"
    operations.reassign(one, cast.tarik, actor=cast.queen, on=TODAY, now=LATER)
    db.session.commit()
    mails = {
        mail.user_id: mail
        for mail in db.session.scalars(sa.select(NoticeMail).where(NoticeMail.made_at == LATER))
    }
    assert set(mails) == {cast.ids["tarik"], cast.ids["lale"]}
    subjects = {
        name: str(compose(mails[cast.ids[name]], mails[cast.ids[name]].notices)["Subject"])
        for name in ("tarik", "lale")
    }
    assert subjects["lale"].startswith("A dispute was given to somebody else")
    assert subjects["tarik"].startswith("Kararınızı bekleyen")


def test_a_blind_decider_learns_nothing_more(inside: None, cast: Cast) -> None:
    choose(cast, "another")
    eves = scored(cast)
    one = dispute(cast, eves)
    operations.reassign(one, cast.lale, actor=cast.queen, on=TODAY, now=NOW)
    operations.reassign(one, cast.emre, actor=cast.queen, on=TODAY, now=LATER)
    db.session.commit()
    assert told(cast, "emre") == ["disputed", "taken", "disputed"]
    mine = list(
        db.session.scalars(
            sa.select(Notice).where(
                Notice.user_id == cast.ids["emre"], Notice.subject_kind == "disputes"
            )
        )
    )
    said = str([(labels.sentence(n), n.values) for n in mine])
    assert not [
        secret
        for secret in ("Eve", "missed", web.score(eves.score), "because of")
        if secret in said
    ]


def test_nobody_is_told_what_they_did_or_had_lost_before(inside: None, cast: Cast) -> None:
    one = dispute(cast, scored(cast))
    lead_no_more(cast)
    operations.reassign(one, cast.queen, actor=cast.queen, on=TODAY, now=LATER)
    assert (told(cast, "queen"), told(cast, "lale")) == ([], ["disputed"])
    operations.reassign(one, cast.queen, actor=cast.queen, on=TODAY, now=LATER)
    operations.reassign(one, cast.tarik, actor=cast.queen, on=TODAY, now=LATER)
    operations.reassign(
        one, cast.tarik, actor=cast.queen, on=TODAY, now=LATER
    )  # once more the same
    assert (told(cast, "queen"), told(cast, "tarik")) == ([], ["disputed"])


def test_given_to_the_quality_managers_all_others_of_them_are_told(
    inside: None, cast: Cast
) -> None:
    db.session.add(RoleGrant(user_id=cast.ids["emre"], role="quality_manager", granted_at=NOW))
    one = dispute(cast, scored(cast))
    operations.reassign(one, None, actor=cast.queen, on=TODAY, now=LATER)
    assert (told(cast, "queen"), told(cast, "emre"), told(cast, "lale")) == (
        [],
        ["disputed"],
        ["disputed", "taken"],
    )
    operations.reassign(one, cast.tarik, actor=cast.queen, on=TODAY, now=LATER)
    notice = db.session.scalars(
        sa.select(Notice).where(Notice.user_id == cast.ids["emre"], Notice.kind == "disputed")
    ).one()
    assert notice.read_at == LATER


@pytest.mark.parametrize("falls", FALLING)
def test_the_quality_manager_is_told_once_of_what_fell_to_them(
    inside: None, cast: Cast, falls: Any
) -> None:
    one = dispute(cast, scored(cast))
    reminders.tell_fallen(LATER, on=TODAY)
    assert told(cast, "queen") == []
    falls(cast)
    for hours in (1, 2, 30):
        reminders.tell_fallen(NOW + timedelta(hours=hours), on=TODAY)
        db.session.commit()
    assert told(cast, "queen") == ["fallen"]
    notice = db.session.scalars(sa.select(Notice).where(Notice.kind == "fallen")).one()
    assert labels.path(notice) == f"/disputes/{one.id}"
    assert labels.sentence(notice).startswith(
        "A dispute has fallen to you, because its decider no longer can: "
    )


def test_it_may_fall_twice_and_what_is_settled_is_not_told(inside: None, cast: Cast) -> None:
    one = dispute(cast, scored(cast))
    lead_no_more(cast)
    reminders.tell_fallen(LATER, on=TODAY)
    operations.reassign(one, cast.tarik, actor=cast.queen, on=TODAY, now=LATER + timedelta(hours=1))
    reminders.tell_fallen(LATER + timedelta(hours=2), on=TODAY)
    assert told(cast, "queen") == ["fallen"]
    people.close_account(cast.tarik, actor=cast.ada, now=NOW)
    for hours in (3, 4):
        reminders.tell_fallen(LATER + timedelta(hours=hours), on=TODAY)
    assert told(cast, "queen") == ["fallen", "fallen"]
    operations.decide(
        one,
        {"greeting": operations.Decision("keep", "it stands")},
        actor=cast.queen,
        on=TODAY,
        now=LATER,
    )
    db.session.expire_all()
    waits = db.session.scalars(sa.select(Notice).where(Notice.kind.in_(labels.WAITING)))
    assert [n.user_id for n in waits if n.read_at is None] == []  # decided, it waits for nobody
    db.session.execute(sa.delete(Notice))
    reminders.tell_fallen(LATER + timedelta(hours=5), on=TODAY)
    assert told(cast, "queen") == []


def test_the_clock_does_it(inside: None, cast: Cast) -> None:
    dispute(cast, scored(cast))
    closed(cast)
    db.session.commit()
    reminders.send_reminders()
    reminders.send_reminders()
    assert told(cast, "queen") == ["fallen"]


def test_names_and_permission_ask_the_same(inside: None, cast: Cast) -> None:
    """Whom the rules would name can decide, and who cannot is not named."""
    old = scored(cast)
    for change in (lambda _cast: None, *FALLING[:2]):
        change(cast)
        db.session.commit()
        rule, named, _blind = rules.name_decider(old, 1, rules.rules(), on=TODAY)
        assert (rule == "lead") == rules.able(cast.lale, old, "lead", on=TODAY)
        assert named is None or rules.able(named, old, rule, on=TODAY)
