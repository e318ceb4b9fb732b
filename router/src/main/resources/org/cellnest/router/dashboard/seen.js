// What the router said last, for views that are opened while it does not answer.

import { get } from "./api.js";
import { link } from "./link.js";

const KEPT = 64;
const answers = new Map();

/** Asks the router, and keeps what it says. */
export async function ask(path) {
  const answer = await get(path);
  answers.delete(path);
  answers.set(path, answer);
  if (answers.size > KEPT) answers.delete(answers.keys().next().value);
  return answer;
}

/** What was answered the last time; undefined while the router answers, since that is soon to be seen anew. */
export const lastSeen = (path) => (link.is === "up" || link.is === "new" ? undefined : answers.get(path));
