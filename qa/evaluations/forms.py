"""Shapes of what people send about evaluations. Answers have the shape of their scorecard, see `qa.scorecards.answering`."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import Length, Optional


class FilterForm(FlaskForm):
    """The filters of the list of evaluations; they live in the address."""

    class Meta:
        csrf = False

    scorecard = SelectField(_l("Scorecard"), [Optional()])
    team = SelectField(_l("Team"), [Optional()])
    agent = SelectField(_l("Agent"), [Optional()])
    evaluator = SelectField(_l("Evaluator"), [Optional()])
    result = SelectField(_l("Result"), [Optional()])
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])

    def fill(self, *, scorecards: dict[int, str], teams: Any, agents: Any, evaluators: Any) -> FilterForm:
        """Give the lists their choices."""
        every = ("", _l("All"))
        self.scorecard.choices = [every, *((str(i), t) for i, t in scorecards.items())]
        self.team.choices = [every, *((str(t.id), t.name) for t in teams)]
        self.agent.choices = [every, *((str(a.id), a.name) for a in agents)]
        self.evaluator.choices = [every, *((str(u.id), u.name) for u in evaluators)]
        self.result.choices = [every, ("passed", _l("Passed")), ("failed", _l("Not passed")), ("unread", _l("Not yet read"))]
        return self


class AcknowledgeForm(FlaskForm):
    note = TextAreaField(_l("Note to the team (may stay empty)"), [Optional(), Length(max=5000)])
