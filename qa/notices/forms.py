"""Shapes of what people send about notices."""

from __future__ import annotations

from collections.abc import Collection

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice

from qa.notices.labels import CHOICES, HOW


class ChoicesForm(FlaskForm):
    """How each kind is mailed: a field per choice, under its name."""

    def only(self, names: Collection[str]) -> ChoicesForm:
        """Leave out what does not concern the reader."""
        for name in CHOICES:
            if name not in names:
                del self[name]
        return self


for _name, _choice in CHOICES.items():
    setattr(
        ChoicesForm,
        _name,
        RadioField(_choice.label, choices=[SelectChoice(how, label) for how, label in HOW.items()]),
    )
