// Any request, written by hand.

import { h, show } from "../dom.js";
import { heading } from "../parts.js";
import { freeForm } from "./tryform.js";

export function tryView(room, { parameters }) {
  show(
    room,
    heading("Try"),
    h("p", { class: "lead" }, "A request through a gateway of this nest, as any client would send it. To fill in a form instead, open a ", h("a", { href: "#/routes" }, "route"), "."),
    freeForm(parameters.get("method") ?? "GET", parameters.get("path") ?? "/"),
  );
  return {};
}
