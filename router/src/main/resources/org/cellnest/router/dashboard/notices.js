// What has just happened: a line that fades, read out once.

import { h } from "./dom.js";

const SHOWN_MS = 5_000;
const MOST = 4;

/** Says it to ears only, where eyes see it anyway. */
export function readOut(text) {
  document.getElementById("status").textContent = text;
}

/** Says it to ears and eyes. `tone` is "good", "bad" or nothing. */
export function say(text, tone = "") {
  readOut(text);
  const notices = document.getElementById("notices");
  const notice = h("p", { class: "notice " + tone }, text);
  notices.append(notice);
  while (notices.children.length > MOST) notices.firstChild.remove();
  setTimeout(() => notice.remove(), SHOWN_MS);
}
