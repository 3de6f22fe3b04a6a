"""Shapes of what people send about lists of words."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from qa.access import LARGEST_ID
from qa.interactions.models import KINDS, PARTS, SPEAKERS

LETTERS = 200_000  # of a whole text field


class WordListForm(FlaskForm):
    name = StringField(_l("Name"), [DataRequired(_l("Give the list a name.")), Length(max=80)])
    kind = SelectField(
        _l("Kind"), choices=[SelectChoice(kind, label) for kind, label in KINDS.items()]
    )
    speaker = SelectField(
        _l("Said by"), choices=[SelectChoice(speaker, label) for speaker, label in SPEAKERS.items()]
    )
    part = SelectField(
        _l("Looked for in"), choices=[SelectChoice(part, label) for part, label in PARTS.items()]
    )
    entries = TextAreaField(
        _l("Entries"),
        [DataRequired(_l("Write at least one entry.")), Length(max=LETTERS)],
        description=_l("One per line."),
        render_kw={"rows": 14, "spellcheck": "false"},
    )
    allowed = TextAreaField(
        _l("Allowed"),
        [Optional(), Length(max=LETTERS)],
        render_kw={"rows": 5, "spellcheck": "false"},
        description=_l("One per line. An entry that stands within one of these is no hit."),
    )


class TickForm(FlaskForm):
    interaction_id = IntegerField(validators=[InputRequired(), NumberRange(1, LARGEST_ID)])
    n = IntegerField(validators=[InputRequired(), NumberRange(1, LARGEST_ID)])
    start = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST_ID)])
    right = RadioField(choices=["1", "0"], validators=[InputRequired()])


class PeriodForm(FlaskForm):
    class Meta:
        csrf = False

    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])

    def validate_first(self, field: DateField) -> None:
        """A day that can have happened; the calendar's ends leave no room to count back from."""
        if field.data and not 1990 <= field.data.year <= 2200:
            raise ValidationError(gettext("Give the first day."))

    def validate_last(self, field: DateField) -> None:
        """As for the first."""
        if field.data and not 1990 <= field.data.year <= 2200:
            raise ValidationError(gettext("Give the last day."))
