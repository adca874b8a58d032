// What if a step did not hold: choose it in the figure or in the list, take it out, turn it round or block it, see what
// becomes of the effect. Every change is a step of the address, so that Undo takes it back.

import { get } from "./api.js";
import { badge, combobox } from "./combobox.js";
import { figure, fill, h, say } from "./dom.js";
import { to } from "./entity.js";
import { hittable, theme } from "./mechanism.js";
import { change, go, read } from "./state.js";

const VERDICT = { kept: "The effect is kept", weakened: "The effect is weakened", lost: "The effect is gone", reversed: "The effect is turned round", undetermined: "What is left does not say", created: "An effect comes to be" };
const MARK = { deleted: "taken out", hypothetical: "supposed", inverted: "turned round", necessary: "needed" }; // others as the legend of the figure has them
const listed = (text) => (text || "").split(" ").filter(Boolean);

function ends(main) {
  const chosen = {};
  const pick = (key) => (hit) => { chosen[key] = hit.id; if (chosen.e && chosen.to) go({ view: "whatif", ...chosen }); };
  document.title = "What if · mechgraph";
  fill(main, h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "What if")),
    h("p", { class: "lead" }, "Take a step of a mechanism away, and see whether the effect stands without it."),
    h("div", { class: "row ends" }, combobox({ label: "Drug", placeholder: "name of a drug", choose: pick("e") }).element,
      combobox({ label: "Effect or disease", placeholder: "name of an effect or disease", choose: pick("to") }).element));
  return null;
}

export async function view(main, state, signal) {
  if (!state.e || !state.to) return ends(main);
  const [drug, effect] = await Promise.all([state.e, state.to].map((id) => get(`entity/${encodeURIComponent(id)}`, {}, signal)));
  document.title = `What if: ${drug.name} → ${effect.name} · mechgraph`;
  const told = h("div", { "aria-live": "polite" }), edits = h("ul", { class: "chips", "aria-label": "What is changed" });
  const bar = h("div", { class: "row toolbar", role: "toolbar", "aria-label": "Change what is chosen" });
  const drawing = h("div", { class: "figure" }), steps = h("div", {});
  fill(main, h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "What if: ", to({ e: drug.id }, drug.name), " → ", to({ e: effect.id }, effect.name))),
    told, edits, bar, drawing, steps, h("p", { class: "links" }, to({ e: drug.id, to: effect.id }, "The mechanism as it is")));
  let names = {}, sentences = new Map(), asked = 0;

  function put(key, ids, on) {
    const rest = listed(read()[key]).filter((x) => !ids.includes(x));
    change({ [key]: (on ? [...rest, ...ids] : rest).join(" ") });
  }

  const wordsOf = (key, id) => (key === "block" ? names[id]?.name : sentences.get(id)) || id;
  const LABEL = { del: "Without", inv: "Turned round", block: "Blocked" };

  function choose(thing) {
    const now = read(), has = (key, ids) => ids.every((id) => listed(now[key]).includes(id));
    const button = (key, label, back) => { const on = !has(key, thing.ids); return h("button", { type: "button", onclick: () => put(key, thing.ids, on) }, on ? label : back); };
    fill(bar, h("span", { class: "chosen-words" }, thing.words), thing.kind === "claim"
      ? [button("del", "Take it out", "Put it back"), button("inv", "Turn it round", "Turn it back"), h("button", { type: "button", onclick: () => change({ claim: thing.ids[0] }) }, "Evidence")]
      : [button("block", "Block it", "Open it again"), to({ e: thing.ids[0] }, "Its page")]);
    say(`${thing.words}: choose what becomes of it`);
    bar.querySelector("button").focus();
  }

  function speak(svg) {
    const live = (group, words, thing) => {
      for (const title of group.querySelectorAll(":scope > title")) title.remove();
      for (const [k, v] of Object.entries({ tabindex: "0", role: "button", "aria-label": `${words}. Change it` })) group.setAttribute(k, v);
      group.classList.add("live");
      group.addEventListener("click", () => choose(thing));
      group.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose(thing); } });
    };
    for (const g of svg.querySelectorAll("[data-association]")) {
      const ids = g.dataset.association.split(/\s+/).filter((id) => sentences.has(id));
      if (ids.length) hittable(g);
      if (ids.length) live(g, ids.map((id) => sentences.get(id)).join("; "), { kind: "claim", ids, words: sentences.get(ids[0]) });
    }
    for (const g of svg.querySelectorAll("[data-entity]")) {
      const id = g.dataset.entity;
      if (names[id] && ![drug.id, effect.id].includes(id)) live(g, names[id].name, { kind: "thing", ids: [id], words: names[id].name });
    }
    svg.setAttribute("role", "group");
  }

  function table(found) {
    const row = (c) => h("tr", { "data-claim": c.id },
      h("th", { scope: "row" }, h("button", { type: "button", class: "textual", onclick: () => choose({ kind: "claim", ids: [c.id], words: c.sentence }) }, c.sentence)),
      h("td", { class: "here" }, MARK[c.mark] || c.mark || (found.necessary.includes(c.id) ? "needed" : "")), h("td", {}, h("span", { class: `certainty ${c.certainty}` }, c.certainty)));
    return h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Steps" }, h("table", { class: "claims" }, h("caption", {}, `Steps: ${found.claims.length}`),
      h("thead", {}, h("tr", {}, ["Claim", "Here", "Certainty"].map((t) => h("th", { scope: "col" }, t)))), h("tbody", {}, found.claims.map(row))));
  }

  async function show(now) {
    const mine = (asked += 1);
    const params = { drug: drug.id, effect: effect.id, delete: listed(now.del), invert: listed(now.inv), block: listed(now.block) };
    let found, drawn;
    try {
      [found, drawn] = await Promise.all([get("what-if", params, signal), get("what-if/figure", { ...params, theme: theme() }, signal).catch((e) => e)]);
    } catch (error) {
      if (error.name === "AbortError" || mine !== asked) return;
      fill(told, h("p", { class: "problem", role: "alert" }, error.message));
      return;
    }
    if (mine !== asked) return;
    names = { ...names, ...found.names };
    for (const c of found.claims) sentences.set(c.id, c.sentence);
    const nothing = !params.delete.length && !params.invert.length && !params.block.length;
    const needed = found.necessary_entities.filter((id) => ![drug.id, effect.id].includes(id)).map((id) => names[id]?.name || id);
    fill(told, h("div", { class: `verdict whatif-${found.verdict}` },
      h("p", { class: "word" }, nothing ? "As it is" : VERDICT[found.verdict] || found.verdict),
      h("p", {}, nothing ? `${drug.name} → ${effect.name}: ${found.before}.` : `Before: ${found.before}. Now: ${found.after}.`),
      nothing && h("p", { class: "small" }, needed.length ? `All ways pass ${needed.join(", ")}.` : "No single thing between them is needed: the ways lead around each other.")));
    fill(edits, Object.entries(LABEL).flatMap(([key, label]) => listed(now[key]).map((id) => h("li", {},
      h("button", { type: "button", class: "chip", "aria-label": `${label}: ${wordsOf(key, id)}. Take this change back`, onclick: () => put(key, [id], false) }, `${label}: ${wordsOf(key, id)}`, h("span", { "aria-hidden": "true" }, " ✕"))))));
    fill(bar, h("span", { class: "small" }, "Choose an arrow or a thing in the figure, or a step in the list."));
    if (drawn instanceof Error) fill(drawing, h("p", { class: "problem" }, `No figure: ${drawn.message}.`));
    else {
      const svg = figure(drawn.svg);
      speak(svg);
      fill(drawing, svg);
    }
    fill(steps, table(found));
  }

  await show(state);
  let before = JSON.stringify([state.del, state.inv, state.block]);
  return (next) => {
    const key = JSON.stringify([next.del, next.inv, next.block]);
    if (key === before) return;
    before = key;
    show(next);
  };
}
