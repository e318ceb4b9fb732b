// Gateways: all of them, and one.

import { h, show } from "../dom.js";
import { path } from "../api.js";
import { poll } from "../poll.js";
import { ask, lastSeen } from "../seen.js";
import { recent } from "../feed.js";
import { count, duration, plural, rate } from "../format.js";
import { facts, failure, gatewayLink, heading, keyColumns, since, table, waiting } from "../parts.js";
import { eventList } from "./events.js";

const EVERY_MS = 1_000;

export function gatewaysView(room) {
  let gateways = lastSeen("/v1/gateways")?.gateways ?? null;
  let problem = null;
  const draw = () =>
    show(
      room,
      heading("Gateways", gateways && h("span", { class: "muted" }, plural(gateways.length, "gateway"))),
      problem && failure(problem),
      gateways === null
        ? waiting()
        : table({
            caption: "Gateways",
            rows: gateways,
            key: (gateway) => gateway.id,
            empty: "No gateway is connected: nothing comes in.",
            columns: [
              { title: "Gateway", cell: (gateway) => gatewayLink(gateway.id) },
              { title: "HTTP", cell: (gateway) => [address(gateway.http), gateway.http && !gateway.httpVerified && h("span", { class: "muted", title: gateway.httpProblem }, " not verified")] },
              { title: "Rate", class: "number", cell: (gateway) => rate(gateway.rates?.requestsPerSecond) },
              { title: "On their way", class: "number", cell: (gateway) => `${count(gateway.outstanding)} / ${count(gateway.maxOutstanding)}` },
              { title: "Lanes", class: "number wide", cell: (gateway) => count(gateway.lanes) },
              { title: "State", class: "wide", cell: (gateway) => (gateway.draining ? "draining" : "open") },
              { title: "Joined", class: "wide", cell: (gateway) => since(gateway.since) },
              ...keyColumns(gateways),
            ],
          }),
    );
  const asking = poll(
    EVERY_MS,
    async () => {
      gateways = (await ask("/v1/gateways")).gateways;
      problem = null;
      draw();
    },
    (failed) => {
      problem = failed;
      draw();
    },
  );
  draw();
  return asking;
}

export function gatewayView(room, { id }) {
  let gateway = lastSeen("/v1" + path("gateways", id)) ?? null;
  let problem = null;
  const draw = () =>
    show(
      room,
      h("p", { class: "crumbs" }, h("a", { href: "#/gateways" }, "Gateways")),
      heading(id, gateway?.draining && h("span", { class: "chip calm" }, "draining")),
      problem && failure(problem),
      gateway
        ? [
            facts([
              ["HTTP", address(gateway.http)],
              gateway.http && !gateway.httpVerified && ["Not verified there", gateway.httpProblem ?? "not checked"],
              ["Rate", rate(gateway.rates?.requestsPerSecond)],
              ["On their way", `${count(gateway.outstanding)} of ${count(gateway.maxOutstanding)}`],
              ["Lanes", count(gateway.lanes)],
              ["Last heard", duration(gateway.lastHeardMs) + " ago"],
              ["Joined", since(gateway.since)],
              ["Version", gateway.version ?? "–"],
              ["Address", gateway.address],
              gateway.key && ["Key", gateway.key],
              ["Session", String(gateway.session ?? "–")],
              ["Incarnation", h("code", {}, String(gateway.incarnation ?? "–"))],
            ]),
            h("section", {}, h("h2", {}, "Counters of its last heartbeat"), counters(gateway.counters ?? {})),
            h("section", {}, h("h2", {}, "Events"), eventList(recent().filter((event) => event.gateway === id).slice(0, 10))),
          ]
        : !problem && waiting(),
    );
  const asking = poll(
    EVERY_MS,
    async () => {
      gateway = await ask("/v1" + path("gateways", id));
      problem = null;
      draw();
    },
    (failed) => {
      problem = failed;
      if (failed.status === 404) gateway = null;
      draw();
    },
  );
  draw();
  return asking;
}

/** A link only where it is one that a browser may follow: a peer may say anything. */
const address = (http) => (http && /^https?:\/\//.test(http) ? h("a", { href: http, rel: "noreferrer noopener", target: "_blank" }, http) : (http ?? "not known"));

const counters = (values) => {
  const names = Object.keys(values);
  return names.length === 0 ? h("p", { class: "empty" }, "None yet.") : facts(names.sort().map((name) => [name, count(values[name])]));
};
