// One route: what it takes, which cells answer it, and a form to try it.

import { h, kept, show } from "../dom.js";
import { get, path, query } from "../api.js";
import { poll } from "../poll.js";
import { ask, lastSeen } from "../seen.js";
import { count, duration, rate } from "../format.js";
import { cellLink, deploymentLink, facts, failure, heading, methodBadge, since, table, template, waiting } from "../parts.js";
import { explained } from "./explain.js";
import { routeForm } from "./tryform.js";

const EVERY_MS = 2_000;

export function routeView(room, { id }) {
  let route = lastSeen("/v1" + path("routes", id)) ?? null;
  let problem = null;
  let form = null;
  const explanation = kept(h("section", { "aria-live": "polite" }));

  const explain = async (method, target) => {
    show(explanation, h("h2", {}, "Explained"), h("p", { class: "empty" }, "Asking …"));
    try {
      show(explanation, h("h2", {}, "Explained"), explained(await get("/v1/explain" + query({ method, path: target }))));
    } catch (failed) {
      show(explanation, h("h2", {}, "Explained"), failure(failed));
    }
  };

  const draw = () =>
    show(
      room,
      h("p", { class: "crumbs" }, h("a", { href: "#/routes" }, "Routes")),
      route ? heading([methodBadge(route.method), " ", template(route.template)]) : heading("Route"),
      problem && failure(problem),
      route
        ? [
            route.description && h("p", { class: "lead" }, route.description),
            facts([
              ["Deployment", deploymentLink(route.deployment)],
              ["Rate", rate(route.rates?.requestsPerSecond)],
              ["Errors", rate(route.rates?.errorsPerSecond)],
              ["Mean, since it came", duration(route.meanMs)],
              ["p99, since it came", duration(route.p99Ms)],
              ["Parked", count(route.parked)],
              ["Deadline", route.timeoutMs ? duration(route.timeoutMs) : "the nest's default"],
              ["Idempotent", route.idempotent === null || route.idempotent === undefined ? "as its method says" : route.idempotent ? "yes" : "no"],
              ["Reachable", route.inner ? "by cells only" : "by gateways"],
              ["Produces", route.produces || "–"],
              ["Since", since(route.since)],
              ["Answers so far", Object.entries(route.requests ?? {}).map(([status, number]) => h("span", { class: "tally" }, `${status} `, h("b", {}, count(number)), " "))],
            ]),
            h("section", { key: "cells" }, h("h2", {}, "Cells"), cells(route)),
            h("section", { key: "parameters" }, h("h2", {}, "Parameters"), parameters(route.parameters ?? [])),
            schemas(route),
            form,
            explanation,
          ]
        : !problem && waiting(),
    );

  const asking = poll(
    EVERY_MS,
    async () => {
      route = await ask("/v1" + path("routes", id));
      if (form === null) {
        form = kept(h("section", {}, h("h2", {}, "Try it"), routeForm(route, explain)));
        if (room.isConnected) document.title = `${route.method} ${route.template} · Cellnest`;
      }
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

function cells(route) {
  const names = route.cells ?? [];
  if (names.length === 0) return h("p", { class: "empty" }, "None now: requests wait a while for one to come back.");
  return h(
    "ul",
    { class: "inline" },
    names.map((cell) => h("li", { key: cell }, cellLink(cell))),
    route.cellCount > names.length && h("li", {}, h("a", { href: `#/deployments/${encodeURIComponent(route.deployment)}` }, `and ${count(route.cellCount - names.length)} more`)),
  );
}

const parameters = (list) =>
  table({
    caption: "Parameters",
    rows: list,
    key: (parameter) => `${parameter.in} ${parameter.name}`,
    empty: "None that it reports.",
    columns: [
      { title: "Name", cell: (parameter) => h("code", {}, parameter.name) },
      { title: "In", cell: (parameter) => parameter.in },
      { title: "Type", cell: (parameter) => parameter.type ?? "–" },
      { title: "Required", cell: (parameter) => (String(parameter.required) === "true" ? "yes" : "no") },
      { title: "Default", class: "wide", cell: (parameter) => (parameter.default === undefined ? "–" : h("code", {}, parameter.default)) },
      { title: "Description", class: "text wide", cell: (parameter) => parameter.description ?? "" },
    ],
  });

const schemas = (route) =>
  ["request", "response"]
    .filter((which) => route[which] && typeof route[which] === "object")
    .map((which) =>
      h("details", { key: which }, h("summary", {}, `Schema of the ${which}`), h("pre", { tabindex: "0" }, JSON.stringify(route[which], null, 2))),
    );
