"""The change log as it is read: sentences, names, before and after, filters, its file; and nothing
that the reader may not see yet."""

from __future__ import annotations

import ast
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from qa import audit
from qa.audit import AuditLine
from qa.audit_log import queries
from qa.audit_log.labels import ACTIONS, KINDS
from qa.calibration import operations as calibration
from qa.db import db
from qa.evaluations import release
from qa.evaluations.disputes import operations as disputing
from qa.evaluations.disputes import proposals, rules
from qa.evaluations.disputes.models import Dispute
from qa.interactions.models import ENDED, Interaction
from qa.interactions.privacy import choices
from qa.people import operations as people
from qa.sampling import operations as sampling
from qa.sampling.plans import Method, Plan, Schedule, Sharing, Which
from qa.scorecards import operations as scorecards
from qa.settings import ROOT
from tests.cast import (
    NOW,
    ZONE,
    Cast,
    blind,
    chat_card,
    draw,
    log_in,
    picked,
    session_of,
    submitted,
)
from tests.pages import flat

ON = date(2025, 6, 2)
# Actions that are put together when they are recorded: how they begin, and how they may go on.
MADE_UP: dict[str, set[str]] = {
    "import:": set(ENDED),
    "privacy:": {"masking", "retention"},
    "evaluations:": {"release", "disputes"},
}


def recorded() -> tuple[set[str], set[str]]:
    """The actions the code records, whole; and the beginnings of those that are put together."""
    whole, begun = set(), set()
    for path in (ROOT / "qa").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "record"
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "audit"
            ):
                continue
            action = node.args[0]
            for part in (
                (action.body, action.orelse) if isinstance(action, ast.IfExp) else (action,)
            ):
                if isinstance(part, ast.Constant):
                    whole.add(str(part.value))
                elif isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                    begun.add(str(part.values[0].value))
                elif isinstance(part, ast.BinOp) and isinstance(part.left, ast.Constant):
                    begun.add(str(part.left.value))
                else:
                    raise AssertionError(
                        f"{path}:{part.lineno}: what is recorded here cannot be read from the code"
                    )
    return whole, begun


def test_every_action_of_the_code_has_its_text() -> None:
    whole, begun = recorded()
    assert begun == set(MADE_UP), "say in MADE_UP how these may go on"
    everything = whole | {start + end for start, ends in MADE_UP.items() for end in ends}
    assert everything - set(ACTIONS) == set(), "say in qa/audit_log/labels.py what happened"
    assert set(ACTIONS) - everything == set(), "nobody records these any more"
    assert max(map(len, everything)) <= 40


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_text_is_another(app: Flask, language: str) -> None:
    from flask_babel import force_locale

    with app.app_context(), force_locale(language):
        assert len({str(text) for text in ACTIONS.values()}) == len(ACTIONS)
        assert len({str(kind.label) for kind in KINDS.values()}) == len(KINDS)


def read(client: FlaskClient, who: str, path: str = "/record") -> str:
    answer = log_in(client, who).get(path)
    assert answer.status_code == 200
    return flat(answer.get_data(as_text=True))


def test_a_change_is_told_with_names_before_and_after(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        people.set_roles(cast.eve, {"evaluator", "trainer"}, actor=cast.ada, now=NOW)
        people.name_leads(
            cast.team("alpha"), [cast.lale, cast.leman], on=ON, actor=cast.ada, now=NOW
        )
        choices.set_masking(False, actor=cast.queen, now=NOW)
        choices.set_retention({"transcripts": {"chat": 30}}, actor=cast.queen, now=NOW)
        db.session.commit()
    told = read(client, "ada")
    assert "Roles changed" in told
    assert "<del>Evaluator</del> → <ins>Evaluator, Trainer</ins>" in told
    assert f'href="/people/users/{cast.ids["eve"]}">Eve</a>' in told
    assert "<del>Lale Işık</del> → <ins>Lale Işık, Leman İnci</ins>" in told
    assert "<dt>Masking</dt><dd><del>Yes</del> → <ins>No</ins>" in told
    assert "<dt>Time of keeping › Transcripts › Chat</dt><dd><del>–</del> → <ins>30</ins>" in told
    assert "Vaybe itself" in told


def test_rules_plans_and_limits_are_told_in_words(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        release.set_rule(release.Rule(release.WEEKLY, 9, 4), actor=cast.queen, now=NOW)
        named = (("another", None), ("named", cast.ids["tarik"]))
        rules.set_rules(rules.Rules(10, named), actor=cast.queen, now=NOW)
        sampling.add_absence(
            cast.eve, first=date(2025, 6, 3), last=date(2025, 6, 5), actor=cast.queen, now=NOW
        )
        sampling.add_conflict_of_interest(
            cast.eve, cast.agent("ayse"), reason="sisters", actor=cast.queen, now=NOW
        )
        plan = Plan(
            "Weekly",
            "chat",
            which=Which(teams=("alpha",), channels=("chat",)),
            schedule=Schedule("week", 6),
            method=Method("risk", n=12, signals={"rating": 3.0}, floor=0.4),
            assignment=Sharing(second=10),
        )
        number = sampling.add_plan(plan, actor=cast.queen, now=NOW).id
        db.session.commit()
    told = read(client, "queen")
    for field, before, after in (
        ("Kind", "At once", "Every week"),
        ("Day of the week", "Monday", "Friday"),
        ("By the clock › Hour", "–", "06:00"),
        (
            "Decided by, round after round",
            "The team lead",
            "Another evaluator, who does not see the first answers; A named person (Tarık Çelik)",
        ),
        ("Away", "–", "3 Jun 2025 – 5 Jun 2025"),
        ("Ayşe Şahin", "No", "Yes"),
        ("Which interactions › Teams", "–", "Alpha"),
        ("Which interactions › Channels", "–", "Chat"),
        ("Method › Kind", "–", "By risk, with a random part"),
        ("Method › Left to chance (%)", "–", "40"),
        ("Method › Signals › Low customer rating", "–", "3"),
        ("Scorecard", "–", "Chat evaluation"),
        ("By the clock › Runs by itself", "–", "every week"),
    ):
        assert f"<dt>{field}</dt><dd><del>{before}</del> → <ins>{after}</ins></dd>" in told, field
    assert "plan ›" not in told.replace(f"/plans/{number}", "")
    assert "<dt>format</dt>" not in told
    assert "<br>Release</td>" in told.replace(" </td>", "</td>")
    assert "#1" not in told.split("<tbody>")[1].split("</tbody>")[0].replace("#1,", "")


def test_questions_of_a_dispute_are_told_by_their_texts(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        rules.set_rules(rules.Rules(), actor=cast.queen, now=NOW)
        one = picked(cast, "A1", greeting="missed")
        made = proposals.open_dispute(
            one,
            [proposals.Proposal("greeting", ["met"], "it was there")],
            actor=cast.ayse,
            on=ON,
            now=NOW,
        )
        decided = {"greeting": disputing.Decision("agents", "it was there")}
        new = disputing.decide(made, decided, actor=cast.lale, on=ON, now=NOW)
        assert new is not None
        number = new.id
        db.session.commit()
    told = read(client, "queen")
    asked = re.search("<dt>Questions</dt><dd><del>–</del> → <ins>([^<]+)</ins>", told)
    assert asked is not None
    assert " " in asked[1]  # a question, and not its id
    assert (
        f"<dt>Decided › {asked[1]}</dt><dd><del>–</del> → <ins>As the agent proposed</ins>" in told
    )
    assert f"<dt>Superseded by</dt><dd><del>–</del> → <ins>#{number}</ins>" in told
    assert "<dt>Decider</dt><dd><del>–</del> → <ins>Lale Işık</ins>" in told


def test_it_speaks_turkish(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        cast.ada.language = "tr"
        db.session.commit()
    told = read(client, "ada")
    assert "Değişiklik kaydı" in told
    assert "Hesap açıldı" in told


@pytest.mark.parametrize(
    ("path", "there", "gone"),
    [
        ("user={ada}", "Roles changed", "Masking turned"),
        ("user=system", "Account made", "Roles changed"),
        ("action=user:roles", "Roles changed", "Account made</td>"),
        ("kind=users&id={eve}", "Roles changed", "Team added</td>"),
        ("kind=teams", "Team added</td>", "Account made</td>"),
        ("first=2099-06-03", "No line fits", "Account made</td>"),
        ("last=2025-06-01", "No line fits", "Account made</td>"),
        ("first=2025-06-02&last=2025-06-02", "Account made</td>", "No line fits"),
        ("kind=scorecards", "Scorecard published", "Account made</td>"),
    ],
)
def test_filters(client: FlaskClient, cast: Cast, path: str, there: str, gone: str) -> None:
    with client.application.app_context():
        people.set_roles(cast.eve, {"evaluator", "trainer"}, actor=cast.ada, now=NOW)
        choices.set_masking(False, actor=cast.queen, now=NOW)
        db.session.commit()
    told = read(client, "ada", "/record?" + path.format(**cast.ids)).split("<tbody>")[-1]
    assert there in told
    assert gone not in told


@pytest.mark.parametrize(
    "path",
    [
        "user=nobody",
        "kind=none",
        "id=x",
        "id=0",
        "id=99999999999",
        "first=never",
        "action=%27",
        "page=-3",
        "page=999",
        "endpoint=x&_method=y",
    ],
)
def test_wrong_filters_are_told_and_break_nothing(
    client: FlaskClient, cast: Cast, path: str
) -> None:
    assert "Change log" in read(client, "ada", "/record?" + path)


def test_a_scorecards_record_has_its_versions_and_drafts_those_gone_too(
    client: FlaskClient, cast: Cast
) -> None:
    with client.application.app_context():
        version = chat_card()
        draft = scorecards.start(version.scorecard, version, actor=cast.queen, now=NOW)
        scorecards.discard(draft, actor=cast.queen, now=NOW)
        scorecards.retire(version, actor=cast.queen, now=NOW)
        db.session.commit()
        number = version.scorecard_id
    told = read(client, "queen", f"/record?kind=scorecards&id={number}").split("<tbody>")[-1]
    for text in (
        "Draft of a scorecard begun",
        "Draft of a scorecard discarded",
        "Version of a scorecard retired",
        "Scorecard published",
    ):
        assert text in told
    assert told.count("<tr>") == 4


def test_pages_lead_to_their_record(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        evaluation = submitted(cast, draw(cast).assignments[0]).id
    assert f'href="/record?kind=evaluations&amp;id={evaluation}"' in read(
        client, "queen", f"/evaluations/{evaluation}"
    )
    assert 'href="/record?kind=scorecards&amp;id=1"' in read(client, "queen", "/scorecards/1")
    assert f'href="/record?kind=users&amp;id={cast.ids["eve"]}"' in read(
        client, "ada", f"/people/users/{cast.ids['eve']}"
    )
    assert "/record" not in read(client, "eve", f"/evaluations/{evaluation}")


def test_lists_cost_the_same_however_long(
    client: FlaskClient, cast: Cast, query_count: Any
) -> None:
    log_in(client, "queen")
    with query_count() as before:
        client.get("/record?kind=users")
    with client.application.app_context():
        for n in range(60):
            people.set_details(cast.eve, name=f"Eve {n}", actor=cast.ada, now=NOW)
        db.session.commit()
    with query_count() as after:
        told = client.get("/record?kind=users").get_data(as_text=True)
    assert told.count("<tr>") == 51
    assert "Page 1 of 2" in told
    assert after.n <= before.n


# Nobody reads here what they may not see there

MARK = "73.1"  # a score nobody else has


def forged(evaluation_id: int, now: Any = NOW) -> None:
    """A line as a submission writes it, with a score that stands out."""
    from qa.evaluations.models import Evaluation

    made = db.session.get_one(Evaluation, evaluation_id)
    audit.record(
        "evaluation:submitted",
        made,
        actor=made.evaluator,
        now=now,
        changes={"raw_score": (None, 73.1), "score": (None, 73.1)},
    )
    db.session.commit()


def everywhere(client: FlaskClient, who: str, evaluation_id: int) -> list[str]:
    """All that `who` can get of the change log about an evaluation: the page by every filter, and
    the file."""
    pages = [
        read(client, who, path)
        for path in (
            "/record",
            f"/record?kind=evaluations&id={evaluation_id}",
            "/record?action=evaluation:submitted",
            "/record?kind=evaluations",
        )
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(
            log_in(client, who).get(f"/record.xlsx?kind=evaluations&id={evaluation_id}").data
        )
    )
    pages.append(
        " ".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)
    )
    return pages


def test_a_submitted_sample_is_read_by_who_may_see_it(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        evaluation = submitted(cast, draw(cast).assignments[0]).id
        forged(evaluation)
    assert all(MARK in told for told in everywhere(client, "queen", evaluation))
    assert all(
        MARK not in told and "Evaluation submitted" in told
        for told in everywhere(client, "ada", evaluation)
    )
    assert "Not for you to see" in read(client, "ada", f"/record?kind=evaluations&id={evaluation}")


def test_a_blind_evaluation_is_not_read_before_its_session_is_closed(
    client: FlaskClient, cast: Cast
) -> None:
    with client.application.app_context():
        session = session_of(cast, people=("queen", "emre"))
        theirs, own = blind(cast, session, "emre").id, blind(cast, session, "queen").id
        forged(theirs)
        forged(own)
        session_id = session.id
    assert all(
        MARK not in told
        for told in everywhere(client, "queen", theirs)[1:2]
        + everywhere(client, "queen", theirs)[4:]
    )
    assert MARK in read(client, "queen", f"/record?kind=evaluations&id={own}")
    assert f'/evaluations/{theirs}"' not in read(
        client, "queen", f"/record?kind=evaluations&id={theirs}"
    )  # it leads nowhere yet
    with client.application.app_context():
        from qa.calibration.models import CalibrationSession

        calibration.close(
            db.session.get_one(CalibrationSession, session_id), actor=cast.queen, now=NOW
        )
        db.session.commit()
    assert MARK in read(client, "queen", f"/record?kind=evaluations&id={theirs}")
    assert MARK not in read(client, "ada", f"/record?kind=evaluations&id={theirs}")


def test_agreed_answers_are_told_as_questions_to_who_sees_the_session(
    client: FlaskClient, cast: Cast
) -> None:
    with client.application.app_context():
        session = session_of(cast)
        blind(cast, session, "eve")
        calibration.close(session, anyway=True, actor=cast.queen, now=NOW)
        calibration.set_reference(
            session.items[0], session, {"greeting": "partly"}, actor=cast.queen, now=NOW
        )
        db.session.commit()
    told = read(client, "queen", "/record?action=calibration:reference")
    assert "<ins>partly</ins>" in told
    assert "<dt>greeting</dt>" not in told
    assert "<ins>partly</ins>" not in read(client, "ada", "/record?action=calibration:reference")


def test_a_kind_nobody_thought_of_is_closed(inside: None, cast: Cast) -> None:
    class Thing:
        __tablename__ = "things"
        id = 1

    audit.record("user:details", Thing(), actor=cast.eve, now=NOW, changes={"secret": (None, MARK)})
    db.session.commit()
    line = db.session.scalars(sa.select(AuditLine).where(AuditLine.subject_kind == "things")).one()
    (row,) = queries.rows([line], cast.queen, ON)
    assert (row.hidden, row.changes, row.thing) == (True, [], "#1")


def test_every_kind_that_is_recorded_is_open_or_answered_for(inside: None, cast: Cast) -> None:
    """A kind that nobody answers for is a page full of what nobody may read."""
    evaluation = picked(cast, "A1")
    dispute = Dispute(
        evaluation_id=evaluation.id,
        round=1,
        opened_by_id=cast.ids["ayse"],
        opened_at=NOW,
        rule="evaluator",
    )
    db.session.add(dispute)
    db.session.flush()
    found = {
        "calibration_items": session_of(cast).items[0].id,
        "calibration_sessions": session_of(cast).id,
        "evaluations": evaluation.id,
        "disputes": dispute.id,
        "assignments": draw(cast).assignments[0].id,
    }
    calibration_item_session = db.session.get_one(
        calibration.CalibrationItem, found["calibration_items"]
    )
    blind(
        cast,
        db.session.get_one(calibration.CalibrationSession, calibration_item_session.session_id),
        "eve",
    )
    calibration.close(
        db.session.get_one(calibration.CalibrationSession, calibration_item_session.session_id),
        anyway=True,
        actor=cast.queen,
        now=NOW,
    )
    for kind, thing in found.items():
        assert queries.visible(kind, {thing}, cast.queen, ON) == {thing}, kind
        assert queries.visible(kind, {thing}, cast.ada, ON) == set(), kind
    closed = {name for name, kind in KINDS.items() if not kind.open}
    assert closed == set(found), "show here that the quality manager may read them"


def test_the_things_names(inside: None, cast: Cast, app: Flask) -> None:
    """Every kind that lines are about has names."""
    from qa.audit_log.subjects import NAMES

    sampling.set_target(cast.eve, period="month", channel="", n=100, actor=cast.queen, now=NOW)
    audit.record(
        "complaint:withdrawn",
        db.session.get_one(Interaction, cast.talks["A1"]),
        actor=cast.queen,
        now=NOW,
    )
    draw(cast)
    db.session.commit()
    assert set(NAMES) | {"erasures", "evaluation_choices", "privacy_choices"} == set(KINDS)
    with app.test_request_context():
        found = queries.listed(cast.queen, {}, on=ON, zone=ZONE).rows
    told = {(row.kind, row.thing) for row in found}
    assert {("Account", "Eve"), ("Interaction", "A1"), ("Agent", "Ayşe Şahin")} <= told
    assert any(
        kind == "Draw" and thing.endswith("1 May 2025 – 31 May 2025") for kind, thing in told
    )


def test_the_file(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        people.set_roles(cast.eve, {"evaluator", "trainer"}, actor=cast.ada, now=NOW)
        db.session.commit()
        last = db.session.scalars(sa.select(AuditLine).order_by(AuditLine.id.desc()).limit(1)).one()
        number, digest = last.number, last.hash
    book = openpyxl.load_workbook(
        io.BytesIO(log_in(client, "ada").get("/record.xlsx?action=user:roles").data)
    )
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert (rows[1][0], rows[1][2], rows[1][3], rows[1][6], rows[1][7], rows[1][8]) == (
        number,
        "Ada",
        "Roles changed",
        "Eve",
        "Roles: Evaluator → Evaluator, Trainer",
        digest,
    )
