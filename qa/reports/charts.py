"""The charts of the reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext

from qa import web
from qa.charts import Axis, Chart, Point, Range, Ranges, Series
from qa.evaluations.models import Evaluation
from qa.reports.figures import Figure

MIDDLE = timedelta(days=3)  # of a week, from its first day


def trend(weeks: Sequence[tuple[date, Figure]], evaluations: Sequence[Evaluation]) -> Chart:
    """An agent's scores over time: each sampled evaluation as a point, and the mean of each week
    that has enough for one, on its range."""
    means = [(week, figure) for week, figure in weeks if figure.value is not None]
    return Chart(
        gettext("Scores over time"),
        x=Axis("day"),
        y=Axis(low=0, high=100, step=25),
        series=(
            Series(
                gettext("Mean of the week"),
                "line",
                tuple(
                    Point(week + MIDDLE, figure.value, _told(week, figure))
                    for week, figure in means
                ),
            ),
            Series(
                gettext("Score"),
                "points",
                tuple(
                    Point(
                        e.day,
                        float(e.raw_score),
                        f"{web.day(e.day)} · {e.interaction.external_id}\n"
                        f"{gettext('Score')}: {web.score(e.raw_score)}",
                    )
                    for e in evaluations
                    if e.counts and e.raw_score is not None
                ),
            ),
        ),
        ranges=(
            Ranges(
                gettext("Range"),
                tuple(
                    Range(week + MIDDLE, figure.range.low, figure.range.high)
                    if figure.range
                    else Range(week + MIDDLE, figure.value or 0, figure.value or 0)
                    for week, figure in means
                ),
            ),
        ),
    )


def _told(week: date, figure: Figure) -> str:
    lines = [web.day(week), f"{gettext('Mean of the week')}: {web.score(figure.value)}"]
    if figure.range:
        ends = f"{web.score(figure.range.low)}–{web.score(figure.range.high)}"
        lines.append(f"{gettext('Range')}: {ends}")
    return "\n".join([*lines, f"n = {figure.n}"])
