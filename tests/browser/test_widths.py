"""On a phone and at twice the size nothing sticks out of the page, and nothing serious is wrong, in
both languages."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from qa import web
from qa.calibration import operations as calibration
from qa.db import db
from qa.evaluations import release
from qa.evaluations.disputes import proposals
from qa.evaluations.disputes.proposals import Proposal
from qa.interactions import complaints, operations
from qa.interactions.keywords import operations as words
from qa.interactions.keywords import scanner
from qa.interactions.recordings import storage
from qa.reports import dry_runs
from qa.reports.models import DryRun
from qa.sampling import operations as sampling
from qa.sampling.plans import Method, Plan
from qa.scorecards import operations as scorecards
from qa.scorecards import queries
from qa.scorecards.drafting import tree
from qa.scorecards.operations import importing
from qa.scoring import Card
from tests.cast import NOW, PASSWORD, Cast, blind, bring_in, draw, picked, session_of, submitted
from tests.interactions.test_recordings import tone, wav
from tests.notices.stage import told

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

FORM = (
    "Bölüm;Kriter;Puan;Evet;Hayır;Uygun değil\nAçılış;Selam verildi mi?;40;;;\n"
    ";Kimlik doğrulandı mı?;60;;;\nToplam;;100;;;\n"
)

PAGES = {
    "queen": (
        "/interactions",
        "/interactions/{talk}",
        "/evaluations",
        "/evaluations/{evaluation}",
        "/agents",
        "/agents/{agent}",
        "/coaching-needs",
        "/releases",
        "/disputes",
        "/disputes/{dispute}",
        "/disputes/rules",
        "/disputes/figures",
        "/calibrations",
        "/calibrations/new",
        "/calibrations/{open}",
        "/calibrations/{closed}",
        "/evaluators",
        "/targets",
        "/draws",
        "/draws/new",
        "/draws/{draw}",
        "/draws/{draw}/frame",
        "/plans",
        "/plans/new",
        "/plans/{plan}",
        "/plans/{plan}/edit",
        "/plans/file",
        "/evaluators/{eve}/target",
        "/assignments/{assignment}/swap",
        "/assignments/{assignment}/move",
        "/scorecards",
        "/scorecards/1",
        "/imports",
        "/account",
        "/imports/{transcript}/mapping",
        "/imports/{brought}",
        "/root-causes",
        "/words",
        "/words/new",
        "/words/{words}",
        "/privacy",
        "/scorecards/new",
        "/scorecards/import",
        "/scorecards/imports/{sheet}",
        "/scorecards/{card}",
        "/scorecards/{card}/draft",
        "/scorecards/{card}/draft?part=section:opening",
        "/scorecards/{card}/draft?part=question:first-response",
        "/scorecards/{card}/draft?part=question:new-question",
        "/scorecards/{card}/comparison",
        "/scorecards/{card}/dry-run",
        "/scorecards/{card}/print",
        "/evaluations/{evaluation}/print",
        "/scorecards/{card}/export?format=connect",
    ),
    "eve": ("/notices", "/account/notices", "/queue", "/evaluators", "/calibrations"),
    "ayse": (
        "/me",
        "/evaluations",
        "/evaluations/{evaluation}",
        "/evaluations/{fresh}/disputes/new",
        "/disputes",
        "/me/interactions",
    ),
    "lale": ("/disputes/{dispute}", "/targets"),
    "ada": (
        "/record",
        "/notices",
        "/notices/mail",
        "/account/notices",
        "/privacy/openings",
        "/privacy/erasures/new",
        "/people",
        "/people/agents/{agent}",
        "/people/teams/{team}",
    ),
}


def interactions(cast: Cast) -> dict[str, int]:
    """What the pages around interactions have to show: hits of words, a recording, a complaint, a
    file half brought in."""
    lists = words.keep_starter(now=NOW)
    scanner.rescan()
    sound = storage.folder() / "a.wav"
    sound.write_bytes(wav(tone(1), tone(1)))
    storage.add(cast.talk("A1"), sound, "a.wav", import_id=None, now=NOW)
    cause = complaints.add_cause("Kargo gecikmesi", actor=cast.queen, now=NOW)
    complaints.record(
        cast.talk("A1"),
        arrived_at=None,
        answered_at=None,
        resolved_at=None,
        reopened=0,
        cause=cause,
        actor=cast.queen,
        now=NOW,
    )
    brought = bring_in(b"id,started_at\n1,2025-05-01\n2,never\n", "a.csv").id
    data = (
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v SPEAKER_00>Hello\n\n00:02.000 --> 00:03.000\n"
        b"<v SPEAKER_01>Hi there\n"
    )
    item = operations.open_import(
        operations.receive(io.BytesIO(data), "a.vtt"), "a.vtt", actor=cast.queen, now=NOW
    )
    db.session.flush()
    return {"words": lists[0].id, "transcript": item.id, "brought": brought}


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("who", PAGES)
def test_nothing_sticks_out(app: Flask, person, cast: Cast, who: str, language: str) -> None:
    with app.app_context():
        made = draw(cast)
        item = next(a for a in made.assignments if a.agent_id == cast.agents["ayse"])
        evaluation = submitted(cast, item, greeting="missed", empathy="partly")
        disputed = picked(cast, "A5", greeting="missed", empathy="partly")
        fresh = picked(cast, "A6", greeting="missed")
        for one in (disputed, fresh):
            one.released_at = web.now()
        point = Proposal("greeting", ["met"], "I did greet by name", quote="hemen bakıyorum")
        dispute = proposals.open_dispute(
            disputed, [point], actor=cast.ayse, on=web.today(), now=web.now()
        )
        release.set_rule(release.Rule(release.BY_HAND), actor=cast.queen, now=NOW)
        picked(cast, "B6")
        session = session_of(cast)
        for name in ("eve", "emre"):
            blind(cast, session, name, greeting="partly" if name == "eve" else "met")
        calibration.close(session, actor=cast.queen, now=NOW)
        waiting = session_of(cast, talks=("A2",))
        ids = {
            "dispute": dispute.id,
            "fresh": fresh.id,
            "talk": cast.talks["A1"],
            "evaluation": evaluation.id,
            "agent": cast.agents["ayse"],
            "draw": made.id,
            "team": cast.teams["alpha"],
            "closed": session.id,
            "open": waiting.id,
        }
        version = queries.latest("chat")
        assert version is not None
        begun = scorecards.start(version.scorecard, version, actor=cast.queen, now=NOW)
        # a verb, as the page gives one
        adding = lambda content: "question:" + tree.add_question(content, "opening")  # noqa: E731
        scorecards.act(begun, "section:opening", adding, "added", actor=cast.queen, now=NOW)
        scorecards.change(
            begun, "section:tone", {"weight": "35"}, {"weight": "20"}, actor=cast.queen, now=NOW
        )
        sheet = importing.open_table(FORM.encode(), "form.csv", actor=cast.queen, now=NOW)
        shorter = Card.from_dict(version.content | {"sections": version.content["sections"][1:]})
        outcome = dry_runs.compare(shorter, version.scorecard_id, wanted=10)
        assert outcome is not None
        db.session.add(
            DryRun(
                scorecard_id=version.scorecard_id,
                revision=1,
                content={},
                wanted=10,
                state="done",
                result=outcome.as_json(),
                asked_at=NOW,
                asked_by=cast.queen,
            )
        )
        plan = sampling.add_plan(
            Plan(
                "Haftalık riskli görüşmeler",
                "chat",
                method=Method(kind="risk", n=9, signals={"rating": 3.0, "words": 1.0}),
            ),
            actor=cast.queen,
            now=NOW,
        )
        sampling.add_conflict_of_interest(
            cast.eve, cast.agent("bora"), reason="Oryantasyon eğitmeni", actor=cast.queen, now=NOW
        )
        for whom, period, channel in (
            (None, "month", ""),
            (cast.team("alpha"), "month", "chat"),
            (cast.eve, "week", "chat"),
        ):
            sampling.set_target(
                whom, period=period, channel=channel, n=12, actor=cast.queen, now=NOW
            )
        db.session.flush()
        ids |= {"plan": plan.id, "eve": cast.ids["eve"], "assignment": item.id}
        ids |= interactions(cast)
        ids |= {"card": version.scorecard_id, "sheet": sheet.id}
        told(cast.eve)
        told(cast.ada)
        db.session.commit()
    one = person(f"{who}@example.com", PASSWORD, language=language)
    wrong = []
    for path in PAGES[who]:
        one.page.set_viewport_size({"width": 1366, "height": 900})
        if language == "en":
            one.go(path.format(**ids))
        else:  # what axe finds does not depend on the language; how wide words are does
            one.page.goto(path.format(**ids))
        for width in (390, 720, 1920):
            one.page.set_viewport_size({"width": width, "height": 800})
            over = one.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wrong.append(f"{path} at {width}: {over}")
    assert wrong == []
