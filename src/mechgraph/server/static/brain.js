// Where in the brain the claims about an entity hold.

import { get, text } from "./api.js";
import { around, filters, table, unread } from "./claims.js";
import { combobox } from "./combobox.js";
import { figure, fill, h } from "./dom.js";
import { to } from "./entity.js";
import { enliven, theme } from "./mechanism.js";
import { go } from "./state.js";

const CAPTION = "Claims with a place in the body";

export async function view(main, state, signal) {
  if (!state.e) {
    document.title = "Brain · mechgraph";
    main.replaceChildren(h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Brain")),
      h("p", { class: "lead" }, "Where in the brain the claims about a drug, a receptor or a disease hold."),
      h("div", { class: "narrow" }, combobox({ label: "Show the brain for", placeholder: "name of a drug, receptor, …", choose: (hit) => go({ view: "brain", e: hit.id }) }).element));
    return null;
  }
  const e = await get(`entity/${encodeURIComponent(state.e)}`, {}, signal);
  document.title = `${e.name} in the brain · mechgraph`;
  const { claims, total } = await around(e.id, signal);
  const placed = claims.filter((c) => c.qualifiers.anatomy || [c.subject, c.object].some((x) => x.category === "anatomy"));
  const drawing = h("div", { class: "figure" });
  const list = h("div", {}, placed.length ? table(placed, CAPTION) : "");
  fill(main, h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "In the brain: ", to({ e: e.id }, e.name))),
    unread(e.id, claims, total, "are in the table"), drawing, filters(placed), list);
  try {
    const svg = figure(await text("brain", { entity: e.id, theme: theme() }, signal));
    svg.classList.add("brain");
    enliven(svg, claims);
    drawing.replaceChildren(svg);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    const known = error.status === 404;
    drawing.replaceWith(h("p", { class: "lead sentence" }, known ? `${error.message}. ` : `No figure: ${error.message}. The table has everything. `, to({ view: "network", e: e.id }, "Its network")));
  }
  return placed.length ? (next) => list.replaceChildren(table(placed, CAPTION, next)) : null;
}
