"""The filters of reports; they live in the address."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice, SelectField, ValidationError
from wtforms.validators import Optional


class ReportForm(FlaskForm):
    class Meta:
        csrf = False

    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])
    team = SelectField(_l("Team"), [Optional()])
    agent = SelectField(_l("Agent"), [Optional()])
    scorecard = SelectField(_l("Scorecard"), [Optional()])
    by = SelectField(_l("By"), [Optional()], choices=[
        SelectChoice("team", _l("Team")), SelectChoice("agent", _l("Agent")), SelectChoice("all", _l("All together")),
    ])

    def validate_first(self, field: DateField) -> None:
        """A day that can have happened; the calendar's ends leave no room to count back from."""
        if field.data and not 1990 <= field.data.year <= 2200:
            raise ValidationError(gettext("Give the first day."))

    def validate_last(self, field: DateField) -> None:
        """As for the first."""
        if field.data and not 1990 <= field.data.year <= 2200:
            raise ValidationError(gettext("Give the last day."))

    def fill(self, *, teams: Any, agents: Any, scorecards: dict[int, str]) -> ReportForm:
        """Give the lists their choices."""
        every = ("", _l("All"))
        self.team.choices = [every, *((str(t.id), t.name) for t in teams)]
        self.agent.choices = [every, *((str(a.id), a.name) for a in agents)]
        self.scorecard.choices = [every, *((str(i), t) for i, t in scorecards.items())]
        return self
