// From A to B: the best paths, with their net sign and certainty, grouped by pattern.

import { get } from "./api.js";
import { filters, passes, table, weighed } from "./claims.js";
import { badge, combobox } from "./combobox.js";
import { h, many } from "./dom.js";
import { to } from "./entity.js";
import { change, go } from "./state.js";

const FIRST = 20, MOST = 100;
const NET = { 1: ["▲", "increases", "net increase"], "-1": ["⊣", "decreases", "net decrease"], 0: ["○", "no-sign", "no net sign"] };

function chain(path) {
  const parts = [];
  path.entities.forEach((e, i) => {
    parts.push(to({ e: e.id }, e.name, { class: "node", "data-category": e.category }));
    const step = path.steps[i];
    if (!step) return;
    // The name that is read out begins with the word that is seen: a verb and its sentence need not agree in number.
    parts.push(h("button", { type: "button", class: `arrow s${step.sign}`, title: step.sentence, "aria-label": `${step.label}: ${step.sentence}. Show the evidence`, onclick: () => change({ claim: step.claim }) },
      h("span", { class: "word" }, step.label), h("span", { class: `shaft${step.forward ? "" : " back"}`, "aria-hidden": "true" })));
  });
  return h("div", { class: "chain" }, parts);
}

const listed = (text) => (text || "").split(" ").filter(Boolean);

/** Things that every path passes, or none does: a box to add one, a chip to take it away. */
function constraint(key, label, state, chosen) {
  const put = (ids) => change({ [key]: ids.join(" "), claim: "" });
  return h("div", { class: "constraint" },
    combobox({ label, placeholder: "name of a thing", choose: (hit) => put([...new Set([...listed(state[key]), hit.id])]) }).element,
    h("ul", { class: "chips" }, chosen.map(([id, name]) => h("li", {},
      h("button", { type: "button", class: "chip", "aria-label": `${label} ${name}: take this away`, onclick: () => put(listed(state[key]).filter((x) => x !== id)) }, name, h("span", { "aria-hidden": "true" }, " ✕"))))));
}

export async function view(main, state, signal) {
  document.title = "Paths · mechgraph";
  const name = async (id) => (await get(`entity/${encodeURIComponent(id)}`, {}, signal)).name;
  const names = await Promise.all(["a", "b"].map((k) => state[k] ? name(state[k]) : ""));
  const passing = Object.fromEntries(await Promise.all(["via", "not"].map(async (k) => [k, await Promise.all(listed(state[k]).map(async (id) => [id, await name(id)]))])));
  const option = (value, text, chosen) => h("option", { value, selected: value === chosen }, text);
  const form = h("div", { class: "row ends" },
    combobox({ label: "From", placeholder: "baclofen", value: names[0], choose: (hit) => change({ a: hit.id, claim: "" }) }).element,
    combobox({ label: "To", placeholder: "spasticity", value: names[1], choose: (hit) => change({ b: hit.id, claim: "" }) }).element,
    h("label", { class: "filter" }, h("span", {}, "Net sign"), h("select", { onchange: (e) => change({ sign: e.target.value }) },
      option("", "any", state.sign), option("1", "increase", state.sign), option("-1", "decrease", state.sign), option("0", "none", state.sign))),
    h("label", { class: "filter" }, h("span", {}, "At most"), h("select", { onchange: (e) => change({ len: e.target.value }) },
      ["3", "4", "5", "6", "7", "8"].map((n) => option(n, `${n} steps`, state.len || "6")))),
    h("button", { type: "button", onclick: () => change({ a: state.b || "", b: state.a || "", claim: "" }) }, "Swap"));
  const out = h("div", {});
  const places = h("details", { open: Boolean(state.via || state.not) }, h("summary", {}, "Where they pass"),
    h("div", { class: "two halves" }, constraint("via", "Every path passes", state, passing.via), constraint("not", "No path passes", state, passing.not)));
  main.replaceChildren(h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Paths")), form, places, out);
  if (!state.a || !state.b) {
    out.append(h("p", { class: "lead" }, "Choose two ends. A path is a chain of claims; its net sign is the product of theirs."));
    return null;
  }
  const most = Math.min(MOST, Math.max(1, Number(state.k) || FIRST));
  let found;
  try {
    found = await get("paths", { start: state.a, end: state.b, k: Math.min(MOST, most + 1), max_length: state.len || 6, sign: state.sign, through: listed(state.via), avoid: listed(state.not) }, signal);
  } catch (error) {
    if (error.kind !== "no-path") throw error;
    out.append(h("p", { class: "lead sentence" }, `${error.message}. Silence of the graph is not a “no”.`));
    return null;
  }
  const cut = found.paths.length > most || (most === MOST && found.paths.length === MOST);
  found.paths = found.paths.slice(0, most);
  const used = new Set(found.paths.flatMap((p) => p.steps.map((s) => s.claim)));
  found.claims = found.claims.filter((c) => used.has(c.id));
  const groups = Map.groupBy ? Map.groupBy(found.paths, (p) => p.pattern.join(" → ")) : group(found.paths);
  weighed(found.claims, found.sides);
  const known = new Map(found.claims.map((c) => [c.id, c]));
  const list = h("div", {});
  out.append(h("div", { class: "stack" }, filters(found.claims),
    h("p", { class: "lead" }, cut ? `The best ${found.paths.length} paths, in ${many(groups.size, "pattern")}; there are more. ` : `${many(found.paths.length, "path")} in ${many(groups.size, "pattern")}, best first. `,
      cut && most < MOST && [h("button", { type: "button", class: "textual", onclick: () => change({ k: String(Math.min(MOST, most * 2)) }) }, "Show more"), " "], found.mechanism && to({ e: state.a, to: state.b }, "Draw the mechanism")),
    [...groups].map(([pattern, ways]) => h("section", { class: "pattern" },
      h("h2", {}, pattern.split(" → ").map((c, i) => [i ? h("span", { class: "small" }, " → ") : "", badge(c)])),
      h("ol", {}, ways.map((p) => h("li", { "data-claims": p.steps.map((s) => s.claim).join(" ") }, h("p", { class: "net" },
        h("span", { class: `sign ${NET[p.sign][1]}` }, h("span", { "aria-hidden": "true" }, NET[p.sign][0]), ` ${NET[p.sign][2]}`),
        h("span", { class: `certainty ${p.certainty}` }, `weakest step ${p.certainty}`)), chain(p)))))),
    list));
  const refresh = (next) => {
    for (const way of out.querySelectorAll("li[data-claims]")) way.classList.toggle("dim", !way.dataset.claims.split(" ").every((id) => passes(known.get(id), next)));
    list.replaceChildren(table(found.claims, "Claims on these paths", next));
  };
  refresh(state);
  return refresh;
}

function group(paths) {
  const groups = new Map();
  for (const p of paths) {
    const key = p.pattern.join(" → ");
    groups.set(key, [...(groups.get(key) || []), p]);
  }
  return groups;
}
