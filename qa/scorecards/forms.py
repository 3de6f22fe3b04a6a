"""Shapes of what people send about scorecards. A draft's fields have the shape of its parts, see
`drafting.fields`."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DecimalField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from qa.exchange.layouts import Guess, Mapping
from qa.exchange.layouts.mapping import FIELDS
from qa.scorecards.labels import LAYOUT_FIELDS


class NewForm(FlaskForm):
    """A new scorecard."""

    title = StringField(_l("Title"), [InputRequired(_l("Give it a title.")), Length(max=200)])
    slug = StringField(
        _l("Name for scripts"),
        [Optional(), Length(max=40)],
        description=_l(
            "1 to 40 of a-z, 0-9 and -, such as chat-support; the same in every version. Empty: "
            "made from the title."
        ),
    )
    like = SelectField(_l("Begin"), coerce=int, default=0)


class UploadForm(FlaskForm):
    """A scorecard's file."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l(
            "XLSX or CSV, YAML or JSON of Vaybe, an evaluation form of Amazon Connect or Genesys "
            "Cloud (JSON)."
        ),
    )
    slug = StringField(
        _l("Name for scripts"),
        [Optional(), Length(max=40)],
        description=_l("Empty: the one in the file. Another one makes another scorecard."),
    )
    replace = BooleanField(_l("Where there is a draft already, replace what it holds"))


def _columns(name: str) -> str:
    return f"column_{name}"


class MappingForm(FlaskForm):
    """What is what on a sheet. Its fields are those of `layouts.Mapping`."""

    kind = SelectField(
        _l("The sheet is"),
        choices=[
            SelectChoice("form", _l("a form: a row per question")),
            SelectChoice("log", _l("a log: a row per call")),
        ],
    )
    title = StringField(_l("Title of the scorecard"), [Length(max=200)])
    language = SelectField(
        _l("Language of the texts"),
        choices=[
            SelectChoice("", _l("one for all")),
            SelectChoice("tr", "Türkçe"),
            SelectChoice("en", "English"),
        ],
    )
    heading_row = IntegerField(_l("Heading in row"), [InputRequired(), NumberRange(0, 5000)])
    first_row = IntegerField(_l("First question in row"), [InputRequired(), NumberRange(1, 5000)])
    last_row = IntegerField(_l("Last question in row"), [InputRequired(), NumberRange(1, 5000)])
    answers = SelectField(
        _l("Answers"),
        choices=[
            SelectChoice("yes_no", _l("yes, no")),
            SelectChoice("met_missed", _l("met, missed")),
            SelectChoice("full_half_none", _l("full, half, none")),
            SelectChoice("scale", _l("a scale")),
        ],
    )
    half = BooleanField(_l("with a half-way answer"))
    na = BooleanField(_l("may be not applicable"))
    label_full = StringField(_l("Full marks"), [Length(max=80)])
    label_half = StringField(_l("Half marks"), [Length(max=80)])
    label_none = StringField(_l("No marks"), [Length(max=80)])
    scale_min = IntegerField(_l("Scale from"), [Optional(), NumberRange(-100, 100)])
    scale_max = IntegerField(_l("Scale to"), [Optional(), NumberRange(-100, 100)])
    numbers = SelectField(
        _l("The numbers are"),
        choices=[SelectChoice("points", _l("points")), SelectChoice("weights", _l("weights"))],
    )
    pass_mark = DecimalField(_l("Pass mark"), [Optional(), NumberRange(0, 100_000)], places=None)
    slug = StringField(
        _l("Name for scripts"),
        [Optional(), Length(max=40)],
        description=_l("Empty: made from the title."),
    )
    replace = BooleanField(_l("Where there is a draft already, replace what it holds"))
    questions = SelectMultipleField(_l("Columns that are questions"), validate_choice=False)

    @staticmethod
    def values(mapping: Mapping) -> dict[str, Any]:
        """A mapping as the form's values."""
        held = mapping.to_dict()
        columns = {_columns(name): letter for name, letter in held.pop("columns").items()}
        return held | columns | {f"label_{name}": said for name, said in held.pop("labels").items()}

    def offer(self, guess: Guess) -> None:
        """The columns there are to choose from."""
        letters = [(letter, f"{letter}  {text}"[:60]) for letter, text in guess.headings.items()]
        known = {letter for letter, _ in letters}
        for name in FIELDS:
            field = self[_columns(name)]
            own = [(field.data, field.data)] if field.data and field.data not in known else []
            field.choices = [("", "–"), *letters, *own]
        self.questions.choices = letters

    def mapping(self, guess: Guess) -> dict[str, Any]:
        """What was chosen, as `Mapping.from_dict` reads it."""
        mark = self.pass_mark.data
        return guess.mapping.to_dict() | {
            "kind": self.kind.data,
            "title": (self.title.data or "").strip() or gettext("Imported scorecard"),
            "language": self.language.data,
            "heading_row": self.heading_row.data,
            "first_row": self.first_row.data,
            "last_row": self.last_row.data,
            "columns": {
                name: self[_columns(name)].data for name in FIELDS if self[_columns(name)].data
            },
            "answers": self.answers.data,
            "half": bool(self.half.data),
            "na": bool(self.na.data),
            "labels": {
                name: (self[f"label_{name}"].data or "").strip()
                for name in ("full", "half", "none")
            },
            "scale_min": self.scale_min.data if self.scale_min.data is not None else 1,
            "scale_max": self.scale_max.data if self.scale_max.data is not None else 5,
            "numbers": self.numbers.data,
            "pass_mark": None if mark is None else float(mark),
            "questions": self.questions.data or [],
        }


for _name in FIELDS:
    setattr(MappingForm, _columns(_name), SelectField(LAYOUT_FIELDS[_name], [Optional()]))
