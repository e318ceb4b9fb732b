// What happens in the nest, as it happens.

import { h, kept, oncePerFrame, show } from "../dom.js";
import { onEvent, recent, TYPES } from "../feed.js";
import { clock, count, moment, plural } from "../format.js";
import { cellLink, deploymentLink, gatewayLink, heading, methodBadge, template } from "../parts.js";

const SHOWN = 200;
/** What went wrong; that a peer left or a route went as it was told to did not. */
const BAD = /-(lost|refused|failed|degraded|kicked|overloaded)$/;
const GOOD = /-(joined|added|ready|relieved|resumed|swapped)$/;

export function eventsView(room, { parameters }) {
  let type = parameters.get("type") ?? "";
  let words = [];
  let held = null;
  let missed = 0;

  const choice = h("select", { "aria-label": "Type", onchange: () => ((type = choice.value), remember(), draw()) }, h("option", { value: "" }, "All types"));
  for (const group of ["cell", "gateway", "deployment", "routes", "router", "peer"]) {
    choice.append(h("option", { value: group }, `${group}: all`), ...TYPES.filter((one) => one.startsWith(group + "-")).map((one) => h("option", { value: one }, one)));
  }
  choice.value = type;
  const search = h("input", {
    type: "search",
    "data-search": true,
    placeholder: "Words of the message",
    "aria-label": "Filter events",
    oninput: () => ((words = search.value.toLowerCase().split(/\s+/).filter(Boolean)), draw()),
  });
  const remember = () => history.replaceState(null, "", "#/events" + (type ? "?type=" + encodeURIComponent(type) : ""));

  const matches = (event) =>
    (type === "" || event.type === type || event.type.startsWith(type + "-")) &&
    words.every((word) => `${event.type} ${event.message} ${event.cell ?? ""} ${event.gateway ?? ""} ${event.deployment ?? ""}`.toLowerCase().includes(word));

  function pause() {
    held = held ? null : recent();
    missed = 0;
    draw();
  }

  const button = h("button", { type: "button", "data-key": "p", onclick: pause, title: "Pause and go on (p)" });
  const tools = kept(h("div", { class: "tools" }, search, choice, button));

  const draw = () => {
    button.textContent = held ? "Go on" : "Pause";
    button.setAttribute("aria-pressed", held ? "true" : "false");
    const all = held ?? recent();
    const found = all.filter(matches);
    show(
      room,
      heading("Events", h("span", { class: "muted" }, held ? `paused, ${count(missed)} more since` : `the last ${count(all.length)}`)),
      tools,
      eventList(found.slice(0, SHOWN), true),
      found.length > SHOWN && h("p", { class: "empty" }, `${count(found.length - SHOWN)} older ones match as well.`),
    );
  };

  const drawSoon = oncePerFrame(draw);
  const endEvents = onEvent(() => {
    if (held) missed++;
    drawSoon();
  });
  draw();
  return {
    stop: endEvents,
    changed(now) {
      type = now.get("type") ?? "";
      choice.value = type;
      draw();
    },
  };
}

/** Newest first. With `live`, what comes is read out. */
export function eventList(events, live = false) {
  if (events.length === 0) return h("p", { class: "empty" }, "Nothing yet.");
  return h(
    "ol",
    { class: "events", role: live ? "log" : null, "aria-label": live ? "Events, newest first" : null, "aria-live": live ? "polite" : null },
    events.map((event) =>
      h(
        "li",
        { key: `${event.id ?? ""} ${event.at}` },
        h("time", { datetime: event.at, title: moment(event.at) }, clock(event.at)),
        h("span", { class: `type ${BAD.test(event.type) ? "bad" : GOOD.test(event.type) ? "good" : ""}` }, event.type),
        h("span", { class: "message" }, event.message, event.reason && !String(event.message).includes(event.reason) ? ` (${event.reason})` : "", routesOf(event)),
        h("span", { class: "links" }, event.cell && cellLink(event.cell), event.gateway && gatewayLink(event.gateway), event.deployment && deploymentLink(event.deployment)),
      ),
    ),
  );
}

/** The routes that it is about; the router names the first of many. */
function routesOf(event) {
  const routes = event.routes ?? [];
  if (routes.length === 0) return null;
  const number = Math.max(routes.length, event.count ?? 0);
  return h(
    "details",
    {},
    h("summary", {}, plural(number, "route")),
    h("ul", {}, routes.map((route) => h("li", { class: "plain-line" }, methodBadge(route.method), " ", template(route.template))), number > routes.length && h("li", { class: "plain-line" }, `and ${count(number - routes.length)} more`)),
  );
}
