// Asks again and again, one question at a time, only while the page is seen and the router answers.

import { link, onPulse, tokenRefused } from "./link.js";

/**
 * Runs `ask` now and then every so many milliseconds; `failed` gets the Problem of a question that failed while the router
 * answered others. Returns `{ now(), stop() }`: ask at once, and never again.
 */
export function poll(everyMs, ask, failed) {
  let timer = 0;
  let asking = false;
  let again = false;
  let stopped = false;

  const run = async () => {
    clearTimeout(timer);
    if (stopped || document.hidden) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      await ask();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (problem.status === 401) tokenRefused(problem);
      else if (!problem.noAnswer && !stopped) failed(problem);
    } finally {
      asking = false;
      if (!stopped) timer = setTimeout(next, again ? 0 : everyMs);
      again = false;
    }
  };
  const next = () => (link.is === "up" || link.is === "new" ? run() : undefined);
  const seen = () => next();
  document.addEventListener("visibilitychange", seen);
  const endPulse = onPulse(({ recovered }) => recovered && run());
  run();
  return {
    now: run,
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      endPulse();
    },
  };
}
