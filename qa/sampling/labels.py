"""What methods, strata, signals and chances are called on pages."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from qa import web

METHODS = {
    "per-agent": _l("So many of each agent"),
    "random": _l("Simple random"),
    "stratified": _l("Stratified"),
    "tails": _l("Shortest and longest"),
    "risk": _l("By risk, with a random part"),
}
PER = {"run": _l("in the whole period"), "week": _l("per week"), "month": _l("per month")}
STRATA = {
    "team": _l("Team"),
    "channel": _l("Channel"),
    "band": _l("Length"),
    "hour": _l("Hour of the day"),
    "queue": _l("Queue"),
    "outcome": _l("Outcome"),
    "agent": _l("Agent"),
}
ALLOCATIONS = {
    "proportional": _l("in proportion to their sizes"),
    "equal": _l("the same of each"),
    "neyman": _l("more where scores spread more (Neyman)"),
}
# Strata that are named by a word of ours, as they grow.
TAILS = {"shortest": _l("shortest"), "usual": _l("usual"), "longest": _l("longest")}
BANDS = {"short": _l("short"), "usual": _l("usual"), "long": _l("long")}
LANGUAGES = {"tr": _l("Turkish"), "en": _l("English")}
HANDING = {
    "": _l("Shared out at once, by the rules"),
    "claim": _l("One queue for all: everybody takes the next"),
    "later": _l("Dealt out by hand, later"),
}
SIGNALS = {
    "rating": _l("Low customer rating"),
    "words": _l("Hit of a word list"),
    "wait": _l("Long wait"),
    "transfers": _l("Transferred"),
    "repeat": _l("Customer back within a week"),
    "new-agent": _l("New agent"),
    "last-score": _l("Last score low"),
}
PERIODS = {"day": _l("Day"), "week": _l("Week"), "month": _l("Month")}
CURRENT = {"day": _l("today"), "week": _l("this week"), "month": _l("this month")}
EVERY = {"day": _l("every day"), "week": _l("every week"), "month": _l("every month")}


def chance(value: float | None) -> str:
    """A chance of being drawn, 0..1, as people read it: `57%`, `8.6%`, and per mille below one per
    cent; `no chance`. What is not certain never reads as if it were. A dash for what is not
    known."""
    if not value:
        return web.NONE if value is None else gettext("no chance")
    if value < 0.01:
        figure = web.number(value * 1000, 1 if value >= 0.0001 else 3)
        return f"‰{figure}" if web.language() == "tr" else f"{figure}‰"
    if 0.995 <= value < 1:
        return web.percent(min(value, 0.999), 1)
    return web.percent(value, 1 if value < 0.1 else 0)
