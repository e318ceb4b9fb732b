// The last quarter of an hour.

import uPlot from "/vendor/uplot/uPlot.esm.js";
import { h, kept, show } from "../dom.js";
import { poll } from "../poll.js";
import { link, onPulse } from "../link.js";
import { ask, lastSeen } from "../seen.js";
import { clock, count, duration, rate } from "../format.js";
import { failure, heading, waiting } from "../parts.js";

const SERIES = "/v1/series?minutes=15";
const EVERY_MS = 5_000;
const SHOWN_S = 15 * 60;
const HEIGHT = 190;
/** Steps of an axis on which things are counted. */
const WHOLE = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

const CHARTS = [
  { title: "Requests", unit: rate, lines: [["requests", "Requests", "--line-1", true]] },
  { title: "Errors", unit: rate, lines: [["errors", "Errors", "--line-bad", true]] },
  { title: "Latency", unit: duration, lines: [["p50Ms", "p50", "--line-2"], ["p90Ms", "p90", "--line-1"], ["p99Ms", "p99", "--line-3"]] },
  { title: "In flight and parked", unit: count, lines: [["inFlight", "In flight", "--line-1"], ["parked", "Parked", "--line-3"]] },
];

export function chartsView(room) {
  let series = lastSeen(SERIES) ?? null;
  let problem = null;
  const plots = CHARTS.map(chart);
  const board = kept(h("div", { class: "charts" }, plots.map((plot) => plot.element)));

  const draw = () => {
    show(
      room,
      heading("Charts", h("span", { class: "muted" }, link.is === "up" || link.is === "new" ? "the last fifteen minutes" : `the fifteen minutes until ${clock(link.since)}`)),
      problem && failure(problem),
      series === null ? waiting() : board,
    );
    if (series !== null) for (const plot of plots) plot.draw(series);
  };

  const asking = poll(
    EVERY_MS,
    async () => {
      series = await ask(SERIES);
      problem = null;
      draw();
    },
    (failed) => {
      problem = failed;
      draw();
    },
  );
  const recolour = () => plots.forEach((plot) => plot.recolour());
  document.addEventListener("themechange", recolour);
  const resized = new ResizeObserver(() => plots.forEach((plot) => plot.resize()));
  resized.observe(room);
  const endPulse = onPulse(({ link: { is }, recovered }) => (is !== "up" || recovered) && draw());
  draw();
  return {
    stop() {
      asking.stop();
      endPulse();
      document.removeEventListener("themechange", recolour);
      resized.disconnect();
      plots.forEach((plot) => plot.destroy());
    },
  };
}

function chart({ title, unit, lines }) {
  const canvas = h("div", { class: "plot", "aria-hidden": "true" });
  const words = h("p", { class: "muted words" });
  const element = h("section", { class: "chart", key: title }, h("h2", {}, title), words, canvas);
  let plot = null;

  const options = () => ({
    width: width(),
    height: HEIGHT,
    cursor: { sync: { key: "cellnest" }, drag: { x: false, y: false } },
    legend: { live: true },
    scales: { x: { time: true, range: (u, min, max) => [(max ?? 0) - SHOWN_S, max ?? 0] }, y: { range: (u, min, max) => [0, max > 0 ? Math.max(max * 1.1, unit === count ? 4 : 0) : unit === count ? 4 : 1] } },
    axes: [axis({ values: "{HH}:{mm}", space: 70 }), axis({ size: 64, incrs: unit === count ? WHOLE : undefined, values: (u, values) => values.map((value) => unit(value)) })],
    series: [
      { label: "Time", value: "{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}" },
      ...lines.map(([, label, colour, filled]) => ({
        label,
        stroke: () => resolved(colour),
        fill: filled ? () => resolved(colour + "-fill") : undefined,
        width: 1.75,
        points: { show: false },
        value: (u, value) => (value === null || value === undefined ? "–" : unit(value)),
      })),
    ],
  });
  const width = () => Math.max(240, canvas.clientWidth);

  return {
    element,
    draw(series) {
      const number = Math.max(0, ...lines.map(([name]) => (series[name] ?? []).length));
      const from = new Date(series.from).getTime() / 1000;
      const times = Array.from({ length: number }, (_, i) => from + (i * series.stepMs) / 1000);
      const data = [times, ...lines.map(([name]) => times.map((_, i) => series[name]?.[i] ?? null))];
      if (plot === null) plot = new uPlot(options(), data, canvas);
      else plot.setData(data);
      words.textContent = lines.map(([, label], i) => inWords(label, data[i + 1], unit, lines.length > 1)).join("; ");
    },
    recolour: () => plot?.redraw(false, true),
    resize: () => plot?.setSize({ width: width(), height: HEIGHT }),
    destroy: () => plot?.destroy(),
  };
}

/** What the line says, for those who do not see it. */
function inWords(label, values, unit, named) {
  const known = values.filter((value) => value !== null);
  const prefix = named ? label + " " : "";
  return known.length === 0 ? `${prefix}not known yet` : `${prefix}${named ? "" : "now "}${unit(known[known.length - 1])}, at most ${unit(Math.max(...known))}`;
}

const axis = (more) => ({
  stroke: () => resolved("--muted"),
  font: "12px system-ui, sans-serif",
  grid: { stroke: () => resolved("--grid"), width: 1 },
  ticks: { stroke: () => resolved("--grid"), width: 1, size: 5 },
  ...more,
});

/** A colour of the style sheet as canvases understand it. */
function resolved(name) {
  const probe = document.getElementById("status");
  probe.style.color = `var(${name})`;
  const colour = getComputedStyle(probe).color;
  probe.style.color = "";
  return colour;
}
