// Draws what a `qa.charts.Chart` says: points, lines and bars, their ranges, limits across and
// marks down, on an axis of days, numbers or categories. The same figures are in the page's table;
// the chart only adds a look at them.

const DAY = 24 * 3600 * 1000;
const WEEK = 7 * DAY;
const language = document.documentElement.lang;
const dayName = new Intl.DateTimeFormat(language, {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const percents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });

// Brand first; then colours that are told apart without red and green, each with its own line and
// sign.
const LIGHT = {
  ink: "#35424f",
  grid: "#e2e7ec",
  soft: ["#b7dcdc", "#f3d3b0", "#cfc9ea"],
  strong: ["#0b6e6e", "#b35900", "#5b4bb0"],
  limit: "#a3343f",
  mark: "#5c6b7a",
};
const DARK = {
  ink: "#c8d3e1",
  grid: "#33414f",
  soft: ["#2f6f73", "#7a5230", "#4d4680"],
  strong: ["#5fd3d0", "#ffb066", "#b3a6ff"],
  limit: "#ff9aa2",
  mark: "#9fb0c2",
};
const LINES = ["solid", "dashed", "dotted"];
const SIGNS = ["circle", "triangle", "diamond"];

function place(axis, x) {
  return axis.kind === "day" && x !== null ? Date.parse(x) : x;
}

// A number as the reader's language writes it, with its unit.
export function written(value, unit = "") {
  if (unit === "%") return percents.format(value / 100);
  return unit ? `${numbers.format(value)} ${unit}` : numbers.format(value);
}

const hasBars = (chart) => chart.series.some((one) => one.kind === "bars");

// Every place along the chart.
function every(chart) {
  const { series, ranges, marks } = chart;
  return [
    ...series.flatMap((one) => one.points.map((point) => point.x)),
    ...ranges.flatMap((one) => one.ranges.map((range) => range.x)),
    ...marks.flatMap((mark) => (mark.until === null ? [mark.x] : [mark.x, mark.until])),
  ];
}

// Days stand on a scale of whole weeks, unless they begin and end where the page says.
function days(axis, chart) {
  const found = every(chart).map(Date.parse);
  if (!found.length) found.push(Date.now());
  const monday = (at) => at - ((new Date(at).getUTCDay() + 6) % 7) * DAY;
  const first = axis.low === null ? monday(Math.min(...found)) : Date.parse(axis.low);
  const last = axis.high === null ? Math.max(...found) : Date.parse(axis.high);
  const weeks = Math.floor((last - first) / WEEK) + 1;
  return {
    type: "value",
    min: first,
    max: axis.high === null ? first + weeks * WEEK : last,
    interval: Math.ceil(weeks / 6) * WEEK,
    axisLabel: { showMaxLabel: false, formatter: (at) => dayName.format(new Date(at)) },
  };
}

function scale(axis, chart) {
  if (axis.kind === "day") return days(axis, chart);
  if (axis.kind === "category") return { type: "category", data: axis.categories, axisLabel: {} };
  return {
    type: "value",
    scale: !hasBars(chart), // a bar that does not begin at 0 would lie about its share
    ...(axis.low !== null && { min: axis.low }),
    ...(axis.high !== null && { max: axis.high }),
    ...(axis.step !== null && { interval: axis.step }),
    axisLabel: { formatter: (value) => written(value, axis.unit) },
  };
}

function drawn(series, nth, chart, colours) {
  const color = colours.strong[nth % 3];
  const data = series.points.map(({ x, y, text }) => ({ value: [place(chart.x, x), y], text }));
  const common = { name: series.name, data };
  if (series.kind === "bars")
    return { ...common, type: "bar", z: 1, barMaxWidth: 28, itemStyle: { color } };
  if (series.kind === "line")
    return {
      ...common,
      type: "line",
      z: 3,
      symbol: nth ? SIGNS[nth % 3] : "rect",
      symbolSize: nth ? 8 : [12, 4],
      lineStyle: { type: LINES[nth % 3] },
      color,
    };
  return {
    ...common,
    type: "scatter",
    z: 4,
    symbol: SIGNS[nth % 3],
    symbolSize: 8,
    itemStyle: { color: "transparent", borderColor: color, borderWidth: 1.5 },
  };
}

// Ranges lie behind points and lines; on bars, which would hide them, they are thin and in front.
function spans({ name, ranges }, nth, chart, colours) {
  const onBars = hasBars(chart);
  return {
    name,
    type: "custom",
    silent: ranges.every((range) => !range.text),
    z: onBars ? 2 : 1,
    encode: { x: 0, y: [1, 2] },
    data: ranges.map(({ x, low, high, text }) => ({ value: [place(chart.x, x), low, high], text })),
    renderItem(_params, api) {
      const low = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)]);
      const width = onBars ? 3 : 12;
      return {
        type: "rect",
        shape: {
          x: low[0] - width / 2,
          y: high[1],
          width,
          height: Math.max(2, low[1] - high[1]),
        },
        style: { fill: onBars ? colours.ink : colours.soft[nth % 3] },
      };
    },
  };
}

// Lines across and down. They are of a series without a sign, whose values keep the limits within
// the scale.
function lines({ x: axis, limits, marks }, anywhere, colours) {
  const label = (color, position) => ({ color, position, formatter: "{b}" });
  const across = limits.map((limit) => ({
    name: limit.label,
    yAxis: limit.value,
    lineStyle: { color: colours.limit, type: "dashed" },
    label: label(colours.limit, "insideEndTop"),
  }));
  const down = marks
    .filter((mark) => mark.until === null)
    .map((mark) => ({
      name: mark.label,
      xAxis: place(axis, mark.x),
      lineStyle: { color: colours.mark, type: "dotted" },
      label: label(colours.mark, "end"),
    }));
  const bands = marks
    .filter((mark) => mark.until !== null)
    .map((mark) => [
      { name: mark.label, xAxis: place(axis, mark.x) },
      { xAxis: place(axis, mark.until) },
    ]);
  return {
    id: "lines",
    type: "scatter",
    silent: true,
    symbolSize: 0,
    data: anywhere === undefined ? [] : limits.map((limit) => [anywhere, limit.value]),
    markLine: { silent: true, symbol: "none", data: [...across, ...down] },
    markArea: {
      silent: true,
      itemStyle: { color: colours.mark, opacity: 0.15 },
      label: { color: colours.mark, position: "insideTop" },
      data: bands,
    },
  };
}

// The options of ECharts for a chart, in light or dark.
export function options(chart, dark) {
  const colours = dark ? DARK : LIGHT;
  const nth = (series) => chart.series.filter((one) => one.kind === series.kind).indexOf(series);
  const several = chart.series.some((series) => nth(series) > 0);
  const axis = (one) => ({ ...one, axisLabel: { color: colours.ink, ...one.axisLabel } });
  const first = every(chart).map((x) => place(chart.x, x))[0];
  return {
    animation: false,
    aria: { enabled: true, label: { description: chart.told } },
    useUTC: true,
    textStyle: { color: colours.ink, fontFamily: "inherit" },
    grid: { left: 36, right: 16, top: several || chart.marks.length ? 36 : 16, bottom: 26 },
    legend: {
      show: several,
      top: 0,
      textStyle: { color: colours.ink },
      data: chart.series.map((series) => series.name),
    },
    tooltip: {
      trigger: "item",
      renderMode: "richText",
      formatter: ({ data }) => data?.text || undefined,
    },
    xAxis: { ...axis(scale(chart.x, chart)), splitLine: { show: false } },
    yAxis: {
      ...axis(scale(chart.y, chart)),
      splitLine: { lineStyle: { color: colours.grid } },
    },
    series: [
      ...chart.ranges.map((one, i) => spans(one, i, chart, colours)),
      ...chart.series.map((one) => drawn(one, nth(one), chart, colours)),
      ...(chart.limits.length || chart.marks.length
        ? [lines(chart, first ?? chart.x.categories[0], colours)]
        : []),
    ],
  };
}

// Draws a chart into an element, again whenever the element's width or the colours of the page
// change.
export function show(element, chart) {
  const view = echarts.init(element, null, { renderer: "svg" });
  const draw = () =>
    view.setOption(options(chart, document.documentElement.dataset.bsTheme === "dark"), true);
  draw();
  new ResizeObserver(() => view.resize()).observe(element);
  new MutationObserver(draw).observe(document.documentElement, {
    attributeFilter: ["data-bs-theme"],
  });
  return view;
}

for (const element of document.querySelectorAll("[data-chart]"))
  show(element, JSON.parse(element.dataset.chart));
