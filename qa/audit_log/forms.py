"""The filters of the change log; they live in the address, so there is nothing to forge."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectChoice, SelectField
from wtforms.validators import NumberRange, Optional

from qa.access import LARGEST_ID
from qa.audit_log.labels import ACTIONS, SCORECARD
from qa.audit_log.queries import SYSTEM, kind_label
from qa.people.models import User


class AuditLogForm(FlaskForm):
    class Meta:
        csrf = False

    user = SelectField(_l("Who"), [Optional()])
    kind = SelectField(_l("Kind of thing"), [Optional()])
    id = IntegerField(
        _l("Its number"), [Optional(), NumberRange(1, LARGEST_ID, _l("Give a whole number."))]
    )
    action = SelectField(_l("What happened"), [Optional()])
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])

    def fill(
        self, users: Sequence[User], kinds: Sequence[str], actions: Sequence[str]
    ) -> AuditLogForm:
        """Give the lists their choices."""
        everything = SelectChoice("", _l("All"))
        self.user.choices = [
            everything,
            SelectChoice(SYSTEM, _l("Vaybe itself")),
            *(SelectChoice(str(u.id), u.name) for u in users),
        ]
        self.kind.choices = [
            everything,
            SelectChoice(SCORECARD, _l("Scorecard")),
            *(SelectChoice(k, kind_label(k)) for k in kinds),
        ]
        self.action.choices = [
            everything,
            *(SelectChoice(name, ACTIONS.get(name, name)) for name in actions),
        ]
        return self
