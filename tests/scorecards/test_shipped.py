"""The six scorecards that ship are sound, complete in both languages, and can be answered
perfectly."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.exchange.card_files import read_card, write_card
from qa.scoring import Card, Question, score, warnings

FOLDER = Path(__file__).parents[2] / "scorecards"
NAMES = ["back-office-case", "chat", "complaint", "evaluator", "inbound-call", "sales-call"]
DIMENSIONS = {"tone", "accuracy", "resolution", "process", "time"}
FACTS = {"first_response_seconds", "average_response_seconds", "hold_seconds", "handling_seconds"}


@pytest.fixture(params=NAMES)
def card(request: pytest.FixtureRequest) -> Card:
    path = FOLDER / f"{request.param}.yaml"
    return read_card(path.read_text(encoding="utf-8"), name=path.name, languages=["tr", "en"])


def scored(card: Card) -> list[Question]:
    return [question for question in card.questions if question.scored and not question.excluded]


def perfect(card: Card) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in card.questions:
        if question.type == "choice":
            answers[question.id] = max(question.options, key=lambda option: option.score or 0).id
        elif question.type == "number":
            answers[question.id] = 0
    return answers


def texts(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every title, text, help and label of a file, with where it is."""
    if isinstance(value, dict):
        for key, held in value.items():
            if key in ("title", "text", "help", "label"):
                yield f"{path}.{key}", held
            else:
                yield from texts(held, f"{path}.{key}")
    elif isinstance(value, list):
        for index, held in enumerate(value):
            yield from texts(held, f"{path}[{index}]")


def test_these_six_ship() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == NAMES


def test_nothing_about_them_is_doubtful(card: Card) -> None:
    assert warnings(card) == []
    assert f"{card.id}.yaml" in [f"{name}.yaml" for name in NAMES]
    assert card.channels
    assert card.scoring.pass_mark == 85


def test_every_text_is_in_both_languages(card: Card) -> None:
    for path, held in texts(card.to_dict()):
        assert isinstance(held, dict), path
        assert sorted(held) == ["en", "tr"], path
        assert all(said.strip() for said in held.values()), path


def test_help_has_an_example_of_met_and_of_missed(card: Card) -> None:
    for question in card.questions:
        assert isinstance(question.help, dict), question.id
        assert "Karşılandı: " in question.help["tr"], question.id
        assert "Karşılanmadı: " in question.help["tr"], question.id
        assert "Met: " in question.help["en"], question.id
        assert "Missed: " in question.help["en"], question.id


def test_size_and_dimensions(card: Card) -> None:
    assert 12 <= len(scored(card)) <= 20
    assert {question.dimension for question in scored(card)} <= DIMENSIONS
    assert {"tone", "accuracy", "resolution", "process"} <= {
        question.dimension for question in scored(card)
    }
    assert [question.id for question in card.questions[-2:]] == ["overall-note", "coaching-note"]


def test_a_perfect_sheet_is_worth_100(card: Card) -> None:
    result = score(card, perfect(card))
    assert (result.raw_score, result.score, result.passed, result.failed) == (100, 100, True, ())
    assert set(result.critical.values()) == {"met"}
    assert set(result.sections.values()) <= {100, None}


def test_every_scored_question_can_lower_it(card: Card) -> None:
    for question in scored(card):
        answers = perfect(card)
        if question.show_if:
            answers[question.show_if.question] = (question.show_if.options or ("",))[0]
        before = score(card, answers).exact
        worst: Any = "missed" if question.type == "choice" else 10_000_000
        after = score(card, {**answers, question.id: worst}).exact
        assert before is not None
        assert after is not None
        assert after < before, question.id


def test_critical_questions_fail_by_being_missed(card: Card) -> None:
    critical = [question for question in card.questions if question.critical]
    assert {"compliance"} <= {question.critical for question in critical}
    assert len(critical) >= 2
    for question in critical:
        result = score(card, {**perfect(card), question.id: "missed"})
        assert result.failed_by == (question.id,)
        assert question.critical
        assert result.critical[question.critical] == "failed"
        if question.critical == "compliance":
            assert (result.score, result.passed) == (0, False)


def test_not_applicable_only_where_it_can_be(card: Card) -> None:
    answerable = [question for question in scored(card) if question.na]
    assert 0 < len(answerable) < len(scored(card)) / 2
    for question in scored(card):
        if question.type == "number":
            assert question.na, question.id
            assert question.from_fact in FACTS or question.id == "deviation"


def test_options_and_comments_are_the_same_everywhere(card: Card) -> None:
    for question in scored(card):
        assert question.comment == "on_fail", question.id
        if question.type == "choice":
            ids = [option.id for option in question.options]
            assert ids in (["met", "partly", "missed"], ["met", "missed"]), question.id
    assert any(question.reasons for question in scored(card))


def test_six_questions_or_more_say_why_they_were_missed(card: Card) -> None:
    explained = [question for question in scored(card) if question.reasons]
    assert len(explained) >= 6
    assert {"tone", "accuracy", "resolution", "process"} == {
        question.dimension for question in explained
    }
    for question in explained:
        assert len(question.reasons) >= 3, question.id
        for reason in question.reasons:
            assert isinstance(reason.label, dict), (question.id, reason.id)
            assert sorted(reason.label) == ["en", "tr"], (question.id, reason.id)
            assert all(0 < len(said.strip()) < 45 for said in reason.label.values()), (
                question.id,
                reason.id,
            )
        for language in ("tr", "en"):
            labels = [
                reason.label[language]
                for reason in question.reasons
                if isinstance(reason.label, dict)
            ]
            assert len(set(labels)) == len(labels), (question.id, language)


def test_written_and_read_it_is_the_same_card(card: Card) -> None:
    assert read_card(write_card(card), name="again.yaml") == card
    assert read_card(write_card(card, "json"), name="again.json") == card
    assert read_card(write_card(card), name="again.yaml").to_dict() == card.to_dict()


def test_the_same_question_is_asked_of_the_same_thing() -> None:
    dimensions: dict[str, set[str | None]] = {}
    for name in NAMES:
        made = read_card((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), name=name)
        for question in made.questions:
            dimensions.setdefault(question.id, set()).add(question.dimension)
    assert [id for id, found in dimensions.items() if len(found) > 1] == []
    assert {"courtesy", "understood", "correct-info", "solved", "record"} <= set(dimensions)


def test_somewhere_a_question_shows_another() -> None:
    cards = [
        read_card((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), name=name)
        for name in NAMES
    ]
    assert any(question.show_if for card in cards for question in card.questions)
