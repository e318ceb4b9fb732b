// Small parts that views share.

import { h, s } from "./dom.js";
import { path } from "./api.js";
import { say } from "./notices.js";
import { moment, age } from "./format.js";

/** What a cell's state is called, its tone, and its shape: nobody has to tell colours apart. */
const STATES = {
  serving: ["good", "disc"],
  full: ["warn", "diamond"],
  blocked: ["warn", "triangle"],
  draining: ["calm", "half"],
  drained: ["calm", "ring"],
  silent: ["bad", "dots"],
  kicked: ["bad", "cross"],
};

const SHAPES = {
  disc: () => s("circle", { cx: 8, cy: 8, r: 5.5 }),
  diamond: () => s("path", { d: "M8 1.500 14.500 8 8 14.500 1.500 8z" }),
  triangle: () => s("path", { d: "M8 2 15 14H1z" }),
  half: () => [s("circle", { cx: 8, cy: 8, r: 5, class: "line" }), s("path", { d: "M8 3a5 5 0 0 1 0 10z" })],
  ring: () => s("circle", { cx: 8, cy: 8, r: 5, class: "line" }),
  dots: () => s("circle", { cx: 8, cy: 8, r: 5, class: "line", "stroke-dasharray": "2.200 2" }),
  cross: () => s("path", { d: "M3.500 3.500 12.500 12.500M12.500 3.500 3.500 12.500", class: "line" }),
};

export function shape(state) {
  const [tone, name] = STATES[state] ?? ["calm", "dots"];
  return s("svg", { class: `shape ${tone}`, viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, SHAPES[name]());
}

/** Shape and word. */
export const stateChip = (state) =>
  h("span", { class: `chip ${(STATES[state] ?? ["calm"])[0]}`, "data-state": state }, shape(state), String(state));

export const methodBadge = (method) => h("span", { class: `method ${methodClass(method)}` }, method);

const methodClass = (method) => (/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method) ? method.toLowerCase() : "other");

/** A template, its variables set apart. */
export const template = (text) =>
  h(
    "code",
    { class: "template" },
    templateParts(text).map((part) => (part.variable ? h("var", {}, part.text) : breakable(part.text))),
  );

/** A line may end after a slash, sooner than within a word. */
const breakable = (text) => text.split(/(?<=\/)/).map((piece) => [piece, h("wbr")]);

/** Literal texts and variables of a template, in order; patterns may hold braces of their own. */
export function templateParts(text) {
  const parts = [];
  let literal = "";
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== "{") {
      literal += text[i];
      continue;
    }
    let depth = 0;
    let end = i;
    for (; end < text.length; end++) {
      if (text[end] === "\\") end++;
      else if (text[end] === "{") depth++;
      else if (text[end] === "}" && --depth === 0) break;
    }
    if (literal) parts.push({ text: literal });
    literal = "";
    const inner = text.slice(i + 1, end);
    const name = inner.split(":")[0];
    const rest = name.endsWith("...");
    parts.push({
      text: text.slice(i, end + 1),
      variable: rest ? name.slice(0, -3) : name,
      rest,
      pattern: inner.includes(":") ? inner.slice(inner.indexOf(":") + 1) : "",
    });
    i = end;
  }
  if (literal) parts.push({ text: literal });
  return parts;
}

export const cellLink = (id) => h("a", { href: "#" + path("cells", id) }, id);
export const gatewayLink = (id) => h("a", { href: "#" + path("gateways", id) }, id);
export const deploymentLink = (name) => h("a", { href: "#" + path("deployments", name) }, name);
export const routeLink = (route) =>
  h("a", { class: "route-link", href: "#" + path("routes", route.id) }, methodBadge(route.method), " ", template(route.template));

/** When, and how long ago. */
export const since = (at) => (at ? h("time", { datetime: at, title: moment(at) }, age(at) + " ago") : "–");

/** Names and values. */
export const facts = (pairs) =>
  h(
    "dl",
    { class: "facts" },
    pairs.filter(Boolean).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value ?? "–"))),
  );

/** What a table says of the keys of peers: a column of them, or nothing where no peer has one. */
export const keyColumns = (peers) => (peers.some((peer) => peer.key) ? [{ title: "Key", class: "wide", cell: (peer) => peer.key || "–" }] : []);

/** A table that scrolls within itself where it does not fit. Columns: `{ title, cell(row), class, sort, sorted }`. */
export function table({ caption, columns, rows, key, empty = "Nothing to show.", shown = false }) {
  if (rows.length === 0) return h("p", { class: "empty" }, empty);
  return h(
    "div",
    { class: "scroller", role: "region", "aria-label": caption, tabindex: "0" },
    h(
      "table",
      {},
      h("caption", { class: shown ? null : "unseen" }, caption),
      h(
        "thead",
        {},
        h("tr", {}, columns.map((column) => h("th", { scope: "col", class: column.class, "aria-sort": column.sorted }, column.head ?? column.title))),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            { key: key?.(row) },
            columns.map((column, i) =>
              i === 0 ? h("th", { scope: "row", class: column.class }, column.cell(row)) : h("td", { class: column.class }, column.cell(row)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A bar of what is taken of what there is. */
export function fill(taken, all) {
  const share = all > 0 ? Math.min(1, taken / all) : 0;
  return s(
    "svg",
    { class: "fill", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { class: "all", width: 100, height: 4 }),
    s("rect", { class: share >= 0.9 ? "taken high" : "taken", width: (share * 100).toFixed(1), height: 4 }),
  );
}

/** Copies a text and says so; where the page may not, it shows the text marked for copying by hand. */
export function copyButton(label, text) {
  return h(
    "button",
    {
      type: "button",
      onclick: async ({ currentTarget: button }) => {
        try {
          await navigator.clipboard.writeText(text());
          say("Copied");
        } catch {
          const field = h("textarea", { class: "by-hand", readonly: true, "aria-label": label }, text());
          document.querySelector("main .by-hand")?.remove();
          button.after(field);
          field.focus();
          field.select();
          say("This page may not write to the clipboard: the text is marked, copy it with the keyboard");
        }
      },
    },
    label,
  );
}

/** The head of a view. */
export const heading = (title, ...more) => h("div", { class: "heading" }, h("h1", { tabindex: "-1" }, title), ...more);

export const failure = (problem) =>
  h("div", { class: "failure", role: "alert" }, h("strong", {}, problem.status ? `${problem.status} ` : ""), problem.message);

export const waiting = () => h("p", { class: "empty" }, "Asking the router …");
