// The router's control plane. Every failure is a Problem: status 0 where no answer came.

const ANSWER_WITHIN_MS = 8_000;

/** What went wrong, in the words of the answer where there are any. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  get noAnswer() {
    return this.status === 0;
  }
}

export const get = (path, within) => ask("GET", path, undefined, within);
export const post = (path, body, within) => ask("POST", path, body, within);
export const remove = (path) => ask("DELETE", path);

/** A path with each part escaped. */
export const path = (...parts) => "/" + parts.map((part) => encodeURIComponent(part)).join("/");

/** A query without the parts that say nothing. */
export function query(parameters) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return text ? "?" + text : "";
}

async function ask(method, path, body, within = ANSWER_WITHIN_MS) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  let text;
  try {
    answer = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(within),
    });
    text = await answer.text();
  } catch (e) {
    throw new Problem(0, e.name === "TimeoutError" ? `no answer within ${within / 1000} s` : "the router does not answer");
  }
  const json = parsed(text);
  if (!answer.ok) throw new Problem(answer.status, json?.detail ?? json?.title ?? `${method} ${path}: status ${answer.status}`);
  if (json === undefined) throw new Problem(answer.status, `${method} ${path}: not JSON (is this a router's ops port?)`);
  return json;
}

function parsed(text) {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
