"""Looking over a sound card: what is allowed and probably not meant, and what each question is
worth of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qa.scoring.card import Card, Question
from qa.scoring.compiled_card import compiled
from qa.scoring.faults import Fault
from qa.scoring.numbers import plain


def warnings(card: Card) -> list[Fault]:
    """What is allowed and probably not meant, with its path."""
    found: list[Fault] = []
    # A convention without a source. By simulation (tests/trials/advice.py) slips of marking move a
    # score of 20 questions by 5 points and of 25 by 4.5, so that more add little; that people mark
    # longer cards worse is not shown.
    if len(card.questions) > 25:
        found.append(
            Fault(
                "sections",
                "has %(n)s questions: people mark well up to about 20",
                {"n": len(card.questions)},
            )
        )
    weights = sum((section.weight for section in card.sections), Fraction())
    all_given = all("weight" in section.given for section in card.sections)
    if (
        card.scoring.mode == "weights" and all_given and abs(weights - 100) >= Fraction(1, 100)
    ):  # thirds do not add up to it
        found.append(
            Fault("sections", "weights add up to %(sum)s, not 100", {"sum": plain(weights)})
        )
    if not any(question.critical for question in card.questions):
        found.append(Fault("sections", "no question is critical"))
    for path, question in _each(card):
        if question.scored and not question.excluded and question.dimension is None:
            found.append(
                Fault(f"{path}.dimension", "is missing: the question is in no dimension's figure")
            )
    worth = shares(card)
    for path, question in _each(card):
        share = worth.get(question.id, Fraction())
        # By simulation (tests/trials/advice.py): one of ten questions with 40 % of the total makes
        # 80 % of what scores differ by; with 20 % it makes a third.
        if share > Fraction(2, 5):
            percent = round(float(share * 100), 1)
            found.append(
                Fault(
                    path,
                    "is %(percent)s %% of the total; above 40 %% is a lot for one question",
                    {"percent": percent},
                )
            )
    return found


def shares(card: Card) -> dict[str, Fraction]:
    """Each scored question's share of the total (0..1), by id, when everything is answered and
    shown."""
    return {
        item.question.id: item.base_weight / 100
        for item in compiled(card).items
        if item.counts and not item.bonus
    }


def _each(card: Card) -> Iterator[tuple[str, Question]]:
    for s, section in enumerate(card.sections):
        for q, question in enumerate(section.questions):
            yield f"sections[{s}].questions[{q}]", question
