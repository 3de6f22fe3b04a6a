"""A plan in words: what it draws from, how, who scores it, and when."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import gettext, ngettext

from qa.db import db
from qa.interactions.models import CHANNELS
from qa.people.models import Agent, Team, User
from qa.sampling.labels import ALLOCATIONS, BANDS, EVERY, HANDING, LANGUAGES, PER, SIGNALS, STRATA
from qa.sampling.plans import Method, Plan, Schedule, Sharing, Which
from qa.text import sort_key
from qa.web import number


def summary_lines(plan: Plan) -> list[tuple[str, str]]:
    """A plan as labels and what they say, in the reader's language; what is as usual and says
    nothing is left out."""
    return [
        (gettext("What is drawn from"), _which(plan.which)),
        (gettext("How"), _method(plan.method)),
        (gettext("Who scores it"), _sharing(plan.assignment)),
        (gettext("When"), _schedule(plan.schedule)),
    ]


def _which(which: Which) -> str:
    parts = [
        ", ".join(str(CHANNELS.get(code, code)) for code in which.channels)
        or gettext("all channels of the scorecard")
    ]
    if which.teams:
        parts.append(gettext("teams: %(names)s", names=_names(Team, which.teams)))
    if which.agents:
        parts.append(gettext("agents: %(names)s", names=_names(Agent, which.agents)))
    if which.queues:
        parts.append(gettext("queues: %(names)s", names=", ".join(which.queues)))
    if which.languages:
        parts.append(
            gettext(
                "languages: %(names)s",
                names=", ".join(str(LANGUAGES.get(code, code)) for code in which.languages),
            )
        )
    if which.new_agents is not None:
        parts.append(
            ngettext(
                "agents of the last %(num)s day",
                "agents of the last %(num)s days",
                which.new_agents,
            )
        )
    return " · ".join([*parts, *_happened(which)])


def _happened(which: Which) -> list[str]:
    parts = []
    if which.words:
        parts.append(gettext("with a hit of: %(names)s", names=", ".join(which.words)))
    if which.band:
        parts.append(gettext("length: %(name)s", name=BANDS[which.band]))
    if which.rating is not None:
        parts.append(gettext("rated %(n)s at most", n=_short(which.rating)))
    if which.complaint:
        parts.append(
            gettext("open complaints only")
            if which.complaint == "open"
            else gettext("complaints only")
        )
    if which.longer is not None:
        parts.append(gettext("at least %(n)s min", n=_short(which.longer)))
    if which.shorter is not None:
        parts.append(gettext("at most %(n)s min", n=_short(which.shorter)))
    if which.text:
        parts.append(gettext("“%(text)s” in the transcript", text=which.text))
    return parts


def _short(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)


def _names(model: type[Team] | type[Agent], codes: Sequence[str]) -> str:
    names = dict(
        db.session.execute(sa.select(model.code, model.name).where(model.code.in_(codes))).all()
    )
    return ", ".join(sorted((names.get(code, code) for code in codes), key=sort_key))


def _method(method: Method) -> str:
    n, floor = number(method.n), number(method.floor * 100)
    if method.kind == "per-agent":
        parts = [gettext("%(n)s of each agent %(per)s", n=number(method.each), per=PER[method.per])]
        return " · ".join([*parts, *([gettext("spread over the time")] if method.spread else [])])
    if method.kind == "stratified":
        parts = [
            gettext(
                "%(n)s over the strata of: %(names)s",
                n=n,
                names=", ".join(str(STRATA[stratum]) for stratum in method.by),
            ),
            str(ALLOCATIONS[method.allocation]),
        ]
        return " · ".join(
            [
                *parts,
                *(
                    [gettext("at least %(n)s of each", n=number(method.least))]
                    if method.least
                    else []
                ),
            ]
        )
    if method.kind == "tails":
        return " · ".join(
            [
                gettext(
                    "%(n)s, most of them from the shortest %(short)s%% and longest %(long)s%% of "
                    "each channel",
                    n=n,
                    short=number(method.shortest),
                    long=number(method.longest),
                ),
                gettext("%(n)s%% of them from those between", n=floor),
            ]
        )
    if method.kind == "risk":
        signals = ", ".join(
            f"{SIGNALS[name]} {_short(weight)}"
            for name, weight in sorted(method.signals.items(), key=lambda row: -row[1])
            if weight
        )
        return " · ".join(
            [
                gettext("%(n)s by risk, %(floor)s%% of them left to chance", n=n, floor=floor),
                gettext("signals and their weights: %(names)s", names=signals),
            ]
        )
    return gettext("%(n)s of everything", n=n)


def _sharing(sharing: Sharing) -> str:
    people = dict(
        db.session.execute(
            sa.select(User.email, User.name).where(User.email.in_(sharing.evaluators))
        ).all()
    )
    parts = [
        ", ".join(sorted((people.get(email, email) for email in sharing.evaluators), key=sort_key))
        or gettext("all evaluators"),
        str(HANDING["claim" if sharing.claim else "later" if sharing.later else ""]),
    ]
    if sharing.due_days:
        parts.append(ngettext("due after %(num)s day", "due after %(num)s days", sharing.due_days))
    if sharing.own_team:
        parts.append(gettext("own teams, too"))
    if sharing.most_per_agent:
        parts.append(
            gettext(
                "each agent %(n)s times at most per evaluator", n=number(sharing.most_per_agent)
            )
        )
    if sharing.second:
        parts.append(gettext("%(n)s%% a second time by another, who is not told", n=sharing.second))
    if sharing.again:
        parts.append(
            gettext(
                "%(n)s%% once more by the same, %(days)s days later",
                n=sharing.again,
                days=sharing.again_after,
            )
        )
    return " · ".join(parts)


def _schedule(schedule: Schedule | None) -> str:
    if schedule is None:
        return gettext("by hand only")
    over = {
        "day": gettext("over the day before"),
        "week": gettext("over the last whole week"),
        "month": gettext("over the last whole month"),
    }[schedule.every]
    return f"{EVERY[schedule.every]}, {schedule.hour:02}:00 · {over}"
