// All routes of the nest, searched and sorted by the router, a page at a time.

import { h, kept, show } from "../dom.js";
import { query } from "../api.js";
import { poll } from "../poll.js";
import { ask, lastSeen } from "../seen.js";
import { count, duration, plural, rate } from "../format.js";
import { cellLink, deploymentLink, failure, heading, routeLink, table, waiting } from "../parts.js";

const EVERY_MS = 3_000;
const PAGE = 100;
const TYPING_MS = 200;
const SORTS = { template: "By template", rate: "Busiest first", p99: "Slowest first (p99)" };

export function routesView(room, { parameters }) {
  let asked = read(parameters);
  let answer = lastSeen(listing(asked)) ?? null;
  let problem = null;
  let typing = 0;
  /** Where each page that was seen begins, so that one can go back. */
  let begins = [];
  begins[asked.page - 1] = asked.after;

  const search = h("input", {
    type: "search",
    "data-search": true,
    placeholder: "Template, method, deployment, description",
    "aria-label": "Search routes",
    value: asked.q,
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => go({ q: search.value, after: "", page: 1 }), TYPING_MS);
    },
  });
  const sort = h(
    "select",
    { "aria-label": "Sort", onchange: () => go({ sort: sort.value, after: "", page: 1 }) },
    Object.entries(SORTS).map(([value, name]) => h("option", { value, selected: value === asked.sort }, name)),
  );

  const filters = h("span", { class: "filters" });
  const tools = kept(h("div", { class: "tools" }, search, sort, filters));

  /** Where a choice leads; what a reader types does not fill the history. */
  const go = (changes) => {
    asked = { ...asked, ...changes };
    begins = [""];
    history.replaceState(null, "", address(asked));
    asking.now();
  };

  const draw = () => {
    const first = (asked.page - 1) * PAGE;
    show(filters, only("deployment", asked, deploymentLink), only("cell", asked, cellLink));
    show(
      room,
      heading("Routes", answer && h("span", { class: "muted", role: "status" }, plural(answer.total, "route"))),
      tools,
      problem && failure(problem),
      answer === null
        ? !problem && waiting()
        : table({
            caption: answer.routes.length ? `Routes ${count(first + 1)} to ${count(first + answer.routes.length)} of ${count(answer.total)}` : "Routes",
            shown: true,
            rows: answer.routes,
            key: (route) => route.id,
            empty: asked.q ? "No route matches." : "No cell has brought a route yet.",
            columns: columns(asked),
          }),
      answer && pager(),
    );
  };

  const pager = () =>
    h(
      "nav",
      { class: "pager", "aria-label": "Pages" },
      asked.page > 1 && h("a", { class: "button", href: address({ ...asked, after: "", page: 1 }) }, "First"),
      begins[asked.page - 2] !== undefined && h("a", { class: "button", rel: "prev", href: address({ ...asked, after: begins[asked.page - 2], page: asked.page - 1 }) }, "Previous"),
      answer.next && h("a", { class: "button", rel: "next", href: address({ ...asked, after: answer.next, page: asked.page + 1 }) }, "Next"),
    );

  const asking = poll(
    EVERY_MS,
    async () => {
      const wanted = JSON.stringify(asked);
      const now = await ask(listing(asked));
      // What was asked meanwhile is asked next.
      if (wanted !== JSON.stringify(asked)) return;
      answer = now;
      problem = null;
      draw();
    },
    (failed) => {
      problem = failed;
      draw();
    },
  );
  draw();
  return {
    stop() {
      clearTimeout(typing);
      asking.stop();
    },
    changed(now) {
      asked = read(now);
      begins[asked.page - 1] = asked.after;
      if (document.activeElement !== search) search.value = asked.q;
      sort.value = asked.sort;
      window.scrollTo(0, 0);
      asking.now();
    },
  };
}

function read(parameters) {
  const sort = parameters.get("sort") ?? "";
  return {
    q: parameters.get("q") ?? "",
    deployment: parameters.get("deployment") ?? "",
    cell: parameters.get("cell") ?? "",
    sort: SORTS[sort] ? sort : "template",
    after: parameters.get("after") ?? "",
    page: parameters.get("after") ? Math.max(1, Number(parameters.get("page")) || 1) : 1,
  };
}

/** What the router is asked for. */
const listing = ({ q, deployment, cell, sort, after }) => "/v1/routes" + query({ q, deployment, cell, sort, limit: PAGE, after });

const address = ({ q, deployment, cell, sort, after, page }) =>
  "#/routes" + query({ q, deployment, cell, sort: sort === "template" ? "" : sort, after, page: after ? page : "" });

function only(name, asked, to) {
  return asked[name] && h("span", { class: "only" }, `${name} `, to(asked[name]), " ", h("a", { href: address({ ...asked, [name]: "", after: "", page: 1 }), "aria-label": `Not only ${name} ${asked[name]}` }, "×"));
}

/** The head of a column that leads to the list in its order. */
const sorted = (asked, sort, title) => h("a", { href: address({ ...asked, sort, after: "", page: 1 }) }, title);

const columns = (asked) => [
  { title: "Route", head: sorted(asked, "template", "Route"), cell: routeLink, sorted: asked.sort === "template" ? "ascending" : null },
  { title: "Deployment", class: "wide", cell: (route) => deploymentLink(route.deployment) },
  { title: "Cells", class: "number wide", cell: (route) => count(route.cellCount) },
  { title: "Rate", head: sorted(asked, "rate", "Rate"), class: "number", cell: (route) => rate(route.rates?.requestsPerSecond), sorted: asked.sort === "rate" ? "descending" : null },
  { title: "Errors", class: "number wide", cell: (route) => h("span", { class: route.rates?.errorsPerSecond > 0 ? "bad" : null }, rate(route.rates?.errorsPerSecond)) },
  { title: "Mean", head: h("span", { title: "Since the route came" }, "Mean"), class: "number", cell: (route) => duration(route.meanMs) },
  { title: "p99", head: sorted(asked, "p99", "p99"), class: "number wide", cell: (route) => duration(route.p99Ms), sorted: asked.sort === "p99" ? "descending" : null },
  { title: "Parked", class: "number wide", cell: (route) => count(route.parked) },
  { title: "Description", class: "wide text", cell: (route) => route.description ?? "" },
];
