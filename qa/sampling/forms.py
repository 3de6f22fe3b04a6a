"""Shapes of what people send about sampling."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from qa.people.forms import Checkboxes


class DrawForm(FlaskForm):
    name = StringField(_l("Name"), [Optional(), Length(max=200)], description=_l("Empty: named after scorecard and period."))
    version_id = SelectField(_l("Scorecard"), coerce=int)
    first = DateField(_l("From"), [DataRequired(_l("Give the first day."))])
    last = DateField(_l("To"), [DataRequired(_l("Give the last day."))])
    per_agent = IntegerField(
        _l("Per agent"), [DataRequired(_l("Give a whole number.")), NumberRange(1, 1000)],
        description=_l("How many interactions of each agent to draw."),
    )
    team_ids = Checkboxes(_l("Teams"), coerce=int, description=_l("None ticked: all."))
    evaluator_ids = Checkboxes(_l("Evaluators"), coerce=int, description=_l("They get equal shares."))
    seed = StringField(
        _l("Seed"), [DataRequired(), Length(max=64)],
        description=_l("The same seed gives the same draw, so that it can be checked. This one was made by chance."),
    )


class DealForm(FlaskForm):
    evaluator_ids = Checkboxes(_l("Evaluators"), coerce=int)


class TargetForm(FlaskForm):
    per_day = IntegerField(_l("Per working day"), [NumberRange(0, 1000)])
    per_month = IntegerField(_l("Per month"), [NumberRange(0, 20_000)])
