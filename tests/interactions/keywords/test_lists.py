"""The pages of word lists: add, change, retire, judge; and what they tell."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.audit import AuditLine
from qa.db import db
from qa.interactions.keywords import operations, queries, scanner, text_layers
from qa.interactions.keywords.text_layers import Mark, Piece
from qa.interactions.models import Interaction, SurveyAnswer, WordHit, WordList, WordTick
from qa.interactions.queries import day_bounds
from qa.reports import keyword_panel as reports
from qa.text import fold
from qa.web import Refused
from tests.cast import FIRST, LAST, NOW, ROLES, ZONE, Cast, draw, log_in, submitted

VALUES = {
    "name": "Codes",
    "kind": "promise",
    "speaker": "agent",
    "part": "all",
    "entries": "iade kodu\nsöz vermek",
    "allowed": "",
}
BAD: list[tuple[dict[str, str], str]] = [
    ({"name": "  "}, "name"),
    ({"name": "x" * 81}, "characters"),
    ({"name": "İADE"}, "already"),
    ({"entries": " \n \n"}, "at least one entry"),
    ({"entries": "iade\n!?"}, "no word"),
    ({"entries": "x" * 201}, "200"),
    ({"entries": "\n".join(f"söz{i}" for i in range(501))}, "500"),
    ({"entries": "g*"}, "star"),
    ({"allowed": "…"}, "no word"),
    ({"kind": "nonsense"}, "lists"),
    ({"speaker": "robot"}, "lists"),
    ({"part": "middle"}, "lists"),
]


def add(cast: Cast, **changes: str) -> WordList:
    item = operations.add_list(**{**VALUES, **changes}, actor=cast.queen, now=NOW)
    db.session.commit()
    return item


def period() -> queries.Period:
    begin, end = day_bounds(FIRST, LAST, ZONE)
    assert begin is not None
    assert end is not None
    return queries.Period(begin, end)


@pytest.fixture
def made(client: FlaskClient, cast: Cast) -> int:
    """A list whose hits are kept, and the quality manager's browser."""
    with client.application.app_context():
        number = add(cast).id
        scanner.rescan()
    log_in(client, "queen")
    return number


# Operations


def test_entries_are_kept_tidy(inside: None, cast: Cast) -> None:
    item = add(cast, name="  My   codes ", entries="  iade   kodu \r\n\r\nsöz\niade kodu\n")
    assert (item.name, item.entries, item.revision, item.changed_by_id) == (
        "My codes",
        "iade kodu\nsöz",
        1,
        cast.ids["queen"],
    )


@pytest.mark.parametrize(("change", "said"), BAD)
def test_bad_input_is_refused(inside: None, cast: Cast, change: dict[str, str], said: str) -> None:
    add(cast, name="iade")
    with pytest.raises(Refused, match=said):
        operations.add_list(**{**VALUES, **change}, actor=cast.queen, now=NOW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(WordList)) == 1


def test_a_change_is_written_down(inside: None, cast: Cast) -> None:
    item = add(cast)
    assert operations.change_list(
        item, **{**VALUES, "name": "Sözler", "speaker": "anyone"}, actor=cast.queen, now=NOW
    )
    line = db.session.scalars(sa.select(AuditLine).where(AuditLine.action == "words:changed")).one()
    assert line.changes == {"name": ["Codes", "Sözler"], "speaker": ["agent", "anyone"]}
    assert not operations.change_list(
        item, **{**VALUES, "name": "Sözler", "speaker": "anyone"}, actor=cast.queen, now=NOW
    )


def test_retired_twice_is_retired_once(inside: None, cast: Cast) -> None:
    item = add(cast)
    for _ in range(2):
        operations.retire(item, actor=cast.queen, now=NOW)
    for _ in range(2):
        operations.reinstate(item, actor=cast.queen, now=NOW)
    actions = db.session.scalars(
        sa.select(AuditLine.action).where(AuditLine.action.like("words:%")).order_by(AuditLine.id)
    )
    assert list(actions) == ["words:added", "words:retired", "words:reinstated"]


# Figures


def test_rate_and_precision_have_ranges(inside: None, cast: Cast) -> None:
    item = add(cast)
    assert queries.line(item, period()).rate is None  # not all transcripts are gone through
    scanner.rescan()
    line = queries.line(item, period())
    assert line.rate is not None
    assert (line.rate.hits, line.rate.n, line.rate.rest.hits, line.done) == (12, 12, 0, None)
    assert line.rate.range is not None
    assert 0.7 < line.rate.range.low < line.rate.range.high == 1
    assert (line.precision.n, line.precision.value, line.precision.range) == (0, None, None)
    for i, one in enumerate(queries.sample(item)[:4]):
        operations.tick(item, one.hit, right=i > 0, actor=cast.queen, now=NOW)
    assert (queries.precision(item).hits, queries.precision(item).n) == (3, 4)


def test_only_the_period_counts_and_only_what_has_a_transcript(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    begin, end = day_bounds(FIRST, FIRST.replace(day=12), ZONE)
    assert begin is not None
    assert end is not None
    line = queries.line(item, queries.Period(begin, end))
    assert line.rate is not None
    assert line.rate.n == 6
    db.session.execute(
        sa.update(Interaction).where(Interaction.id == cast.talks["A1"]).values(turn_count=0)
    )
    line = queries.line(item, queries.Period(begin, end))
    assert line.rate is not None
    assert (line.rate.hits, line.rate.n) == (5, 5)


def test_what_goes_with_a_list(inside: None, cast: Cast) -> None:
    item = add(cast, entries="bekliyorum", speaker="customer")
    scanner.rescan()
    few = [cast.talks[name] for name in ("A1", "A2", "A3")]
    db.session.execute(sa.delete(WordHit).where(WordHit.interaction_id.not_in(few)))
    db.session.execute(sa.update(Interaction).values(duration_seconds=100))
    db.session.execute(
        sa.update(Interaction).where(Interaction.id.in_(few)).values(duration_seconds=300)
    )
    for number, value in ((few[0], 5), (few[1], 4), (few[2], 3), (cast.talks["B1"], 1)):
        db.session.execute(
            sa.insert(SurveyAnswer).values(
                interaction_id=number, name="csat", value=value, low=1, high=5
            )
        )
    with_hit, without = queries.beside(item, period())
    assert (with_hit.n, without.n) == (3, 9)
    assert (with_hit.length.value, without.length.value) == (300, 100)
    assert (
        with_hit.satisfied.hits,
        with_hit.satisfied.n,
        without.satisfied.hits,
        without.satisfied.n,
    ) == (2, 3, 0, 1)


def test_letters_and_cases_do_not_count_for_length(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    db.session.execute(sa.update(Interaction).values(channel="email", duration_seconds=500_000))
    with_hit, _without = queries.beside(item, period())
    assert (with_hit.n, with_hit.length.n, with_hit.length.value) == (12, 0, None)


def test_scores_with_and_without(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    drawn = draw(cast, per_agent=3)
    for i, one in enumerate(drawn.assignments):
        submitted(cast, one, greeting="met" if i % 2 else "missed")
        if i % 2:
            db.session.execute(
                sa.delete(WordHit).where(WordHit.interaction_id == one.interaction_id)
            )
    with_hit, without = reports.scores(item, FIRST, LAST)
    assert (with_hit.n, without.n) == (3, 3)
    assert with_hit.value is not None
    assert without.value is not None
    assert with_hit.value < without.value
    assert reports.scores(item, LAST, LAST)[0].n == 0


def test_entries_are_counted_each(inside: None, cast: Cast) -> None:
    item = add(cast, entries="söz vermek\niade kodu\nmerhaba")
    scanner.rescan()
    assert queries.entries(item, period()) == [
        ("iade kodu", 24),
        ("merhaba", 12),
        ("söz vermek", 0),
    ]


def test_the_sample_is_the_same_each_time_and_leaves_out_what_was_judged(
    inside: None, cast: Cast
) -> None:
    item = add(cast)
    scanner.rescan()
    first = [(one.hit.interaction_id, one.hit.n, one.hit.start) for one in queries.sample(item)]
    assert len(first) == len(set(first)) == queries.SAMPLE
    assert first == [
        (one.hit.interaction_id, one.hit.n, one.hit.start) for one in queries.sample(item)
    ]
    assert [place for place, _n, _start in first] != sorted(place for place, _n, _start in first)
    one = queries.sample(item)[0]
    assert [fold(piece.text) for piece in one.pieces if piece.css] == ["iade kodunuz"]
    operations.tick(item, one.hit, right=True, actor=cast.queen, now=NOW)
    assert first[0] not in [
        (one.hit.interaction_id, one.hit.n, one.hit.start) for one in queries.sample(item)
    ]
    assert queries.sampled(one.hit).right is True


def test_a_judgement_outlives_its_hit_but_does_not_count(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    operations.tick(item, queries.sample(item)[0].hit, right=False, actor=cast.queen, now=NOW)
    operations.change_list(item, **{**VALUES, "entries": "merhaba"}, actor=cast.queen, now=NOW)
    db.session.commit()
    scanner.rescan()
    assert queries.precision(item).n == 0
    tick = db.session.scalars(sa.select(WordTick)).one()
    assert (tick.right, tick.by_id) == (False, cast.ids["queen"])
    assert tick.words in ("İade kodunuz", "iade kodunuz")


def test_what_is_missing(inside: None, cast: Cast) -> None:
    item = add(cast, kind="required")
    scanner.rescan()
    db.session.execute(
        sa.delete(WordHit).where(WordHit.interaction_id.in_([cast.talks["A1"], cast.talks["B6"]]))
    )
    assert [one.external_id for one in queries.missing(item, period())] == ["B6", "A1"]


def test_hits_of_an_interaction_by_turn(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    assert queries.hits_of(cast.talks["A1"]) == {
        4: [(0, 12, "Codes", "promise"), (20, 32, "Codes", "promise")]
    }
    operations.retire(item, actor=cast.queen, now=NOW)
    assert queries.hits_of(cast.talks["A1"]) == {}


# Marks


def test_marks_may_lie_over_one_another() -> None:
    marks = [
        Mark(0, 4, "a", "A"),
        Mark(2, 6, "b", "B", 7),
        Mark(2, 4, "a", "A"),
        Mark(9, 20, "c"),
        Mark(3, 3, "d"),
    ]
    cut = text_layers.pieces("0123456789", marks)
    assert cut == [
        Piece("01", "a", "A"),
        Piece("23", "a b", "A, B", 7),
        Piece("45", "b", "B", 7),
        Piece("678"),
        Piece("9", "c"),
    ]
    assert text_layers.pieces("", marks) == []


def test_words_search_and_evidence_together() -> None:
    cut = text_layers.layered(
        "söz veriyorum size",
        words=[(0, 13, "Sözler", "promise")],
        found=[("söz ", False), ("veriyorum", True), (" size", False)],
        lit=[("söz veriyorum", None), (" size", 3)],
    )
    assert [(piece.text, piece.css, piece.id) for piece in cut] == [
        ("söz ", "word word-promise", None),
        ("veriyorum", "word word-promise hit", None),
        (" size", "lit", 3),
    ]


def test_what_stands_around_is_cut_at_words() -> None:
    text = "uzun " * 100 + "söz" + " kısa" * 100
    cut = text_layers.near(text, 500, 503)
    assert [piece.text for piece in cut if piece.css] == ["söz"]
    assert (cut[0].text, cut[-1].text) == ("…", "…")
    assert "".join(piece.text for piece in cut[1:-1]) in text
    assert len("".join(piece.text for piece in cut)) < 320


# Pages


def test_works(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    assert "There are no lists yet" in client.get("/words").text
    assert client.get("/words/new").status_code == 200
    answer = client.post("/words/new", data=VALUES)
    assert answer.status_code == 302
    page = client.get(f"{answer.location}?first={FIRST}&last={LAST}").text
    assert "12 of 12" in page
    assert "iade kodu" in page
    index = client.get(f"/words?first={FIRST}&last={LAST}").text
    assert "Codes" in index
    assert "Up to date" in index


@pytest.mark.parametrize("who", sorted(set(ROLES) - {"queen"}))
def test_nobody_else_may(client: FlaskClient, cast: Cast, who: str) -> None:
    with client.application.app_context():
        number = add(cast).id
    log_in(client, who)
    assert client.get("/words").status_code == client.get(f"/words/{number}").status_code == 404
    assert (
        client.post(f"/words/{number}/ticks").status_code
        == client.post("/words/new", data=VALUES).status_code
        == 404
    )


@pytest.mark.parametrize(("change", "_said"), BAD)
def test_bad_input_on_the_page(
    client: FlaskClient, cast: Cast, change: dict[str, str], _said: str
) -> None:
    with client.application.app_context():
        add(cast, name="iade")
    log_in(client, "queen")
    assert client.post("/words/new", data={**VALUES, **change}).status_code == 400


def test_changing_on_the_page(client: FlaskClient, made: int) -> None:
    answer = client.post(f"/words/{made}", data={**VALUES, "entries": "bakmak"})
    assert answer.status_code == 302
    assert client.post(f"/words/{made}", data={**VALUES, "entries": ""}).status_code == 400
    with client.application.app_context():
        item = db.session.get_one(WordList, made)
        assert (item.entries, item.revision, item.scanned) == ("bakmak", 2, 2)


def test_retiring_and_bringing_back(client: FlaskClient, made: int) -> None:
    assert client.post(f"/words/{made}/retirement").status_code == 302
    assert "Bring back" in client.get(f"/words/{made}").text
    assert client.post(f"/words/{made}/retirement/removal").status_code == 302
    assert "Bring back" not in client.get(f"/words/{made}").text


def test_judging_with_and_without_a_script(client: FlaskClient, cast: Cast, made: int) -> None:
    sent = {"interaction_id": cast.talks["A1"], "n": 4, "start": 0, "right": "1"}
    assert client.post(f"/words/{made}/ticks", data=sent).location.endswith(f"/words/{made}#sample")
    part = client.post(
        f"/words/{made}/ticks", data={**sent, "right": "0"}, headers={"HX-Request": "true"}
    ).text
    assert "<html" not in part
    assert "0 of 1" in part
    with client.application.app_context():
        tick = db.session.scalars(sa.select(WordTick)).one()
        assert (tick.right, tick.by_id) == (False, cast.ids["queen"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"start": 1}, 409),
        ({"n": 99}, 409),
        ({"interaction_id": 99_999}, 409),
        ({"right": "2"}, 400),
        ({"right": ""}, 400),
        ({"n": "x"}, 400),
        ({"start": -1}, 400),
        ({"interaction_id": 2**80}, 400),
    ],
)
def test_judging_what_is_no_hit(
    client: FlaskClient, cast: Cast, made: int, change: dict[str, Any], status: int
) -> None:
    sent = {"interaction_id": cast.talks["A1"], "n": 4, "start": 0, "right": "1", **change}
    assert client.post(f"/words/{made}/ticks", data=sent).status_code == status


@pytest.mark.parametrize(
    "query",
    [
        "first=never",
        "first=0001-01-01",
        "last=9999-12-31",
        "first=2025-06-01&last=2025-05-01",
        "list_id=7",
    ],
)
def test_odd_periods(client: FlaskClient, made: int, query: str) -> None:
    assert client.get(f"/words?{query}").status_code == 200
    assert client.get(f"/words/{made}?{query}").status_code == 200


def test_progress_is_shown_and_asks_again(client: FlaskClient, made: int) -> None:
    with client.application.app_context():
        item = db.session.get_one(WordList, made)
        item.revision, item.scanning, item.position = 2, 2, scanner.last_interaction() // 2
        db.session.commit()
    for path in ("/words", f"/words/{made}"):
        part = client.get(path, headers={"HX-Request": "true"}).text
        assert "<html" not in part
        assert 'hx-trigger="every 2s"' in part
        assert '<progress max="100" value="50"' in part
    assert "12 of 12" not in client.get(f"/words/{made}?first={FIRST}&last={LAST}").text


def test_the_index_asks_little_however_many_lists(
    client: FlaskClient, cast: Cast, made: int, query_count: Any
) -> None:
    client.get("/words")
    with query_count() as counted:
        client.get("/words")
    few = counted.n
    with client.application.app_context():
        for i in range(8):
            add(cast, name=f"List {i}")
    with query_count() as counted:
        client.get("/words")
    assert counted.n <= few + 1, counted.statements  # one more: how far the scan is
    assert counted.n <= 9, counted.statements


def test_a_list_asks_little(client: FlaskClient, made: int, query_count: Any) -> None:
    client.get(f"/words/{made}")
    with query_count() as counted:
        client.get(f"/words/{made}?first={FIRST}&last={LAST}")
    assert counted.n <= 14, counted.statements
