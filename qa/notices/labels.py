"""The kinds of notices: whom they concern, how they are mailed unless chosen otherwise, their
sentences, and where they lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.routing import BuildError

from qa import access
from qa.notices.models import DIGEST, NONE, NOW, Notice
from qa.scoring import text
from qa.web import day, language

HOW = {NOW: _l("At once"), DIGEST: _l("In the daily mail"), NONE: _l("Not by mail")}
_SCORERS = (access.EVALUATOR, access.QUALITY_MANAGER, access.TEAM_LEAD, access.TRAINER)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chooses about: a name for it, the roles it concerns, and what is usual."""

    label: Any
    roles: tuple[str, ...]
    usual: str


CHOICES: dict[str, Choice] = {
    "assigned": Choice(_l("Interactions are assigned to you"), (access.EVALUATOR,), DIGEST),
    "due": Choice(
        _l("Assigned interactions are due soon, or overdue"), (access.EVALUATOR,), DIGEST
    ),
    "calibration": Choice(_l("A calibration session waits for you"), _SCORERS, NOW),
    "disputed": Choice(_l("An evaluation is disputed and waits for you"), _SCORERS, NOW),
    "decided": Choice(_l("A dispute is decided"), (*_SCORERS, access.AGENT), NOW),
    "released": Choice(_l("An evaluation of yours can be read"), (access.AGENT,), DIGEST),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notices: the choice it falls under, its sentence, and the page it leads to
    (endpoint, and what that calls the subject's id)."""

    choice: str
    says: Callable[[Mapping[str, Any]], str]
    endpoint: str
    argument: str = ""


def _assigned(values: Mapping[str, Any]) -> str:
    count = int(values["count"])
    if values.get("due"):
        return ngettext(
            "%(num)s interaction was assigned to you, due on %(day)s.",
            "%(num)s interactions were assigned to you, due on %(day)s.",
            count,
            day=_day(values["due"]),
        )
    return ngettext(
        "%(num)s interaction was assigned to you.",
        "%(num)s interactions were assigned to you.",
        count,
    )


def _due(values: Mapping[str, Any]) -> str:
    return ngettext(
        "%(num)s assigned interaction is due on %(day)s.",
        "%(num)s assigned interactions are due on %(day)s.",
        int(values["count"]),
        day=_day(values["due"]),
    )


def _overdue(values: Mapping[str, Any]) -> str:
    return ngettext(
        "%(num)s assigned interaction was due on %(day)s and is not scored yet.",
        "%(num)s assigned interactions were due on %(day)s and are not scored yet.",
        int(values["count"]),
        day=_day(values["due"]),
    )


def _calibration(values: Mapping[str, Any]) -> str:
    if values.get("due"):
        return gettext(
            "Calibration “%(title)s” waits for your answers until %(day)s.",
            title=values["title"],
            day=_day(values["due"]),
        )
    return gettext("Calibration “%(title)s” waits for your answers.", title=values["title"])


def _released(values: Mapping[str, Any]) -> str:
    return gettext(
        "An evaluation of yours can be read: %(scorecard)s, interaction of %(day)s.",
        **_which(values),
    )


def _disputed(values: Mapping[str, Any]) -> str:
    return gettext(
        "A dispute waits for your decision: %(scorecard)s, interaction of %(day)s.",
        **_which(values),
    )


def _contested(values: Mapping[str, Any]) -> str:
    return gettext(
        "An evaluation of yours is disputed: %(scorecard)s, interaction of %(day)s.",
        **_which(values),
    )


def _taken(values: Mapping[str, Any]) -> str:
    return gettext(
        "A dispute was given to somebody else to decide: %(scorecard)s, interaction of %(day)s.",
        **_which(values),
    )


def _fallen(values: Mapping[str, Any]) -> str:
    return gettext(
        "A dispute has fallen to you, because its decider no longer can: %(scorecard)s, "
        "interaction of %(day)s.",
        **_which(values),
    )


def _decided(values: Mapping[str, Any]) -> str:
    return gettext("A dispute is decided: %(scorecard)s, interaction of %(day)s.", **_which(values))


def _which(values: Mapping[str, Any]) -> dict[str, str]:
    return {"scorecard": text(values["scorecard"], language()), "day": _day(values["day"])}


def _day(value: str) -> str:
    return day(date.fromisoformat(value))


KINDS: dict[str, Kind] = {
    "assigned": Kind("assigned", _assigned, "sampling.queue"),
    "due": Kind("due", _due, "sampling.queue"),
    "overdue": Kind("due", _overdue, "sampling.queue"),
    "calibration": Kind("calibration", _calibration, "calibration.show", "session_id"),
    "released": Kind("released", _released, "evaluations.show", "evaluation_id"),
    "disputed": Kind("disputed", _disputed, "evaluations.dispute", "dispute_id"),
    "contested": Kind("disputed", _contested, "evaluations.dispute", "dispute_id"),
    # It leads to the list: whose the dispute is no more may not see it either.
    "taken": Kind("disputed", _taken, "evaluations.disputes"),
    "fallen": Kind("disputed", _fallen, "evaluations.dispute", "dispute_id"),
    "decided": Kind("decided", _decided, "evaluations.dispute", "dispute_id"),
}

# Those that tell somebody that a dispute waits for them.
WAITING = ("disputed", "fallen")


def sentence(notice: Notice) -> str:
    """What a notice says, in the language in force."""
    return KINDS[notice.kind].says(notice.values)


def path(notice: Notice) -> str:
    """Where a notice leads: a path of this application."""
    kind = KINDS[notice.kind]
    arguments = {kind.argument: notice.subject_id} if kind.argument else {}
    try:
        return current_app.url_map.bind("localhost").build(kind.endpoint, arguments)
    except BuildError:
        return "/notices"
