// Rates as bars, in the colours of the page. The table on the page holds the same numbers: without script, or where
// this fails, it is all there is, and nothing is missing.
import { init } from "../vendor/echarts.js";

const BAR = 10;
const FRAME = 90;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function look(figure) {
  const style = getComputedStyle(figure);
  const token = (name) => style.getPropertyValue(name).trim();
  return { ink: token("--ink"), rule: token("--rule"), paper: token("--paper"), face: style.fontFamily,
    bars: [1, 2, 3, 4].map((number) => token(`--chart-${number}`)) };
}

function option(data, { ink, rule, paper, face, bars }) {
  return {
    animation: !calm.matches,
    color: bars,
    textStyle: { color: ink, fontFamily: face },
    // drawn on the canvas too: the page's policy lets no script write style attributes
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, backgroundColor: paper,
      borderColor: rule, textStyle: { color: ink }, valueFormatter: (value) => `${value.toFixed(1)}%` },
    legend: { top: 0, textStyle: { color: ink }, inactiveColor: rule },
    grid: { left: 8, right: 24, top: 56, bottom: 8, containLabel: true },
    xAxis: { type: "value", min: 0, splitNumber: 4, axisLabel: { color: ink, formatter: "{value}%", hideOverlap: true },
      splitLine: { lineStyle: { color: rule } } },
    yAxis: { type: "category", inverse: true, data: data.names,
      axisLabel: { color: ink, width: 120, overflow: "truncate" }, axisLine: { lineStyle: { color: rule } } },
    series: data.series.map((one) => ({ type: "bar", name: one.name, data: one.values, barMaxWidth: BAR })),
  };
}

function draw(figure) {
  const data = JSON.parse(figure.dataset.chart);
  const place = figure.querySelector(".chart__live");
  figure.hidden = false;
  place.style.height = `${FRAME + data.names.length * (data.series.length + 1) * BAR}px`;
  const chart = init(place, null, { renderer: "canvas" });
  const paint = () => chart.setOption(option(data, look(figure)));
  paint();
  new ResizeObserver(() => chart.resize()).observe(place);
  calm.addEventListener("change", paint);
}

document.querySelectorAll("[data-chart]").forEach(draw);
