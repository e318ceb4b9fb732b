// Dialogs, the browser's own: they keep the focus in and give it back.

import { h } from "./dom.js";

/** Asks before something that cannot be taken back. Resolves to whether to do it. */
export function confirm({ title, text, action }) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-labelledby": "dialog-title" },
      h("h2", { id: "dialog-title" }, title),
      h("p", {}, text),
      h(
        "form",
        { method: "dialog", class: "actions" },
        h("button", { type: "submit", value: "no", autofocus: true }, "Cancel"),
        h("button", { type: "submit", value: "yes", class: "danger" }, action),
      ),
    );
    open(dialog, () => resolve(dialog.returnValue === "yes"));
  });
}

/** Shows something until it is closed. */
export function inform(title, ...content) {
  open(
    h(
      "dialog",
      { class: "dialog", "aria-labelledby": "dialog-title" },
      h("h2", { id: "dialog-title" }, title),
      ...content,
      h("form", { method: "dialog", class: "actions" }, h("button", { type: "submit", autofocus: true }, "Close")),
    ),
    () => {},
  );
}

/** Whether one is open. */
export const dialogIsOpen = () => document.querySelector("dialog[open]") !== null;

function open(dialog, closed) {
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
}
