"""On a phone and at twice the size nothing sticks out of the page, and nothing serious is wrong, in both languages."""

from __future__ import annotations

import pytest
from flask import Flask

from qa.calibration import operations as calibration
from qa.db import db
from qa.reports import dry_runs
from qa.reports.models import DryRun
from qa.scorecards import operations as scorecards
from qa.scorecards import queries
from qa.scorecards.drafting import tree
from qa.scorecards.operations import importing
from qa.scoring import Card
from tests.cast import NOW, PASSWORD, Cast, blind, draw, session_of, submitted

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

FORM = "Bölüm;Kriter;Puan;Evet;Hayır;Uygun değil\nAçılış;Selam verildi mi?;40;;;\n;Kimlik doğrulandı mı?;60;;;\nToplam;;100;;;\n"

PAGES = {
    "queen": (
        "/interactions", "/interactions/{talk}", "/evaluations", "/evaluations/{evaluation}", "/agents",
        "/agents/{agent}", "/coaching-needs",
        "/calibrations", "/calibrations/new", "/calibrations/{open}", "/calibrations/{closed}", "/evaluators",
        "/draws", "/draws/new", "/draws/{draw}", "/scorecards", "/scorecards/1", "/imports", "/account",
        "/scorecards/new", "/scorecards/import", "/scorecards/imports/{sheet}", "/scorecards/{card}", "/scorecards/{card}/draft",
        "/scorecards/{card}/draft?part=section:opening", "/scorecards/{card}/draft?part=question:first-response",
        "/scorecards/{card}/draft?part=question:new-question", "/scorecards/{card}/comparison", "/scorecards/{card}/dry-run",
        "/scorecards/{card}/print", "/evaluations/{evaluation}/print", "/scorecards/{card}/export?format=connect",
    ),
    "eve": ("/queue", "/evaluators", "/calibrations"),
    "ayse": ("/me", "/evaluations", "/evaluations/{evaluation}"),
    "ada": ("/people", "/people/agents/{agent}", "/people/teams/{team}"),
}


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("who", PAGES)
def test_nothing_sticks_out(app: Flask, person, cast: Cast, who: str, language: str) -> None:
    with app.app_context():
        made = draw(cast)
        item = next(a for a in made.assignments if a.agent_id == cast.agents["ayse"])
        evaluation = submitted(cast, item, greeting="missed", empathy="partly")
        session = session_of(cast)
        for name in ("eve", "emre"):
            blind(cast, session, name, greeting="partly" if name == "eve" else "met")
        calibration.close(session, actor=cast.queen, now=NOW)
        waiting = session_of(cast, talks=("A2",))
        ids = {
            "talk": cast.talks["A1"], "evaluation": evaluation.id, "agent": cast.agents["ayse"], "draw": made.id,
            "team": cast.teams["alpha"], "closed": session.id, "open": waiting.id,
        }
        version = queries.latest("chat")
        assert version is not None
        begun = scorecards.start(version.scorecard, version, actor=cast.queen, now=NOW)
        adding = lambda content: "question:" + tree.add_question(content, "opening")  # noqa: E731 -- a verb, as the page gives one
        scorecards.act(begun, "section:opening", adding, "added", actor=cast.queen, now=NOW)
        scorecards.change(begun, "section:tone", {"weight": "35"}, {"weight": "20"}, actor=cast.queen, now=NOW)
        sheet = importing.open_table(FORM.encode(), "form.csv", actor=cast.queen, now=NOW)
        shorter = Card.from_dict(version.content | {"sections": version.content["sections"][1:]})
        outcome = dry_runs.compare(shorter, version.scorecard_id, wanted=10)
        assert outcome is not None
        db.session.add(DryRun(
            scorecard_id=version.scorecard_id, revision=1, content={}, wanted=10, state="done", result=outcome.as_json(),
            asked_at=NOW, asked_by=cast.queen,
        ))
        ids |= {"card": version.scorecard_id, "sheet": sheet.id}
        db.session.commit()
    one = person(f"{who}@example.com", PASSWORD, language=language)
    wrong = []
    for path in PAGES[who]:
        one.page.set_viewport_size({"width": 1366, "height": 900})
        one.go(path.format(**ids))
        for width in (390, 720, 1920):
            one.page.set_viewport_size({"width": width, "height": 800})
            over = one.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wrong.append(f"{path} at {width}: {over}")
    assert wrong == []
