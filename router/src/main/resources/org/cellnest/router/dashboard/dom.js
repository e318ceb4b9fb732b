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
 * positions survive. An element that a view keeps, such as a form, is put in place and left alone; it must be marked by
 * `kept` and be given here itself, for as part of another element it would leave the page for a moment, and lose the focus.
 */
export function show(parent, ...children) {
  patchChildren(parent, nodes(children));
}

/** Marks an element as one that its view keeps and draws into by itself. */
export function kept(element) {
  element.isKept = true;
  return element;
}

/** Calls something before the next frame is drawn, however often it is asked for until then. */
export function oncePerFrame(call) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      call();
    });
  };
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
  return have === want || (have.nodeName === want.nodeName && have.nestKey === want.nestKey && !want.isKept && !have.isKept);
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
