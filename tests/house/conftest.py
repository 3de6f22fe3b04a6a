"""What the addresses of pages name."""

from typing import Any

import pytest
from flask import Flask

from tests.cast import Cast, blind, draw, picked, session_of, submitted


@pytest.fixture
def records(app: Flask, cast: Cast) -> dict[str, Any]:
    """Something of every kind: what the addresses of the matrix name."""
    with app.app_context():
        item = draw(cast, per_agent=2)
        mine = [a for a in item.assignments if a.agent_id == cast.agents["ayse"]]
        done = submitted(cast, mine[0])
        draft = picked(cast, "A1", submit=False)
        session = session_of(cast, talks=("A2",))
        blind(cast, session, "emre")
        blind(cast, session, "eve", submit=False)
        session_id, item_id = session.id, session.items[0].id
        closed = session_of(cast, talks=("A3",))
        blind(cast, closed, "eve")
        from qa.calibration import operations
        from qa.db import db
        from qa.interactions import complaints
        from qa.interactions.recordings import storage
        from qa.reports import dry_runs
        from qa.scorecards import operations as scorecards
        from qa.scorecards import queries
        from qa.scorecards.operations import importing
        from tests.cast import NOW, open_file
        from tests.interactions.test_recordings import tone, wav

        version = queries.version(1)
        assert version is not None
        begun = scorecards.start(version.scorecard, version, actor=cast.queen, now=NOW)
        second = scorecards.create(
            title="Second", slug="second", like=version, actor=cast.queen, now=NOW
        )
        third = scorecards.create(
            title="Third", slug="third", like=version, actor=cast.queen, now=NOW
        )
        sheet = importing.open_table(
            b"Soru;Puan\nSelam verdi mi?;10\n", "form.csv", actor=cast.queen, now=NOW
        )
        dry_runs.ask(begun, wanted=10, actor=cast.queen, now=NOW)

        sound = storage.folder() / "a.wav"
        sound.write_bytes(wav(tone(0.1)))
        heard = storage.add(cast.talk("A1"), sound, "a.wav", import_id=None, now=NOW)
        assert heard is not None
        cause = complaints.add_cause("Late parcel", actor=cast.queen, now=NOW)

        from qa.interactions.privacy import erasure as customer_erasure

        erasure, _files = customer_erasure.erase("C-B6", actor=cast.ada, now=NOW)
        operations.close(closed, anyway=True, actor=cast.queen, now=NOW)
        from qa.interactions.keywords import operations as words

        word_list = words.add_list(
            name="Words",
            kind="other",
            speaker="anyone",
            part="all",
            entries="merhaba",
            actor=cast.queen,
            now=NOW,
        )
        from datetime import timedelta

        from qa import web
        from qa.evaluations.disputes import proposals, rules

        rules.set_rules(rules.Rules(days=365), actor=cast.queen, now=NOW)
        disputed = submitted(cast, mine[1])
        disputed.released_at = web.now() - timedelta(hours=1)
        dispute = proposals.open_dispute(
            disputed,
            [proposals.Proposal("greeting", ["missed"], "why")],
            actor=cast.ayse,
            on=web.today(),
            now=web.now(),
        )
        from qa.sampling import operations as sampling
        from qa.sampling.plans import Method, Plan

        kept = sampling.add_plan(
            Plan("A plan", "chat", method=Method(kind="random", n=1)), actor=cast.queen, now=NOW
        )
        upload = open_file(b"id,started_at\n1,2025-05-01\n", "a.csv")
        from tests.notices.stage import told

        notice, mail = told(cast.eve)
        db.session.commit()
        return {
            "user_id": cast.ids["eve"],
            "team_id": cast.teams["alpha"],
            "agent_id": cast.agents["ayse"],
            "interaction_id": cast.talks["A1"],
            "import_id": upload.id,
            "erasure_id": erasure.id,
            "recording_id": heard.id,
            "cause_id": cause.id,
            "scorecard_id": 1,
            "draw_id": item.id,
            "plan_id": kept.id,
            "list_id": word_list.id,
            "assignment_id": mine[1].id,
            "evaluation_id": done.id,
            "notice_id": notice,
            "mail_id": mail,
            "question_id": "greeting",
            "evidence_id": 1,
            "dispute_id": dispute.id,
            "session_id": closed.id,
            "item_id": item_id,
            "name": "question:greeting",
            "number": 1,
            "sheet": sheet.id,
            "scorecards.discard": second.scorecard_id,
            "scorecards.publish": third.scorecard_id,
            "draft": draft.id,
            "open": session_id,
        }
