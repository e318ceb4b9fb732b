// A request as a command for a POSIX shell.

/** Everything that came from elsewhere stands in single quotes, where a shell takes it as it is. */
const quoted = (text) => "'" + String(text).replaceAll("'", "'\\''") + "'";

export function curl(base, { method, path, headers, body }) {
  const words = ["curl", "-i"];
  if (method === "HEAD") words.push("--head");
  else if (method !== "GET" || body !== null) words.push("-X", /^[A-Z]+$/.test(method) ? method : quoted(method));
  for (const [name, value] of Object.entries(headers)) words.push("-H", quoted(value === "" ? `${name};` : `${name}: ${value}`));
  if (body !== null) words.push("--data-raw", quoted(body));
  words.push("--globoff", "--path-as-is", quoted(base.replace(/\/$/, "") + path));
  return words.join(" ");
}
