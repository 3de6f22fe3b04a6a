"""Shapes of what people send about people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    PasswordField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    widgets,
)
from wtforms.validators import DataRequired, Email, EqualTo, Length, Optional, Regexp

from qa import access
from qa.people.operations import PASSWORD_LENGTH


class Checkboxes(SelectMultipleField):
    """Many of a list, as boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class LoginForm(FlaskForm):
    email = EmailField(_l("E-mail"), [DataRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), [DataRequired(), Length(max=500)])


class SetupForm(FlaskForm):
    code = StringField(
        _l("One-time code"),
        [DataRequired()],
        description=_l("Printed in the terminal when the server started."),
    )
    name = StringField(_l("Your name"), [DataRequired(), Length(max=200)])
    email = EmailField(_l("E-mail"), [DataRequired(), Email(check_deliverability=False)])
    password = PasswordField(
        _l("Password"),
        [DataRequired(), Length(PASSWORD_LENGTH, 500)],
        description=_l("At least 10 characters."),
    )
    again = PasswordField(
        _l("Password again"), [EqualTo("password", _l("The two passwords differ."))]
    )


class PasswordForm(FlaskForm):
    old = PasswordField(_l("Present password"), [DataRequired()])
    password = PasswordField(
        _l("New password"),
        [DataRequired(), Length(PASSWORD_LENGTH, 500)],
        description=_l("At least 10 characters."),
    )
    again = PasswordField(
        _l("Password again"), [EqualTo("password", _l("The two passwords differ."))]
    )


class UserForm(FlaskForm):
    name = StringField(_l("Name"), [DataRequired(), Length(max=200)])
    email = EmailField(
        _l("E-mail"), [DataRequired(), Email(check_deliverability=False), Length(max=254)]
    )
    roles = Checkboxes(
        _l("Roles"),
        [DataRequired(_l("Tick at least one role."))],
        choices=[SelectChoice(role, name) for role, name in access.ROLES.items()],
    )
    password = PasswordField(
        _l("Password"),
        [Optional(), Length(PASSWORD_LENGTH, 500)],
        description=_l(
            "At least 10 characters. Empty: unchanged; a new account cannot log in until one is "
            "given."
        ),
    )


class TeamForm(FlaskForm):
    code = StringField(
        _l("Code"),
        [
            DataRequired(),
            Regexp(r"^[a-z0-9-]{1,40}$", message=_l("Small letters, digits and - only.")),
        ],
    )
    name = StringField(_l("Name"), [DataRequired(), Length(max=200)])


class LeadsForm(FlaskForm):
    name = StringField(_l("Name"), [DataRequired(), Length(max=200)])
    leads = Checkboxes(_l("Team leads"), coerce=int)


class PlaceForm(FlaskForm):
    """Many agents into one team at once."""

    team_id = SelectField(_l("Team"), coerce=int)
    since = DateField(_l("Since"), [DataRequired()])


class AgentForm(FlaskForm):
    name = StringField(_l("Name"), [DataRequired(), Length(max=200)])
    team_id = SelectField(_l("Team"), coerce=int)
    since = DateField(_l("Since"), [DataRequired()])
    user_id = SelectField(_l("Account"), coerce=int)
