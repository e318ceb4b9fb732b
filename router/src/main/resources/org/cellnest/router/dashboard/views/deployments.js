// Deployments: all of them, and the cells that carry one.

import { h, show } from "../dom.js";
import { poll } from "../poll.js";
import { ask, lastSeen } from "../seen.js";
import { recent } from "../feed.js";
import { count, plural } from "../format.js";
import { cellLink, deploymentLink, failure, heading, since, table, waiting } from "../parts.js";
import { accepted, digest, failureTable } from "./cell.js";
import { eventList } from "./events.js";

const EVERY_MS = 2_000;

export function deploymentsView(room) {
  return deploymentPage((deployments, problem) =>
    show(
      room,
      heading("Deployments", deployments && h("span", { class: "muted" }, plural(deployments.length, "deployment"))),
      problem && failure(problem),
      deployments === null
        ? waiting()
        : table({
            caption: "Deployments",
            rows: deployments,
            key: (deployment) => deployment.name,
            empty: "Nothing is deployed.",
            columns: [
              { title: "Deployment", cell: (deployment) => deploymentLink(deployment.name) },
              { title: "Versions", cell: (deployment) => (deployment.versions ?? []).join(", ") || "–" },
              { title: "Cells", class: "number", cell: (deployment) => count(deployment.cells?.length) },
              { title: "Routes", class: "number", cell: (deployment) => h("a", { href: `#/routes?deployment=${encodeURIComponent(deployment.name)}` }, count(deployment.routes)) },
              { title: "Refused by the router", class: "wide", cell: (deployment) => count((deployment.cells ?? []).filter((cell) => cell.accepted === false).length) },
              { title: "Failed", class: "text", cell: failed },
            ],
          }),
    ),
  );
}

export function deploymentView(room, { id }) {
  return deploymentPage((deployments, problem) => {
    const deployment = deployments?.find((one) => one.name === id);
    show(
      room,
      h("p", { class: "crumbs" }, h("a", { href: "#/deployments" }, "Deployments")),
      heading(id, deployment && h("a", { href: `#/routes?deployment=${encodeURIComponent(id)}` }, plural(deployment.routes, "route"))),
      problem && failure(problem),
      deployments === null
        ? waiting()
        : deployment
          ? table({
              caption: "Cells",
              rows: deployment.cells ?? [],
              key: (cell) => cell.cell + " " + cell.digest,
              empty: "No cell serves it.",
              columns: [
                { title: "Cell", cell: (cell) => cellLink(cell.cell) },
                { title: "Version", cell: (cell) => cell.version || "–" },
                { title: "Accepted", cell: accepted },
                { title: "Digest", class: "wide", cell: (cell) => digest(cell.digest) },
                { title: "Jar", class: "wide", cell: (cell) => cell.jar || "–" },
                { title: "Stands by", class: "wide", cell: (cell) => (cell.standby ?? []).join(", ") || "–" },
                { title: "Loader", class: "wide", cell: (cell) => String(cell.loader || "–") },
                { title: "Since", cell: (cell) => since(cell.since) },
                { title: "Routes", class: "number", cell: (cell) => count(cell.routes) },
              ],
            })
          : h("p", { class: "empty" }, "No cell carries it any more."),
      (deployment?.failures ?? []).length > 0 && h("section", {}, h("h2", {}, "Failed"), failureTable("Failed", deployment.failures)),
      h("section", {}, h("h2", {}, "Events"), eventList(recent().filter((event) => event.deployment === id).slice(0, 10))),
    );
  });
}

/** The first of the files that fail, with its reason, or nothing. */
function failed(deployment) {
  const failures = deployment.failures ?? [];
  if (failures.length === 0) return "–";
  const [first] = failures;
  return h("span", { class: "bad" }, first.file || "degraded", ` on ${first.cell}: ${first.reason} (`, since(first.since), ")", failures.length > 1 && ` and ${count(failures.length - 1)} more`);
}

function deploymentPage(draw) {
  let deployments = lastSeen("/v1/deployments")?.deployments ?? null;
  const asking = poll(
    EVERY_MS,
    async () => {
      deployments = (await ask("/v1/deployments")).deployments;
      draw(deployments, null);
    },
    (problem) => draw(deployments, problem),
  );
  draw(deployments, null);
  return asking;
}
