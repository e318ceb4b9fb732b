// All cells, as a table.

import { h, kept, show } from "../dom.js";
import { poll } from "../poll.js";
import { ask, lastSeen } from "../seen.js";
import { onEvent } from "../feed.js";
import { count, duration, plural, rate } from "../format.js";
import { cellLink, deploymentLink, failure, heading, keyColumns, since, stateChip, table, waiting } from "../parts.js";

const EVERY_MS = 1_000;

export function cellsView(room) {
  let cells = lastSeen("/v1/cells")?.cells ?? null;
  let problem = null;
  let words = [];

  const search = h("input", {
    type: "search",
    "data-search": true,
    placeholder: "Id, deployment, state or label",
    "aria-label": "Filter cells",
    oninput: () => {
      words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      draw();
    },
  });

  const tools = kept(h("div", { class: "tools" }, search));

  const matches = (cell) => {
    const text = [cell.id, cell.state, cell.address, cell.key, ...(cell.deployments ?? []).map((d) => `${d.name} ${d.version}`), ...Object.entries(cell.labels ?? {}).map(([k, v]) => `${k}=${v}`)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };

  const draw = () => {
    const found = (cells ?? []).filter(matches);
    show(
      room,
      heading("Cells", cells && h("span", { class: "muted" }, found.length === cells.length ? plural(cells.length, "cell") : `${count(found.length)} of ${plural(cells.length, "cell")}`)),
      tools,
      problem && failure(problem),
      cells === null ? waiting() : table({ caption: "Cells", columns: [...COLUMNS, ...keyColumns(cells)], rows: found, key: (cell) => cell.id, empty: cells.length ? "No cell matches." : "No cell is connected." }),
    );
  };

  const asking = poll(
    EVERY_MS,
    async () => {
      cells = (await ask("/v1/cells")).cells;
      problem = null;
      draw();
    },
    (failed) => {
      problem = failed;
      draw();
    },
  );
  const endEvents = onEvent((event) => event.type.startsWith("cell-") && asking.now());
  draw();
  return {
    stop() {
      asking.stop();
      endEvents();
    },
  };
}

const COLUMNS = [
  { title: "Cell", cell: (cell) => cellLink(cell.id) },
  { title: "State", cell: (cell) => stateChip(cell.state) },
  { title: "Deployments", class: "wide", cell: (cell) => (cell.deployments ?? []).map((deployment, i) => [i ? ", " : "", deploymentLink(deployment.name), " ", h("span", { class: "muted" }, deployment.version)]) },
  { title: "In flight", class: "number", cell: (cell) => `${count(cell.inFlight)} / ${count(cell.concurrency)}` },
  { title: "Waiting", class: "number wide", cell: (cell) => count(cell.waiting) },
  { title: "Oldest", class: "number wide", cell: (cell) => (cell.inFlight ? duration(cell.oldestMs) : "–") },
  { title: "Rate", class: "number", cell: (cell) => rate(cell.rates?.requestsPerSecond) },
  { title: "Routes", class: "number wide", cell: (cell) => count(cell.routes) },
  { title: "Joined", class: "wide", cell: (cell) => since(cell.since) },
];
