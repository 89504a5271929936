// The prefectures as tiles, in the colours of the page. The table beside it holds the same figures: without script,
// or where this fails, it is all there is, and nothing is missing.
import { init } from "../vendor/echarts.js";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const LARGEST_TILE = 108;
const NARROW_TILE = 100;
const GAP = 3;

function look(figure) {
  const style = getComputedStyle(figure);
  const token = (name) => style.getPropertyValue(name).trim();
  return { ink: token("--ink"), rule: token("--rule"), paper: token("--paper"), face: style.fontFamily,
    full: token("--chart-1") };
}

function option(tiles, title, side, { ink, rule, paper, face, full }) {
  const columns = Math.max(...tiles.map((tile) => tile.column)) + 1;
  const rows = Math.max(...tiles.map((tile) => tile.row)) + 1;
  const largest = Math.max(1, ...tiles.map((tile) => tile.value ?? 0));
  const axis = (count, inverse) => ({ type: "category", show: false, inverse, data: [...Array(count).keys()] });
  return {
    animation: !calm.matches,
    textStyle: { color: ink, fontFamily: face },
    // drawn on the canvas too: the page's policy lets no script write style attributes
    tooltip: { renderMode: "richText", backgroundColor: paper, borderColor: rule, textStyle: { color: ink },
      formatter: ({ data }) => `${data.name}: ${data.shown}` },
    visualMap: { show: false, min: 0, max: largest, inRange: { color: [rule, full] } },
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: axis(columns, false),
    yAxis: axis(rows, true),
    series: [{ type: "heatmap", name: title,
      itemStyle: { borderColor: paper, borderWidth: GAP, borderRadius: 6 },
      label: { show: true, width: side - 12, fontSize: side < NARROW_TILE ? 11 : 13, lineHeight: side < NARROW_TILE ? 14 : 18,
        overflow: "break",
        formatter: ({ data }) => `${data.name}\n${data.shown}` },
      data: tiles.map((tile) => ({ name: tile.name, shown: tile.shown, value: [tile.column, tile.row, tile.value ?? 0],
        label: { color: (tile.value ?? 0) > largest * 0.5 ? paper : ink } })) }],
  };
}

function draw(figure) {
  const tiles = JSON.parse(figure.dataset.tiles);
  const place = figure.querySelector(".chart__live");
  const columns = Math.max(...tiles.map((tile) => tile.column)) + 1;
  const rows = Math.max(...tiles.map((tile) => tile.row)) + 1;
  figure.hidden = false;
  const side = () => Math.min(LARGEST_TILE, place.clientWidth / columns);
  const fit = () => { place.style.height = `${side() * rows}px`; };
  fit();
  const chart = init(place, null, { renderer: "canvas" });
  const paint = () => chart.setOption(option(tiles, figure.dataset.title, side(), look(figure)));
  paint();
  new ResizeObserver(() => { fit(); chart.resize(); paint(); }).observe(place);
  calm.addEventListener("change", paint);
}

document.querySelectorAll("[data-tiles]").forEach(draw);
