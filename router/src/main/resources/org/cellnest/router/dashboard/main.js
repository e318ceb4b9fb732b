// Puts the page together: which view the address asks for, and what all views share.

import { h, show } from "./dom.js";
import { link, onPulse, startPulse } from "./link.js";
import { startTheme } from "./theme.js";
import { GO, startKeys } from "./keys.js";
import { startFeed } from "./feed.js";
import { say } from "./notices.js";
import { duration, clock, moment } from "./format.js";
import { nestView } from "./views/nest.js";
import { cellsView } from "./views/cells.js";
import { cellView } from "./views/cell.js";
import { gatewaysView, gatewayView } from "./views/gateways.js";
import { deploymentsView, deploymentView } from "./views/deployments.js";
import { routesView } from "./views/routes.js";
import { routeView } from "./views/route.js";
import { tryView } from "./views/try.js";
import { explainView } from "./views/explain.js";
import { chartsView } from "./views/charts.js";
import { eventsView } from "./views/events.js";

/** By the first part of the address: all of a kind, and one of it. */
const VIEWS = {
  nest: [nestView],
  cells: [cellsView, cellView],
  gateways: [gatewaysView, gatewayView],
  deployments: [deploymentsView, deploymentView],
  routes: [routesView, routeView],
  try: [tryView],
  explain: [explainView],
  charts: [chartsView],
  events: [eventsView],
};

const main = document.getElementById("main");
let shown = null;

/** The view, the id and the parameters that an address asks for. */
function asked() {
  const [place, search] = location.hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [name, ...rest] = place.split("/");
  let id;
  try {
    id = rest.length ? decodeURIComponent(rest.join("/")) : undefined;
  } catch {
    id = rest.join("/");
  }
  return { name: name || "nest", id, parameters: new URLSearchParams(search ?? "") };
}

function follow() {
  const { name, id, parameters } = asked();
  const place = JSON.stringify([name, id]);
  if (shown?.place === place) {
    shown.view.changed?.(parameters);
    return;
  }
  const first = shown === null;
  shown?.view.stop?.();
  const make = VIEWS[name]?.[id === undefined ? 0 : 1];
  const room = h("div", { class: `view view-${name}` });
  main.replaceChildren(room);
  window.scrollTo(0, 0);
  shown = { place, view: make ? make(room, { id, parameters }) : nothing(room) };
  nav(name);
  const heading = room.querySelector("h1");
  document.title = `${heading?.textContent ?? name} · Cellnest`;
  if (!first) heading?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("viewshown"));
}

function nothing(room) {
  show(room, h("h1", { tabindex: "-1" }, "No such page"), h("p", {}, h("a", { href: "#/nest" }, "To the nest")));
  return {};
}

function nav(current) {
  show(
    document.getElementById("nav"),
    h(
      "ul",
      {},
      Object.values(GO).map(([name, label]) =>
        h("li", {}, h("a", { href: `#/${name}`, "aria-current": name === current ? "page" : null }, label)),
      ),
    ),
  );
}

/** Says in words where things stand with the router; the seconds that pass are for eyes only. */
function banner() {
  const passed = () => h("span", { "aria-hidden": "true" }, ` (${duration(Math.floor((Date.now() - link.since) / 1000) * 1000)})`);
  const texts = {
    gone: () => [
      h("strong", {}, "The router has gone. "),
      `It has not answered since ${clock(link.since)}`,
      passed(),
      link.nest ? ". What you see is how it was then; this page goes on asking and recovers by itself." : "; this page goes on asking.",
    ],
    refused: () => [
      h("strong", {}, "The router asks for its token (401). "),
      "Load the page again and give the token as the password, with any user name. ",
      h("button", { type: "button", onclick: () => location.reload() }, "Load again"),
    ],
    failing: () => [h("strong", {}, "The router answers with an error. "), link.reason, passed()],
  };
  const text = texts[link.is]?.();
  document.body.dataset.link = link.is;
  show(document.getElementById("banner"), text && h("p", {}, text));
}

function pulse({ recovered, restarted }) {
  banner();
  const router = link.nest?.router;
  const words = { new: "connecting", up: router?.draining ? "draining" : router && !router.ready ? "not ready yet" : "live" };
  const word = words[link.is] ?? "no answer";
  show(document.getElementById("link-state"), h("span", { class: "dot", "data-is": link.is === "up" && word !== "live" ? "failing" : link.is }), word);
  if (router) {
    show(
      document.getElementById("foot"),
      h("span", {}, "Router ", h("b", {}, router.id)),
      router.version && h("span", {}, "version ", router.version),
      router.startedAt && h("span", {}, "up since ", moment(router.startedAt)),
      h("span", {}, `all rates are of the last ${duration(link.nest.rates?.windowMs ?? 5_000)}`),
      h("a", { href: "/v1/openapi.json" }, "API"),
      h("a", { href: "/metrics" }, "Metrics"),
    );
  }
  if (restarted) say("The router has been started anew");
  else if (recovered) say("The router answers again", "good");
}

document.querySelector(".skip").onclick = (event) => {
  event.preventDefault();
  main.focus();
};
startTheme(document.getElementById("theme"));
startKeys(document.getElementById("help"));
onPulse(pulse);
window.addEventListener("hashchange", follow);
follow();
startPulse();
startFeed();
setInterval(() => link.is !== "up" && !document.hidden && banner(), 1_000);
