// One cell: what it runs and how it does, and what an operator may do with it.

import { h, show } from "../dom.js";
import { path, post, remove } from "../api.js";
import { poll } from "../poll.js";
import { ask, lastSeen } from "../seen.js";
import { link, onPulse } from "../link.js";
import { confirm } from "../dialogs.js";
import { onEvent } from "../feed.js";
import { say } from "../notices.js";
import { count, duration, plural, rate } from "../format.js";
import { cellLink, deploymentLink, facts, failure, heading, routeLink, since, stateChip, table, waiting } from "../parts.js";
import { eventList } from "./events.js";
import { recent } from "../feed.js";

const EVERY_MS = 1_000;
const ROUTES_SHOWN = 100;
/** The status of a refusal to leave a route without a cell. */
const LAST_OF_A_ROUTE = 412;
const NOT_HERE = "No cell with this id is connected";
const NOTHING = Symbol("nothing was done");

export function cellView(room, { id }) {
  let problem = null;
  let refused = null;
  let acting = false;
  let allRoutes = false;
  const at = "/v1" + path("cells", id);
  let cell = lastSeen(at) ?? null;

  const draw = () => {
    show(
      room,
      h("p", { class: "crumbs" }, h("a", { href: "#/cells" }, "Cells")),
      heading(id, cell && stateChip(cell.state)),
      actions(),
      refused && failure(refused),
      problem && failure(problem),
      cell ? content() : !problem && waiting(),
    );
  };

  const asking = poll(
    EVERY_MS,
    async () => {
      cell = await ask(at);
      problem = null;
      draw();
    },
    (failed) => {
      problem = failed;
      if (failed.status === 404) cell = null;
      draw();
    },
  );
  const endEvents = onEvent((event) => event.cell === id && asking.now());
  const endPulse = onPulse(({ link: { is }, recovered }) => (is !== "up" || recovered) && draw());

  const act = async (done, doIt) => {
    if (acting) return;
    acting = true;
    refused = null;
    draw();
    try {
      if ((await doIt()) !== NOTHING) say(done, "good");
    } catch (failed) {
      refused = failed;
    }
    acting = false;
    await asking.now();
    draw();
  };

  const kick = async () => {
    const sure = await confirm({
      title: `Kick ${id}?`,
      text: `Its session ends at once: requests that it has (${count(cell?.inFlight ?? 0)} now) get the outcome of a lost cell. It is refused until its process is started again or it is resumed here.`,
      action: "Kick",
    });
    if (sure) await act(`${id} has been kicked`, () => remove(at));
  };

  /** Asks once more where it is the last cell of a route. */
  const drain = async () => {
    try {
      await post(at + "/drain?last=refuse");
    } catch (failed) {
      if (failed.status !== LAST_OF_A_ROUTE) throw failed;
      const sure = await confirm({ title: `Drain ${id}?`, text: sentence(failed.message), action: "Drain" });
      if (!sure) return NOTHING;
      await post(at + "/drain");
    }
  };

  /** Why a button would do nothing now, or nothing where it would. The state is a second old: the router has the last word. */
  const idle = {
    drain: () => (cell === null && NOT_HERE) || (cell.state === "drained" && "It is drained already") || (cell.state === "kicked" && "It has been kicked"),
    // One that is not here may have been drained before it went.
    resume: () => cell !== null && !["drained", "kicked"].includes(cell.state) && "It is neither drained nor kicked",
    kick: () => (cell === null && NOT_HERE) || (cell.state === "kicked" && "It has been kicked already"),
  };

  const button = (name, title, does, more, ...label) => {
    const off = (link.is !== "up" && link.is !== "new" && "The router does not answer") || idle[name]();
    return h(
      "button",
      { type: "button", "data-action": name, "aria-disabled": acting || off ? "true" : null, title: off || title, onclick: () => (off ? say(off) : does()), ...more },
      ...label,
    );
  };

  // Off by aria-disabled: a button keeps the focus when what it did has turned it off.
  const actions = () =>
    h(
      "div",
      { class: "tools", role: "group", "aria-label": "What to do with this cell" },
      button("drain", "It finishes what it has and gets nothing new", () => act(`${id} is drained: it gets nothing new`, drain), {}, "Drain"),
      button("resume", "It gets requests again, or may come back", () => act(`${id} gets requests again`, () => post(at + "/resume")), {}, "Resume"),
      button("kick", "Its session ends at once", kick, { class: "danger" }, "Kick …"),
    );

  const failures = (title, which) => {
    const rows = (cell.failures ?? []).filter(which);
    return rows.length > 0 && section(title, failureTable(title, rows));
  };

  const content = () => [
    facts([
      ["In flight", `${count(cell.inFlight)} of ${count(cell.concurrency)}`],
      ["Running", count(cell.running)],
      ["Waiting in the cell", count(cell.waiting)],
      cell.counters?.stuck > 0 && ["Stuck handlers", count(cell.counters.stuck)],
      ["Oldest request", cell.inFlight ? duration(cell.oldestMs) : "–"],
      ["Rate", rate(cell.rates?.requestsPerSecond)],
      ["Requests so far", count(cell.requests)],
      ["Weight", count(cell.weight)],
      ["Routes", count(cell.routes)],
      ["Last heard", cell.lastHeardMs === undefined || cell.lastHeardMs === null ? "–" : duration(cell.lastHeardMs) + " ago"],
      ["Joined", since(cell.since)],
      ["Address", cell.address],
      cell.key && ["Key", cell.key],
      ["Session", cell.session === undefined || cell.session === null ? "–" : String(cell.session)],
      ["Incarnation", h("code", {}, String(cell.incarnation ?? "–"))],
      Object.keys(cell.labels ?? {}).length > 0 && ["Labels", Object.entries(cell.labels).map(([name, value]) => [h("code", { class: "label" }, `${name}=${value}`), " "])],
    ]),
    section("Deployments", deploymentTable(cell)),
    failures("Jars that could not be used", (failure) => failure.file),
    failures("Deployments that serve badly", (failure) => !failure.file),
    section("Routes", routes()),
    section("Counters of its last heartbeat", counters(cell.counters ?? {})),
    section("Events", eventList(recent().filter((event) => event.cell === id).slice(0, 10))),
  ];

  const routes = () => {
    const list = [...(cell.routeList ?? [])].sort((a, b) => a.template.localeCompare(b.template) || a.method.localeCompare(b.method));
    const shown = allRoutes ? list : list.slice(0, ROUTES_SHOWN);
    return [
      list.length === 0 ? h("p", { class: "empty" }, "None.") : h("ul", { class: "plain" }, shown.map((route) => h("li", { key: route.id }, routeLink(route)))),
      shown.length < list.length && h("button", { type: "button", onclick: () => ((allRoutes = true), draw()) }, `Show all ${count(list.length)}`),
      (cell.routes ?? 0) > list.length && h("p", {}, h("a", { href: `#/routes?cell=${encodeURIComponent(id)}` }, `All ${plural(cell.routes, "route")}`)),
    ];
  };

  draw();
  return {
    stop() {
      asking.stop();
      endEvents();
      endPulse();
    },
  };
}

/** What a problem says, for a dialog: without what the API expected. */
const sentence = (detail) => detail.replace(/ \(expected: .*\)$/, "") + ".";

const section = (title, content) => h("section", { key: title }, h("h2", {}, title), content);

function deploymentTable(cell) {
  return table({
    caption: "Deployments",
    rows: cell.deploymentDetails ?? cell.deployments ?? [],
    key: (deployment) => deployment.name,
    empty: "None.",
    columns: [
      { title: "Name", cell: (deployment) => deploymentLink(deployment.name) },
      { title: "Version", cell: (deployment) => deployment.version || "–" },
      { title: "Accepted", cell: accepted },
      { title: "Digest", class: "wide", cell: (deployment) => digest(deployment.digest) },
      { title: "Jar", class: "wide", cell: (deployment) => deployment.jar || "–" },
      { title: "Loader", class: "wide", cell: (deployment) => String(deployment.loader || "–") },
      { title: "Since", cell: (deployment) => since(deployment.since) },
      { title: "Routes", class: "number", cell: (deployment) => count(deployment.routes) },
    ],
  });
}

/** Whether the router took a deployment, or why not. */
export const accepted = (deployment) =>
  deployment.accepted === false
    ? h("span", { class: "bad" }, "refused", deployment.code ? ` (${deployment.code})` : "", deployment.reason ? `: ${deployment.reason}` : "")
    : h("span", { class: "good" }, "yes");

/** Enough of a digest to tell two apart; all of it for the pointer. */
export function digest(text) {
  if (!text) return "–";
  const digits = text.slice(text.indexOf(":") + 1);
  return h("code", { title: text }, digits.length > 14 ? digits.slice(0, 12) + "…" : digits);
}

export const failureTable = (caption, failures) =>
  table({
    caption,
    rows: failures,
    key: (failed) => `${failed.cell ?? ""} ${failed.file} ${failed.deployment} ${failed.reason}`,
    columns: [
      failures.some((failed) => failed.cell) && { title: "Cell", cell: (failed) => cellLink(failed.cell) },
      { title: "File", cell: (failed) => failed.file || "–" },
      { title: "Deployment", class: "wide", cell: (failed) => failed.deployment || "–" },
      { title: "Reason", class: "text", cell: (failed) => failed.reason },
      { title: "Since", cell: (failed) => since(failed.since) },
    ].filter(Boolean),
  });

const counters = (values) => {
  const names = Object.keys(values);
  return names.length === 0 ? h("p", { class: "empty" }, "None yet.") : facts(names.sort().map((name) => [name, count(values[name])]));
};
