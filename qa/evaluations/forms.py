"""Shapes of what people send about evaluations. Answers have the shape of their scorecard, see
`qa.scoring.answer_sheet`."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from qa.evaluations.disputes.rules import MOST_ROUNDS, NAMED, WHO, Rules
from qa.evaluations.release import KINDS, WEEKDAYS, Rule


class WholeField(IntegerField):
    """A whole number within a range; everything else is refused with one message that says
    which."""

    def __init__(self, label: Any, low: int, high: int, message: Any, **more: Any) -> None:
        super().__init__(label, [InputRequired(message), NumberRange(low, high, message)], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; what is no whole number is none, which the range refuses."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None


class FilterForm(FlaskForm):
    """The filters of the list of evaluations; they live in the address."""

    class Meta:
        csrf = False

    scorecard = SelectField(_l("Scorecard"), [Optional()])
    team = SelectField(_l("Team"), [Optional()])
    agent = SelectField(_l("Agent"), [Optional()])
    evaluator = SelectField(_l("Evaluator"), [Optional()])
    result = SelectField(_l("Result"), [Optional()])
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])

    def fill(
        self, *, scorecards: dict[int, str], teams: Any, agents: Any, evaluators: Any
    ) -> FilterForm:
        """Give the lists their choices."""
        every = ("", _l("All"))
        self.scorecard.choices = [every, *((str(i), t) for i, t in scorecards.items())]
        self.team.choices = [every, *((str(t.id), t.name) for t in teams)]
        self.agent.choices = [every, *((str(a.id), a.name) for a in agents)]
        self.evaluator.choices = [every, *((str(u.id), u.name) for u in evaluators)]
        self.result.choices = [
            every,
            ("passed", _l("Passed")),
            ("failed", _l("Not passed")),
            ("unread", _l("Not yet read")),
        ]
        return self


class AcknowledgeForm(FlaskForm):
    note = TextAreaField(_l("Note to the team (may stay empty)"), [Optional(), Length(max=5000)])


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        _l("What has to be corrected, and why"),
        [DataRequired(_l("Say why it has to be corrected.")), Length(max=5000)],
        description=_l("Everybody who sees the evaluation can read it."),
    )


class ReleaseForm(FlaskForm):
    kind = SelectField(
        _l("Agents see evaluations"),
        choices=[SelectChoice(name, label) for name, label in KINDS.items()],
    )
    hour = WholeField(_l("At (hour, 0 to 23)"), 0, 23, _l("Give a whole number from 0 to 23."))
    weekday = SelectField(
        _l("Day of the week"),
        coerce=int,
        choices=[SelectChoice(number, label) for number, label in enumerate(WEEKDAYS)],
    )

    def rule(self) -> Rule:
        """What was chosen."""
        return Rule(self.kind.data, self.hour.data or 0, self.weekday.data)


class RulesForm(FlaskForm):
    """The rules of disputes. A round that is left out ends them: there are as many rounds as are
    filled in from the first."""

    days = WholeField(
        _l("Days after release"),
        1,
        365,
        _l("Give a whole number from 1 to 365."),
        description=_l(
            "So long an agent can dispute; for a further round so long after the decision."
        ),
    )
    who_1 = SelectField(_l("First round is decided by"), [Optional()])
    who_2 = SelectField(_l("Second round is decided by"), [Optional()])
    who_3 = SelectField(_l("Third round is decided by"), [Optional()])
    named_1 = SelectField(_l("Named person, first round"), [Optional()])
    named_2 = SelectField(_l("Named person, second round"), [Optional()])
    named_3 = SelectField(_l("Named person, third round"), [Optional()])
    may_go_down = BooleanField(_l("The score may go down by a decision"))

    def fill(self, people: Any) -> RulesForm:
        """Give the lists their choices."""
        for number in range(1, MOST_ROUNDS + 1):
            self[f"who_{number}"].choices = [("", _l("No such round")), *WHO.items()]
            self[f"named_{number}"].choices = [
                ("", "–"),
                *((str(user.id), user.name) for user in people),
            ]
        return self

    @staticmethod
    def kept(rules: Rules) -> dict[str, Any]:
        """The values of the fields for rules."""
        values: dict[str, Any] = {"days": rules.days, "may_go_down": rules.may_go_down}
        for number, (who, user_id) in enumerate(rules.deciders, 1):
            values |= {f"who_{number}": who, f"named_{number}": str(user_id or "")}
        return values

    def rules(self) -> Rules:
        """What was chosen."""
        deciders = []
        for number in range(1, MOST_ROUNDS + 1):
            who = self[f"who_{number}"].data
            if not who:
                break
            deciders.append((who, int(self[f"named_{number}"].data) if who == NAMED else None))
        return Rules(self.days.data or 0, tuple(deciders), bool(self.may_go_down.data))

    def validate(self, extra_validators: Any = None) -> bool:
        """A named person has to be named, and no round stands after one that is left out."""
        sound = super().validate(extra_validators)
        ended = False
        for number in range(1, MOST_ROUNDS + 1):
            who, named = self[f"who_{number}"], self[f"named_{number}"]
            if who.data == NAMED and not named.data:
                named.errors = [*named.errors, gettext("Choose who decides.")]
                sound = False
            if who.data and ended:
                who.errors = [*who.errors, gettext("The round before is left out.")]
                sound = False
            ended = ended or not who.data
        return sound


class DisputeFilterForm(FilterForm):
    """The filters of the list of disputes; they live in the address."""

    state = SelectField(
        _l("State"),
        [Optional()],
        choices=[
            SelectChoice("", _l("All")),
            SelectChoice("mine", _l("For me to decide")),
            SelectChoice("open", _l("Open")),
            SelectChoice("decided", _l("Decided")),
        ],
    )


class DeciderForm(FlaskForm):
    decider = SelectField(_l("Decider"), [Optional()])
