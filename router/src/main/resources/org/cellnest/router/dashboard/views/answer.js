// An answer to a request that was tried. Whatever its body is, it is shown and never run.

import { h, s, show } from "../dom.js";
import { bytes, duration } from "../format.js";
import { gatewayLink, methodBadge } from "../parts.js";
import { pretty } from "../json.js";

/** The names of Server-Timing, in the order in which a request meets them. */
const HOPS = ["gateway", "router", "park", "queue", "handler", "wire"];
const HOP_NAMES = {
  gateway: "in the gateway",
  router: "in the router",
  park: "parked, waiting for a cell with room",
  queue: "waiting in the cell",
  handler: "in the handler",
  wire: "between them",
};
const SHOWN_CHARACTERS = 200_000;
/** What browsers decode without running anything in it; SVG is text here. */
const RASTER = /^image\/(png|jpeg|gif|webp|avif|bmp)/;

export function answerView(answer, request) {
  const type = header(answer, "content-type");
  return [
    h(
      "p",
      { class: "answer-line" },
      h("strong", { class: `status s${String(answer.status)[0]}`, "data-status": answer.status }, String(answer.status)),
      " ",
      methodBadge(request.method),
      " ",
      h("code", {}, request.path),
      h("span", { class: "muted" }, ` ${duration(answer.totalMs)}`, answer.gateway && [" through ", gatewayLink(answer.gateway)]),
    ),
    timingView(answer),
    h("details", {}, h("summary", {}, `${answer.headers.length} headers`), headersView(answer.headers)),
    h("h3", {}, "Body", h("span", { class: "muted" }, type ? ` ${type}` : "", answer.truncated ? ", cut: it is longer than may be shown" : "")),
    bodyView(answer, type),
  ];
}

const header = (answer, name) => answer.headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? "";

/** Where the time went. */
function timingView(answer) {
  const ms = Object.fromEntries((answer.timing ?? []).map((entry) => [entry.name, entry.ms]));
  // Parking is time in the router as well: shown apart, it is counted once.
  if (ms.park > 0 && ms.router !== undefined) ms.router = Math.max(0, ms.router - ms.park);
  const hops = HOPS.filter((name) => ms[name] > 0);
  if (hops.length === 0) return h("p", { class: "muted" }, "The answer does not say where the time went (no Server-Timing).");
  const sum = hops.reduce((total, name) => total + ms[name], 0);
  let x = 0;
  return h(
    "figure",
    { class: "timing" },
    s(
      "svg",
      { viewBox: "0 0 1000 28", preserveAspectRatio: "none", role: "img", "aria-label": "Where the time went: " + hops.map((name) => `${name} ${duration(ms[name])}`).join(", ") },
      hops.map((name) => {
        const width = (ms[name] / sum) * 1000;
        const bar = s("rect", { class: `hop ${name}`, x: x.toFixed(1), width: Math.max(1, width).toFixed(1), height: 28 });
        x += width;
        return bar;
      }),
    ),
    h(
      "figcaption",
      {},
      h(
        "ul",
        { class: "legend" },
        hops.map((name) => h("li", { "data-hop": name, title: HOP_NAMES[name] }, s("svg", { viewBox: "0 0 10 10", width: 10, height: 10, "aria-hidden": "true" }, s("rect", { class: `hop ${name}`, width: 10, height: 10, rx: 2 })), ` ${name} `, h("b", {}, duration(ms[name])))),
        ms.total !== undefined && h("li", { "data-hop": "total" }, "total ", h("b", {}, duration(ms.total))),
      ),
    ),
  );
}

const headersView = (headers) =>
  h("table", { class: "headers" }, h("thead", { class: "unseen" }, h("tr", {}, h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "Value"))), h("tbody", {}, headers.map(([name, value]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, value)))));

function bodyView(answer, type) {
  if (answer.bodyBase64) {
    const content = Uint8Array.from(atob(answer.bodyBase64), (character) => character.charCodeAt(0));
    return RASTER.test(type) ? picture(content, type) : binary(content, type);
  }
  const text = answer.body ?? "";
  if (text === "") return h("p", { class: "empty" }, "Empty.");
  const shown = /[/+]json\b/.test(type) ? pretty(text) : text;
  return h("pre", { class: "body", tabindex: "0" }, shown.slice(0, SHOWN_CHARACTERS), shown.length > SHOWN_CHARACTERS && "\n… and more");
}

/** Drawn by the browser's decoder; no address is loaded. */
function picture(content, type) {
  const canvas = h("canvas", { class: "picture", role: "img", "aria-label": "The picture that came" });
  const room = h("div", {}, canvas);
  createImageBitmap(new Blob([content], { type })).then(
    (image) => {
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d").drawImage(image, 0, 0);
    },
    () => show(room, h("p", { class: "empty" }, "It cannot be drawn."), binary(content, type)),
  );
  return [room, download(content, type)];
}

function binary(content, type) {
  const lines = [];
  for (let at = 0; at < Math.min(content.length, 256); at += 16) {
    const row = [...content.slice(at, at + 16)];
    lines.push(at.toString(16).padStart(6, "0") + "  " + row.map((one) => one.toString(16).padStart(2, "0")).join(" "));
  }
  return [h("p", { class: "muted" }, `${bytes(content.length)}, not text`), h("pre", { class: "body", tabindex: "0" }, lines.join("\n"), content.length > 256 && "\n…"), download(content, type)];
}

function download(content, type) {
  return h(
    "button",
    {
      type: "button",
      onclick: () => {
        // As plain bytes, so that no browser opens it as a page of this server.
        const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
        h("a", { href: url, download: "body." + (/\/([a-z0-9]+)/.exec(type)?.[1] ?? "bin") }).click();
        setTimeout(() => URL.revokeObjectURL(url), 1_000);
      },
    },
    "Save",
  );
}
