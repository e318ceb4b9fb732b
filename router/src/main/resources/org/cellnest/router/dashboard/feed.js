// The router's events as they come, the last of them kept. One connection, only while the page is seen: a browser gives a
// host few.

import { link, onPulse } from "./link.js";

const KEPT = 500;
const RETRY_MS = 2_000;

/** What the stream may carry, in the order in which filters show it. */
export const TYPES = [
  "cell-joined", "cell-left", "cell-lost", "cell-draining", "cell-drained", "cell-resumed", "cell-kicked",
  "gateway-joined", "gateway-left", "gateway-lost", "peer-refused",
  "deployment-added", "deployment-swapped", "deployment-paused", "deployment-removed", "deployment-refused", "deployment-failed",
  "deployment-degraded", "deployment-mended", "deployment-reconfigured", "log-level-changed",
  "routes-added", "routes-gone",
  "router-ready", "router-overloaded", "router-relieved", "router-draining",
];

const listeners = new Set();
let events = [];
let source = null;
let lastId = 0;
let timer = 0;

/** Those that are kept, newest first. */
export const recent = () => events;

/** Calls back with each event that comes. Returns what ends it. */
export function onEvent(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startFeed() {
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  onPulse(({ link: { is }, recovered, restarted }) => {
    if (restarted) restart();
    else if (recovered) open();
    else if (is !== "up") close();
  });
  open();
}

/** Another router process counts from one again. */
function restart() {
  close();
  lastId = 0;
  keep({ at: new Date().toISOString(), type: "router-restarted", message: "the router has been started anew; what follows is its own" });
  open();
}

function open() {
  if (source || document.hidden || link.is === "gone" || link.is === "refused") return;
  clearTimeout(timer);
  source = new EventSource(`/v1/events?since=${lastId}`);
  for (const type of TYPES) source.addEventListener(type, take);
  source.onmessage = take;
  source.onerror = () => {
    // Tried again by hand: the browser's own retry would ask for what the first question asked for.
    close();
    timer = setTimeout(open, RETRY_MS);
  };
}

function close() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function take(message) {
  let event;
  try {
    event = JSON.parse(message.data);
  } catch {
    return;
  }
  if (typeof event.id === "number") {
    if (event.id <= lastId) return;
    lastId = event.id;
  }
  keep(event);
}

function keep(event) {
  events = [event, ...events.slice(0, KEPT - 1)];
  for (const listener of [...listeners]) listener(event);
}
