// The nest as it is: gateways, router, cells, and what flows between them.

import { h, kept, oncePerFrame, s, show } from "../dom.js";
import { path } from "../api.js";
import { poll } from "../poll.js";
import { ask, lastSeen } from "../seen.js";
import { link, onPulse } from "../link.js";
import { onEvent, recent } from "../feed.js";
import { count, duration, plural, rate, ratesAre, short, bytes } from "../format.js";
import { failure, fill, heading, shape, stateChip, waiting } from "../parts.js";
import { eventList } from "./events.js";
import { drawFlows } from "./flows.js";

const EVERY_MS = 1_000;
/** Cells that get a card of several lines, and a line each; more are drawn together. */
const ROOMY = 8;
const SLIM = 24;
const LATEST = 5;

export function nestView(room) {
  let cells = lastSeen("/v1/cells")?.cells ?? null;
  let gateways = lastSeen("/v1/gateways")?.gateways ?? null;
  let problem = null;
  let turn = 0;
  let step = null;

  const drawing = kept(h("div", { class: "drawing" }));
  const flows = kept(s("svg", { class: "flows", "aria-hidden": "true" }));
  let stopped = false;

  const draw = oncePerFrame(() => {
    if (stopped) return;
    show(
      room,
      heading("Nest", summary(cells)),
      problem && failure(problem),
      figures(link.nest),
      h("p", { class: "muted window" }, ratesAre(link.nest)),
      cells === null ? waiting() : drawing,
      h("section", { class: "latest" }, h("h2", {}, h("a", { href: "#/events" }, "Latest events")), eventList(recent().slice(0, LATEST))),
    );
    if (cells !== null) {
      show(drawing, flows, gatewayLane(gateways ?? []), routerLane(link.nest), cellLane(cells));
      drawFlows(drawing, flows);
    }
  });

  // Cells and gateways take turns, so that a page seldom asks for more than two answers a second.
  const asking = poll(
    EVERY_MS,
    async () => {
      // All rates are of one step of time; those of the next one are shown together.
      const stepped = link.nest?.rates?.until !== step;
      step = link.nest?.rates?.until;
      if (gateways === null || stepped || turn % 2 === 1) gateways = (await ask("/v1/gateways")).gateways;
      if (cells === null || stepped || turn % 2 === 0) cells = (await ask("/v1/cells")).cells;
      turn++;
      problem = null;
      draw();
    },
    (failed) => {
      problem = failed;
      draw();
    },
  );
  const endPulse = onPulse(draw);
  const endEvents = onEvent((event) => {
    if (/^(cell|gateway|deployment)-/.test(event.type)) {
      turn = event.type.startsWith("gateway") ? 1 : 0;
      asking.now();
    }
    draw();
  });
  const resized = new ResizeObserver(() => drawFlows(drawing, flows));
  resized.observe(drawing);
  show(room, heading("Nest"));
  draw();
  return {
    stop() {
      stopped = true;
      asking.stop();
      endPulse();
      endEvents();
      resized.disconnect();
    },
  };
}

function summary(cells) {
  if (!cells) return null;
  const byState = new Map();
  for (const cell of cells) byState.set(cell.state, (byState.get(cell.state) ?? 0) + 1);
  return h(
    "ul",
    { class: "states", "aria-label": "Cells by state" },
    [...byState].map(([state, number]) => h("li", { key: state }, shape(state), ` ${count(number)} ${state}`)),
  );
}

function figures(nest) {
  const rates = nest?.rates ?? {};
  const figure = (name, value, title) => h("div", { class: "figure", title }, h("dt", {}, name), h("dd", {}, value));
  return h(
    "dl",
    { class: "figures" },
    figure("Requests", rate(rates.requestsPerSecond)),
    figure("Errors", rate(rates.errorsPerSecond), "Answers with status 500 and above"),
    figure("Median", duration(rates.p50Ms), "Half of the requests were faster"),
    figure("p99", duration(rates.p99Ms), "One in a hundred was slower"),
    figure("In flight", count(nest?.inFlight), "Requests that cells have"),
    figure("Parked", count(nest?.parked), nest ? `${bytes(nest.parkedBytes)} waiting for a cell with room` : null),
    figure("Routes", count(nest?.routes)),
  );
}

function gatewayLane(gateways) {
  return h(
    "section",
    { class: "lane", key: "gateways" },
    h("h2", {}, h("a", { href: "#/gateways" }, "Gateways"), " ", h("span", { class: "muted" }, count(gateways.length))),
    gateways.length === 0
      ? h("p", { class: "empty" }, "No gateway is connected: nothing comes in.")
      : h(
          "ul",
          { class: "cards" },
          gateways.slice(0, SLIM).map((gateway) =>
            h(
              "li",
              { key: gateway.id },
              h(
                "a",
                {
                  class: "card",
                  href: "#" + path("gateways", gateway.id),
                  "data-flow": "in",
                  "data-rate": gateway.rates?.requestsPerSecond ?? 0,
                  "data-open": gateway.draining ? "no" : "yes",
                },
                h("span", { class: "name" }, gateway.id),
                h("span", { class: "line" }, gateway.http ?? "address not known"),
                h(
                  "span",
                  { class: "line" },
                  `${rate(gateway.rates?.requestsPerSecond)} · ${count(gateway.outstanding)} on their way`,
                  gateway.draining && " · draining",
                ),
              ),
            ),
          ),
          gateways.length > SLIM && h("li", { key: "more" }, h("a", { href: "#/gateways" }, `and ${count(gateways.length - SLIM)} more`)),
        ),
  );
}

function routerLane(nest) {
  const router = nest?.router;
  return h(
    "section",
    { class: "lane middle", key: "router" },
    h("h2", {}, "Router"),
    h(
      "div",
      { class: "card hub", "data-hub": true },
      h("span", { class: "name" }, router?.id ?? "–"),
      h("span", { class: "line" }, router ? (router.draining ? "draining" : router.ready ? "ready" : "not ready yet") : "not heard from"),
      h("span", { class: "big" }, count(nest?.inFlight), h("small", {}, " in flight")),
      h("span", { class: "big" }, count(nest?.parked), h("small", {}, " parked")),
    ),
  );
}

function cellLane(cells) {
  const title = h("h2", {}, h("a", { href: "#/cells" }, "Cells"), " ", h("span", { class: "muted" }, count(cells.length)));
  if (cells.length === 0) {
    return h("section", { class: "lane", key: "cells" }, title, h("p", { class: "empty" }, "No cell is connected: every request is answered 404 or 503."));
  }
  const content =
    cells.length <= SLIM
      ? h("ul", { class: cells.length <= ROOMY ? "cards" : "cards slim" }, cells.map(cells.length <= ROOMY ? roomyCell : slimCell))
      : h("div", { class: "pools" }, pools(cells).map(pool));
  return h("section", { class: "lane", key: "cells" }, title, content);
}

const flowOf = (cells) => ({
  "data-flow": "out",
  "data-rate": cells.reduce((sum, cell) => sum + (cell.rates?.requestsPerSecond ?? 0), 0),
  "data-open": cells.some((cell) => ["serving", "full"].includes(cell.state)) ? "yes" : "no",
});

function roomyCell(cell) {
  return h(
    "li",
    { key: cell.id },
    h(
      "a",
      { class: "card", href: "#" + path("cells", cell.id), "data-cell": cell.id, ...flowOf([cell]) },
      h("span", { class: "row" }, h("span", { class: "name" }, cell.id), stateChip(cell.state)),
      h("span", { class: "line" }, deployments(cell) || "nothing deployed"),
      fill(cell.inFlight, cell.concurrency),
      h("span", { class: "line" }, `${rate(cell.rates?.requestsPerSecond)} · ${count(cell.inFlight)} of ${count(cell.concurrency)} in flight`),
    ),
  );
}

function slimCell(cell) {
  return h(
    "li",
    { key: cell.id },
    h(
      "a",
      { class: "card", href: "#" + path("cells", cell.id), "data-cell": cell.id, ...flowOf([cell]) },
      h("span", { class: "row" }, h("span", { class: "name" }, cell.id), h("span", { class: "line" }, `${rate(cell.rates?.requestsPerSecond)} · ${count(cell.inFlight)}`), stateChip(cell.state)),
    ),
  );
}

const deployments = (cell) => (cell.deployments ?? []).map((deployment) => deployment.name).join(", ");

/** Cells that serve the same deployments; too many different ones are drawn as one. */
function pools(cells) {
  const byName = new Map();
  for (const cell of cells) {
    const name = (cell.deployments ?? []).map((deployment) => deployment.name).sort().join(", ") || "nothing deployed";
    if (!byName.has(name)) byName.set(name, []);
    byName.get(name).push(cell);
  }
  return byName.size > SLIM ? [["all deployments", cells]] : [...byName].sort(([a], [b]) => a.localeCompare(b));
}

function pool([name, cells]) {
  const requests = cells.reduce((sum, cell) => sum + (cell.rates?.requestsPerSecond ?? 0), 0);
  const inFlight = cells.reduce((sum, cell) => sum + (cell.inFlight ?? 0), 0);
  return h(
    "section",
    { class: "card pool", key: name, ...flowOf(cells) },
    h("h3", {}, name),
    h("p", { class: "line" }, `${plural(cells.length, "cell")} · ${rate(requests)} · ${count(inFlight)} in flight`),
    h(
      "ul",
      { class: "dots" },
      cells.map((cell) =>
        h(
          "li",
          { key: cell.id },
          h(
            "a",
            {
              class: "dot-cell",
              href: "#" + path("cells", cell.id),
              "data-cell": cell.id,
              "data-state": cell.state,
              "aria-label": `${cell.id}, ${cell.state}, ${short(cell.inFlight)} in flight`,
              title: `${cell.id}\n${cell.state} · ${rate(cell.rates?.requestsPerSecond)} · ${count(cell.inFlight)} of ${count(cell.concurrency)} in flight`,
            },
            shape(cell.state),
          ),
        ),
      ),
    ),
  );
}
