"""Looking over a sound card: what is allowed and probably not meant, and what each question is worth of the whole."""

from __future__ import annotations

from fractions import Fraction

from qa.scoring.card import Card, Question, Section, best_points
from qa.scoring.faults import Fault
from qa.scoring.reading import plain


def warnings(card: Card) -> list[Fault]:
    """What is allowed and probably not meant, with its path."""
    found: list[Fault] = []
    if len(card.questions) > 25:
        found.append(Fault("sections", "has %(n)s questions: people mark well up to about 20", {"n": len(card.questions)}))
    weights = sum((section.weight for section in card.sections), Fraction())
    all_given = all("weight" in section.given for section in card.sections)
    if card.scoring.mode == "weights" and all_given and abs(weights - 100) >= Fraction(1, 100):  # thirds do not add up to it
        found.append(Fault("sections", "weights add up to %(sum)s, not 100", {"sum": plain(weights)}))
    if not any(question.critical for question in card.questions):
        found.append(Fault("sections", "no question is critical"))
    for path, _, question in _each(card):
        if question.scored and not question.excluded and question.dimension is None:
            found.append(Fault(f"{path}.dimension", "is missing: the question is in no dimension's figure"))
    for path, share in _shares(card):
        if share > Fraction(2, 5):
            percent = round(float(share * 100), 1)
            found.append(Fault(path, "is %(percent)s %% of the total; above 40 %% is a lot for one question", {"percent": percent}))
    return found


def _each(card: Card) -> list[tuple[str, Section, Question]]:
    return [
        (f"sections[{s}].questions[{q}]", section, question)
        for s, section in enumerate(card.sections) for q, question in enumerate(section.questions)
    ]


def shares(card: Card) -> dict[str, Fraction]:
    """Each scored question's share of the total (0..1), by id, when everything is answered and shown."""
    if "shares" not in card.cache:
        ids = {path: question.id for path, _, question in _each(card)}
        card.cache["shares"] = {ids[path]: share for path, share in _shares(card)}
    return card.cache["shares"]  # type: ignore[no-any-return]  # the cache holds any kind of value


def _shares(card: Card) -> list[tuple[str, Fraction]]:
    """Each scored question's share of the total (0..1) when everything is answered and shown."""
    parts: list[tuple[str, Section, Fraction]] = []
    for path, section, question in _each(card):
        if question.scored and not question.excluded and not section.excluded and not question.bonus:
            points = card.scoring.mode == "points"
            parts.append((path, section, best_points(question) if points else question.weight))
    within: dict[str, Fraction] = {}
    for _, section, own in parts:
        within[section.id] = within.get(section.id, Fraction()) + own
    if card.scoring.mode == "points":
        whole = sum((section.weight * own for _, section, own in parts), Fraction())
        return [(path, section.weight * own / whole) for path, section, own in parts if whole]
    used = {section.id: section.weight for _, section, _ in parts if within[section.id]}
    whole = sum(used.values(), Fraction())
    return [
        (path, section.weight * own / within[section.id] / whole)
        for path, section, own in parts if whole and within[section.id]
    ]
