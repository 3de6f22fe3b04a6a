// The score by week with its range. The same figures are in the page's table; the chart only adds a look at them.

const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

function options(data, dark) {
  const ink = dark ? "#c8d3e1" : "#35424f";
  const rows = data.weeks;
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { color: ink, fontFamily: "inherit" },
    grid: { left: 36, right: 12, top: 16, bottom: 26 },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      formatter(points) {
        const row = rows[points[0].dataIndex];
        if (row.value === null) return `${row.week}\nn = ${row.n}`;
        const range = row.low === null ? "" : `\n${data.range}: ${number.format(row.low)}–${number.format(row.high)}`;
        return `${row.week}\n${data.score}: ${number.format(row.value)}${range}\nn = ${row.n}`;
      },
    },
    xAxis: { type: "category", data: rows.map((row) => row.week), axisLabel: { color: ink, hideOverlap: true } },
    yAxis: { type: "value", min: 0, max: 100, interval: 25, axisLabel: { color: ink }, splitLine: { lineStyle: { color: dark ? "#33414f" : "#e2e7ec" } } },
    series: [
      {
        type: "custom", name: data.range, silent: true, z: 1,
        data: rows.map((row, i) => [i, row.low, row.high]),
        renderItem(_params, api) {
          if (Number.isNaN(api.value(1)) || api.value(2) === 0) return null;
          const low = api.coord([api.value(0), api.value(1)]);
          const high = api.coord([api.value(0), api.value(2)]);
          return { type: "rect", shape: { x: low[0] - 5, y: high[1], width: 10, height: low[1] - high[1] }, style: { fill: dark ? "#2f6f73" : "#b7dcdc" } };
        },
      },
      {
        type: "line", name: data.score, z: 2, connectNulls: true, symbolSize: 7, color: dark ? "#5fd3d0" : "#0b6e6e",
        data: rows.map((row) => row.value),
      },
    ],
  };
}

for (const place of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(place.dataset.chart);
  const chart = echarts.init(place, null, { renderer: "svg" });
  const draw = () => chart.setOption(options(data, document.documentElement.dataset.bsTheme === "dark"), true);
  draw();
  new ResizeObserver(() => chart.resize()).observe(place);
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
