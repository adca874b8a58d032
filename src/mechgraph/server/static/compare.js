// Two or more drugs side by side: what they share first, then where they are opposite, then what only one has.

import { get } from "./api.js";
import { combobox } from "./combobox.js";
import { fill, h } from "./dom.js";
import { to } from "./entity.js";
import { change } from "./state.js";

const FACETS = { targets: "Targets", processes: "Processes", regions: "Places", effects: "Effects and diseases", roles: "Roles" };
const FEW = 15;
const GLYPH = { 1: ["▲", "increases"], "-1": ["⊣", "decreases"], 0: ["○", "no-sign"] };
const listed = (text) => (text || "").split(" ").filter(Boolean);

function cell(c, sentences) {
  if (!c) return h("td", {}, h("span", { class: "small" }, "–"), h("span", { class: "visually-hidden" }, "not stated"));
  const [glyph, word] = GLYPH[c.sign] || ["±", "no-sign"]; // its own claims disagree
  const title = c.claims.map((id) => sentences.get(id)).filter(Boolean).join("; ");
  return h("td", {}, h("button", { type: "button", class: "textual", title, "aria-label": `${word.replace("-", " ")}${c.how === "direct" ? "" : ", indirectly"}. Show the evidence`, onclick: () => change({ claim: c.claims[0] }) },
    h("span", { class: `sign ${word}` }, glyph), c.how === "direct" ? "" : h("span", { class: "small" }, " indirectly")));
}

function section(facet, rows, data, sentences) {
  const rank = (r) => (r.opposite ? 1 : r.shared ? 0 : 2), sorted = [...rows].sort((a, b) => rank(a) - rank(b));
  const body = h("tbody", {}), more = h("p", {});
  let shown = 0;
  const row = (r) => h("tr", { class: r.opposite ? "opposite" : r.shared ? "shared" : "" }, h("th", { scope: "row" }, to({ e: r.entity }, r.name)), r.cells.map((c) => cell(c, sentences)),
    h("td", {}, r.opposite ? "opposite" : r.shared ? "shared" : h("span", { class: "small" }, "one only")));
  function grow() {
    const next = shown ? sorted.length : FEW;
    body.append(...sorted.slice(shown, next).map(row));
    shown = Math.min(next, sorted.length);
    fill(more, shown < sorted.length && h("button", { type: "button", onclick: grow }, `Show all ${sorted.length}`));
  }
  grow();
  const both = rows.filter((r) => r.shared && !r.opposite).length;
  return h("section", { class: "pattern" }, h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": FACETS[facet] },
    h("table", { class: "compare" }, h("caption", {}, `${FACETS[facet]}: ${both} shared, ${rows.filter((r) => r.opposite).length} opposite, ${rows.length - both - rows.filter((r) => r.opposite).length} of one only`),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Thing"), data.drugs.map((d) => h("th", { scope: "col" }, data.names[d]?.name || d)), h("th", { scope: "col" }, "Together"))), body)), more);
}

export async function view(main, state, signal) {
  const ids = listed(state.drugs);
  const names = await Promise.all(ids.map(async (id) => (await get(`entity/${encodeURIComponent(id)}`, {}, signal)).name));
  document.title = `Compare ${names.join(" and ")} · mechgraph`.replace("Compare  ·", "Compare ·");
  fill(main, h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Compare", names.map((n, i) => [i ? " and " : " ", to({ e: ids[i] }, n)]))),
    h("div", { class: "row ends" }, combobox({ label: "Add a drug", placeholder: "name of a drug", category: "drug", keep: false, choose: (hit) => change({ drugs: [...new Set([...ids, hit.id])].join(" "), claim: "" }) }).element),
    h("ul", { class: "chips" }, ids.map((id, i) => h("li", {}, h("button", { type: "button", class: "chip", "aria-label": `${names[i]}: take this away`, onclick: () => change({ drugs: ids.filter((x) => x !== id).join(" "), claim: "" }) }, names[i], h("span", { "aria-hidden": "true" }, " ✕"))))));
  if (ids.length < 2) {
    main.append(h("p", { class: "lead" }, ids.length ? "Choose another drug." : "Choose two drugs or more."));
    return null;
  }
  const data = await get("compare", { drug: ids }, signal);
  const sentences = new Map(data.claims.map((c) => [c.id, c.sentence]));
  const shared = data.rows.filter((r) => r.shared && !r.opposite);
  main.append(h("div", { class: "stack" }, h("p", { class: "lead" }, shared.length
    ? ["Shared: ", shared.slice(0, 8).flatMap((r, i) => [i ? ", " : "", to({ e: r.entity }, r.name)]), shared.length > 8 ? ` and ${shared.length - 8} more.` : "."].flat() : "Nothing in this graph is said of all of them."),
    Object.keys(FACETS).map((f) => [f, data.rows.filter((r) => r.facet === f)]).filter(([, rows]) => rows.length).map(([f, rows]) => section(f, rows, data, sentences))));
  return () => {};
}
