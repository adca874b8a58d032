// Where in the brain the claims about an entity hold.

import { get, text } from "./api.js";
import { around, filters, table, unread } from "./claims.js";
import { combobox } from "./combobox.js";
import { figure, fill, h } from "./dom.js";
import { to } from "./entity.js";
import { enliven, theme } from "./mechanism.js";
import { go } from "./state.js";

const NARROW = "(max-width: 640px)";
const CAPTION = "Claims with a place in the body";

/** On a narrow screen the brain alone, with numbers in place of names, and under it what they stand for. */
function numbered(svg, claims, place) {
  const names = new Map(claims.flatMap((c) => [c.qualifiers.anatomy && [c.qualifiers.anatomy.value, c.qualifiers.anatomy.name], [c.subject.id, c.subject.name], [c.object.id, c.object.name]].filter(Boolean)));
  const lines = (part) => [...svg.querySelectorAll(`.${part} text`)].map((t) => t.textContent);
  const labels = lines("labels"), key = lines("legend"), notes = lines("notes");
  for (const part of svg.querySelectorAll(".labels, .legend, .notes, .title, .outline text")) part.remove();
  place.replaceChildren(svg);
  const regions = [...svg.querySelectorAll(".region")].map((g) => [g, g.getBBox()]).sort((a, b) => a[1].y - b[1].y);
  const boxes = [svg.querySelector(".outline").getBBox(), ...regions.map(([, b]) => b)];
  const [x0, y0] = ["x", "y"].map((k) => Math.min(...boxes.map((b) => b[k])) - 6);
  svg.setAttribute("viewBox", `${x0} ${y0} ${Math.max(...boxes.map((b) => b.x + b.width)) + 14 - x0} ${Math.max(...boxes.map((b) => b.y + b.height)) + 6 - y0}`);
  svg.classList.add("numbered");
  const list = regions.map(([g, b], i) => {
    const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
    for (const [k, v] of Object.entries({ class: "n", x: b.x + b.width + 6, y: b.y + b.height / 2 + 4.2 })) text.setAttribute(k, v);
    text.textContent = String(i + 1);
    g.append(text);
    const name = names.get(g.dataset.entity) || g.dataset.entity;
    return h("li", {}, h("span", { class: "n" }, String(i + 1)), labels.find((t) => t.startsWith(name.slice(0, 12))) || name);
  });
  place.after(h("ol", { class: "regions", "aria-label": "Regions" }, list), h("p", { class: "small" }, [...key, ...notes].join(" · ")));
}

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
    if (matchMedia(NARROW).matches) numbered(svg, claims, drawing);
    else drawing.replaceChildren(svg);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    const known = error.status === 404;
    drawing.replaceWith(h("p", { class: "lead sentence" }, known ? `${error.message}. ` : `No figure: ${error.message}. The table has everything. `, to({ view: "network", e: e.id }, "Its network")));
  }
  return placed.length ? (next) => list.replaceChildren(table(placed, CAPTION, next)) : null;
}
