"""Shapes of what people send about interactions."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, DecimalField, SelectChoice, SelectField, StringField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from qa.interactions.importing.mapping import DATE_ORDERS, FIELDS, ImportPlan
from qa.interactions.models import CHANNELS
from qa.settings import _zone


class FilterForm(FlaskForm):
    """The filters of the list; they live in the address, so there is nothing to forge."""

    class Meta:
        csrf = False

    channel = SelectField(_l("Channel"), [Optional()])
    team = SelectField(_l("Team"), [Optional()])
    agent = SelectField(_l("Agent"), [Optional()])
    queue = SelectField(_l("Queue"), [Optional()])
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])
    shortest = DecimalField(_l("At least, min"), [Optional(), NumberRange(0, 100_000)])
    longest = DecimalField(_l("At most, min"), [Optional(), NumberRange(0, 100_000)])
    text = StringField(_l("Words in the transcript, or an id"), [Optional(), Length(max=200)])

    def fill(self, *, teams: Any, agents: Any, queues: list[str]) -> FilterForm:
        """Give the lists their choices."""
        every = ("", _l("All"))
        self.channel.choices = [every, *CHANNELS.items()]
        self.team.choices = [every, *((str(t.id), t.name) for t in teams)]
        self.agent.choices = [every, *((str(a.id), a.name) for a in agents)]
        self.queue.choices = [every, *((q, q) for q in queues)]
        return self


class UploadForm(FlaskForm):
    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))], description=_l("CSV, XLSX or JSONL."))


class MappingForm(FlaskForm):
    """One list of columns per field, and what the file does not say of itself."""

    source = StringField(_l("Source"), [Length(1, 40)], description=_l("The system it comes from. An id is unique within it."))
    channel = SelectField(_l("Channel, where the file has none"), choices=[SelectChoice(code, name) for code, name in CHANNELS.items()])
    timezone = StringField(_l("Time zone"), [Length(1, 60)], description=_l("For times that carry none."))
    date_order = SelectField(
        _l("Order in dates"), choices=[SelectChoice(code, name) for code, name in DATE_ORDERS.items()],
        description=_l("Where it cannot be told from the figures.")
    )
    name = StringField(_l("Remember as"), [Optional(), Length(max=80)], description=_l("A name, to use the mapping again."))

    def validate_timezone(self, field: StringField) -> None:
        """A zone the machine knows."""
        try:
            _zone(field.data or "")
        except ValueError:
            raise ValidationError(gettext("Write a zone such as Europe/Istanbul.")) from None

    def plan(self) -> ImportPlan:
        """What was chosen."""
        return ImportPlan(
            {f.name: self[f"field_{f.name}"].data for f in FIELDS if self[f"field_{f.name}"].data},
            self.source.data or "import", self.timezone.data or "", self.date_order.data, self.channel.data,
        )


for _field in FIELDS:
    setattr(MappingForm, f"field_{_field.name}", SelectField(_field.label, [Optional()]))
