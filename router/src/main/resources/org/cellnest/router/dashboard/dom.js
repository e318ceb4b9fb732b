// Builds and patches the page. Data only ever becomes text nodes and attribute values, never markup: ids, labels and
// templates come from peers.

const SVG = "http://www.w3.org/2000/svg";
const HANDLERS = ["onclick", "oninput", "onchange", "onkeydown", "onsubmit"];
/** What the reader has changed since it was drawn stays as it is. */
const LEFT_ALONE = { DETAILS: ["open"], INPUT: ["value", "checked"] };

/** An element. Attributes that are null, undefined or false are left out; `key` tells siblings apart when they move. */
export function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An element of SVG. */
export function s(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name === "key") node.nestKey = value;
    else if (name.startsWith("on")) node[name] = value;
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...nodes(children));
  return node;
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/**
 * Makes these the children of an element, changing as little as there is to change, so that focus, selection and scroll
 * positions survive. An element with `island` set is what somebody else draws into: it is put in place and left alone.
 */
export function show(parent, ...children) {
  patchChildren(parent, nodes(children));
}

function patchChildren(parent, wanted) {
  const keys = new Set(wanted.map((node) => node.nestKey));
  const byKey = new Map();
  for (const child of [...parent.childNodes]) {
    if (child.nestKey === undefined) continue;
    if (keys.has(child.nestKey)) byKey.set(child.nestKey, child);
    else child.remove();
  }
  let at = parent.firstChild;
  for (const want of wanted) {
    const have = want.nestKey === undefined ? at : byKey.get(want.nestKey);
    if (!have || !alike(have, want)) {
      parent.insertBefore(want, at);
      continue;
    }
    if (have === at) at = at.nextSibling;
    else parent.insertBefore(have, at);
    patch(have, want);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function alike(have, want) {
  return have === want || (have.nodeName === want.nodeName && have.nestKey === want.nestKey && !want.island && !have.island);
}

function patch(have, want) {
  if (have === want) return;
  if (have.nodeType === Node.TEXT_NODE) {
    if (have.data !== want.data) have.data = want.data;
    return;
  }
  const leftAlone = LEFT_ALONE[have.nodeName] ?? [];
  for (const { name } of [...have.attributes]) {
    if (!want.hasAttribute(name) && !leftAlone.includes(name)) have.removeAttribute(name);
  }
  for (const { name, value } of want.attributes) {
    if (have.getAttribute(name) !== value && !leftAlone.includes(name)) have.setAttribute(name, value);
  }
  for (const name of HANDLERS) if (have[name] !== want[name]) have[name] = want[name];
  patchChildren(have, [...want.childNodes]);
}
