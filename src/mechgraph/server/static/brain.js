// Where in the brain the claims about an entity hold.

import { get, text } from "./api.js";
import { filters, table } from "./claims.js";
import { figure, h } from "./dom.js";
import { to } from "./entity.js";
import { enliven, theme } from "./mechanism.js";

export async function view(main, state, signal) {
  const e = await get(`entity/${encodeURIComponent(state.e || "baclofen")}`, {}, signal);
  document.title = `${e.name} in the brain · mechgraph`;
  const { associations } = await get("associations", { entity: e.id, limit: 1000 }, signal);
  const placed = associations.filter((c) => c.qualifiers.anatomy || [c.subject, c.object].some((x) => x.category === "anatomy"));
  const drawing = h("div", { class: "figure" });
  const list = h("div", {}, table(placed, "Claims with a place in the body"));
  main.replaceChildren(h("div", { class: "title" }, h("h1", { tabIndex: -1 }, to({ e: e.id }, e.name), " in the brain")), drawing, filters(placed), list);
  try {
    const svg = figure(await text("brain", { entity: e.id, theme: theme() }, signal));
    svg.classList.add("brain");
    enliven(svg, associations);
    drawing.replaceChildren(svg);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    drawing.replaceChildren(h("p", { class: "lead" }, error.status === 404 ? error.message : `No figure: ${error.message}. The table has everything.`));
  }
  return (next) => list.replaceChildren(table(placed, "Claims with a place in the body", next));
}
