// JSON for people. It is laid out anew without being read into numbers, which would round the long ones.

/** Indented, or as it is where it is not JSON. */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let out = "";
  let depth = 0;
  const line = () => "\n" + "  ".repeat(depth);
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  tokens.forEach((token, i) => {
    if (token === "{" || token === "[") {
      const empty = tokens[i + 1] === "}" || tokens[i + 1] === "]";
      out += token;
      depth++;
      if (!empty) out += line();
    } else if (token === "}" || token === "]") {
      const empty = tokens[i - 1] === "{" || tokens[i - 1] === "[";
      depth--;
      out += (empty ? "" : line()) + token;
    } else if (token === ",") {
      out += "," + line();
    } else {
      out += token === ":" ? ": " : token;
    }
  });
  return out;
}
