// The forms of "try it": made from a route's signature, or free. Sending goes through the router, so that it works wherever
// this page is open.

import { h, show } from "../dom.js";
import { get, post } from "../api.js";
import { readOut } from "../notices.js";
import { duration } from "../format.js";
import { copyButton, failure, templateParts } from "../parts.js";
import { sample } from "../schema.js";
import { curl } from "../curl.js";
import { answerView } from "./answer.js";

const ANSWER_WITHIN_MS = 40_000;
const RECHECK_MS = 1_000;
const RECHECKS = 6;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";
/** In the order of the form. */
const PLACES = ["path", "query", "header", "cookie", "form", "json"];
const PLACE_NAMES = { path: "Path", query: "Query", header: "Headers", cookie: "Cookies", form: "Form fields", json: "JSON fields" };

/** A form for this route; `explain(method, path)` is called for what the form says. */
export function routeForm(route, explain) {
  const fields = fieldsOf(route);
  const takesBody = (route.parameters ?? []).some((parameter) => parameter.in === "body") || Boolean(route.request);
  const body = takesBody && !fields.some((field) => field.place === "form" || field.place === "json") ? bodyField(route) : null;
  const extra = headersField();

  const request = () => {
    const by = (place) => fields.filter((field) => field.place === place && field.isGiven());
    const search = new URLSearchParams(by("query").flatMap((field) => field.values().map((value) => [field.name, value])));
    const headers = Object.fromEntries(by("header").map((field) => [field.name, field.value()]));
    const cookies = by("cookie").map((field) => `${field.name}=${field.value()}`);
    if (cookies.length) headers.Cookie = cookies.join("; ");
    let content = null;
    if (by("form").length) {
      content = new URLSearchParams(by("form").flatMap((field) => field.values().map((value) => [field.name, value]))).toString();
      headers["Content-Type"] = FORM_TYPE;
    } else if (by("json").length) {
      content = `{${by("json").map((field) => `${JSON.stringify(field.name)}: ${field.json()}`).join(", ")}}`;
      headers["Content-Type"] = JSON_TYPE;
    } else if (body && body.value.trim() !== "") {
      content = body.value;
      headers["Content-Type"] = body.dataset.type;
    }
    Object.assign(headers, headersOf(extra.value));
    const text = search.toString();
    return { method: route.method, path: pathOf(route, fields) + (text ? "?" + text : ""), headers, body: content };
  };

  const content = [
    PLACES.map((place) => {
      const here = fields.filter((field) => field.place === place);
      return here.length > 0 && h("fieldset", {}, h("legend", {}, PLACE_NAMES[place]), here.map((field) => field.element));
    }),
    body && labelled(body.dataset.type === JSON_TYPE ? "Body (JSON)" : "Body", body),
    h("details", {}, h("summary", {}, "More headers"), labelled("One on a line, as Name: value", extra)),
  ];
  return form(content, request, {
    explain: () => explain(route.method, request().path.split("?")[0]),
    byHand: true,
  });
}

/** A form for any method and path. */
export function freeForm(method, target) {
  const methods = h("datalist", { id: "methods" }, METHODS.map((name) => h("option", { value: name })));
  const methodField = h("input", { class: "method-field", value: method, list: "methods", required: true, autocapitalize: "characters", spellcheck: "false", maxlength: 64, "aria-label": "Method" });
  const pathField = h("input", { "data-search": true, value: target, required: true, pattern: "/.*", title: "It begins with a slash", spellcheck: "false", "aria-label": "Path and query" });
  const headers = headersField();
  const body = h("textarea", { rows: 6, spellcheck: "false" });
  const request = () => ({
    method: methodField.value.trim(),
    path: pathField.value.trim(),
    headers: headersOf(headers.value),
    body: body.value === "" ? null : body.value,
  });
  return form(
    [methods, h("div", { class: "request-line" }, methodField, pathField), labelled("Headers, one on a line, as Name: value", headers), labelled("Body", body)],
    request,
    {},
  );
}

function form(content, request, { explain, byHand }) {
  const gateway = h("select", { "aria-label": "Gateway" }, h("option", { value: "" }, "Any gateway"));
  /** Those that answer for themselves at their address; the router sends nothing to others. */
  let gateways = [];
  const why = h("p", { class: "muted why" });
  const offer = (all) => {
    gateways = all.filter((one) => one.http && one.httpVerified);
    const others = all.filter((one) => !gateways.includes(one));
    show(
      gateway,
      h("option", { value: "", key: "" }, "Any gateway"),
      all.map((one) => h("option", { value: one.id, key: one.id, disabled: others.includes(one) }, others.includes(one) ? `${one.id} (not verified)` : one.id)),
    );
    send.disabled = gateways.length === 0;
    show(why, gateways.length === 0 && (all.length === 0 ? "No gateway is connected: there is none to send it to." : unverified(others)));
    return others.some((one) => one.http);
  };
  const refresh = async (tries) => {
    let open = true;
    try {
      open = offer((await get("/v1/gateways")).gateways);
    } catch {
      // The banner tells of a router that does not answer.
    }
    // An address is checked while the router is asked for it.
    if (open && tries > 1 && element.isConnected) setTimeout(() => refresh(tries - 1), RECHECK_MS);
  };
  gateway.onfocus = () => refresh(1);
  const result = h("div", { class: "result" });
  let sending = false;
  const send = h("button", { type: "submit", class: "primary" }, "Send");
  const line = h("code", { class: "preview" });
  const preview = () => {
    const { method, path: target } = request();
    line.textContent = `${method} ${target}`;
  };
  const base = () => (gateways.find((one) => one.id === gateway.value) ?? gateways[0])?.http ?? "http://localhost:8888";

  const element = h(
    "form",
    {
      class: "try",
      oninput: preview,
      onsubmit: async (event) => {
        event.preventDefault();
        if (sending) return;
        sending = true;
        send.setAttribute("aria-disabled", "true");
        show(result, h("p", { class: "empty" }, "Sent, waiting for the answer …"));
        const wanted = request();
        try {
          const answer = await post("/v1/try", { gateway: gateway.value || null, ...wanted }, ANSWER_WITHIN_MS);
          show(result, answerView(answer, wanted));
          readOut(`Answered with ${answer.status} in ${duration(answer.totalMs)}`);
        } catch (problem) {
          show(result, failure(problem));
        }
        sending = false;
        send.removeAttribute("aria-disabled");
      },
    },
    content,
    h("p", { class: "preview-line" }, line),
    h(
      "div",
      { class: "tools" },
      send,
      gateway,
      copyButton("Copy as curl", () => curl(base(), request())),
      explain && h("button", { type: "button", "data-action": "explain", onclick: explain }, "Explain"),
      byHand &&
        h(
          "button",
          {
            type: "button",
            onclick: () => {
              const { method, path: target } = request();
              location.hash = `#/try?${new URLSearchParams({ method, path: target })}`;
            },
          },
          "Edit by hand",
        ),
    ),
    why,
    result,
  );
  preview();
  setTimeout(() => refresh(RECHECKS));
  return element;
}

/** Why nothing can be sent: what the router found at the addresses of the first few. */
const unverified = (gateways) =>
  "No gateway is verified at its address: " +
  gateways
    .slice(0, 3)
    .map((one) => `${one.id}: ${one.httpProblem ?? "not checked"}`)
    .join("; ") +
  ". Requests, and what they have in Authorization, go only to gateways that answer for themselves.";

/** A field for each parameter; variables that the cell did not report have one all the same. */
function fieldsOf(route) {
  const variables = templateParts(route.template).filter((part) => part.variable);
  const reported = (route.parameters ?? []).filter((parameter) => parameter.in !== "body");
  const fields = variables.map((part) => {
    const parameter = reported.find((one) => one.name === part.variable && String(one.in).includes("path"));
    return field("path", { type: "string", ...parameter, name: part.variable, required: "true" }, part);
  });
  for (const parameter of reported) {
    const where = String(parameter.in ?? "query");
    if (where.includes("path") && variables.some((part) => part.variable === parameter.name)) continue;
    const place = PLACES.find((one) => one !== "path" && where.includes(one));
    if (place) fields.push(field(place, parameter));
  }
  return fields;
}

function field(place, parameter, part) {
  const type = String(parameter.type ?? "string");
  const required = String(parameter.required) === "true";
  const attributes = { name: `${place}.${parameter.name}`, required, placeholder: parameter.default ?? "" };
  const values = String(parameter.enum ?? "").split(",").filter(Boolean);
  const many = String(parameter.repeated) === "true";
  const input = /^bool/i.test(type)
    ? h("select", attributes, h("option", { value: "" }, required ? "choose" : "not given"), h("option", {}, "true"), h("option", {}, "false"))
    : values.length && !many
      ? h("select", attributes, h("option", { value: "" }, required ? "choose" : "not given"), values.map((value) => h("option", {}, value)))
      : h("input", { ...attributes, type: "text", spellcheck: "false", autocomplete: "off", inputmode: isNumber(type) && !many ? "decimal" : null });
  if (parameter.schema && input.nodeName === "INPUT") input.value = example(parameter.schema);
  const hint = [
    parameter.format ? `${type}, ${parameter.format}` : type,
    part?.pattern && `matches ${part.pattern}`,
    values.length > 0 && many && values.join(", "),
    many && "several, with commas between them",
    parameter.default !== undefined && `default ${parameter.default}`,
    parameter.description,
  ];
  return {
    place,
    name: parameter.name,
    rest: part?.rest,
    element: labelled([h("code", {}, parameter.name), required && h("span", { class: "muted" }, " required")], input, hint.filter(Boolean).join(" · ")),
    isGiven: () => input.value !== "",
    value: () => input.value,
    values: () => (many ? input.value.split(",").map((one) => one.trim()) : [input.value]),
    json: () => (many ? `[${input.value.split(",").map((one) => jsonOf(one.trim(), type)).join(", ")}]` : jsonOf(input.value, type)),
  };
}

const isNumber = (type) => /^(int|integer|long|short|byte|double|float|number|bigdecimal|biginteger)/i.test(type);

/** A field's text as JSON of the type that it asks for; what is none goes as a text, for the cell to judge. */
function jsonOf(text, type) {
  if (isNumber(type) || /^(bool|object|array)/i.test(type)) {
    try {
      JSON.parse(text);
      // As it was written: reading a long number would round it.
      return text;
    } catch {
      // A text, then.
    }
  }
  return JSON.stringify(text);
}

/** What to begin a field with whose value has a schema. */
function example(schema) {
  try {
    return JSON.stringify(sample(JSON.parse(schema)));
  } catch {
    return "";
  }
}

function pathOf(route, fields) {
  return templateParts(route.template)
    .map((part) => {
      if (!part.variable) return encodeURI(part.text).replaceAll("?", "%3F").replaceAll("#", "%23");
      const value = fields.find((one) => one.place === "path" && one.name === part.variable)?.value() ?? "";
      return part.rest ? value.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(value);
    })
    .join("");
}

function bodyField(route) {
  const isBytes = (route.parameters ?? []).some((parameter) => parameter.in === "body" && parameter.type === "bytes");
  const text = route.request ? JSON.stringify(sample(route.request), null, 2) : isBytes ? "" : "{}";
  const field = h("textarea", { rows: Math.min(16, Math.max(4, text.split("\n").length + 1)), spellcheck: "false", "data-type": isBytes && !route.request ? "text/plain" : JSON_TYPE });
  field.value = text;
  return field;
}

const headersField = () => h("textarea", { rows: 3, spellcheck: "false", placeholder: "Accept: application/json" });

function headersOf(text) {
  const headers = {};
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return headers;
}

const labelled = (text, field, hint) => h("label", { class: "field" }, h("span", {}, text), field, hint && h("small", {}, hint));
