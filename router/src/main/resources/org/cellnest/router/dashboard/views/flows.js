// The lines between what is drawn. Their width and pace say how much flows; where styles ask for less motion they rest.

import { s, show } from "../dom.js";

/** Requests a second from which a line is of full width and pace. */
const FULL = 10_000;

/** Draws a line between the hub and everything that flows in or out of it. */
export function drawFlows(drawing, svg) {
  const hub = drawing.querySelector("[data-hub]");
  if (!hub || !drawing.isConnected) return;
  const frame = drawing.getBoundingClientRect();
  svg.setAttribute("viewBox", `0 0 ${Math.round(frame.width)} ${Math.round(frame.height)}`);
  const place = (element) => {
    const box = element.getBoundingClientRect();
    return { left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top, middle: (box.top + box.bottom) / 2 - frame.top };
  };
  const middle = place(hub);
  const ends = [...drawing.querySelectorAll("[data-flow]")];
  const inward = ends.filter((end) => end.dataset.flow === "in");
  const outward = ends.filter((end) => end.dataset.flow === "out");
  show(
    svg,
    inward.map((end, i) => line(between(place(end), middle, spread(middle, i, inward.length), true), end)),
    outward.map((end, i) => line(between(place(end), middle, spread(middle, i, outward.length), false), end)),
  );
}

/** Where on the hub's side a line of several begins, so that they fan out. */
function spread(hub, index, number) {
  const height = (hub.bottom - hub.top) * 0.7;
  return hub.middle + (number === 1 ? 0 : (index / (number - 1) - 0.5) * height);
}

function between(end, hub, y, inward) {
  const stacked = inward ? end.bottom <= hub.top : end.top >= hub.bottom;
  if (stacked && Math.abs(end.left - hub.left) < 80) return gutter(end, hub, inward);
  const [x1, y1, x2, y2] = inward ? [end.right, end.middle, hub.left, y] : [hub.right, y, end.left, end.middle];
  const bend = (x2 - x1) / 2;
  return `M${n(x1)} ${n(y1)}C${n(x1 + bend)} ${n(y1)} ${n(x2 - bend)} ${n(y2)} ${n(x2)} ${n(y2)}`;
}

/** One above the other, a line runs down the margin. */
function gutter(end, hub, inward) {
  const x = Math.min(end.left, hub.left) - 12;
  const [first, last] = inward ? [end, hub] : [hub, end];
  return `M${n(first.left)} ${n(first.middle)}H${n(x + 8)}Q${n(x)} ${n(first.middle)} ${n(x)} ${n(first.middle + 8)}V${n(last.middle - 8)}Q${n(x)} ${n(last.middle)} ${n(x + 8)} ${n(last.middle)}H${n(last.left)}`;
}

const n = (value) => value.toFixed(1);

function line(d, end) {
  const rate = Number(end.dataset.rate);
  const share = rate > 0 ? Math.min(1, Math.log10(1 + rate) / Math.log10(1 + FULL)) : 0;
  const open = end.dataset.open === "yes";
  return s(
    "g",
    { class: open ? "flow" : "flow shut" },
    s("path", { class: "bed", d, "stroke-width": (1.5 + 5 * share).toFixed(1) }),
    rate > 0 && s("path", { class: "stream", d, "data-pace": Math.ceil(share * 5), "stroke-width": (1.5 + 2.5 * share).toFixed(1) }),
  );
}
