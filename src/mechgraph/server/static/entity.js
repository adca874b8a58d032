// The page of one entity: what it is, what it does by sign, where its mechanisms lead.

import { get } from "./api.js";
import { around, filters, table, unread } from "./claims.js";
import { badge, combobox } from "./combobox.js";
import { fill, h, link } from "./dom.js";
import { go } from "./state.js";

export function to(state, text, extra = {}) {
  return h("a", { href: `?${new URLSearchParams(state)}`, onclick: (e) => { if (e.metaKey || e.ctrlKey) return; e.preventDefault(); go(state); }, ...extra }, text);
}

function counts(card) {
  const rows = [["positive", "increases", "▲"], ["negative", "decreases", "⊣"], ["unsigned", "no sign", "○"], ["negated", "denied", "✕"], ["inconclusive", "inconclusive", "?"]];
  return h("ul", { class: "counts", "aria-label": "Claims by sign" }, rows.filter(([key]) => card.counts[key]).map(([key, word, glyph]) => h("li", { class: `sign ${word.replace(" ", "-")}` },
    h("span", { "aria-hidden": "true" }, glyph), h("strong", {}, card.counts[key].toLocaleString("en")), h("span", {}, word))));
}

export function card(e) {
  return h("article", { class: "card" },
    h("div", { class: "title" }, h("h1", { tabIndex: -1 }, e.name), badge(e.category, e.category_label)),
    e.deprecated_by && h("p", { class: "problem" }, "Replaced by ", to({ e: e.deprecated_by }, e.deprecated_by)),
    e.description && h("p", {}, e.description),
    counts(e),
    h("dl", { class: "facts" },
      h("div", {}, h("dt", {}, "Identifier"), h("dd", {}, link(e.iri, e.id))),
      e.synonyms.length > 0 && h("div", {}, h("dt", {}, "Also called"), h("dd", {}, e.synonyms.join(", "))),
      e.xrefs.length > 0 && h("div", {}, h("dt", {}, "Elsewhere"), h("dd", {}, e.xrefs.map((x, i) => [i ? ", " : "", link(x.iri, x.id)])))),
    e.questions.length > 0 && h("details", {}, h("summary", {}, `Open questions (${e.questions.length})`), h("ul", {}, e.questions.map((q) => h("li", {}, q)))));
}

export async function view(main, state, signal) {
  const [e, { claims, total }] = await Promise.all([get(`entity/${encodeURIComponent(state.e)}`, {}, signal), around(state.e, signal)]);
  document.title = `${e.name} · mechgraph`;
  const ways = h("section", { class: "ways" },
    h("h2", {}, "Follow it"),
    e.mechanisms.length > 0 && h("ul", { class: "chips" }, e.mechanisms.map((m) => h("li", {}, to({ e: e.id, to: m.id }, ["→ ", m.name], { class: "chip" })))),
    h("div", { class: "row" },
      combobox({ label: "Mechanism to an effect or disease", placeholder: "name of an effect or disease", choose: (hit) => go({ e: e.id, to: hit.id }) }).element,
      h("div", { class: "links" },
        e.mechanisms.length > 0 && to({ e: e.id, to: "*" }, "All its mechanisms"),
        to({ view: "network", e: e.id }, "Network"), to({ view: "paths", a: e.id }, "Paths from here"), to({ view: "brain", e: e.id }, "In the brain"),
        e.category === "drug" && [to({ view: "interactions", e: e.id }, "Interactions"), to({ view: "compare", drugs: e.id }, "Compare with another")])));
  const caption = `Claims about ${e.name}`;
  const list = h("div", {}, table(claims, caption));
  fill(main, h("div", { class: "two" }, card(e), ways), filters(claims), unread(e.id, claims, total), list);
  return (next) => list.replaceChildren(table(claims, caption, next));
}
