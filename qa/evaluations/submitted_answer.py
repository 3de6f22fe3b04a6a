"""What was given to one question, as values, as form fields, and written down in a form to tell
later whether it was touched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qa.evaluations.models import Answer


@dataclass(frozen=True, slots=True)
class SubmittedAnswer:
    """An answer with its comment and reasons. `from_fact` is what the page asks of an answer: what
    a person gave is not."""

    answer: Any
    comment: str
    reasons: list[str]
    from_fact: bool = False

    @classmethod
    def of(cls, row: Answer) -> SubmittedAnswer:
        """What is kept."""
        return cls(row.answer, row.comment, list(row.reasons or ()))

    def fields(self) -> list[str]:
        """The answer as the values of its form fields."""
        if self.answer is None:
            return []
        return (
            [str(choice) for choice in self.answer]
            if isinstance(self.answer, list)
            else [str(self.answer)]
        )

    def written(self) -> str:
        """As text that two equal ones share; nothing given is no text."""
        if self.answer is None and not self.comment and not self.reasons:
            return ""
        answer = sorted(self.answer) if isinstance(self.answer, list) else self.answer
        return json.dumps([answer, self.comment, sorted(self.reasons)], ensure_ascii=False)
