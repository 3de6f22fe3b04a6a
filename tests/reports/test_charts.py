"""The chart of an agent's scores: points of single evaluations, means of weeks on their ranges."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from qa.reports.charts import trend
from qa.reports.figures import Figure
from qa.statistics import Range

WEEK = date(2026, 5, 4)


def made(day: int, score: str | None, *, counts: bool = True) -> Any:
    return SimpleNamespace(
        day=date(2026, 5, day),
        raw_score=None if score is None else Decimal(score),
        counts=counts,
        interaction=SimpleNamespace(external_id=f"A{day}"),
    )


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("language", "mean", "single"),
    [
        (
            "en",
            "4 May 2026\nMean of the week: 81.4\nRange: 70.0–92.5\nn = 3",
            "5 May 2026 · A5\nScore: 80.1",
        ),
        (
            "tr",
            "4 May 2026\nHaftanın ortalaması: 81,4\nAralık: 70,0–92,5\nn = 3",
            "5 May 2026 · A5\nPuan: 80,1",
        ),
    ],
)
def test_an_agents_scores_over_time(app: Flask, language: str, mean: str, single: str) -> None:
    weeks = [
        (WEEK, Figure(3, 0, 81.375, Range(70, 92.5), 9)),
        (date(2026, 5, 11), Figure(3, 0, 60.0, None, 3)),  # all of them: no range
        (date(2026, 5, 18), Figure(1)),  # too few for a mean
    ]
    evaluations = [made(5, "80.125"), made(6, "40", counts=False), made(7, None)]
    with app.test_request_context(headers={"Accept-Language": language}):
        chart = trend(weeks, evaluations)
    means, singles = chart.series
    assert [(point.x, point.y) for point in means.points] == [
        (date(2026, 5, 7), 81.375),
        (date(2026, 5, 14), 60.0),
    ]
    assert means.points[0].text == mean
    assert [(point.x, point.y, point.text) for point in singles.points] == [
        (date(2026, 5, 5), 80.125, single)
    ]
    assert [(one.low, one.high) for one in chart.ranges[0].ranges] == [(70, 92.5), (60.0, 60.0)]
    assert (chart.y.low, chart.y.high) == (0, 100)
