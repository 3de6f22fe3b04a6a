"""What a draft would have made of the last evaluations: the same numbers as scoring them one by
one, and nothing changed by it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.db import Base, db
from qa.evaluations.models import Evaluation
from qa.reports import dry_runs
from qa.reports.models import DryRun
from qa.scorecards import operations, queries
from qa.scorecards.drafting import options, tree, updates
from qa.scorecards.models import Draft, Scorecard
from qa.scoring import Card, check_answers, score
from qa.web import Refused
from tests.cast import NOW, Cast, blind, chat_card, draw, log_in, picked, session_of, submitted
from tests.pages import flat

GIVEN: list[dict[str, Any]] = [
    {},
    {"greeting": "missed"},
    {"courtesy": "partly", "correct_info": "missed"},
    {"solved": "missed"},
    {"greeting": "missed", "courtesy": "missed", "solved": "missed"},
    {"greeting": "partly", "solved": "partly"},
]


def scored(cast: Cast, per_agent: int = 4, by: str = "eve") -> list[Evaluation]:
    """Ayşe's and Bora's drawn interactions, an hour between one submission and the next."""
    return [
        submitted(cast, item, by=by, now=NOW + timedelta(hours=at), **GIVEN[at % len(GIVEN)])
        for at, item in enumerate(draw(cast, per_agent=per_agent, evaluators=(by,)).assignments)
    ]


def draft_of(cast: Cast, *changes: tuple[str, dict[str, str]], verb: Any = None) -> Draft:
    """A draft of the chat card with fields written and anything else done. Commits."""
    draft = operations.start(chat_card().scorecard, chat_card(), actor=cast.queen, now=NOW)

    def change(content: Any) -> str:
        for name, given in changes:
            updates.change(content, name, given)
        if verb is not None:
            verb(content)
        return "card"

    operations.act(draft, "card", change, "changed", actor=cast.queen, now=NOW)
    db.session.commit()
    return draft


def run(cast: Cast, draft: Draft, wanted: int = 1000) -> DryRun:
    """Ask for a run and do it."""
    asked = dry_runs.ask(draft, wanted=wanted, actor=cast.queen, now=NOW)
    db.session.commit()
    dry_runs.work(asked.id)
    return db.session.get_one(DryRun, asked.id)


def answers_of(evaluation: Evaluation) -> dict[str, Any]:
    return {
        answer.question_id: answer.answer
        for answer in evaluation.answers
        if answer.answer is not None
    }


def fitting(card: Card, answers: dict[str, Any]) -> dict[str, Any]:
    return {id: answer for id, answer in answers.items() if not check_answers(card, {id: answer})}


def weights(made: list[Evaluation]) -> list[float]:
    return [float(evaluation.weight or 1) for evaluation in made]


def mean(values: list[Any], weights: list[float]) -> float:
    return sum(float(value) * w for value, w in zip(values, weights, strict=True)) / sum(weights)


HEAVIER = (
    ("question:greeting", {"weight": "9"}),
    ("question:solved", {"weight": "0,5"}),
    ("card", {"scoring.pass_mark": "92"}),
)


def test_the_numbers_are_those_of_scoring_one_by_one(inside: None, cast: Cast) -> None:
    made = scored(cast, per_agent=6)
    made[0].weight, made[1].weight = 3.0, 1.25  # as when strata differ
    db.session.commit()
    draft = draft_of(cast, *HEAVIER)
    card, old_card = Card.from_dict(operations.content_of(draft)), queries.card_of(chat_card())
    result = run(cast, draft).result
    w = weights(made)
    old = [score(old_card, answers_of(evaluation)) for evaluation in made]
    new = [score(card, answers_of(evaluation)) for evaluation in made]
    assert [one.raw_score for one in old] == [evaluation.raw_score for evaluation in made]
    assert (result["n"], result["scored"], result["lost"], result["unfit"]) == (12, 12, 0, [])
    means = [mean([one.raw_score for one in found], w) for found in (old, new)]
    assert result["mean"] == pytest.approx(means, abs=1e-9)
    assert means[0] != means[1]
    assert result["after"] == pytest.approx(
        [mean([one.score for one in found], w) for found in (old, new)], abs=1e-9
    )
    assert result["shift"][0] == pytest.approx(means[1] - means[0], abs=1e-9)
    assert result["shift"][1] <= result["shift"][0] <= result["shift"][2]
    rates = [mean([one.passed for one in found], w) for found in (old, new)]
    assert (result["judged"], result["pass_rate"]) == (12, pytest.approx(rates))
    crossed = Counter((before.passed, now.passed) for before, now in zip(old, new, strict=True))
    assert (result["to_pass"], result["to_fail"]) == (crossed[False, True], crossed[True, False])
    assert result["to_fail"] > 0


def test_the_questions_add_up_to_the_shift(inside: None, cast: Cast) -> None:
    made = scored(cast, per_agent=6)
    draft = draft_of(cast, *HEAVIER)
    card, old_card = Card.from_dict(operations.content_of(draft)), queries.card_of(chat_card())
    result = run(cast, draft).result
    wanted: dict[str, list[float]] = {}
    for place, own in enumerate((old_card, card)):
        for evaluation in made:
            for line in score(own, answers_of(evaluation)).why:
                if line.question:
                    wanted.setdefault(line.question, [0.0, 0.0])[place] += float(line.added) / len(
                        made
                    )
    found = {row["id"]: (row["old"], row["new"], row["shift"]) for row in result["questions"]}
    shown = {
        id: (before, now, now - before)
        for id, (before, now) in wanted.items()
        if abs(now - before) >= 0.005
    }
    assert set(found) == set(shown)
    for id, row in shown.items():
        assert found[id] == pytest.approx(row, abs=1e-9), id
    assert sum(now - before for before, now in wanted.values()) == pytest.approx(
        result["shift"][0], abs=0.06
    )  # scores are rounded to 0.1
    order = [abs(row["shift"]) for row in result["questions"]]
    assert order == sorted(order, reverse=True)


def test_the_evaluations_that_change_most(inside: None, cast: Cast) -> None:
    made = scored(cast, per_agent=6)
    draft = draft_of(cast, *HEAVIER)
    card, old_card = Card.from_dict(operations.content_of(draft)), queries.card_of(chat_card())
    result = run(cast, draft).result
    pairs = []
    for evaluation in made:
        old, new = (score(own, answers_of(evaluation)).raw_score for own in (old_card, card))
        if old is not None and new is not None and old != new:
            pairs.append((evaluation.id, evaluation.agent_id, float(old), float(new)))
    wanted = sorted(pairs, key=lambda pair: (-round(abs(pair[3] - pair[2]), 6), -pair[0]))
    assert result["changed"] == [list(pair) for pair in wanted]
    assert result["changed_n"] == len(pairs) < len(made)


def test_agents_who_change_side_of_the_pass_mark(inside: None, cast: Cast) -> None:
    made = scored(cast, per_agent=6)
    means = {
        agent: mean(
            [evaluation.raw_score for evaluation in made if evaluation.agent_id == agent], [1.0] * 6
        )
        for agent in (cast.agents["ayse"], cast.agents["bora"])
    }
    low, high = sorted(means, key=lambda agent: means[agent])
    assert means[low] < means[high]
    old_mark = float(queries.card_of(chat_card()).scoring.pass_mark or 0)
    between = (means[low] + means[high]) / 2
    result = run(cast, draft_of(cast, ("card", {"scoring.pass_mark": f"{between:.4f}"}))).result
    crossing = high if means[high] < old_mark else low if means[low] >= old_mark else None
    wanted = (
        []
        if crossing is None
        else [{"id": crossing, "n": 6, "old": means[crossing], "new": means[crossing]}]
    )
    assert (result["agents"], result["crossed_n"]) == (2, len(wanted))
    assert [(row["id"], row["n"]) for row in result["crossed"]] == [
        (row["id"], row["n"]) for row in wanted
    ]
    for row, right in zip(result["crossed"], wanted, strict=True):
        assert (row["old"], row["new"]) == pytest.approx((right["old"], right["new"]))
    # With a mark that nobody reaches, whoever reached the old one crosses; and without one nobody
    # does.
    result = run(
        cast, draft_of(cast, ("card", {"scoring.pass_mark": "101", "scoring.cap": ""}))
    ).result
    assert {row["id"] for row in result["crossed"]} == {
        agent for agent in means if means[agent] >= old_mark
    }
    result = run(cast, draft_of(cast, ("card", {"scoring.pass_mark": ""}))).result
    assert (result["crossed"], result["pass_rate"], result["judged"], result["to_fail"]) == (
        [],
        None,
        0,
        0,
    )


def test_a_draft_that_says_the_same_changes_nothing(inside: None, cast: Cast) -> None:
    scored(cast)
    result = run(cast, draft_of(cast, ("question:greeting", {"text.en": "Only words"}))).result
    assert result["mean"][0] == result["mean"][1]
    assert result["shift"] == [0.0, None, None]
    assert (result["questions"], result["changed"], result["changed_n"], result["crossed"]) == (
        [],
        [],
        0,
        [],
    )


# Answers that do not fit


def test_what_does_not_fit_is_left_out_and_counted(inside: None, cast: Cast) -> None:
    made = scored(cast, per_agent=6)

    def verb(content: Any) -> None:
        tree.remove(content, "question:courtesy")
        options.remove_row(content, "question:greeting", "options", "partly")

    draft = draft_of(cast, verb=verb)
    card = Card.from_dict(operations.content_of(draft))
    given = [answers_of(evaluation) for evaluation in made]
    result = run(cast, draft).result
    found = {row["id"]: row for row in result["unfit"]}
    partly = sum(answers["greeting"] == "partly" for answers in given)
    assert partly > 0
    assert set(found) == {"courtesy", "greeting"}
    assert (found["courtesy"]["n"], found["courtesy"]["gone"]) == (12, True)
    assert (found["greeting"]["n"], found["greeting"]["gone"]) == (partly, False)
    assert "partly" in str(found["greeting"])
    assert found["courtesy"]["text"] == queries.card_of(chat_card()).question("courtesy").text
    new = [score(card, fitting(card, answers)) for answers in given]
    assert result["mean"][1] == pytest.approx(
        mean([one.raw_score for one in new], [1.0] * 12), abs=1e-9
    )


def test_not_applicable_that_is_not_allowed_any_more(inside: None, cast: Cast) -> None:
    allowed = next(
        question.id
        for question in queries.card_of(chat_card()).questions
        if question.na and question.type == "choice"
    )
    items = draw(cast, per_agent=3).assignments
    for at, item in enumerate(items):
        submitted(cast, item, **({allowed.replace("-", "_"): "na"} if at < 2 else {}))
    draft = draft_of(cast, (f"question:{allowed}", {"na": ""}))
    result = run(cast, draft).result
    assert [(row["id"], row["n"], row["gone"], row["template"]) for row in result["unfit"]] == [
        (allowed, 2, False, "may not be answered not applicable")
    ]


def test_a_new_question_is_told_and_one_that_was_always_missed_is_not(
    inside: None, cast: Cast
) -> None:
    for item in draw(cast, per_agent=3).assignments:
        submitted(cast, item, greeting="missed")

    def verb(content: Any) -> None:
        id = tree.add_question(content, "opening")
        tree.find_part(content, f"question:{id}")["text"] = {"tr": "Yeni?", "en": "New?"}

    result = run(cast, draft_of(cast, verb=verb)).result
    assert {"id": "new-question", "text": {"tr": "Yeni?", "en": "New?"}} in result["unanswered"]
    assert "greeting" not in [row["id"] for row in result["unanswered"]]
    assert result["unfit"] == []


def test_evaluations_on_which_nothing_would_count_are_told(inside: None, cast: Cast) -> None:
    scored(cast, per_agent=2)

    def verb(content: Any) -> None:
        content["sections"] = [
            content["sections"][0]
            | {"questions": [content["sections"][0]["questions"][0] | {"id": "other"}]}
        ]

    result = run(cast, draft_of(cast, verb=verb)).result
    assert (result["n"], result["scored"], result["lost"]) == (4, 0, 4)
    assert (result["mean"], result["shift"], result["questions"], result["pass_rate"]) == (
        [None, None],
        None,
        [],
        None,
    )


# Which evaluations


def test_only_the_latest_that_count_in_averages(inside: None, cast: Cast) -> None:
    made = scored(cast, per_agent=3)
    picked(cast, "A1", greeting="missed")
    session = session_of(cast, talks=("A2",))
    blind(cast, session, "eve", greeting="missed")
    draft = draft_of(cast, *HEAVIER)
    card = Card.from_dict(operations.content_of(draft))
    assert run(cast, draft).result["n"] == 6
    result = run(cast, draft, wanted=2).result
    last = [score(card, answers_of(evaluation)).raw_score for evaluation in made[-2:]]
    assert (result["n"], result["mean"][1]) == (2, pytest.approx(mean(last, [1.0, 1.0])))


def test_none_yet(inside: None, cast: Cast) -> None:
    result = run(cast, draft_of(cast, *HEAVIER)).result
    assert (
        result["n"],
        result["scored"],
        result["mean"],
        result["shift"],
        result["questions"],
    ) == (0, 0, [None, None], None, [])


def test_evaluations_of_earlier_versions_are_compared_with_what_they_were_made_with(
    inside: None, cast: Cast
) -> None:
    items = list(draw(cast, per_agent=2, seed="one").assignments)
    first = [submitted(cast, item, greeting="missed", now=NOW) for item in items]
    draft = draft_of(cast, ("question:greeting", {"weight": "9"}))
    operations.publish_draft(draft, actor=cast.queen, now=NOW)
    db.session.commit()
    items = list(draw(cast, per_agent=2, seed="two").assignments)
    made = first + [
        submitted(cast, item, greeting="missed", now=NOW + timedelta(days=1)) for item in items
    ]
    assert {evaluation.version.version for evaluation in made} == {1, 2}
    result = run(cast, draft_of(cast, ("question:greeting", {"weight": "1"}))).result
    assert result["mean"][0] == pytest.approx(
        mean([evaluation.raw_score for evaluation in made], weights(made))
    )


def test_nothing_about_evaluations_is_written(inside: None, cast: Cast) -> None:
    scored(cast)
    draft = draft_of(cast, *HEAVIER, verb=lambda content: tree.remove(content, "question:courtesy"))

    def everything() -> dict[str, list[Any]]:
        tables = [table for table in Base.metadata.sorted_tables if table.name != "dry_runs"]
        return {
            table.name: sorted(map(repr, db.session.execute(sa.select(table)))) for table in tables
        }

    before = everything()
    assert before["evaluations"]
    assert run(cast, draft).state == "done"
    assert everything() == before


# The run


def test_a_run_tells_how_far_it_is(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored(cast, per_agent=3)
    monkeypatch.setattr(dry_runs, "CHUNK", 2)
    told, tell = [], dry_runs._tell

    def telling(run_id: int, done: int, total: int) -> bool:
        going = tell(run_id, done, total)
        kept = db.session.get_one(DryRun, run_id, populate_existing=True)
        told.append((kept.state, kept.done, kept.total))
        return going

    monkeypatch.setattr(dry_runs, "_tell", telling)
    asked = run(cast, draft_of(cast, *HEAVIER))
    assert told == [("running", done, 6) for done in (0, 2, 4, 6)]
    assert (asked.state, asked.done, asked.total) == ("done", 6, 6)
    assert asked.ended_at is not None
    assert asked.result["n"] == 6


def test_a_run_that_is_cancelled_stops_at_the_next_chunk(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored(cast, per_agent=3)
    monkeypatch.setattr(dry_runs, "CHUNK", 2)
    seen, tally = [], dry_runs.tally
    draft = draft_of(cast, *HEAVIER)
    asked = dry_runs.ask(draft, wanted=100, actor=cast.queen, now=NOW)
    db.session.commit()

    def tallying(card: Card, answers: Any) -> Any:
        seen.append(card)
        if len(seen) == 4:  # both sides of the first chunk's two
            dry_runs.cancel(db.session.get_one(DryRun, asked.id), now=NOW)
            db.session.commit()
        return tally(card, answers)

    monkeypatch.setattr(dry_runs, "tally", tallying)
    dry_runs.work(asked.id)
    kept = db.session.get_one(DryRun, asked.id, populate_existing=True)
    assert (kept.state, kept.result, kept.ended_at, len(seen)) == ("cancelled", None, NOW, 4)


def test_a_run_cancelled_before_it_began_is_not_done(inside: None, cast: Cast) -> None:
    scored(cast, per_agent=1)
    asked = dry_runs.ask(draft_of(cast, *HEAVIER), wanted=100, actor=cast.queen, now=NOW)
    dry_runs.cancel(asked, now=NOW)
    db.session.commit()
    dry_runs.work(asked.id)
    assert (asked.state, asked.result) == ("cancelled", None)


def test_what_is_done_cannot_be_cancelled(inside: None, cast: Cast) -> None:
    asked = run(cast, draft_of(cast, *HEAVIER))
    dry_runs.cancel(asked, now=NOW)
    assert asked.state == "done"


def test_a_run_that_fails_is_kept_as_failed(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored(cast, per_agent=1)
    asked = dry_runs.ask(draft_of(cast, *HEAVIER), wanted=100, actor=cast.queen, now=NOW)
    db.session.commit()

    def broken(_card: Card, _answers: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr(dry_runs, "tally", broken)
    with pytest.raises(RuntimeError, match="broken"):
        dry_runs.work(asked.id)
    kept = db.session.get_one(DryRun, asked.id, populate_existing=True)
    assert (kept.state, kept.result) == ("failed", None)
    assert kept.ended_at is not None


@pytest.mark.parametrize("wanted", [0, -1, 20_001])
def test_how_many_has_an_end(inside: None, cast: Cast, wanted: int) -> None:
    with pytest.raises(Refused, match="between 1 and 20000"):
        dry_runs.ask(draft_of(cast, *HEAVIER), wanted=wanted, actor=cast.queen, now=NOW)


def test_an_unsound_draft_is_refused(inside: None, cast: Cast) -> None:
    with pytest.raises(Refused, match="not sound yet") as caught:
        dry_runs.ask(
            draft_of(cast, ("question:greeting", {"weight": "much"})),
            wanted=10,
            actor=cast.queen,
            now=NOW,
        )
    assert caught.value.status == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DryRun)) == 0


# The page


@pytest.fixture
def page(client: FlaskClient, cast: Cast) -> str:
    """The address of the dry run of a draft that changes, loses and adds something."""
    with client.application.app_context():
        scored(cast, per_agent=6)

        def verb(content: Any) -> None:
            tree.remove(content, "question:courtesy")
            options.remove_row(content, "question:greeting", "options", "partly")
            tree.find_part(content, f"question:{tree.add_question(content, 'opening')}")["text"] = {
                "tr": "Yepyeni?",
                "en": "Brand new?",
            }

        return f"/scorecards/{draft_of(cast, *HEAVIER, verb=verb).scorecard_id}/dry-run"


def latest(client: FlaskClient, page: str) -> tuple[str, Any]:
    with client.application.app_context():
        found = dry_runs.latest(int(page.split("/")[2]))
        return ("", None) if found is None else (found.state, found.result)


def test_the_page_in_english(client: FlaskClient, page: str) -> None:
    log_in(client, "queen")
    assert "Nothing was tried yet" in client.get(page).text
    assert client.post(page, data={"wanted": "50"}).location == page
    state, result = latest(client, page)
    assert (state, result["n"]) == ("done", 12)
    shown = client.get(page).text
    for said in (
        "12</b> evaluations compared",
        f"{result['mean'][0]:.1f} → {result['mean'][1]:.1f}",
        "Brand new?",
        "Ayşe Şahin",
        "the draft has no such question",
        "nobody has answered it yet",
    ):
        assert said in shown, said
    assert 'hx-trigger="every 1s"' not in shown
    part = flat(client.get(page, headers={"HX-Request": "true"}).text)
    assert part.lstrip().startswith('<div id="dry-run"')
    assert "Ayşe Şahin" in part


@pytest.mark.one_database
def test_the_page_in_turkish(client: FlaskClient, page: str) -> None:
    log_in(client, "queen").post("/language", data={"language": "tr"})
    client.post(page, data={"wanted": "50"})
    _state, result = latest(client, page)
    shown = client.get(page).text
    for said in (
        f"{result['mean'][0]:.1f} → {result['mean'][1]:.1f}".replace(".", ","),
        "Yepyeni?",
        "Ayşe Şahin",
    ):
        assert said in shown, said
    for english in (
        "evaluations compared",
        "Brand new?",
        "has no option",
        "the draft has no such question",
        "nobody has answered",
    ):
        assert english not in shown, english


def test_a_run_that_is_waiting_is_watched_and_cancelled(client: FlaskClient, page: str) -> None:
    with client.application.app_context():
        scorecard = db.session.get_one(Scorecard, int(page.split("/")[2]))
        assert scorecard.draft is not None
        queen = scorecard.draft.started_by
        assert queen is not None
        dry_runs.ask(scorecard.draft, wanted=30, actor=queen, now=NOW)
        db.session.commit()
    log_in(client, "queen")
    shown = client.get(page).text
    assert 'hx-trigger="every 1s"' in shown
    assert "0 of 30 evaluations" in shown
    assert client.post(f"{page}/cancellation").location == page
    assert latest(client, page) == ("cancelled", None)
    assert "The run was cancelled." in client.get(page).text


@pytest.mark.one_database
def test_a_failed_run_says_so(client: FlaskClient, page: str) -> None:
    log_in(client, "queen").post(page, data={"wanted": "5"})
    with client.application.app_context():
        db.session.execute(sa.update(DryRun).values(state="failed", result=None))
        db.session.commit()
    assert "The run failed." in client.get(page).text


@pytest.mark.one_database
def test_the_page_says_when_the_draft_has_changed_or_gone_since(
    client: FlaskClient, page: str
) -> None:
    log_in(client, "queen").post(page, data={"wanted": "5"})
    assert "the draft has changed since" not in client.get(page).text
    base = page.removesuffix("/dry-run")
    client.post(f"{base}/draft/undo", data={"do": "undo"})
    assert "the draft has changed since" in client.get(page).text
    client.post(f"{base}/draft/removal")
    assert "published or discarded by now" in client.get(page).text
    assert client.post(page, data={"wanted": "5"}).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("wanted", ["", "x", "0", "20001", "-3"])
def test_a_bad_number_is_told(client: FlaskClient, page: str, wanted: str) -> None:
    log_in(client, "queen")
    assert (
        "Choose between 1 and"
        in client.post(page, data={"wanted": wanted}, follow_redirects=True).text
    )
    assert latest(client, page) == ("", None)


@pytest.mark.one_database
def test_an_unsound_draft_is_told(client: FlaskClient, page: str) -> None:
    log_in(client, "queen").post(
        f"{page.removesuffix('/dry-run')}/draft/outline",
        data={"do": "add-question", "part": "card"},
    )
    assert (
        "The draft is not sound yet."
        in client.post(page, data={"wanted": "5"}, follow_redirects=True).text
    )
    assert latest(client, page) == ("", None)


def test_nobody_else_may(client: FlaskClient, page: str) -> None:
    for who in ("eve", "lale", "tarik", "ada", "ayse"):
        other = log_in(client.application.test_client(), who)
        assert other.get(page).status_code == 404
        assert other.post(page, data={"wanted": "5"}).status_code == 404
        assert other.post(f"{page}/cancellation").status_code == 404
    assert latest(client, page) == ("", None)


@pytest.mark.one_database
def test_what_is_not_there(client: FlaskClient, page: str) -> None:
    log_in(client, "queen")
    assert client.get("/scorecards/9999/dry-run").status_code == 404
    assert client.post("/scorecards/9999/dry-run", data={"wanted": 5}).status_code == 404
    assert client.post(f"{page}/cancellation").status_code == 404
