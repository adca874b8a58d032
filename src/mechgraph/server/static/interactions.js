// Interactions of a drug, or of two: what is documented first, then what two cited ways that meet let one infer.

import { get } from "./api.js";
import { combobox } from "./combobox.js";
import { fill, h, many } from "./dom.js";
import { to } from "./entity.js";
import { change, go, read } from "./state.js";

const FEW = 12;
const KINDS = [["documented", "Documented", "Stated by a source."], ["pharmacokinetic", "Inferred: what becomes of the drug", "One changes how the other is taken up, broken down or excreted; no source says that they interact."],
  ["pharmacodynamic", "Inferred: what the drugs do", "Their ways meet at one thing; no source says that they interact."]];
const RELATION = { same: "add up", opposite: "work against each other", undetermined: "direction not determined", raises: "raises", lowers: "lowers", changes: "changes" };
const GLYPH = { 1: ["▲", "increases", "s1"], "-1": ["⊣", "decreases", "s-1"], 0: ["○", "acts on", "s0"] };

/** Both ways and where they meet, as a picture in a line; their signs are those of what each does to that thing. */
function picture(i, names) {
  const name = (id) => names[id]?.name || id;
  const node = (id) => to({ e: id }, name(id), { class: "node", "data-category": names[id]?.category || "" });
  const arrow = (way, back) => h("span", { class: `arrow s${way.sign}` }, h("span", { class: "word" }, GLYPH[way.sign][1]), h("span", { class: `shaft${back ? " back" : ""}`, "aria-hidden": "true" }));
  const [one, two] = i.ways;
  return h("div", { class: "chain" }, one && [node(one.drug), arrow(one, false)], node(i.point), two && [arrow(two, true), node(two.drug)]);
}

function item(i, data, sentences) {
  const ways = i.ways.filter((w) => w.claims.length);
  return h("li", { class: "interaction" },
    h("p", {}, h("strong", {}, i.sentence)), i.kind === "pharmacodynamic" && picture(i, data.names),
    h("p", { class: "net" }, i.kind !== "documented" && h("span", {}, RELATION[i.relation] || i.relation), i.severity && h("strong", {}, i.severity), i.process && h("span", {}, i.process), h("span", { class: `certainty ${i.certainty}` }, i.certainty),
      h("span", { class: "small" }, many(i.sources.length, "source"))),
    h("details", {}, h("summary", { class: "small" }, "The claims behind it"), ways.map((w) => h("ol", { class: "steps" }, w.claims.map((id) => h("li", {},
      h("button", { type: "button", class: "textual", onclick: () => change({ claim: id }) }, sentences.get(id) || id)))))));
}

/** A list that begins short, says how long it is, and grows. */
function growing(items, what) {
  const list = h("ul", { class: "interactions" }), more = h("p", {});
  let shown = 0;
  function grow() {
    list.append(...items.slice(shown, shown + (shown ? 50 : FEW)).map((make) => make()));
    shown = Math.min(items.length, shown + (shown ? 50 : FEW));
    fill(more, shown < items.length && h("button", { type: "button", onclick: grow }, `Show more (${shown} of ${items.length} ${what})`));
  }
  grow();
  return [list, more];
}

export async function view(main, state, signal) {
  document.title = "Interactions · mechgraph";
  const named = async (id) => (await get(`entity/${encodeURIComponent(id)}`, {}, signal)).name;
  const [one, two] = await Promise.all([state.e, state.other].map((id) => id ? named(id) : ""));
  fill(main, h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Interactions", one && [" of ", to({ e: state.e }, one)], two && [" and ", to({ e: state.other }, two)])),
    h("div", { class: "row ends" }, combobox({ label: "Drug", placeholder: "name of a drug", value: one, category: "drug", choose: (hit) => go({ ...read(), view: "interactions", e: hit.id, claim: "" }) }).element,
      combobox({ label: "With another (or none: all)", placeholder: "name of a drug", value: two, category: "drug", choose: (hit) => change({ other: hit.id, claim: "" }) }).element,
      state.other && h("button", { type: "button", onclick: () => change({ other: "", claim: "" }) }, "With all")));
  if (!state.e) {
    main.append(h("p", { class: "lead" }, "Choose a drug, or two."));
    return null;
  }
  document.title = `Interactions of ${one} · mechgraph`;
  const data = await get("interactions", { drug: state.e, other: state.other }, signal);
  const sentences = new Map(data.claims.map((c) => [c.id, c.sentence]));
  const sections = KINDS.map(([kind, title, about]) => {
    const mine = data.interactions.filter((i) => i.kind === kind); // the strongest first, as the library has them
    const severe = [...new Set(mine.map((i) => i.severity))].sort((a, b) => !a - !b); // the worst first, and last what no source calls serious
    return mine.length > 0 && h("section", { class: "pattern" }, h("h2", {}, `${title} (${mine.length})`), h("p", { class: "small" }, about), severe.map((word) => {
      const these = mine.filter((i) => i.severity === word);
      return [severe.length > 1 && h("h3", { class: "sentence" }, `${word || "no severity stated"} (${these.length})`), growing(these.map((i) => () => item(i, data, sentences)), "interactions")].flat();
    }));
  }).filter(Boolean);
  const denied = data.denied.length > 0 && h("section", { class: "pattern" }, h("h2", {}, `Denied by a source (${data.denied.length})`), h("p", { class: "small" }, "Two drugs that were given together without an interaction, as the source has it; no more is denied."),
    growing(data.denied.map((id) => () => h("li", {}, h("button", { type: "button", class: "textual", onclick: () => change({ claim: id }) }, sentences.get(id) || id))), "claims"));
  main.append(h("div", { class: "stack" }, sections.length ? sections : h("p", { class: "lead" }, `This graph states no interaction${two ? ` between ${one} and ${two}` : ` of ${one}`}, and none can be inferred from it. That is not a “no”.`),
    denied, h("p", { class: "small" }, "How serious an interaction is stands only where a source says so. Not medical advice.")));
  return () => {};
}
