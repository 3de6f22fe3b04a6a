"""What a draw was drawn from: cells, signals and chances, told in words years later; chances as
people read them."""

import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask_babel import force_locale

from qa.db import db
from qa.interactions.models import Interaction
from qa.people.models import Agent, Team
from qa.sampling import operations, queries, risk_signals
from qa.sampling.frame_view import Source
from qa.sampling.labels import chance
from qa.sampling.models import Assignment, Draw, DrawFrame
from qa.sampling.plans import Method, Sharing
from qa.sampling.stratum_labels import StratumLabels
from tests.cast import ZONE, Cast, log_in
from tests.sampling.stage import everybody, more_talks, plan, run

RISK = {"rating": 3.0, "transfers": 3.0, "new-agent": 0.0}


def by_risk(cast: Cast, **about: Any) -> Draw:
    more_talks(
        cast, 188, csat=[1.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, None], transfers=[0, 0, 0, 1], **about
    )
    return run(cast, plan("risk", n=30, signals=RISK, floor=0.4, sharing=everybody()))


def given(talk: Interaction) -> set[str]:
    return {
        name
        for name, there in (("rating", talk.csat == 1), ("transfers", talk.transfers == 1))
        if there
    }


def test_every_unit_of_a_draw_by_risk_has_its_signals_and_its_chance(
    inside: None, cast: Cast
) -> None:
    item = by_risk(cast)
    source = Source(item)
    rows = list(source.rows())
    assert {len(row.signals or ()) for row in rows} == {0, 1}
    for row in rows:
        assert row.interaction is not None
        assert set(row.signals or ()) == given(row.interaction)
    origins = source.origins(item.assignments)
    for one in item.assignments:
        assert set(origins[one.id].signals or ()) == given(one.interaction)
        assert origins[one.id].cell.chance == pytest.approx(one.probability)
    cells = source.listed()
    assert sum(cell.size for cell in cells) == item.frame_size
    assert sum(cell.drawn for cell in cells) == item.drawn_count
    assert [cell.risk for cell in cells] == sorted(
        (cell.risk for cell in cells), key=lambda risk: -(risk or 0)
    )
    # What is expected of each cell is what is drawn of it, but for the rounding.
    assert all(abs((cell.chance or 0) * cell.size - cell.drawn) < 1 for cell in cells)


def test_signals_stay_as_they_were(inside: None, cast: Cast) -> None:
    item = by_risk(cast)
    before = {
        one.interaction_id: Source(item).origins(item.assignments)[one.id].signals
        for one in item.assignments
    }
    db.session.execute(sa.update(Interaction).values(csat=5.0, transfers=0))
    db.session.commit()
    assert {
        one.interaction_id: Source(item).origins(item.assignments)[one.id].signals
        for one in item.assignments
    } == before
    assert ("rating",) in before.values()


def test_what_came_by_a_swap_has_its_signals_too(inside: None, cast: Cast) -> None:
    item = by_risk(cast)
    old = next(one for one in item.assignments if given(one.interaction))
    fresh = operations.swap(old, reason="noise", actor=cast.queen, now=item.made_at)
    assert fresh is not None
    origin = Source(item).origins([fresh])[fresh.id]
    assert set(origin.signals or ()) == given(fresh.interaction)
    assert origin.cell == Source(item).origins([old])[old.id].cell


def test_different_signals_of_one_level_share_a_cell(inside: None, cast: Cast) -> None:
    more_talks(cast, 188, csat=[1.0, 5.0, 5.0, 5.0], transfers=[0, 1, 0, 0])  # 47 each
    item = run(cast, plan("risk", n=30, signals=RISK, floor=0.4, sharing=everybody()))
    cells = Source(item).listed()
    assert [cell.sets for cell in cells] == [(("rating",), ("transfers",)), ((),)]
    assert (cells[0].size, cells[0].whole) == (94, (200, 30))


def test_of_draws_before_signals_were_kept_it_is_said(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        item = by_risk(cast)
        number = item.id
        db.session.get_one(DrawFrame, number).signals = None
        item.strata = [
            {name: cell[name] for name in ("codes", "size", "drawn")} for cell in item.strata
        ]
        db.session.commit()
        source = Source(item)
        cells = source.listed()
        assert {cell.sets for cell in cells} == {None}
        # The chance of a cell is that of what was drawn of it.
        assert [cell.chance is None for cell in cells] == [not cell.drawn for cell in cells]
        assert {one.probability for one in item.assignments} == {
            cell.chance for cell in cells if cell.drawn
        }
    log_in(client, "queen")
    page = client.get(f"/draws/{number}").text
    assert "the draw was made before that was kept" in page
    assert "not known" in page
    assert "not known" in client.get(f"/draws/{number}/frame").text


def test_a_draw_without_a_frame_still_says_its_strata(inside: None, cast: Cast) -> None:
    item = run(cast, plan("per-agent", each=2, spread=False, sharing=everybody()))
    db.session.execute(sa.delete(DrawFrame))
    item.strata, item.plan = [], {}
    db.session.commit()
    db.session.expire_all()
    item = queries.draw(item.id) or pytest.fail("no draw")
    source = Source(item)
    assert {origin.cell.stratum for origin in source.origins(item.assignments).values()} == {
        "Ayşe Şahin",
        "Bora",
    }
    assert (source.page(1), source.missed(), source.listed()) == (None, [], [])


def test_packed_signals_read_the_same(inside: None, cast: Cast) -> None:
    kept = db.session.get_one(DrawFrame, by_risk(cast).id)
    assert kept.signals is not None
    assert len(kept.signals) < kept.size
    numbers, sets = risk_signals.unpacked(kept.signals)
    assert len(numbers) == kept.size
    assert set(sets) == set(map(int, numbers))


def test_the_pages_and_files_of_a_draw_by_risk(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        item = by_risk(cast)
        number, names = item.id, {one.interaction.external_id: one for one in item.assignments}
        bad = {one for one, a in names.items() if "rating" in given(a.interaction)}
        figure = {one: a.probability for one, a in names.items()}
        whole = {
            talk.external_id: given(talk) for talk in db.session.scalars(sa.select(Interaction))
        }
    log_in(client, "queen")
    page = client.get(f"/draws/{number}").text
    assert "Low customer rating" in page
    assert "everything" not in page
    frame = client.get(f"/draws/{number}/frame").text
    assert "Chance of being drawn" in frame
    assert "Low customer rating" in frame
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/draws/{number}.xlsx").data))
    rows = list(book.worksheets[0].values)
    at = rows[0].index("Signals")
    assert {row[0] for row in rows[1:] if "Low customer rating" in row[at]} == bad
    assert {row[0]: pytest.approx(row[8]) for row in rows[1:]} == figure
    assert len(list(book.worksheets[1].values)) == 4  # the head and three levels
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/draws/{number}/frame.xlsx").data))
    rows = list(book.active.values)
    head = list(rows[0])
    assert {row[1]: (row[head.index("Signals")]) for row in rows[1:]} == {
        name: ", ".join(
            {"rating": "Low customer rating", "transfers": "Transferred"}[one]
            for one in sorted(held)
        )
        or "no signal"
        for name, held in whole.items()
    }
    assert all(0 < row[head.index("Inclusion probability")] < 1 for row in rows[1:])


def test_a_spread_draw_says_stratum_and_stretch(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        more_talks(cast, 9)
        item = run(cast, plan("per-agent", each=2, per="run", spread=True, sharing=everybody()))
        number = item.id
        cells = [
            (cell.stratum, cell.size, cell.drawn, cell.whole, cell.stretch)
            for cell in Source(item).listed()
        ]
        assert cells == [
            ("Ayşe Şahin", 6, 1, (11, 2), (1, 2)),
            ("Ayşe Şahin", 5, 1, (11, 2), (2, 2)),
            ("Bora", 5, 1, (10, 2), (1, 2)),
            ("Bora", 5, 1, (10, 2), (2, 2)),
        ]
    page = log_in(client, "queen").get(f"/draws/{number}").text
    assert "2 / 11" in page
    assert "1 / 6 in its stretch" in page
    assert "stretch 2 of 2 in time" in page


# Names


def labelled(method: Method, *strata: tuple[str, ...]) -> list[str]:
    labels = StratumLabels(method, strata)
    return [labels.label(codes) for codes in sorted(strata, key=labels.order)]


def test_strata_in_words(inside: None, cast: Cast) -> None:
    db.session.add_all([Team(code="chat", name="Yazışma"), Agent(code="z-9", name="Çiçek")])
    db.session.commit()
    by = {"kind": "stratified"}
    assert labelled(Method(), ("ayse-1",), ("bora-1",), ("gone",), ("z-9",)) == [
        "Ayşe Şahin",
        "Bora",
        "Çiçek",
        "gone",
    ]
    assert labelled(Method(per="week"), ("ayse-1", "2026-11-02"), ("ayse-1", "2026-10-26")) == [
        "Ayşe Şahin · 26 Oct – 1 Nov",
        "Ayşe Şahin · 2–8 Nov",
    ]
    assert labelled(Method(per="month"), ("ayse-1", "2026-11")) == ["Ayşe Şahin · November 2026"]
    # A team's code is no channel, though it be called like one.
    assert labelled(
        Method(**by, by=("team", "channel")), ("chat", "chat"), ("alpha", "call"), ("-", "chat")
    ) == ["Alpha · Call", "no team · Chat", "Yazışma · Chat"]
    assert labelled(
        Method(**by, by=("hour", "band")),
        ("14", "long"),
        ("23", "-"),
        ("09", "short"),
        ("14", "short"),
    ) == [
        "09:00–10:00 · short",
        "14:00–15:00 · short",
        "14:00–15:00 · long",
        "23:00–00:00 · no length",
    ]
    assert labelled(Method(**by, by=("queue", "outcome")), ("-", "-")) == ["no queue · no outcome"]
    assert labelled(Method(**by, by=("team", "queue")), ("alpha", "a · b")) == ["Alpha · a · b"]
    assert labelled(Method(**by, by=("queue", "outcome")), ("a · b", "c")) == ["a · b · c"]
    assert labelled(Method(kind="tails"), ("longest",), ("usual",), ("shortest",)) == [
        "shortest",
        "usual",
        "longest",
    ]
    assert labelled(Method(kind="random"), ()) == ["everything"]
    with force_locale("tr"):
        assert labelled(Method(per="month"), ("ayse-1", "2026-11")) == ["Ayşe Şahin · Kasım 2026"]
        assert labelled(Method(per="week"), ("ayse-1", "2026-11-02")) == ["Ayşe Şahin · 2–8 Kas"]


@pytest.mark.parametrize(
    ("value", "en", "tr"),
    [
        (1, "100%", "%100"),
        (0.571, "57%", "%57"),
        (0.0862, "8.6%", "%8,6"),
        (0.0032, "3.2‰", "‰3,2"),
        (0.00001, "0.010‰", "‰0,010"),
        (0.9999, "99.9%", "%99,9"),
        (None, "–", "–"),
    ],
)
def test_chances_as_people_read_them(inside: None, value: float | None, en: str, tr: str) -> None:
    with force_locale("en"):
        assert chance(value) == en
    with force_locale("tr"):
        assert chance(value) == tr


# The page of an interaction


def test_an_interaction_says_the_draw_it_is_in(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        more_talks(cast, 28)
        item = run(
            cast,
            plan(
                n=20,
                sharing=Sharing(
                    evaluators=("emre@example.com", "eve@example.com"), second=100, again=100
                ),
            ),
        )
        numbers = {one.interaction_id: one.evaluator_id for one in item.assignments}
        mine = next(number for number, who in numbers.items() if who == cast.ids["eve"])
        emres = next(number for number, who in numbers.items() if who == cast.ids["emre"])
        other = db.session.scalars(
            sa.select(Interaction.id).where(Interaction.id.not_in(list(numbers)))
        ).first()
        draw, later = item.id, datetime.now(ZONE).date() + timedelta(days=9)
        db.session.execute(
            sa.update(Assignment).where(Assignment.kind == "again").values(opens_on=later)
        )
        db.session.commit()
        assert (
            db.session.scalar(
                sa.select(sa.func.count())
                .select_from(Assignment)
                .where(Assignment.interaction_id == mine)
            )
            == 3
        )
    log_in(client, "queen")
    page = client.get(f"/interactions/{mine}").text
    assert f"/draws/{draw}" in page
    assert {"Eve", "Emre"} <= {name for name in ("Eve", "Emre") if name in page}
    assert "Silent second opinion" in page
    assert "50%" in page or "63%" in page
    assert f"/draws/{draw}" not in client.get(f"/interactions/{other}").text
    log_in(client, "eve")
    for number in (
        mine,
        emres,
    ):  # hers, and that of which she was given the second opinion: the same words
        page = client.get(f"/interactions/{number}").text.partition("<main")[2]
        assert page.count("It is in your queue") == 1
        assert "Emre" not in page
        assert not {"second opinion", "once more"} & {
            word for word in ("second opinion", "once more") if word in page.lower()
        }
        assert "/draws/" not in page
    assert "in your queue" not in client.get(f"/interactions/{other}").text
    with (
        client.application.app_context()
    ):  # the same look again has opened before the first was made
        db.session.execute(
            sa.update(Assignment).where(Assignment.kind == "again").values(opens_on=None)
        )
        db.session.commit()
    assert client.get(f"/interactions/{mine}").text.count("It is in your queue") == 1
    for name in ("lale", "tarik"):
        assert (
            "/draws/"
            not in log_in(client, name).get(f"/interactions/{mine}").text.partition("<main")[2]
        )
