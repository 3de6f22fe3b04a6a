"""What a form sends as answers, and what a sheet of answers lacks."""

from __future__ import annotations

from typing import Any

import pytest

from qa.scoring import ANSWER_LENGTH, AnswerError, AnswerSheet, Card, card_from_dict, parse_answer


def question(id: str, **more: Any) -> dict[str, Any]:
    options = [
        {"id": "met", "label": "met", "score": 1},
        {"id": "missed", "label": "-", "score": 0},
    ]
    return {"id": id, "text": id, "type": "choice", "na": True, "options": options, **more}


def card(*questions: dict[str, Any], **scoring: Any) -> Card:
    return card_from_dict(
        {
            "scorecard": 1,
            "id": "small",
            "version": 1,
            "title": "Small",
            "scoring": scoring,
            "sections": [{"id": "a", "title": "A", "questions": list(questions)}],
        }
    )


KINDS = card(
    question("choice"),
    question("multi", type="multi"),
    {"id": "scale", "text": "s", "type": "scale", "min": 1, "max": 5},
    {"id": "words", "text": "w", "type": "text"},
)


@pytest.mark.parametrize(
    ("id", "raw", "answer"),
    [
        ("choice", [" met "], "met"),
        ("choice", ["na"], "na"),
        ("choice", [""], None),
        ("choice", [], None),
        ("multi", [""], []),
        ("multi", [], None),
        ("multi", ["met", "missed"], ["met", "missed"]),
        ("scale", ["3"], 3),
        ("scale", ["2,5"], 2.5),
        ("words", ["na"], "na"),
        ("words", ["x" * (ANSWER_LENGTH + 1)], "x" * ANSWER_LENGTH),
    ],
)
def test_what_a_form_sends(id: str, raw: list[str], answer: Any) -> None:
    assert parse_answer(KINDS, KINDS.question(id), raw) == answer


@pytest.mark.parametrize(
    ("id", "raw", "says"),
    [
        ("scale", ["many"], "“many” is not a number."),
        ("scale", ["9"], "That answer does not fit the question: "),
        ("choice", ["perhaps"], "That answer does not fit the question: "),
    ],
)
def test_what_is_no_answer(id: str, raw: list[str], says: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse_answer(KINDS, KINDS.question(id), raw)
    (fault,) = caught.value.faults
    assert fault.path == id
    assert fault.message.startswith(says)


REASONS = [{"id": "r", "label": "r"}]


@pytest.mark.parametrize(
    ("more", "answer", "comment", "reasons", "lacks"),
    [
        ({}, None, "", [], ["Answer this question."]),
        ({"excluded": True}, None, "", [], []),
        ({}, "met", "", [], []),
        ({"comment": "always"}, "met", " ", [], ["Write a comment."]),
        ({"comment": "always"}, "na", "", [], ["Write a comment."]),
        ({"comment": "always"}, "met", "why", [], []),
        ({"comment": "on_fail"}, "missed", "", [], ["It failed: write a comment."]),
        ({"comment": "on_fail"}, "missed", "why", [], []),
        ({"reasons": REASONS}, "missed", "", [], ["It failed: choose a reason."]),
        ({"reasons": REASONS}, "missed", "", ["r"], []),
        ({"reasons": REASONS}, "met", "", [], []),
        (
            {"reasons": REASONS, "comment": "on_fail"},
            "missed",
            "",
            [],
            ["It failed: write a comment and choose a reason."],
        ),
        (
            {"reasons": REASONS, "comment": "always"},
            "missed",
            "",
            [],
            ["It failed: choose a reason.", "Write a comment."],
        ),
    ],
)
def test_what_an_answer_lacks(
    more: dict[str, Any], answer: str | None, comment: str, reasons: list[str], lacks: list[str]
) -> None:
    sheet = AnswerSheet(
        card(question("q", **more)),
        {} if answer is None else {"q": answer},
        {"q": comment},
        {"q": reasons},
    )
    assert [fault.message for fault in sheet.lacks().get("q", [])] == lacks


def test_a_corrected_fact_wants_a_comment() -> None:
    sheet = AnswerSheet(card(question("q")), {"q": "met"}, facts=frozenset({"q"}))
    assert [fault.message for fault in sheet.lacks()["q"]] == [
        "You corrected a measured figure: write a comment."
    ]


def test_half_marks_are_a_miss_and_no_failure() -> None:
    half = question("q")
    half["options"].append({"id": "half", "label": "half", "score": 0.5})
    half["options"].append({"id": "most", "label": "most", "score": 0.75})
    made = card(half)
    for answer, missed, short in (
        ("met", False, False),
        ("most", False, False),
        ("half", True, False),
        ("missed", True, True),
    ):
        sheet = AnswerSheet(made, {"q": answer})
        q = made.question("q")
        assert (sheet.missed(q), sheet.fell_short(q)) == (missed, short), answer


def test_measured_figures_alone_are_no_beginning() -> None:
    fact = {"id": "f", "text": "f", "type": "number", "from": "hold_seconds"}
    made = card(fact | {"bands": [{"up_to": 30, "score": 1}, {"score": 0}]}, question("q"))
    assert not AnswerSheet(made, {"f": 3}).begun
    assert AnswerSheet(made, {"f": 3, "q": "na"}).begun


@pytest.mark.parametrize(
    ("policy", "answers", "went"),
    [
        (
            "within_section",
            {"a": "na", "b": "met"},
            "its %(weight)s went to the rest of its section",
        ),
        ("within_section", {"a": "na", "b": "na"}, ""),
        ("whole_form", {"a": "na", "b": "met"}, "its %(weight)s went to all other questions"),
        ("full_marks", {"a": "na", "b": "met"}, "counts in full"),
        ("within_section", {"a": "met", "b": "met"}, ""),
    ],
)
def test_where_a_weight_went(policy: str, answers: dict[str, str], went: str) -> None:
    sheet = AnswerSheet(card(question("a"), question("b"), not_applicable=policy), answers)
    fault = sheet.weight_went(sheet.result.why[0])
    assert (fault.template if fault else "") == went
    if went.startswith("its"):
        assert fault is not None
        assert fault.arguments == {"weight": 50}
