// An agent's scores over time: every evaluation is a point, the mean of a week stands on its range where there are
// enough evaluations for one. The same figures are in the page's table; the chart only adds a look at them.

const language = document.documentElement.lang;
const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const dayName = new Intl.DateTimeFormat(language, {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

const WEEK = 7 * 24 * 3600 * 1000;
const time = (row) => [Date.parse(row[0]), ...row.slice(1)];

function options({ points: given, weeks: means, ...data }, dark) {
  data.points = given.map(time);
  data.weeks = means.map(time);
  const days = [...data.points, ...data.weeks].map((row) => row[0]);
  const monday = (at) => at - ((new Date(at).getUTCDay() + 6) % 7) * (WEEK / 7);
  const first = monday(Math.min(...days));
  const weeks = Math.floor((Math.max(...days) - first) / WEEK) + 1;
  const ink = dark ? "#c8d3e1" : "#35424f";
  const brand = dark ? "#5fd3d0" : "#0b6e6e";
  return {
    animation: false,
    aria: { enabled: true },
    useUTC: true,
    textStyle: { color: ink, fontFamily: "inherit" },
    grid: { left: 36, right: 16, top: 16, bottom: 26 },
    tooltip: {
      trigger: "item",
      renderMode: "richText",
      formatter({ seriesId, value }) {
        if (seriesId === "points")
          return `${dayName.format(new Date(value[0]))} · ${value[2]}\n${data.score}: ${number.format(value[1])}`;
        return `${value[5]}\n${data.mean}: ${number.format(value[1])}\n${data.range}: ${number.format(value[2])}–${number.format(value[3])}\nn = ${value[4]}`;
      },
    },
    xAxis: {
      type: "value",
      min: first,
      max: first + weeks * WEEK,
      interval: Math.ceil(weeks / 6) * WEEK,
      axisLabel: {
        color: ink,
        showMaxLabel: false,
        formatter: (at) => dayName.format(new Date(at)),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      min: 0,
      max: 100,
      interval: 25,
      axisLabel: { color: ink },
      splitLine: { lineStyle: { color: dark ? "#33414f" : "#e2e7ec" } },
    },
    series: [
      {
        id: "ranges",
        type: "custom",
        silent: true,
        z: 1,
        data: data.weeks,
        renderItem(_params, api) {
          const low = api.coord([api.value(0), api.value(2)]);
          const high = api.coord([api.value(0), api.value(3)]);
          return {
            type: "rect",
            shape: { x: low[0] - 6, y: high[1], width: 12, height: Math.max(2, low[1] - high[1]) },
            style: { fill: dark ? "#2f6f73" : "#b7dcdc" },
          };
        },
      },
      {
        id: "weeks",
        type: "line",
        name: data.mean,
        z: 2,
        symbol: "rect",
        symbolSize: [12, 4],
        color: brand,
        data: data.weeks,
      },
      {
        id: "points",
        type: "scatter",
        name: data.score,
        z: 3,
        symbolSize: 8,
        itemStyle: { color: "transparent", borderColor: brand, borderWidth: 1.5 },
        data: data.points,
      },
    ],
  };
}

for (const place of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(place.dataset.chart);
  const chart = echarts.init(place, null, { renderer: "svg" });
  const draw = () =>
    chart.setOption(options(data, document.documentElement.dataset.bsTheme === "dark"), true);
  draw();
  new ResizeObserver(() => chart.resize()).observe(place);
  new MutationObserver(draw).observe(document.documentElement, {
    attributeFilter: ["data-bs-theme"],
  });
}
