"""What methods, strata and signals are called on pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from qa.interactions.models import CHANNELS

METHODS = {
    "per-agent": _l("So many of each agent"),
    "random": _l("Simple random"),
    "stratified": _l("Stratified"),
    "tails": _l("Shortest and longest"),
    "risk": _l("By risk, with a random part"),
}
PER = {"run": _l("in the whole period"), "week": _l("per week"), "month": _l("per month")}
STRATA = {
    "team": _l("Team"), "channel": _l("Channel"), "band": _l("Length"), "hour": _l("Hour of the day"), "queue": _l("Queue"),
    "outcome": _l("Outcome"), "agent": _l("Agent"),
}
ALLOCATIONS = {
    "proportional": _l("in proportion to their sizes"), "equal": _l("the same of each"),
    "neyman": _l("more where scores spread more (Neyman)"),
}
# Strata that are named by a word of ours; teams, agents, queues, outcomes and times are named as they are.
_STRATA = {
    "all": _l("everything"), "shortest": _l("shortest"), "usual": _l("usual"), "longest": _l("longest"), "short": _l("short"),
    "long": _l("long"), **CHANNELS,
}
SIGNALS = {
    "rating": _l("Low customer rating"), "words": _l("Hit of a word list"), "wait": _l("Long wait"), "transfers": _l("Transferred"),
    "repeat": _l("Customer back within a week"), "new-agent": _l("New agent"), "last-score": _l("Last score low"),
}
PERIODS = {"day": _l("Day"), "week": _l("Week"), "month": _l("Month")}
CURRENT = {"day": _l("today"), "week": _l("this week"), "month": _l("this month")}
EVERY = {"day": _l("every day"), "week": _l("every week"), "month": _l("every month")}


def stratum(name: str) -> str:
    """What a stratum is called on a page."""
    return " · ".join(str(_STRATA.get(part, part)) for part in name.split(" · "))
