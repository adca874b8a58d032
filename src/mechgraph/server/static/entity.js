// The page of one entity: its first screen as explain has it, where its mechanisms lead, and every claim in groups.

import { get } from "./api.js";
import { choices, filtered, table, weighed } from "./claims.js";
import { badge, combobox } from "./combobox.js";
import { fill, h, link, many, say } from "./dom.js";
import { MANY, firstScreen } from "./screen.js";
import { change, go, read } from "./state.js";

export function to(state, text, extra = {}) {
  return h("a", { href: `?${new URLSearchParams(state)}`, onclick: (e) => { if (e.metaKey || e.ctrlKey) return; e.preventDefault(); go(state); }, ...extra }, text);
}

function counts(card) {
  const rows = [["positive", "increases", "▲"], ["negative", "decreases", "⊣"], ["unsigned", "no sign", "○"], ["negated", "denied", "✕"], ["inconclusive", "inconclusive", "?"]];
  return h("ul", { class: "counts", "aria-label": "Claims by sign" }, rows.filter(([key]) => card.counts[key]).map(([key, word, glyph]) => h("li", { class: `sign ${word.replace(" ", "-")}` },
    h("span", { "aria-hidden": "true" }, glyph), h("strong", {}, card.counts[key].toLocaleString("en")), h("span", {}, word))));
}

function facts(e) {
  return h("section", { class: "card", "aria-label": "Facts" },
    e.description && h("p", {}, e.description),
    counts(e),
    h("dl", { class: "facts" },
      h("div", {}, h("dt", {}, "Identifier"), h("dd", {}, link(e.iri, e.id))),
      e.synonyms.length > 0 && h("div", {}, h("dt", {}, "Also called"), h("dd", {}, e.synonyms.join(", "))),
      e.xrefs.length > 0 && h("div", {}, h("dt", {}, "Elsewhere"), h("dd", {}, e.xrefs.map((x, i) => [i ? ", " : "", link(x.iri, x.id)])))),
    e.questions.length > 0 && h("details", {}, h("summary", {}, `Open questions (${e.questions.length})`), h("ul", { class: "bullets" }, e.questions.map((q) => h("li", {}, q)))));
}

const EACH = 10, PAGE = 50, CHIPS = 8;

/** One group of claims: a table, and where it was cut how much there is and the next of it. */
function group(g, known, more) {
  const box = h("section", { class: "group", "data-group": g.key });
  const shown = g.claims.map((id) => known.get(id)).filter(Boolean);
  function paint(next = read()) {
    const left = g.count - shown.length;
    fill(box, table(shown, g.title, next, g.count),
      left > 0 && h("p", {}, h("button", { type: "button", onclick: async (e) => { e.target.disabled = true; shown.push(...(await more(g, shown.length))); paint(); } }, left > PAGE ? `Show ${PAGE} more of ${g.count.toLocaleString("en")}` : `Show all ${g.count.toLocaleString("en")}`)));
  }
  paint();
  return { box, mark: paint };
}

/** All claims about a thing, grouped by what they say, filtered by the server: as good for eight as for eight thousand. */
async function claims(e, signal) {
  let mine = 0, parts = [], before = "";
  const out = h("div", { class: "stack" }), bar = h("div", {});
  const ask = (state, extra) => get("groups", { entity: e.id, text: state.find, each: EACH, ...filtered(state), ...extra }, signal);
  const wanted = (state) => JSON.stringify([state.find, filtered(state)]);
  let timer = 0;
  const find = h("input", { id: "find", type: "search", value: read().find || "", placeholder: "words of a claim", autocomplete: "off",
    oninput: () => { clearTimeout(timer); timer = setTimeout(() => change({ find: find.value.trim() }, true), 200); } });

  async function show(state) {
    const turn = (mine += 1);
    before = wanted(state);
    const data = await ask(state);
    if (turn !== mine) return;
    const known = new Map(weighed(data.associations, data.sides).map((c) => [c.id, c]));
    const more = async (g, offset) => {
      const next = await ask(state, { group: g.key, offset, each: PAGE });
      return weighed(next.associations, next.sides);
    };
    parts = data.groups.map((g) => group(g, known, more));
    if (!bar.childElementCount && data.total > 1) {
      const map = (list, name) => new Map(list.map((x) => [x.id, x[name]]));
      fill(bar, h("div", { class: "row" }, h("label", { class: "filter" }, h("span", {}, "Find"), find), choices(map(data.species, "name"), map(data.sources, "label"))));
    }
    const all = data.found === data.total ? many(data.total, "claim") : `${data.found.toLocaleString("en")} of ${many(data.total, "claim")}`;
    fill(out, h("p", { class: "lead" }, data.total ? `${all}, in ${many(data.groups.length, "group")}.` : "No claims."),
      data.groups.length > 1 && h("ul", { class: "chips" }, data.groups.map((g, i) => h("li", {}, h("button", { type: "button", class: "chip", onclick: () => parts[i].box.scrollIntoView({ block: "start" }) }, `${g.title} · ${g.count.toLocaleString("en")}`)))),
      parts.map((p) => p.box));
    say(all);
  }

  await show(read());
  return { box: [bar, out], refresh: (next) => (wanted(next) === before ? parts.forEach((p) => p.mark(next)) : show(next).catch((error) => { if (error.name !== "AbortError") say(error.message); })) };
}

export async function view(main, state, signal) {
  const e = await get(`entity/${encodeURIComponent(state.e)}`, {}, signal);
  document.title = `${e.name} · mechgraph`;
  const ways = h("section", { class: "ways" },
    h("h2", {}, "Follow it"),
    combobox({ label: "Mechanism to an effect or disease", placeholder: "name of an effect or disease", choose: (hit) => go({ e: e.id, to: hit.id }) }).element,
    h("div", { class: "links" },
      e.mechanisms.length > 0 && to({ e: e.id, to: "*" }, "All its mechanisms"),
      to({ view: "network", e: e.id }, "Network"), to({ view: "paths", a: e.id }, "Paths from here"), to({ view: "brain", e: e.id }, "In the brain"),
      e.category === "drug" && [to({ view: "interactions", e: e.id }, "Interactions"), to({ view: "compare", drugs: e.id }, "Compare with another")]));
  const first = firstScreen(e, signal);
  const [listed] = await Promise.all([claims(e, signal), first.ready]);
  fill(main, h("div", { class: "title" }, h("h1", { tabIndex: -1 }, e.name), badge(e.category, e.category_label)),
    e.deprecated_by && h("p", { class: "problem" }, "Replaced by ", to({ e: e.deprecated_by }, e.deprecated_by)),
    e.mechanisms.length > 0 && h("ul", { class: "chips", "aria-label": "Curated mechanisms" }, e.mechanisms.slice(0, CHIPS).map((m) => h("li", {}, to({ e: e.id, to: m.id }, ["→ ", m.name], { class: "chip" }))),
      e.mechanisms.length > CHIPS && h("li", {}, to({ view: "browse", shelf: "mechanisms", find: e.name }, `all ${e.mechanisms.length}`, { class: "chip" }))),
    h("div", { class: `entity${e.associations > MANY || !e.associations ? " brief" : ""}` }, first.box, h("div", { class: "aside" }, ways, facts(e))), h("h2", { class: "rule" }, "Every claim"), listed.box);
  return listed.refresh;
}
