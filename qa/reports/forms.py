"""The filters of reports; they live in the address."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice, SelectField, ValidationError
from wtforms.validators import Optional

from qa.interactions.keywords.forms import PeriodForm
from qa.sampling.forms import TargetForm
from qa.sampling.labels import PERIODS


class ReportForm(PeriodForm):
    team = SelectField(_l("Team"), [Optional()])
    agent = SelectField(_l("Agent"), [Optional()])
    scorecard = SelectField(_l("Scorecard"), [Optional()])
    by = SelectField(
        _l("By"),
        [Optional()],
        choices=[
            SelectChoice("team", _l("Team")),
            SelectChoice("agent", _l("Agent")),
            SelectChoice("all", _l("All together")),
        ],
    )

    def fill(self, *, teams: Any, agents: Any, scorecards: dict[int, str]) -> ReportForm:
        """Give the lists their choices."""
        every = ("", _l("All"))
        self.team.choices = [every, *((str(t.id), t.name) for t in teams)]
        self.agent.choices = [every, *((str(a.id), a.name) for a in agents)]
        self.scorecard.choices = [every, *((str(i), t) for i, t in scorecards.items())]
        return self


class TargetFilterForm(FlaskForm):
    class Meta:
        csrf = False

    period = SelectField(
        _l("Period"),
        [Optional()],
        choices=[SelectChoice(value, label) for value, label in PERIODS.items()],
    )
    on = DateField(_l("Day in the period"), [Optional()])
    team = SelectField(_l("Team"), [Optional()])

    def fill(self, teams: Any) -> TargetFilterForm:
        """Give the list of teams its choices."""
        self.team.choices = [("", _l("All")), *((str(team.id), team.name) for team in teams)]
        return self

    def validate_on(self, field: DateField) -> None:
        """A day that leaves room to count from, back and on."""
        if field.data and not 1990 <= field.data.year <= 2200:
            raise ValidationError(gettext("Give a day."))


class AgentTargetForm(TargetForm):
    whom = SelectField(_l("For whom"))

    def fill(self, teams: Any, agents: Any) -> AgentTargetForm:
        """Give the list of whom it is for its choices: everybody, the teams, the agents."""
        self.whom.choices = [
            ("all", _l("Every agent")),
            *((f"team {team.id}", gettext("Team: %(name)s", name=team.name)) for team in teams),
            *((f"agent {agent.id}", agent.name) for agent in agents),
        ]
        return self
