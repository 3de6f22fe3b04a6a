"""The draw: at random, the same for the same seed on any database, and every item knows how likely
it was."""

import io
from collections import Counter
from typing import Any

import numpy as np
import openpyxl
import pytest
import sqlalchemy as sa
from scipy.stats import chi2

from qa.db import db
from qa.interactions.models import Interaction, draw_key
from qa.sampling import drawing, operations
from qa.sampling.drawing import stratum_name
from qa.sampling.models import Assignment, Draw
from qa.web import Refused
from tests.cast import FIRST, LAST, NOW, ZONE, Cast, chat_card, draw, log_in

KEYS = np.array([draw_key("import", f"x{i}") for i in range(30)])


def frame(strata: int = 3, keys: Any = KEYS, **more: Any) -> drawing.Frame:
    """Units dealt over strata."""
    return drawing.Frame(
        keys, np.arange(len(keys)) % strata, tuple(f"agent-{i}" for i in range(strata)), **more
    )


def names(found: drawing.Drawn, keys: Any = KEYS) -> list[str]:
    by_key = {key: f"x{i}" for i, key in enumerate(KEYS)}
    return [by_key[key] for key in keys[found.places]]


# The draw


def test_the_same_frame_and_seed_give_the_same_draw_in_any_order() -> None:
    n = np.full(3, 4)
    first = names(drawing.draw(frame(), n, seed="s"))
    order = np.random.default_rng(1).permutation(30)
    shuffled = drawing.Frame(
        KEYS[order], (np.arange(30) % 3)[order], ("agent-0", "agent-1", "agent-2")
    )
    assert names(drawing.draw(shuffled, n, seed="s"), KEYS[order]) == first
    assert names(drawing.draw(frame(), n, seed="t")) != first
    # Written down once: another machine, another year, another database must find the same.
    assert names(drawing.draw(frame(), np.full(3, 2), seed="vaybe")) == KNOWN


KNOWN = ["x9", "x6", "x22", "x4", "x11", "x2"]


def test_different_keys_have_different_numbers() -> None:
    keys = np.random.default_rng(2).integers(-(2**63), 2**63 - 1, 200_000)
    assert len(np.unique(drawing.numbers(np.unique(keys), "s"))) == len(np.unique(keys))


def test_a_stratum_with_fewer_is_taken_whole() -> None:
    drawn = drawing.draw(frame(), np.full(3, 100), seed="s")
    assert len(drawn.places) == 30
    assert set(drawn.probabilities) == {1.0}


@pytest.mark.parametrize("more", [{}, {"times": np.arange(20)}])
def test_every_unit_is_as_likely_as_another(more: dict[str, Any]) -> None:
    n = 2000
    counts = np.zeros(20)
    for seed in range(n):
        counts[
            drawing.draw(frame(1, KEYS[:20], **more), np.array([5]), seed=f"seed {seed}").places
        ] += 1
    expected = n * 5 / 20
    # Without replacement the counts vary less than independent ones: by (N - n) / (N - 1); in
    # stretches of four by more.
    spare = 19 / 20 if not more else 15 / 20
    statistic = ((counts - expected) ** 2).sum() / (expected * (1 - 5 / 20)) * spare
    freedom = 19 if not more else 15
    assert chi2.ppf(0.0005, freedom) < statistic < chi2.ppf(0.9995, freedom)


def test_spread_takes_one_of_every_stretch() -> None:
    times = np.arange(30) // 3
    drawn = drawing.draw(frame(3, times=times), np.full(3, 5), seed="s")
    for stratum in range(3):
        mine = np.sort(times[drawn.places[drawn.places % 3 == stratum]])
        assert list(mine // 2) == [0, 1, 2, 3, 4]
    assert np.allclose(drawn.probabilities, 0.5)


def test_a_large_frame_takes_the_lowest_numbers() -> None:
    keys = np.random.default_rng(3).integers(-(2**63), 2**63 - 1, 50_000)
    large = drawing.Frame(keys, np.zeros(50_000, dtype=np.int64), ("all",))
    drawn = drawing.draw(large, np.array([100]), seed="s")
    assert set(drawn.places) == set(np.argsort(drawing.numbers(keys, "s"))[:100])


# The operation


def test_works(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=2, evaluators=("eve", "emre"))
    assert (item.frame_size, item.drawn_count, item.method, item.seed) == (
        12,
        4,
        "per-agent",
        "seed",
    )
    assert {
        (stratum_name(a.stratum_codes), a.stratum_size, a.stratum_drawn) for a in item.assignments
    } == {
        ("ayse-1", 6, 2),
        ("bora-1", 6, 2),
    }
    assert {a.probability for a in item.assignments} == {2 / 6}
    assert [a.position for a in item.assignments] == [1, 2, 3, 4]
    assert Counter(a.evaluator_id for a in item.assignments) == {
        cast.ids["eve"]: 2,
        cast.ids["emre"]: 2,
    }


def test_both_databases_draw_the_same(inside: None, cast: Cast) -> None:
    """What SHA-256 and the finisher say, worked out by hand here, and not what ids a database
    gave."""
    item = draw(cast, per_agent=2, evaluators=("eve", "emre"))
    lowest = []
    for letter in "AB":
        talks = [f"{letter}{i}" for i in range(1, 7)]
        order = drawing.numbers(np.array([draw_key("import", name) for name in talks]), "seed")
        lowest += [talks[place] for place in np.argsort(order)[:2]]
    assert [a.interaction.external_id for a in item.assignments] == lowest == DRAWN


DRAWN = ["A3", "A5", "B1", "B3"]


def test_what_was_drawn_is_not_drawn_again(inside: None, cast: Cast) -> None:
    first = draw(cast, per_agent=4, seed="one")
    second = draw(cast, per_agent=4, seed="two")
    assert not {a.interaction_id for a in first.assignments} & {
        a.interaction_id for a in second.assignments
    }
    assert (second.frame_size, second.drawn_count) == (4, 4)
    with pytest.raises(Refused, match="nothing to draw from"):
        draw(cast, per_agent=1, seed="three")


def test_the_same_request_is_made_once(inside: None, cast: Cast) -> None:
    wanted: dict[str, Any] = {
        "first": FIRST,
        "last": LAST,
        "per_agent": 2,
        "evaluators": [cast.eve, cast.emre],
        "seed": "s",
        "zone": ZONE,
        "actor": cast.queen,
        "now": NOW,
    }
    item, fresh = operations.draw(chat_card(), **wanted)
    again, again_fresh = operations.draw(
        chat_card(), **{**wanted, "evaluators": [cast.emre, cast.eve]}
    )
    assert (item.id, fresh, again_fresh) == (again.id, True, False)


@pytest.mark.parametrize(
    "change",
    [
        {"first": LAST, "last": FIRST},
        {"per_agent": 0},
        {"seed": ""},
        {"seed": "x" * 65},
        {"teams": ["nowhere"]},
    ],
)
def test_bad_input_is_refused(inside: None, cast: Cast, change: dict[str, Any]) -> None:
    wanted = {
        "first": FIRST,
        "last": LAST,
        "per_agent": 2,
        "evaluators": [cast.eve],
        "seed": "s",
        "zone": ZONE,
        "actor": cast.queen,
        "now": NOW,
    }
    with pytest.raises(Refused):
        operations.draw(chat_card(), **{**wanted, **change})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draw)) == 0


def test_days_are_local_and_both_ends_belong(inside: None, cast: Cast) -> None:
    day = cast.talk("A1").started_at.astimezone(ZONE).date()
    item, _new = operations.draw(
        chat_card(),
        first=day,
        last=day,
        per_agent=9,
        evaluators=[],
        seed="s",
        zone=ZONE,
        actor=cast.queen,
        now=NOW,
    )
    assert [a.interaction.external_id for a in item.assignments] == ["A1"]


def test_a_team_and_a_channel_limit_the_frame(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=9, teams=["beta"])
    assert {stratum_name(a.stratum_codes) for a in item.assignments} == {"bora-1"}
    db.session.execute(sa.update(Interaction).values(channel="call"))
    with pytest.raises(Refused):
        draw(cast, per_agent=1, seed="other")


def test_items_nobody_has_are_dealt_evenly(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=3, evaluators=())
    assert operations.assign_items(item, [cast.eve, cast.emre], actor=cast.queen, now=NOW) == 6
    assert sorted(Counter(a.evaluator_id for a in item.assignments).values()) == [3, 3]
    assert operations.assign_items(item, [cast.eve], actor=cast.queen, now=NOW) == 0
    with pytest.raises(Refused):
        operations.assign_items(item, [], actor=cast.queen, now=NOW)


# The pages


def form(client: Any, **change: Any) -> dict[str, Any]:
    with client.application.app_context():
        version = chat_card().id
    return {
        "version_id": version,
        "first": FIRST,
        "last": LAST,
        "per_agent": 2,
        "seed": "s",
        "evaluator_ids": [],
        **change,
    }


def test_drawing_on_the_page(client: Any, cast: Cast) -> None:
    log_in(client, "queen")
    assert client.get("/draws/new").status_code == 200
    sent = form(client, evaluator_ids=[cast.ids["eve"], cast.ids["emre"]])
    first, second = client.post("/draws/new", data=sent), client.post("/draws/new", data=sent)
    assert (first.status_code, first.location) == (302, second.location)
    assert (
        "ayse" in client.get(first.location).text.lower()
        or "Ayşe" in client.get(first.location).text
    )
    book = openpyxl.load_workbook(io.BytesIO(client.get(first.location + ".xlsx").data))
    rows = list(book.active.values)
    assert len(rows) == 5
    assert {round(row[8], 6) for row in rows[1:]} == {0.333333}
    with client.application.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"first": "never"},
        {"first": ""},
        {"per_agent": "0"},
        {"per_agent": "x"},
        {"per_agent": 10**30},
        {"version_id": 999},
        {"seed": ""},
        {"evaluator_ids": ["999"]},
        {"first": "2025-06-01", "last": "2025-05-01"},
        {"last": "9999-12-31", "first": "9999-12-31"},
        {"first": "0001-01-01", "last": "0001-01-02"},
    ],
)
def test_bad_input_on_the_page(client: Any, cast: Cast, change: dict[str, Any]) -> None:
    assert (
        log_in(client, "queen").post("/draws/new", data=form(client, **change)).status_code == 400
    )


# Queue and target


def test_the_queue_is_ones_own_and_begun_ones_come_first(
    client: Any, cast: Cast, query_count: Any
) -> None:
    with client.application.app_context():
        item = draw(cast, per_agent=3, evaluators=("eve", "emre"))
        mine = [a for a in item.assignments if a.evaluator_id == cast.ids["eve"]]
        operations.begin(mine[2], now=NOW)
        db.session.commit()
        wanted = [
            mine[2].interaction.external_id,
            mine[0].interaction.external_id,
            mine[1].interaction.external_id,
        ]
        others = [
            a.interaction.external_id for a in item.assignments if a.evaluator_id != cast.ids["eve"]
        ]
    log_in(client, "eve").get("/queue")
    with query_count() as counted:
        page = client.get("/queue").text
    # In its cell: a bare id of two letters may stand in the form's token, too.
    assert sorted(wanted, key=lambda one: page.index(f">{one}<")) == wanted
    assert not [one for one in others if f">{one}<" in page]
    assert counted.n <= 12, counted.statements
