"""The filters of reports; they live in the address."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField
from wtforms.validators import Optional

from qa.interactions.words.forms import PeriodForm


class ReportForm(PeriodForm):
    team = SelectField(_l("Team"), [Optional()])
    agent = SelectField(_l("Agent"), [Optional()])
    scorecard = SelectField(_l("Scorecard"), [Optional()])
    by = SelectField(_l("By"), [Optional()], choices=[
        SelectChoice("team", _l("Team")), SelectChoice("agent", _l("Agent")), SelectChoice("all", _l("All together")),
    ])

    def fill(self, *, teams: Any, agents: Any, scorecards: dict[int, str]) -> ReportForm:
        """Give the lists their choices."""
        every = ("", _l("All"))
        self.team.choices = [every, *((str(t.id), t.name) for t in teams)]
        self.agent.choices = [every, *((str(a.id), a.name) for a in agents)]
        self.scorecard.choices = [every, *((str(i), t) for i, t in scorecards.items())]
        return self
