"""The lists of the reports: agents, an agent's weeks, questions and evaluations, coaching needs,
evaluators. Those of targets stand in `qa.reports.targets`."""

from __future__ import annotations

from qa.reports.lists.agents import agents, evaluations, weeks
from qa.reports.lists.evaluators import EvaluatorLine, evaluators
from qa.reports.lists.questions import coaching_needs, questions, reasons

__all__ = [
    "EvaluatorLine",
    "agents",
    "coaching_needs",
    "evaluations",
    "evaluators",
    "questions",
    "reasons",
    "weeks",
]
