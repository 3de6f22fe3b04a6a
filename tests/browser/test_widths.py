"""On a phone and at twice the size nothing sticks out of the page, and nothing serious is wrong, in both languages."""

from __future__ import annotations

import pytest
from flask import Flask

from qa.calibration import operations as calibration
from qa.db import db
from tests.cast import NOW, PASSWORD, Cast, blind, draw, session_of, submitted

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

PAGES = {
    "queen": (
        "/interactions", "/interactions/{talk}", "/evaluations", "/evaluations/{evaluation}", "/agents",
        "/agents/{agent}", "/coaching-needs",
        "/calibrations", "/calibrations/new", "/calibrations/{open}", "/calibrations/{closed}", "/evaluators",
        "/draws", "/draws/new", "/draws/{draw}", "/scorecards", "/scorecards/1", "/imports", "/account",
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
