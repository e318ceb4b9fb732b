// Why a request goes where it goes.

import { h, kept, show } from "../dom.js";
import { get, query } from "../api.js";
import { count, duration } from "../format.js";
import { cellLink, facts, failure, heading, methodBadge, routeLink, stateChip, table, template } from "../parts.js";
import { failureTable } from "./cell.js";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const TONES = { match: "good", options: "calm", inner: "warn" };

export function explainView(room, { parameters }) {
  const methods = h("datalist", { id: "methods" }, METHODS.map((name) => h("option", { value: name })));
  const method = h("input", { class: "method-field", list: "methods", required: true, maxlength: 64, spellcheck: "false", "aria-label": "Method" });
  const target = h("input", { "data-search": true, required: true, placeholder: "/orders/7", spellcheck: "false", "aria-label": "Path" });
  const result = h("div", { class: "result", "aria-live": "polite" });
  const form = h(
    "form",
    {
      class: "try",
      onsubmit: (event) => {
        event.preventDefault();
        const wanted = "#/explain" + query({ method: method.value.trim(), path: target.value.trim().split("?")[0] });
        if (location.hash === wanted) ask();
        else location.hash = wanted;
      },
    },
    methods,
    h("div", { class: "request-line" }, method, target, h("button", { type: "submit", class: "primary" }, "Explain")),
  );

  const ask = async () => {
    if (!target.value) return;
    show(result, h("p", { class: "empty" }, "Asking …"));
    try {
      show(result, explained(await get("/v1/explain" + query({ method: method.value, path: target.value }))));
    } catch (problem) {
      show(result, failure(problem));
    }
  };

  const read = (now) => {
    method.value = now.get("method") ?? "GET";
    target.value = now.get("path") ?? "";
    show(result);
    ask();
  };

  show(
    room,
    heading("Explain"),
    h("p", { class: "lead" }, "What the router would do with a request at this moment: which route, which cells, which one. Nothing is sent."),
    kept(form),
    kept(result),
  );
  read(parameters);
  return { changed: read };
}

/** An explanation, drawn. */
export function explained(answer) {
  return [
    h("p", { class: "summary" }, h("span", { class: `chip ${TONES[answer.outcome] ?? "bad"}`, "data-outcome": answer.outcome }, answer.outcome, answer.status ? ` ${answer.status}` : ""), " ", answer.summary),
    answer.route && h("p", {}, routeLink(answer.route), h("span", { class: "muted" }, ` of ${answer.route.deployment}`)),
    facts([
      (answer.allow ?? []).length > 0 && ["Allowed methods", answer.allow.map((name) => [methodBadge(name), " "])],
      Object.keys(answer.variables ?? {}).length > 0 && ["Variables", Object.entries(answer.variables).map(([name, value]) => [h("code", { class: "label" }, `${name} = ${value}`), " "])],
      answer.timeoutMs > 0 && ["Deadline", duration(answer.timeoutMs)],
      answer.route && ["May be started twice", answer.idempotent ? "yes" : "no"],
      answer.pick && ["Would go to", cellLink(answer.pick)],
    ]),
    (answer.candidates ?? []).length > 0 && [
      h("h3", {}, "Cells"),
      table({
        caption: "Cells that have the route",
        rows: answer.candidates,
        key: (candidate) => candidate.cell,
        columns: [
          { title: "Cell", cell: (candidate) => [cellLink(candidate.cell), candidate.cell === answer.pick && h("b", {}, " ← this one")] },
          { title: "State", cell: (candidate) => stateChip(candidate.state) },
          { title: "In flight", class: "number", cell: (candidate) => `${count(candidate.inFlight)} / ${count(candidate.concurrency)}` },
          { title: "Weight", class: "number", cell: (candidate) => count(candidate.weight) },
          { title: "Eligible", cell: (candidate) => (candidate.eligible ? "yes" : "no") },
          { title: "Reason", class: "text", cell: (candidate) => candidate.reason ?? "" },
        ],
      }),
    ],
    (answer.failures ?? []).length > 0 && [h("h3", {}, "What does not serve"), failureTable("What does not serve", answer.failures)],
    (answer.near ?? []).length > 0 && [
      h("h3", {}, "Near misses"),
      table({
        caption: "Near misses",
        rows: answer.near,
        columns: [
          { title: "Route", cell: (near) => [methodBadge(near.method), " ", template(near.template)] },
          { title: "Deployment", cell: (near) => near.deployment },
          { title: "Why not", class: "text", cell: (near) => near.reason },
        ],
      }),
    ],
  ];
}
