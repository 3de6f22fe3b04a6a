"""The script of charts draws whatever a chart says, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from qa.charts import Axis, Chart, Limit, Mark, Point, Range, Ranges, Series
from qa.settings import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

MAY = date(2026, 5, 6)  # a Wednesday
BARS = Chart(
    "Share of questions missed",
    Axis("category", categories=("Tone", "Accuracy", "Process")),
    Axis(low=0, high=50, step=10, unit="%"),
    series=(
        Series(
            "Share",
            "bars",
            (Point("Tone", 12, "Tone\n12%"), Point("Accuracy", 30), Point("Process", 22)),
        ),
    ),
    ranges=(Ranges("Range", (Range("Tone", 8, 20), Range("Accuracy", 21, 41))),),
    limits=(Limit(25, "Target"), Limit(40, "Alarm")),
)
DAYS = Chart(
    "Scores over time",
    Axis("day"),
    Axis(),
    series=(
        Series("Own", "line", tuple(Point(MAY + timedelta(7 * n), 60 + n) for n in range(9))),
        Series("Team", "line", tuple(Point(MAY + timedelta(7 * n), 70.5) for n in range(9))),
        Series("Single", "points", (Point(MAY, 55.5, "one"), Point(MAY + timedelta(3), 99.0))),
    ),
    ranges=(Ranges("Range", (Range(MAY, 50, 70),)),),
    limits=(Limit(110, "Above all"),),
    marks=(Mark(MAY + timedelta(21), "Training"), Mark(MAY, "Holiday", MAY + timedelta(4))),
)
NUMBERS = Chart(
    "Length and score",
    Axis(unit="s"),
    Axis(),
    series=(Series("Score", "points", (Point(30, 60), Point(600.5, 90))),),
    marks=(Mark(180, "Short up to here"),),
)
EMPTY = Chart("Nothing", Axis("day"), Axis(), series=(Series("Score", "points", ()),))
CHARTS = {"bars": BARS, "days": DAYS, "numbers": NUMBERS, "empty": EMPTY}


@pytest.fixture(scope="module")
def echarts() -> str:
    return (ROOT / "static/vendor/echarts/echarts.min.js").read_text()


@pytest.fixture
def draw(browser: Browser, address: str, echarts: str) -> Iterator[Any]:
    """Draw a chart, and give what is there then: its options, its drawing, what it tells."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/login")
    page.evaluate(echarts)

    def run(chart: Chart, theme: str = "light") -> Any:
        found = page.evaluate(
            """async ([chart, theme]) => {
                document.documentElement.dataset.bsTheme = theme;
                const { options, show } = await import("/static/js/chart.js");
                document.querySelector("main").innerHTML =
                    '<div id="c" role="img" style="width:640px;height:300px"></div>';
                const element = document.querySelector("#c");
                element.style.cssText = "width:640px;height:300px";
                const view = show(element, chart);
                const texts = [...element.querySelectorAll("text")].map((one) => one.textContent);
                const answer = {
                    options: JSON.parse(JSON.stringify(options(chart, theme === "dark"))),
                    texts, svg: element.innerHTML, told: element.getAttribute("aria-label"),
                    low: view.getModel().getComponent("yAxis").axis.scale.getExtent(),
                };
                return answer;
            }""",
            [chart.values(), theme],
        )
        assert faults == []
        return found

    yield run
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_drawn_and_says_what_it_shows(draw: Any, name: str, theme: str) -> None:
    chart = CHARTS[name]
    found = draw(chart, theme)
    assert found["told"] == chart.told
    for one in (*chart.limits, *chart.marks):
        assert one.label in found["texts"]


def test_bars_stand_under_their_ranges_and_limits(draw: Any) -> None:
    found = draw(BARS)
    assert {"Tone", "Accuracy", "Process", "0%", "50%"} <= set(found["texts"])
    spans, bars, lines = found["options"]["series"]
    assert (spans["type"], bars["type"]) == ("custom", "bar")
    assert spans["z"] > bars["z"]
    assert [one["yAxis"] for one in lines["markLine"]["data"]] == [25, 40]
    assert bars["data"][0] == {"value": ["Tone", 12], "text": "Tone\n12%"}
    assert not found["options"]["legend"]["show"]
    assert not found["options"]["yAxis"]["scale"]  # a bar begins at 0
    assert found["svg"].count("#35424f") >= 2  # two ranges, in the ink of the page


def test_days_stand_on_whole_weeks(draw: Any) -> None:
    found = draw(DAYS)
    axis = found["options"]["xAxis"]
    monday = 1_777_852_800_000  # 4 May 2026
    week = 7 * 24 * 3600 * 1000
    assert (axis["min"], axis["max"], axis["interval"]) == (monday, monday + 9 * week, 2 * week)
    kinds = [one["type"] for one in found["options"]["series"]]
    assert kinds == ["custom", "line", "line", "scatter", "scatter"]
    first, second = found["options"]["series"][1:3]
    assert first["color"] != second["color"]
    assert first["lineStyle"] != second["lineStyle"]
    assert {"Own", "Team", "Single"} <= set(found["texts"])  # two lines are told apart by a legend
    assert found["low"][1] >= 110  # a limit is within the scale


def test_light_and_dark_have_their_own_colours(draw: Any) -> None:
    light, dark = draw(BARS, "light")["svg"], draw(BARS, "dark")["svg"]
    assert "#0b6e6e" in light
    assert "#0b6e6e" not in dark
    assert "#5fd3d0" in dark


def test_a_point_tells_its_text(draw: Any, browser: Browser) -> None:
    points = draw(DAYS)["options"]["series"][3]["data"]
    assert points[0] == {"value": [1_778_025_600_000, 55.5], "text": "one"}


@pytest.mark.parametrize(
    ("value", "unit", "says"),
    [(12.5, "%", "12.5%"), (1234, "", "1,234"), (0.125, "", "0.13"), (60, "s", "60 s")],
)
def test_numbers_are_written_with_their_unit(
    browser: Browser, address: str, value: float, unit: str, says: str
) -> None:
    page = browser.new_page(locale="en")
    page.goto(f"{address}/login")
    body = "async (given) => (await import('/static/js/chart.js')).written(...given)"
    assert page.evaluate(body, [value, unit]) == says
    page.close()
