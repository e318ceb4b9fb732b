// An example of what a JSON Schema describes, to begin a request with.

const DEEPEST = 6;
const FORMATS = {
  "date-time": "2026-01-31T12:00:00Z",
  date: "2026-01-31",
  time: "12:00:00",
  duration: "PT1M",
  uuid: "00000000-0000-4000-8000-000000000000",
  email: "name@example.org",
  uri: "https://example.org/",
};

/** A value that the schema is likely to accept: what it names as an example, else the plainest of its type. */
export function sample(schema, root = schema, depth = 0) {
  if (schema === true || schema === null || typeof schema !== "object") return null;
  if (schema.$ref !== undefined) return depth < DEEPEST ? sample(resolve(schema.$ref, root), root, depth + 1) : null;
  for (const name of ["example", "default", "const"]) if (schema[name] !== undefined) return schema[name];
  if (Array.isArray(schema.examples) && schema.examples.length) return schema.examples[0];
  if (Array.isArray(schema.enum) && schema.enum.length) return schema.enum[0];
  const choice = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(choice) && choice.length) return sample(choice.find((one) => one.type !== "null") ?? choice[0], root, depth + 1);
  if (Array.isArray(schema.allOf)) return Object.assign({}, ...schema.allOf.map((one) => sample(one, root, depth + 1)), properties(schema, root, depth));
  const types = [schema.type].flat();
  const type = types.find((one) => one !== "null") ?? (schema.properties ? "object" : schema.items ? "array" : undefined);
  switch (type) {
    case "object":
      return properties(schema, root, depth);
    case "array":
      return depth < DEEPEST && schema.items ? [sample(schema.items, root, depth + 1)] : [];
    case "string":
      return FORMATS[schema.format] ?? "x".repeat(Math.min(64, schema.minLength ?? 0));
    case "integer":
    case "number":
      return schema.minimum ?? (schema.exclusiveMinimum !== undefined ? schema.exclusiveMinimum + 1 : 0);
    case "boolean":
      return false;
    default:
      return null;
  }
}

function properties(schema, root, depth) {
  if (depth >= DEEPEST) return {};
  return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, sample(one, root, depth + 1)]));
}

/** A reference within the document, such as #/$defs/Order. */
function resolve(reference, root) {
  if (!reference.startsWith("#")) return null;
  return reference
    .slice(1)
    .split("/")
    .filter(Boolean)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((at, part) => at?.[part], root) ?? null;
}
