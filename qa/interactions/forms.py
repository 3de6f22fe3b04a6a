"""Shapes of what people send about interactions."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    DateTimeLocalField,
    DecimalField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from qa import formats
from qa.formats import times
from qa.formats.mapping import FIELDS, ImportMapping
from qa.interactions.labels import DATE_ORDER_LABELS, FIELD_LABELS
from qa.interactions.length_bands import BANDS
from qa.interactions.models import CHANNELS, ROLES
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
    band = SelectField(_l("Length"), [Optional()])
    language = SelectField(_l("Language"), [Optional()])
    words = SelectField(_l("Words of a list"), [Optional()])
    complaint = SelectField(_l("Complaint"), [Optional()])
    rating = DecimalField(_l("Rating at most"), [Optional(), NumberRange(-1000, 1000)])
    text = StringField(
        _l("Words in the transcript, or an id"),
        [Optional(), Length(max=200)],
        description=_l(
            'All words must be there, in any form. "In quotes": together. ship*: what begins so. '
            "-refund: not there."
        ),
    )

    def fill(
        self, *, teams: Any, agents: Any, queues: list[str], lists: Any, causes: Any
    ) -> FilterForm:
        """Give the lists their choices."""
        every = ("", _l("All"))
        self.channel.choices = [every, *CHANNELS.items()]
        self.team.choices = [every, *((str(t.id), t.name) for t in teams)]
        self.agent.choices = [every, *((str(a.id), a.name) for a in agents)]
        self.queue.choices = [every, *((q, q) for q in queues)]
        self.band.choices = [every, *BANDS.items()]
        self.language.choices = [every, ("tr", "Türkçe"), ("en", "English")]
        self.words.choices = [every, *((str(item.id), item.name) for item in lists)]
        self.complaint.choices = [
            every,
            ("any", _l("Complaints")),
            ("open", _l("Not resolved yet")),
            *((str(cause.id), cause.name) for cause in causes),
        ]
        return self


MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]  # as browsers write a local time


class ComplaintForm(FlaskForm):
    """The way of a complaint, in local time."""

    arrived_at = DateTimeLocalField(_l("Arrived"), [Optional()], format=MINUTES)
    answered_at = DateTimeLocalField(_l("First answered"), [Optional()], format=MINUTES)
    resolved_at = DateTimeLocalField(_l("Resolved"), [Optional()], format=MINUTES)
    reopened = IntegerField(_l("Reopened, times"), [Optional(), NumberRange(0, 1000)])
    cause = SelectField(_l("Root cause"), [Optional()])

    def offer(self, causes: Any, own: Any) -> ComplaintForm:
        """Give the list its choices: what is on the organisation's list, and the complaint's own,
        which may have left it."""
        offered = {cause.id: cause.name for cause in [*causes, *([own] if own else [])]}
        self.cause.choices = [("", "–"), *((str(number), name) for number, name in offered.items())]
        return self


class CauseForm(FlaskForm):
    name = StringField(_l("Root cause"), [InputRequired(_l("Write a name.")), Length(max=80)])


class UploadForm(FlaskForm):
    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l("Tables (CSV, XLSX), JSON, transcripts, recordings, or a ZIP of them."),
    )
    format = SelectField(
        _l("Format"),
        [Optional()],
        choices=[
            SelectChoice("", _l("Recognise it from the content")),
            *(SelectChoice(name, lazy_gettext(formats.label(name))) for name in formats.ORDER),
        ],
    )


class SourceForm(FlaskForm):
    """What a file does not say of itself."""

    source = StringField(
        _l("Source"),
        [Length(1, 40)],
        description=_l("The system it comes from. An id is unique within it."),
    )
    channel = SelectField(
        _l("Channel, where the file has none"),
        choices=[SelectChoice(code, name) for code, name in CHANNELS.items()],
    )
    timezone = StringField(
        _l("Time zone"), [Length(1, 60)], description=_l("For times that carry none.")
    )
    date_order = SelectField(
        _l("Order in dates"),
        choices=[SelectChoice(code, name) for code, name in DATE_ORDER_LABELS.items()],
        description=_l("Where it cannot be told from the figures."),
    )

    def validate_timezone(self, field: StringField) -> None:
        """A zone the machine knows."""
        try:
            _zone(field.data or "")
        except ValueError:
            raise ValidationError(gettext("Write a zone such as Europe/Istanbul.")) from None


class MappingForm(SourceForm):
    """One list of columns per field."""

    name = StringField(
        _l("Remember as"),
        [Optional(), Length(max=80)],
        description=_l("A name, to use the mapping again."),
    )
    lowest = DecimalField(_l("Lowest rating"), [Optional(), NumberRange(-1000, 1000)])
    highest = DecimalField(
        _l("Highest rating"),
        [Optional(), NumberRange(-1000, 1000)],
        description=_l("The ends of the customer's scale."),
    )

    def validate_highest(self, field: DecimalField) -> None:
        """A scale has two ends."""
        if (
            field.data is not None
            and self.lowest.data is not None
            and field.data <= self.lowest.data
        ):
            raise ValidationError(gettext("The highest rating must be above the lowest."))

    def plan(self) -> ImportMapping:
        """What was chosen."""
        low, high = (
            (1.0 if self.lowest.data is None else float(self.lowest.data)),
            float(self.highest.data or 5),
        )
        return ImportMapping(
            {f.name: self[f"field_{f.name}"].data for f in FIELDS if self[f"field_{f.name}"].data},
            self.source.data or "import",
            self.timezone.data or "",
            self.date_order.data,
            self.channel.data,
            scale=(low, high),
        )


class ReadingForm(SourceForm):
    """What is asked about a file of a foreign format; who its speakers are is added by `asking`."""

    started_at = StringField(
        _l("Began at"),
        [Optional(), Length(max=40)],
        description=_l(
            "Like 31.05.2026 14:05. Empty: from the file's name, or from the call of the same id "
            "that is there already."
        ),
    )
    agent = StringField(
        _l("Agent's code"),
        [Optional(), Length(max=200)],
        description=_l("Whose conversations these are, where the file does not say."),
    )
    speakers: list[str]

    @classmethod
    def asking(cls, names: list[str], *, transcript: bool) -> type[ReadingForm]:
        """The form with a role for each of these speakers; `transcript`: when and whose it was is
        asked as well."""
        roles = ("agent", "customer", "bot", "supervisor", "system")
        choices = [
            SelectChoice("", _l("Choose")),
            *(SelectChoice(role, ROLES[role]) for role in roles),
        ]
        fields: dict[str, Any] = {
            f"speaker_{i}": SelectField(name or _l("Nobody named"), choices=choices)
            for i, name in enumerate(names)
        }
        if not transcript:
            fields.update(started_at=None, agent=None)
        return type("ReadingForm", (cls,), {**fields, "speakers": names})

    def validate_started_at(self, field: StringField) -> None:
        """A time as people write it."""
        read = times.reader(timezone_name="UTC", date_order=self.date_order.data or "dmy")
        if read(field.data) is None:
            raise ValidationError(gettext("Write a day and a time, like 31.05.2026 14:05."))

    def plan(self, format: str) -> ImportMapping:
        """What was chosen."""

        def asked(name: str) -> str:
            return str(self[name].data or "").strip() if name in self else ""

        return ImportMapping(
            {},
            self.source.data or format,
            self.timezone.data or "",
            self.date_order.data,
            self.channel.data,
            format=format,
            started_at=asked("started_at"),
            agent=asked("agent"),
            speakers={
                name: self[f"speaker_{i}"].data
                for i, name in enumerate(self.speakers)
                if self[f"speaker_{i}"].data
            },
        )


for _name, _label in FIELD_LABELS.items():
    setattr(MappingForm, f"field_{_name}", SelectField(_label, [Optional()]))
