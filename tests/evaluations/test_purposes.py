"""Second opinions, ad hoc evaluations, self-evaluations and quality checks: who sees them, and that
none counts."""

from typing import Any

import pytest
import sqlalchemy as sa

from qa import web
from qa.db import db
from qa.evaluations import operations, queries, visibility
from qa.evaluations import release as release_rules
from qa.evaluations.models import Evaluation
from qa.people.models import RoleGrant
from qa.reports import queries as reports
from qa.reports.models import MeasureDay
from qa.sampling.models import Assignment
from qa.scorecards import queries as scorecards
from qa.web import Refused
from tests.cast import (
    FIRST,
    LAST,
    NOW,
    ZONE,
    Cast,
    answer_all,
    chat_card,
    draw,
    log_in,
    picked,
    submitted,
)

TODAY = NOW.date()
EVERYBODY = ("ada", "queen", "eve", "emre", "lale", "leman", "tarik", "ayse", "bora", "outsider")


def by_hand(cast: Cast) -> None:
    release_rules.set_rule(release_rules.Rule(release_rules.BY_HAND), actor=cast.queen, now=NOW)


def release(cast: Cast, *evaluations: Evaluation) -> None:
    release_rules.release(evaluations, actor=cast.queen, now=NOW)
    db.session.commit()


def seen_by(app: Any, number: int) -> set[str]:
    """Who opens the page of an evaluation, and nobody else has it in a list or a file."""
    found = set()
    for who in EVERYBODY:
        client = log_in(app.test_client(), who)
        if client.get(f"/evaluations/{number}").status_code == 200:
            found.add(who)
        listed = client.get("/evaluations")
        if listed.status_code == 200:
            assert (f'href="/evaluations/{number}"' in listed.text) is (who in found), who
    return found


def nothing_counts() -> bool:
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(MeasureDay)) == 0
        and not reports.agents(reports.Scope(FIRST, LAST))[0]
    )


# A silent second opinion


def second(cast: Cast, *, by: str = "emre", submit: bool = True) -> Evaluation:
    """Another evaluator's evaluation of a drawn interaction of Ayşe's, made without their knowing
    what it is. Commits."""
    item = next(
        a
        for a in draw(cast, per_agent=2, evaluators=(by,)).assignments
        if a.agent_id == cast.agents["ayse"]
    )
    evaluation = operations.begin_assigned(item, zone=ZONE, actor=getattr(cast, by), now=NOW)
    evaluation.purpose = "second"
    answer_all(evaluation, greeting="missed")
    if submit:
        operations.submit(evaluation, actor=getattr(cast, by), now=NOW)
    db.session.commit()
    return evaluation


def test_an_assignment_of_that_kind_makes_one(inside: None, cast: Cast) -> None:
    item = next(a for a in draw(cast, per_agent=2).assignments)
    if "kind" not in Assignment.__table__.c:
        item.kind = "second"  # the field is another part's
    else:
        db.session.execute(
            sa.update(Assignment).where(Assignment.id == item.id).values(kind="second")
        )
        db.session.refresh(item)
    made = operations.begin_assigned(item, zone=ZONE, actor=cast.eve, now=NOW)
    assert (made.purpose, made.weight) == ("second", item.stratum_size / item.stratum_drawn)


def test_a_second_opinion_is_seen_by_its_maker_and_the_manager(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = second(cast).id
        assert nothing_counts()
        assert db.session.get_one(Evaluation, number).released_at is None
    assert seen_by(app, number) == {"queen", "emre"}


def test_its_maker_is_not_told_what_it_is(app: Any, cast: Cast) -> None:
    import io

    import openpyxl

    with app.app_context():
        number = second(cast).id
        sample = submitted(
            cast,
            next(
                a
                for a in draw(cast, per_agent=1, seed="other", evaluators=("emre",)).assignments
                if a.agent_id == cast.agents["bora"]
            ),
            by="emre",
            greeting="missed",
        ).id
        talk = db.session.get_one(Evaluation, number).interaction_id
    emre, queen = log_in(app.test_client(), "emre"), log_in(app.test_client(), "queen")
    for path in (
        "/evaluations",
        f"/evaluations/{number}",
        f"/evaluations/{number}/print",
        f"/interactions/{talk}",
    ):
        assert "Second opinion" not in emre.get(path).text, path
    assert "Second opinion" in queen.get(f"/evaluations/{number}").text
    rows = list(
        openpyxl.load_workbook(io.BytesIO(emre.get("/evaluations.xlsx").data)).active.iter_rows(
            min_row=2, values_only=True
        )
    )
    assert len(rows) == 2
    assert {row[8] for row in rows} == {"Sample"}
    assert all(row[13] for row in rows)  # both have a weight
    assert len({tuple(value is None for value in row) for row in rows}) == 1
    # The two pages differ in what they are about, and in nothing else.
    shapes = []
    for one in (number, sample):
        text = emre.get(f"/evaluations/{one}").text
        shapes.append(
            [
                text.count(mark)
                for mark in (
                    'class="badge',
                    "<section",
                    "<form",
                    '<a class="btn',
                    "<li class",
                    "Submitted",
                )
            ]
        )
    assert shapes[0] == shapes[1]


def test_a_second_opinion_is_not_seen_before_its_submission(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = second(cast, submit=False).id
    assert log_in(app.test_client(), "queen").get(f"/evaluations/{number}").status_code == 404


# Ad hoc


def test_a_lead_scores_ad_hoc_in_their_own_team(app: Any, cast: Cast) -> None:
    lale = log_in(app.test_client(), "lale")
    begun = lale.post(
        f"/interactions/{cast.talks['A1']}/evaluations", data={"version_id": _chat(app)}
    )
    assert begun.status_code == 302
    assert (
        lale.post(
            f"/interactions/{cast.talks['B1']}/evaluations", data={"version_id": _chat(app)}
        ).status_code
        == 404
    )
    assert "Ad hoc" in lale.get(f"/interactions/{cast.talks['A1']}").text
    number = int(begun.location.split("/")[2])
    with app.app_context():
        evaluation = db.session.get_one(Evaluation, number)
        assert (evaluation.purpose, evaluation.weight) == ("adhoc", None)
        answer_all(evaluation, greeting="missed")
        operations.submit(evaluation, actor=cast.lale, now=NOW)
        db.session.commit()
        assert nothing_counts()
    assert seen_by(app, number) == {"queen", "lale", "tarik", "ayse"}
    assert "Ad hoc" in log_in(app.test_client(), "ayse").get(f"/evaluations/{number}").text


def _chat(app: Any) -> int:
    with app.app_context():
        return chat_card().id


def test_evaluators_still_pick(app: Any, cast: Cast) -> None:
    begun = log_in(app.test_client(), "eve").post(
        f"/interactions/{cast.talks['A1']}/evaluations", data={"version_id": _chat(app)}
    )
    with app.app_context():
        assert db.session.get_one(Evaluation, int(begun.location.split("/")[2])).purpose == "picked"


# The agent's own


def self_made(cast: Cast, name: str = "A1", *, submit: bool = True, **given: Any) -> Evaluation:
    """Ayşe's own evaluation. Commits."""
    evaluation = operations.begin_self(
        cast.talk(name), chat_card(), zone=ZONE, actor=cast.ayse, now=NOW
    )
    answer_all(evaluation, **given)
    if submit:
        operations.submit(evaluation, actor=cast.ayse, now=NOW)
    db.session.commit()
    return evaluation


def test_neither_sees_the_others_before_both_are_in_and_released(app: Any, cast: Cast) -> None:
    with app.app_context():
        by_hand(cast)
        own = self_made(cast, submit=False, greeting="partly").id
        other = picked(cast, "A1", greeting="missed").id
    assert seen_by(app, own) == set()
    assert "ayse" not in seen_by(app, other)
    with app.app_context():
        release(cast, db.session.get_one(Evaluation, other))
    # Released, but she is still making her own: she does not see it yet, nor in her figures.
    assert "ayse" not in seen_by(app, other)
    with app.app_context():
        assert reports.last_day_of(cast.agents["ayse"], cast.ayse) is None
        operations.submit(db.session.get_one(Evaluation, own), actor=cast.ayse, now=NOW)
        db.session.commit()
        assert nothing_counts()
    assert seen_by(app, other) == {"queen", "eve", "lale", "tarik", "ayse"}
    assert seen_by(app, own) == {"queen", "eve", "lale", "tarik", "ayse"}
    for who in ("ayse", "eve", "lale"):
        page = log_in(app.test_client(), who).get(f"/evaluations/{other}").text
        assert "own view" in page
        assert f'href="/evaluations/{own}"' in page


def test_submitted_first_it_waits_for_the_other(app: Any, cast: Cast) -> None:
    with app.app_context():
        by_hand(cast)
        own = self_made(cast, greeting="partly").id
        other = picked(cast, "A1", greeting="missed", submit=False).id
    assert seen_by(app, own) == {"ayse"}
    with app.app_context():
        operations.submit(db.session.get_one(Evaluation, other), actor=cast.eve, now=NOW)
        db.session.commit()
    assert seen_by(app, own) == {"ayse"}
    with app.app_context():
        release(cast, db.session.get_one(Evaluation, other))
    assert seen_by(app, own) == {"queen", "eve", "lale", "tarik", "ayse"}


def test_after_seeing_anothers_it_is_too_late(app: Any, cast: Cast) -> None:
    with app.app_context():
        picked(cast, "A1")
        with pytest.raises(Refused, match="have seen"):
            self_made(cast)
    page = log_in(app.test_client(), "ayse").get("/me/interactions")
    assert "you have seen another's" in page.text


def test_an_agent_scores_only_their_own(app: Any, cast: Cast) -> None:
    ayse = log_in(app.test_client(), "ayse")
    data = {"version_id": _chat(app)}
    assert (
        ayse.post(f"/me/interactions/{cast.talks['B1']}/evaluation", data=data).status_code == 404
    )
    assert (
        ayse.post(
            f"/me/interactions/{cast.talks['A1']}/evaluation", data={"version_id": 999}
        ).status_code
        == 400
    )
    begun = ayse.post(f"/me/interactions/{cast.talks['A1']}/evaluation", data=data)
    assert (
        ayse.post(f"/me/interactions/{cast.talks['A1']}/evaluation", data=data).location
        == begun.location
    )
    assert ayse.get(begun.location).status_code == 200
    assert ayse.post(begun.location.replace("/score", "/discard")).location == "/me/interactions"
    assert ayse.get(begun.location).status_code == 404
    for text in ("B1", "B2"):
        assert f">{text}<" not in ayse.get("/me/interactions").text


# Quality checks


def check(cast: Cast, checked: Evaluation, *, submit: bool = True) -> Evaluation:
    """The quality manager's check. Commits."""
    version = scorecards.latest("evaluator")
    assert version is not None
    evaluation = operations.begin_check(checked, version, actor=cast.queen, now=NOW)
    answer_all(evaluation)
    if submit:
        operations.submit(evaluation, actor=cast.queen, now=NOW)
    db.session.commit()
    return evaluation


def test_a_check_is_seen_by_the_checker_the_manager_and_whom_it_is_about(
    app: Any, cast: Cast
) -> None:
    with app.app_context():
        checked = picked(cast, "A1")
        number, about = check(cast, checked).id, checked.id
        evaluation = db.session.get_one(Evaluation, number)
        assert (evaluation.agent_id, evaluation.team_id, evaluation.checks_id) == (
            None,
            None,
            about,
        )
        assert nothing_counts()
    assert seen_by(app, number) == {"queen", "eve"}
    assert "Quality checks" in log_in(app.test_client(), "eve").get(f"/evaluations/{about}").text
    assert (
        "Quality checks" not in log_in(app.test_client(), "lale").get(f"/evaluations/{about}").text
    )


def test_a_check_begins_on_the_page(app: Any, cast: Cast) -> None:
    with app.app_context():
        number = picked(cast, "A1").id
        own = picked(cast, "A2", by="queen").id
        draft = check(cast, db.session.get_one(Evaluation, number), submit=False).id
    queen = log_in(app.test_client(), "queen")
    assert queen.post(f"/evaluations/{number}/check").location == f"/evaluations/{draft}/score"
    assert queen.post(f"/evaluations/{own}/check").status_code == 409
    assert log_in(app.test_client(), "eve").get(f"/evaluations/{draft}").status_code == 404
    with app.app_context(), pytest.raises(Refused):
        check(cast, db.session.get_one(Evaluation, draft))


def test_a_vcon_tells_no_more_than_its_reader_may_know(inside: None, cast: Cast) -> None:
    from qa.evaluations import vcon_analysis

    evaluation = second(cast)
    talk = evaluation.interaction
    for who, purposes in (
        (cast.emre, ["sample"]),
        (cast.queen, ["second"]),
        (cast.lale, []),
        (None, []),
    ):
        found = vcon_analysis.analysis_of(talk, viewer=who)
        assert [body["purpose"] for body, _schema in found] == purposes
    assert visibility.told_purpose(evaluation, None) == "second"
    assert web.score(evaluation.score)


def test_who_has_it_in_their_queue_sees_no_other_opinion(inside: None, cast: Cast) -> None:
    """A trainer sees every evaluation; one who also scores must not see what somebody else said of
    what they are yet to score."""
    db.session.add(
        RoleGrant(user_id=cast.ids["tarik"], role="evaluator", granted_at=NOW, granted_by_id=None)
    )
    made = picked(cast, "A1", by="emre")
    assert queries.get(made.id, cast.tarik, TODAY) is not None
    item = next(
        a
        for a in draw(cast, per_agent=6, evaluators=("tarik",)).assignments
        if a.interaction_id == made.interaction_id
    )
    assert queries.get(made.id, cast.tarik, TODAY) is None
    assert queries.of_interaction(made.interaction_id, cast.tarik, TODAY) == []
    assert made.id not in {one.id for one in queries.listed(cast.tarik, {}, on=TODAY).rows}
    submitted(cast, item, by="tarik")
    assert queries.get(made.id, cast.tarik, TODAY) is not None
