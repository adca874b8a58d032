// What is said first of a thing: the first screen of its explanation, its names as links, its sources by number.

import { get } from "./api.js";
import { fill, h, link } from "./dom.js";
import { to } from "./entity.js";
import { change } from "./state.js";

const MOST_CITED = 5, LONG = 420;
/** Claims beyond which a first screen takes seconds, and is made when it is asked for. */
export const MANY = 2000;

/** Runs of numbers, as the command line writes them: 1,2,5–8. */
function runs(numbers) {
  const out = [];
  for (const n of numbers) {
    if (out.length && out.at(-1).at(-1) + 1 === n) out.at(-1).push(n);
    else out.push([n]);
  }
  return out;
}

/** A text with the names in it as links; the longest name first, whole words only. */
function linked(text, names) {
  const known = new Map(names.filter((e) => e.name.length > 2).map((e) => [e.name.toLowerCase(), e]));
  if (!known.size) return [text];
  const pattern = [...known.keys()].sort((a, b) => b.length - a.length).map((n) => n.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  const out = [];
  let at = 0;
  for (const m of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}-])(?:${pattern})(?![\\p{L}\\p{N}-])`, "giu"))) {
    out.push(text.slice(at, m.index), to({ e: known.get(m[0].toLowerCase()).id }, m[0]));
    at = m.index + m[0].length;
  }
  return [...out, text.slice(at)];
}

export function screen(data) {
  const order = new Map(data.sources.map((s, i) => [s.id, i + 1]));
  const numbered = (ids) => [...new Set(ids)].slice(0, MOST_CITED).map((i) => order.get(i)).filter(Boolean).sort((a, b) => a - b);
  const numbers = (ids) => runs(numbered(ids)).flatMap((run, i) => [i ? "," : "", ...(run.length > 2 ? [cite(run[0]), "–", cite(run.at(-1))] : run.flatMap((n, j) => [j ? "," : "", cite(n)]))]);
  const cite = (n) => h("a", { href: `#source-${n}`, "aria-label": `${n}: ${data.sources[n - 1].label}`, title: data.sources[n - 1].label, onclick: (e) => { e.preventDefault(); show(n); } }, String(n));
  const cited = (row) => {
    const on = numbers(row.sources), against = numbers(row.against || []);
    return (on.length > 0 || against.length > 0) && h("span", { class: "cite" }, " [", on, on.length && against.length ? "; " : "", against.length > 0 && ["against ", ...against], "]");
  };
  const proof = (row) => {
    const ids = [...new Set(row.claims)];
    let turn = 0;
    return ids.length > 0 && h("button", { type: "button", class: "proof", "aria-label": `Evidence: ${row.text.slice(0, 80)}`, title: ids.length > 1 ? `${ids.length} claims, one after the other` : "", onclick: () => change({ claim: ids[turn++ % ids.length] }) }, "Evidence");
  };
  const said = (row) => {
    if (row.text.length <= LONG) return h("span", {}, linked(row.text, data.names), cited(row));
    const cut = row.text.lastIndexOf(" ", LONG - 120);
    return h("span", {}, linked(row.text.slice(0, cut), data.names), " … ", cited(row), h("details", { class: "rest" }, h("summary", {}, "All of it"), h("span", {}, linked(row.text, data.names))));
  };
  const lines = (block) => h("section", { class: "block" }, h("h2", {}, block.title), block.note && h("p", { class: "note-line" }, block.note),
    h("ul", { class: "lines" }, block.rows.map((row) => h("li", {},
      h("span", { class: "label" }, row.label || ""), said(row), h("span", { class: "dots" }, row.certainty && h("span", { role: "img", "aria-label": { "●●●": "established", "●●○": "probable", "●○○": "hedged" }[row.certainty] || "undecided" }, row.certainty), " ", proof(row))))));
  const list = h("ol", { class: "cited-list" }, data.sources.map((s, i) => h("li", { id: `source-${i + 1}`, tabIndex: -1 }, h("span", {}, `${i + 1}`), link(s.link, s.label))));
  const sources = h("details", { class: "rest" }, h("summary", {}, `Sources (${data.sources.length})`), list);
  function show(n) {
    sources.open = true;
    const item = list.children[n - 1];
    item.scrollIntoView({ block: "center" });
    (item.querySelector("a") || item).focus({ preventScroll: true });
  }
  const out = h("div", { class: "said" });
  fill(out, data.screen.lead.length > 0 && h("p", { class: "opening" }, data.screen.lead.map((row, i) => [i ? " " : "", ...linked(row.text, data.names), cited(row)]).flat()),
    data.screen.blocks.map(lines), data.sources.length > 0 && sources);
  return out;
}

/** The first screen of a thing with so many claims: at once where there are few, else when it is asked for. */
export function firstScreen(e, signal) {
  const box = h("div", { class: "said" });
  const load = async () => {
    fill(box, h("p", { class: "small", role: "status" }, `Summing up ${e.associations.toLocaleString("en")} claims …`));
    try {
      const data = await get("screen", { entity: e.id }, signal);
      fill(box, screen(data));
    } catch (error) {
      if (error.name === "AbortError") throw error;
      fill(box, h("p", { class: "problem" }, error.message));
    }
  };
  if (e.associations === 0) return { box, ready: Promise.resolve() };
  if (e.associations <= MANY) return { box, ready: load() };
  fill(box, h("p", {}, `${e.associations.toLocaleString("en")} claims name it; they stand in groups below. `, h("button", { type: "button", onclick: load }, "Sum them up")));
  return { box, ready: Promise.resolve() };
}
