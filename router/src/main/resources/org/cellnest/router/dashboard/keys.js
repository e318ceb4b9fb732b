// The keyboard's short ways. They keep out of fields, dialogs and the browser's own shortcuts.

import { h } from "./dom.js";
import { dialogIsOpen, inform } from "./dialogs.js";
import { turnTheme } from "./theme.js";

const KEPT_AS = "cellnest.keys";
const SECOND_KEY_WITHIN_MS = 1_500;

/** Letters after g. */
export const GO = {
  n: ["nest", "Nest"],
  c: ["cells", "Cells"],
  g: ["gateways", "Gateways"],
  d: ["deployments", "Deployments"],
  r: ["routes", "Routes"],
  t: ["try", "Try"],
  x: ["explain", "Explain"],
  h: ["charts", "Charts"],
  e: ["events", "Events"],
};

let goUntil = 0;
let on = remembered();

export function startKeys(helpButton) {
  helpButton.onclick = showHelp;
  document.addEventListener("keydown", onKey);
}

function onKey(event) {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || dialogIsOpen()) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key !== "g" && Date.now() < goUntil && GO[event.key]) {
    go(event, event.key);
  } else if (event.key === "g") {
    if (Date.now() < goUntil) go(event, "g");
    else goUntil = Date.now() + SECOND_KEY_WITHIN_MS;
  } else if (event.key === "/") {
    event.preventDefault();
    focusSearch();
  } else if (event.key === "?") {
    event.preventDefault();
    showHelp();
  } else if (event.key === "t") {
    turnTheme();
  } else if (event.key === "p") {
    document.querySelector("[data-key=p]")?.click();
  }
}

function go(event, letter) {
  event.preventDefault();
  goUntil = 0;
  location.hash = "#/" + GO[letter][0];
}

function focusSearch() {
  const field = document.querySelector("main [data-search]");
  if (field) {
    field.focus();
    field.select?.();
    return;
  }
  document.addEventListener("viewshown", () => document.querySelector("main [data-search]")?.focus(), { once: true });
  location.hash = "#/routes";
}

function showHelp() {
  const line = (keys, what) =>
    h("tr", {}, h("td", {}, keys.map((key, i) => [i ? " " : "", h("kbd", {}, key)])), h("td", {}, what));
  inform(
    "Keyboard",
    h(
      "table",
      { class: "keys" },
      h("thead", { class: "unseen" }, h("tr", {}, h("th", { scope: "col" }, "Keys"), h("th", { scope: "col" }, "What they do"))),
      h(
        "tbody",
        {},
        line(["/"], "Search, or filter"),
        Object.entries(GO).map(([letter, [, name]]) => line(["g", letter], name)),
        line(["p"], "Pause and go on (events)"),
        line(["t"], "Light, dark, or as the system"),
        line(["?"], "This list"),
        line(["Esc"], "Leave a field or a dialog"),
      ),
    ),
    h("label", { class: "check" }, h("input", { type: "checkbox", checked: on, onchange: ({ target }) => turn(target.checked) }), " Single keys do this"),
  );
}

/** Who speaks to a computer, or hits keys by chance, does without. */
function turn(wanted) {
  on = wanted;
  try {
    localStorage.setItem(KEPT_AS, wanted ? "on" : "off");
  } catch {
    // Until the page is closed, then.
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEPT_AS) !== "off";
  } catch {
    return true;
  }
}
