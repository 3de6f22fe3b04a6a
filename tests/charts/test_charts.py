"""What charts say: places that fit their axis, names for who cannot see them, plain values."""

import json
from datetime import date

import pytest

from qa.charts import Axis, Chart, Limit, Mark, Place, Point, Range, Ranges, Series

MAY = date(2026, 5, 4)
DAYS = Axis("day", low=MAY)
RATES = Axis(low=0, high=100, step=25, unit="%")
TEAMS = Axis("category", categories=("Satış", "Chat"))


def chart() -> Chart:
    return Chart(
        "Missed",
        TEAMS,
        RATES,
        series=(
            Series("Share", "bars", (Point("Satış", 12.5, "Satış: %12,5"), Point("Chat", None))),
        ),
        ranges=(Ranges("Range", (Range("Satış", 8, 20.25),)),),
        limits=(Limit(15, "Target"),),
        marks=(Mark("Chat", "Training"),),
    )


def test_a_chart_is_plain_values() -> None:
    values = json.loads(json.dumps(chart().values()))
    assert values["x"]["categories"] == ["Satış", "Chat"]
    assert values["y"] == {
        "kind": "number",
        "low": 0,
        "high": 100,
        "step": 25,
        "unit": "%",
        "categories": [],
    }
    assert values["series"][0]["points"] == [
        {"x": "Satış", "y": 12.5, "text": "Satış: %12,5"},
        {"x": "Chat", "y": None, "text": ""},
    ]
    assert values["ranges"][0]["ranges"] == [{"x": "Satış", "low": 8, "high": 20.25, "text": ""}]
    assert values["limits"] == [{"value": 15, "label": "Target"}]
    assert values["marks"] == [{"x": "Chat", "label": "Training", "until": None}]


def test_days_are_iso() -> None:
    series = Series("Score", "line", (Point(MAY, 80.0),))
    values = Chart("Scores", DAYS, Axis(), (series,), marks=(Mark(MAY, "a", MAY),)).values()
    assert values["x"]["low"] == values["series"][0]["points"][0]["x"] == "2026-05-04"
    assert values["marks"][0]["until"] == "2026-05-04"


def test_it_tells_what_is_drawn() -> None:
    assert chart().told == "Missed: Share, Range, Target, Training"
    assert Chart("Empty", DAYS, RATES, (Series("Score", "points", ()),)).told == "Empty"


@pytest.mark.parametrize(
    ("axis", "place"),
    [
        (DAYS, 1.0),
        (DAYS, "2026-05-04"),
        (Axis(), MAY),
        (Axis(), True),
        (TEAMS, "Other"),
        (TEAMS, 0),
    ],
)
def test_a_place_is_one_of_its_axis(axis: Axis, place: Place) -> None:
    for chart_of in (
        {"series": (Series("a", "points", (Point(place, 1),)),)},
        {"ranges": (Ranges("a", (Range(place, 1, 2),)),)},
        {"marks": (Mark(place, "a"),)},
    ):
        with pytest.raises(ValueError, match="no place"):
            Chart("a", axis, RATES, **chart_of)  # type: ignore[arg-type]


def test_values_are_numbers() -> None:
    with pytest.raises(ValueError, match="numbers"):
        Chart("a", DAYS, TEAMS)
