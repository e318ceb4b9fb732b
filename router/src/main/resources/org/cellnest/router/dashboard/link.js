// Whether the router answers. One request a second keeps `nest` fresh; everything else waits while it fails.

import { get } from "./api.js";

const EVERY_MS = 1_000;

const listeners = new Set();
const state = {
  /** "new" before the first answer, "up", "gone", "refused" (the token), "failing" (it answers, but not well) */
  is: "new",
  /** when it answered last, or this page opened; milliseconds */
  since: Date.now(),
  reason: "",
  nest: null,
};
let timer = 0;
let asking = false;

/** The state as it is; not to be changed by others. */
export const link = state;

/** Calls back after every answer or failure: `({ link, recovered, restarted })`. Returns what ends it. */
export function onPulse(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Begins to ask, and goes on while the page is seen. */
export function startPulse() {
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : beat()));
  beat();
}

/** Somebody else was told that the token is missing or wrong. */
export function tokenRefused(problem) {
  change({ is: "refused", reason: problem.message });
}

async function beat() {
  clearTimeout(timer);
  if (asking || document.hidden) return;
  asking = true;
  const begun = Date.now();
  try {
    const nest = await get("/v1/nest");
    change({ is: "up", since: Date.now(), reason: "", nest });
  } catch (problem) {
    const is = problem.noAnswer ? "gone" : problem.status === 401 ? "refused" : "failing";
    change({ is, reason: problem.message });
  } finally {
    asking = false;
    if (!document.hidden) timer = setTimeout(beat, Math.max(200, EVERY_MS - (Date.now() - begun)));
  }
}

function change(changes) {
  const before = { is: state.is, incarnation: state.nest?.router?.incarnation };
  Object.assign(state, changes);
  const pulse = {
    link: state,
    recovered: state.is === "up" && before.is !== "up" && before.is !== "new",
    restarted: before.incarnation !== undefined && before.incarnation !== state.nest?.router?.incarnation,
  };
  for (const listener of [...listeners]) listener(pulse);
}
