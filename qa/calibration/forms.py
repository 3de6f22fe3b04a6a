"""Shapes of what people send about calibration."""

from __future__ import annotations

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from qa.people.forms import Checkboxes


class SessionForm(FlaskForm):
    title = StringField(_l("Title"), [DataRequired(), Length(max=200)])
    version_id = SelectField(_l("Scorecard"), coerce=int)
    interactions = TextAreaField(
        _l("Interactions"),
        [DataRequired(_l("Give at least one interaction id."))],
        description=_l("Their ids, one per line. Find them in the list of interactions."),
    )
    participants = Checkboxes(
        _l("Participants"),
        coerce=int,
        description=_l(
            "Each scores alone and sees nobody else's answers until you close the session."
        ),
    )
    due_on = DateField(_l("Due"), [Optional()])

    def ids(self) -> list[str]:
        """The ids that were written down."""
        return [
            part.strip()
            for part in re.split(r"[\n,;]+", self.interactions.data or "")
            if part.strip()
        ]

    def validate_interactions(self, field: TextAreaField) -> None:
        """A session is for a handful, not for a list."""
        if len(self.ids()) > 50:
            raise ValidationError(gettext("A session has at most 50 interactions."))
