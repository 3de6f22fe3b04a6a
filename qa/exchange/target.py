"""A card on its way into another system's form: its texts in one language, and a list of what is
not kept."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from qa.scoring import Card, Fault, Question, Section, Text, text


class Target:
    """The card that is written, and `left_out`, by the card's own path.

    A card's id and version are its place among our scorecards; the other system gives it a place of
    its own, so they are not reported."""

    def __init__(self, card: Card, language: str) -> None:
        self.card = card
        self.language = language
        self._left: list[Fault] = []
        self._others: set[str] = set()

    def leave(
        self, path: str, template: str, arguments: Mapping[str, object] | None = None
    ) -> None:
        self._left.append(Fault(path, template, arguments or {}))

    @property
    def left_out(self) -> list[Fault]:
        """Everything that was said, the other languages of the texts written first."""
        if not self._others:
            return list(self._left)
        others = ", ".join(sorted(self._others))
        return [
            Fault(
                "", "keeps its texts in one language: not in %(languages)s", {"languages": others}
            ),
            *self._left,
        ]

    def text(self, value: Text | None, path: str, most: int | None = None) -> str:
        """The text in the language asked for, cut to `most` characters."""
        found = text(value, self.language)
        if isinstance(value, dict):
            self._others.update(language for language, said in value.items() if said != found)
        if most is not None and len(found) > most:
            self.leave(path, "is cut to %(most)s characters", {"most": most})
            return found[: most - 1].rstrip() + "…"
        return found

    def places(self) -> Iterator[tuple[str, Section]]:
        """Every section with its path."""
        for index, section in enumerate(self.card.sections):
            yield f"sections[{index}]", section

    def leave_card(self) -> None:
        """What no form outside says of a card as a whole."""
        scoring = self.card.scoring
        if self.card.channels:
            self.leave("channels", "is not kept")
        if scoring.pass_mark is not None:
            self.leave("scoring.pass_mark", "is not kept: there is no pass or fail")
        if scoring.round_to != Fraction(1, 10):
            self.leave("scoring.round_to", "is not kept")
        if scoring.cap != 100 and any(question.bonus for question in self.card.questions):
            self.leave("scoring.cap", "is not kept: a score goes up to 100")

    def leave_question(self, path: str, question: Question) -> None:
        """What no form outside says of a question."""
        if question.dimension is not None:
            self.leave(f"{path}.dimension", "is not kept")
        if question.reasons:
            self.leave(f"{path}.reasons", "is not kept: there are no root causes to pick from")
        if question.anchors:
            self.leave(f"{path}.anchors", "is not kept")

    def counting(self, section: Section) -> list[Question]:
        """The questions of a section that have a part in the total, bonus and all."""
        return [
            question
            for question in section.questions
            if question.scored and not question.excluded and not section.excluded
        ]

    def drops(self, *, hidden: bool) -> bool:
        """Whether a question that counts can drop out of the total: as not applicable, and with
        `hidden` also by its condition. An evaluation sent in has every other question answered."""
        return any(
            question.na or (hidden and question.show_if is not None)
            for section in self.card.sections
            for question in self.counting(section)
        )


def whole_factor(values: Sequence[Fraction], most: int | None = None) -> Fraction | None:
    """The factor that turns all values into whole numbers: 1 if they are, else the least that does.

    None when one of them would then be above `most`."""
    shown = [value for value in values if value]
    if not shown:
        return Fraction(1)
    if all(value.denominator == 1 for value in shown) and (most is None or max(shown) <= most):
        return Fraction(1)
    times = math.lcm(*(value.denominator for value in shown))
    least = Fraction(times, math.gcd(*(int(value * times) for value in shown)))
    return least if most is None or max(shown) * least <= most else None


def half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))
