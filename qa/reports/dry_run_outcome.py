"""What a dry run found: how scores, results and questions shift, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qa.scoring import Card
from qa.statistics.intervals import mean_range
from qa.statistics.moments import Moments

SHOWN = 20  # evaluations that change most, and agents that change side


@dataclass(slots=True)
class AgentShift:
    """An agent's scores before critical errors, as they were and as they would be, with the
    evaluations' weights."""

    old: Moments = field(default_factory=Moments)
    new: Moments = field(default_factory=Moments)


@dataclass(slots=True)
class Outcome:
    """What a dry run found. Scores are 0..100; means are weighted as in reports.

    `pairs`: per evaluation with a score both times (id, agent, score before critical errors as it
    was and as it would be)."""

    card: Card
    seen: int = 0
    old: Moments = field(default_factory=Moments)
    new: Moments = field(default_factory=Moments)
    shift: Moments = field(default_factory=Moments)
    after: list[Moments] = field(default_factory=lambda: [Moments(), Moments()])
    judged: Moments = field(default_factory=Moments)
    passed: list[float] = field(default_factory=lambda: [0.0, 0.0])
    to_pass: int = 0
    to_fail: int = 0
    lost: int = 0
    agents: dict[int, AgentShift] = field(default_factory=dict)
    added: dict[str, list[float]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    texts: dict[str, Any] = field(default_factory=dict)
    unfit: dict[tuple[str, str], tuple[str, dict[str, object], int]] = field(default_factory=dict)
    pairs: list[tuple[int, int | None, Decimal, Decimal]] = field(default_factory=list)
    old_mark: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        # Where every evaluation moves alike there is nothing that chance could have done.
        _, reach = (
            mean_range(self.shift, low=-100, high=100) if self.shift.variance else (None, None)
        )
        mark = None if self.card.scoring.pass_mark is None else float(self.card.scoring.pass_mark)
        crossed = self._crossed(mark)
        questions = [row for row in self._question_shifts() if abs(row["shift"]) >= 0.005]
        biggest = sorted(self.pairs, key=lambda pair: (-abs(pair[3] - pair[2]), -pair[0]))[:SHOWN]
        known = {question.id for question in self.card.questions}
        return {
            "n": self.seen,
            "scored": self.shift.n,
            "lost": self.lost,
            "mean": [self.old.mean, self.new.mean],
            "after": [moments.mean for moments in self.after],
            "shift": None
            if self.shift.mean is None
            else [self.shift.mean, reach and reach.low, reach and reach.high],
            "judged": self.judged.n,
            "pass_rate": [p / self.judged.sum_w for p in self.passed] if self.judged.n else None,
            "to_pass": self.to_pass,
            "to_fail": self.to_fail,
            "agents": len(self.agents),
            "crossed": crossed[:SHOWN],
            "crossed_n": len(crossed),
            "questions": questions[:SHOWN],
            "changed": [
                [id, agent, float(old), float(new)] for id, agent, old, new in biggest if old != new
            ],
            "changed_n": sum(1 for pair in self.pairs if pair[2] != pair[3]),
            "unfit": [
                {
                    "id": id,
                    "text": self.texts.get(id, id),
                    "template": template,
                    "arguments": {k: str(v) for k, v in arguments.items()},
                    "n": n,
                    "gone": id not in known,
                }
                for (id, _), (template, arguments, n) in sorted(
                    self.unfit.items(), key=lambda entry: -entry[1][2]
                )
            ],
            "unanswered": [
                {"id": q.id, "text": q.text}
                for q in self.card.questions
                if q.id not in self.answered and q.scored and not q.excluded
            ],
        }

    def _question_shifts(self) -> list[dict[str, Any]]:
        """What each question added to the mean, as it was and as it would be, the largest change
        first."""
        if not self.shift.n:
            return []
        rows = (
            {
                "id": id,
                "text": self.texts[id],
                "old": old / self.shift.sum_w,
                "new": new / self.shift.sum_w,
                "shift": (new - old) / self.shift.sum_w,
            }
            for id, (old, new) in self.added.items()
        )
        return sorted(rows, key=lambda row: -abs(row["shift"]))

    def _crossed(self, mark: float | None) -> list[dict[str, Any]]:
        """Agents whose mean changes side of the pass mark, the largest change first."""
        if mark is None or self.old_mark is None:
            return []
        crossed = []
        for id, agent in self.agents.items():
            old, new = agent.old.mean, agent.new.mean
            if old is not None and new is not None and (old >= self.old_mark) != (new >= mark):
                crossed.append({"id": id, "n": agent.old.n, "old": old, "new": new})
        return sorted(crossed, key=lambda row: -abs(row["new"] - row["old"]))
