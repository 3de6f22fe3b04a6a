"""Shapes of what people send about sampling."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from qa.interactions.models import CHANNELS
from qa.people.forms import Checkboxes
from qa.sampling.labels import (
    ALLOCATIONS,
    BANDS,
    EVERY,
    HANDING,
    LANGUAGES,
    METHODS,
    PER,
    PERIODS,
    SIGNALS,
    STRATA,
)
from qa.sampling.operations.evaluator_profiles import MOST_SHARE
from qa.web import number_field


class NumberField(FloatField):
    """A number, its fraction after a point or a comma, shown as the reader writes it."""

    widget = TextInput()

    def process_formdata(self, valuelist: Any) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = float(valuelist[0].strip().replace(",", "."))
        except ValueError:
            self.data = None
            raise ValueError(gettext("Write a number.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else number_field(self.data)


def _choices(names: Any) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in names.items()]


class DrawForm(FlaskForm):
    name = StringField(
        _l("Name"),
        [Optional(), Length(max=200)],
        description=_l("Empty: named after scorecard and period."),
    )
    version_id = SelectField(_l("Scorecard"), coerce=int)
    first = DateField(_l("From"), [DataRequired(_l("Give the first day."))])
    last = DateField(_l("To"), [DataRequired(_l("Give the last day."))])
    per_agent = IntegerField(
        _l("Per agent"),
        [DataRequired(_l("Give a whole number.")), NumberRange(1, 1000)],
        description=_l("How many interactions of each agent to draw."),
    )
    teams = Checkboxes(_l("Teams"), description=_l("None ticked: all."))
    evaluator_ids = Checkboxes(
        _l("Evaluators"),
        coerce=int,
        description=_l(
            "Shares follow what each can take on; nobody gets a team they lead or belong to."
        ),
    )
    seed = StringField(
        _l("Seed"),
        [DataRequired(), Length(max=64)],
        description=_l(
            "The same seed gives the same draw, so that it can be checked. This one was made by "
            "chance."
        ),
    )


class PlanForm(FlaskForm):
    """A plan field by field. Numbers that a method does not ask for may stay empty."""

    name = StringField(_l("Name"), [DataRequired(_l("Give the plan a name.")), Length(max=200)])
    scorecard = SelectField(_l("Scorecard"))

    channels = Checkboxes(
        _l("Channels"),
        choices=_choices(CHANNELS),
        description=_l("None ticked: all the scorecard is for."),
    )
    teams = Checkboxes(_l("Teams"), description=_l("None ticked: all."))
    languages = Checkboxes(_l("Languages"), choices=_choices(LANGUAGES))
    queues = StringField(
        _l("Queues"), [Length(max=1000)], description=_l("With commas between them.")
    )
    agents = StringField(
        _l("Agents"), [Length(max=2000)], description=_l("Their codes, with commas between them.")
    )
    new_agents = IntegerField(
        _l("New agents only"), [Optional()], description=_l("Days since their first interaction.")
    )
    words = Checkboxes(_l("Lists of words"), description=_l("Only interactions with a hit."))
    band = SelectField(_l("Length"), choices=[SelectChoice("", _l("any")), *_choices(BANDS)])
    rating = NumberField(_l("Rating at most"), [Optional()])
    complaint = SelectField(
        _l("Complaint"),
        choices=[
            SelectChoice("", _l("whether or not")),
            SelectChoice("any", _l("complaints only")),
            SelectChoice("open", _l("open complaints only")),
        ],
    )
    longer = NumberField(_l("At least (min)"), [Optional()])
    shorter = NumberField(_l("At most (min)"), [Optional()])
    text = StringField(_l("Words in the transcript"), [Length(max=200)])

    kind = SelectField(_l("Method"), choices=_choices(METHODS))
    n = IntegerField(_l("How many"), [Optional()])
    each = IntegerField(_l("Of each agent"), [Optional()])
    per = SelectField(_l("Per"), choices=_choices(PER))
    spread = BooleanField(_l("Spread over the period"))
    by = Checkboxes(_l("Strata"), choices=_choices(STRATA))
    allocation = SelectField(_l("Allocation"), choices=_choices(ALLOCATIONS))
    least = IntegerField(_l("At least of each"), [Optional()])
    shortest = IntegerField(_l("Shortest (%)"), [Optional()])
    longest = IntegerField(_l("Longest (%)"), [Optional()])
    floor = IntegerField(
        _l("Left to chance (%)"),
        [Optional()],
        description=_l("Never 0: only so can every interaction be weighed."),
    )

    evaluators = Checkboxes(_l("Evaluators"), description=_l("None ticked: all."))
    handing = SelectField(_l("How it gets to them"), choices=_choices(HANDING), default="")
    due_days = IntegerField(_l("Due after (days)"), [Optional()])
    own_team = BooleanField(_l("Evaluators may score teams they lead or belong to"))
    most_per_agent = IntegerField(_l("An agent at most so often per evaluator"), [Optional()])
    second = IntegerField(
        _l("Silent second opinion (%)"),
        [Optional()],
        description=_l("By another evaluator, who is not told."),
    )
    again = IntegerField(
        _l("Silently once more (%)"),
        [Optional()],
        description=_l("By the same evaluator, weeks later."),
    )
    again_after = IntegerField(_l("Once more after (days)"), [Optional()])

    every = SelectField(
        _l("Runs by itself"), choices=[SelectChoice("", _l("never")), *_choices(EVERY)]
    )
    hour = IntegerField(_l("At (hour)"), [Optional()])


for _name, _label in SIGNALS.items():
    setattr(PlanForm, "signal_" + _name.replace("-", "_"), NumberField(_label, [Optional()]))


class RunForm(FlaskForm):
    """When and by which seed a plan runs by hand."""

    first = DateField(_l("From"), [DataRequired(_l("Give the first day."))])
    last = DateField(_l("To"), [DataRequired(_l("Give the last day."))])
    seed = StringField(
        _l("Seed"),
        [DataRequired(), Length(max=64)],
        description=_l(
            "The same seed gives the same draw, so that it can be checked. This one was made by "
            "chance."
        ),
    )
    margin = NumberField(_l("Wanted range (± points)"), [Optional(), NumberRange(0.5, 50)])


class PlanFileForm(FlaskForm):
    text = TextAreaField(_l("Plan as YAML"), [DataRequired(), Length(max=100_000)])


class DealForm(FlaskForm):
    evaluator_ids = Checkboxes(_l("Evaluators"), coerce=int)


class SwapForm(FlaskForm):
    reason = StringField(_l("Why"), [DataRequired(_l("Say why.")), Length(max=300)])


class MoveForm(FlaskForm):
    to = SelectField(_l("To"), coerce=int)


class TargetForm(FlaskForm):
    period = SelectField(_l("Period"), choices=_choices(PERIODS), default="month")
    channel = SelectField(_l("Channel"), choices=[SelectChoice("", _l("All")), *_choices(CHANNELS)])
    n = IntegerField(
        _l("Evaluations"),
        [InputRequired(_l("Give a whole number.")), NumberRange(0, 20_000)],
        description=_l("0: no target."),
    )


class ProfileForm(FlaskForm):
    share = IntegerField(
        _l("Share (%)"),
        [NumberRange(0, MOST_SHARE)],
        description=_l("100 is a full share, 50 half of one, 0 nothing."),
    )
    channels = Checkboxes(
        _l("Channels"), choices=_choices(CHANNELS), description=_l("None ticked: all.")
    )
    languages = Checkboxes(
        _l("Languages"), choices=_choices(LANGUAGES), description=_l("None ticked: all.")
    )


class AbsenceForm(FlaskForm):
    first = DateField(_l("From"), [DataRequired(_l("Give the first day."))])
    last = DateField(_l("To"), [DataRequired(_l("Give the last day."))])


class TieForm(FlaskForm):
    agent_id = SelectField(_l("Agent"), coerce=int)
    reason = StringField(_l("Why"), [DataRequired(_l("Say why.")), Length(max=200)])
