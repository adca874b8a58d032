// From A to B: the best paths, with their net sign and certainty, grouped by pattern.

import { get } from "./api.js";
import { filters, passes, table } from "./claims.js";
import { badge, combobox } from "./combobox.js";
import { h } from "./dom.js";
import { to } from "./entity.js";
import { change, go } from "./state.js";

const NET = { 1: ["▲", "increases", "net increase"], "-1": ["⊣", "decreases", "net decrease"], 0: ["○", "no-sign", "no net sign"] };

function chain(path) {
  const parts = [];
  path.entities.forEach((e, i) => {
    parts.push(to({ e: e.id }, e.name, { class: "node", "data-category": e.category }));
    const step = path.steps[i];
    if (!step) return;
    const arrow = { 1: "─▶", "-1": "─┤", 0: step.forward ? "──○" : "○──" }[step.sign];
    parts.push(h("button", { type: "button", class: `arrow s${step.sign}`, title: step.sentence, "aria-label": `${step.sentence}. Show the evidence`, onclick: () => change({ claim: step.claim }) },
      h("span", { class: "word" }, step.label), h("span", { "aria-hidden": "true" }, arrow)));
  });
  return h("div", { class: "chain" }, parts);
}

export async function view(main, state, signal) {
  document.title = "Paths · mechgraph";
  const names = await Promise.all(["a", "b"].map(async (k) => state[k] ? (await get(`entity/${encodeURIComponent(state[k])}`, {}, signal)).name : ""));
  const option = (value, text, chosen) => h("option", { value, selected: value === chosen }, text);
  const form = h("div", { class: "row ends" },
    combobox({ label: "From", placeholder: "baclofen", value: names[0], choose: (hit) => change({ a: hit.id, claim: "" }) }).element,
    combobox({ label: "To", placeholder: "spasticity", value: names[1], choose: (hit) => change({ b: hit.id, claim: "" }) }).element,
    h("label", { class: "filter" }, h("span", {}, "Net sign"), h("select", { onchange: (e) => change({ sign: e.target.value }) },
      option("", "any", state.sign), option("1", "increase", state.sign), option("-1", "decrease", state.sign), option("0", "none", state.sign))),
    h("label", { class: "filter" }, h("span", {}, "At most"), h("select", { onchange: (e) => change({ len: e.target.value }) },
      ["3", "4", "5", "6", "7", "8"].map((n) => option(n, `${n} steps`, state.len || "6")))),
    h("button", { type: "button", onclick: () => go({ view: "paths", a: state.b, b: state.a }) }, "Swap"));
  const out = h("div", {});
  main.replaceChildren(h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Paths")), form, out);
  if (!state.a || !state.b) {
    out.append(h("p", { class: "lead" }, "Choose two ends. A path follows claims from cause to effect; its net sign is the product of theirs."));
    return null;
  }
  let found;
  try {
    found = await get("paths", { start: state.a, end: state.b, k: state.k || 20, max_length: state.len || 6, sign: state.sign }, signal);
  } catch (error) {
    if (error.kind !== "no-path") throw error;
    out.append(h("p", { class: "lead" }, `${error.message}. Silence of the graph is not a “no”.`));
    return null;
  }
  const groups = Map.groupBy ? Map.groupBy(found.paths, (p) => p.pattern.join(" → ")) : group(found.paths);
  const known = new Map(found.claims.map((c) => [c.id, c]));
  const list = h("div", {});
  out.append(h("div", { class: "stack" }, filters(found.claims),
    h("p", { class: "lead" }, `${found.paths.length} path${found.paths.length === 1 ? "" : "s"} in ${groups.size} pattern${groups.size === 1 ? "" : "s"}, best first. `,
      to({ e: state.a, to: state.b }, "Draw the mechanism")),
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
