"""Shapes of what people send about privacy."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from qa.interactions.models import CHANNELS
from qa.interactions.privacy.choices import KINDS
from qa.interactions.privacy.openings import WHAT

LONGEST = 36_500  # days


class MaskingForm(FlaskForm):
    masking = RadioField(
        _l("Masking"), choices=[SelectChoice("on", _l("On")), SelectChoice("off", _l("Off"))]
    )


class RetentionForm(FlaskForm):
    """A number of days per kind and channel: field `<kind>_<channel>`."""

    def days(self) -> dict[str, dict[str, int]]:
        """What was given, by kind and channel."""
        return {
            kind: {c: self[f"{kind}_{c}"].data for c in CHANNELS if self[f"{kind}_{c}"].data}
            for kind in KINDS
        }

    @staticmethod
    def kept(days: dict[str, dict[str, int]]) -> dict[str, int]:
        """The values of the fields for what is kept."""
        return {
            f"{kind}_{channel}": n for kind, given in days.items() for channel, n in given.items()
        }


for _kind in KINDS:
    for _channel in CHANNELS:
        _message = _l("Give a whole number of days, from 1 to %(n)s, or nothing.", n=LONGEST)
        setattr(
            RetentionForm,
            f"{_kind}_{_channel}",
            IntegerField("", [Optional(), NumberRange(1, LONGEST, _message)]),
        )


class OpeningsForm(FlaskForm):
    """The filters of the openings; they live in the address, so there is nothing to forge."""

    class Meta:
        csrf = False

    user = SelectField(_l("Who"), [Optional()])
    what = SelectField(_l("What was opened"), [Optional()])
    id = StringField(_l("Interaction id"), [Optional(), Length(max=200)])
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])

    def fill(self, users: Any) -> OpeningsForm:
        """Give the lists their choices."""
        self.user.choices = [("", _l("All")), *((str(u.id), u.name) for u in users)]
        self.what.choices = [("", _l("All")), *WHAT.items()]
        return self


class ErasingForm(FlaskForm):
    customer = StringField(
        _l("Customer's reference"),
        [DataRequired(_l("Give the customer's reference.")), Length(max=200)],
        description=_l("As the customer field of the interactions has it."),
    )
    folded = BooleanField(_l("Find it in upper and lower case, with and without Turkish letters"))
