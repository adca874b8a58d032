// The mechanism view: our own figure, which speaks; a table of all it shows; and every way to take it along.

import { blob, get } from "./api.js";
import { csv, filtered, filters, passes, passing, table, weighed } from "./claims.js";
import { $, download, figure, fill, h, many, say } from "./dom.js";
import { to } from "./entity.js";
import { KIND, signMark, web } from "./evidence.js";
import { references } from "./references.js";
import { change } from "./state.js";

const SIGN = { 1: "increases", "-1": "decreases", 0: "has an undetermined effect on" };
export const theme = () => document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

function tip(event, words) {
  const box = $("tip");
  if (!words) { box.hidden = true; return; }
  box.textContent = words;
  box.hidden = false;
  const r = event.target.getBoundingClientRect();
  const x = event.clientX || r.left + r.width / 2, y = event.clientY || r.bottom;
  box.style.left = `${Math.max(8, Math.min(x + 12, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.min(y + 16, innerHeight - box.offsetHeight - 8)}px`;
}

/** Lines that are hit eight pixels beside them, at any size of the figure. */
export function hittable(group) {
  for (const line of group.querySelectorAll("path, line, polyline")) {
    if (line.classList.contains("hit")) continue;
    const wide = line.cloneNode(false);
    for (const name of [...wide.getAttributeNames()]) if (!/^(d|points|x[12]|y[12]|transform)$/.test(name)) wide.removeAttribute(name);
    wide.setAttribute("class", "hit");
    line.before(wide);
  }
}

/** Make the groups of a figure speak, open evidence, and take the keyboard. */
export function enliven(svg, claims) {
  const known = new Map(claims.map((c) => [c.id, c]));
  for (const group of svg.querySelectorAll("[data-association]")) {
    const mine = group.dataset.association.split(/\s+/).map((id) => known.get(id)).filter(Boolean);
    if (!mine.length) continue;
    const words = mine.map((c) => c.sentence).join("; ");
    for (const title of group.querySelectorAll(":scope > title")) title.remove();
    group.setAttribute("tabindex", "0");
    group.setAttribute("role", "button");
    group.setAttribute("aria-label", `${words}. Show the evidence`);
    group.classList.add("live");
    hittable(group);
    let turn = 0;
    const show = () => change({ claim: mine[turn++ % mine.length].id });
    group.addEventListener("click", show);
    group.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); show(); } });
    for (const name of ["mousemove", "focus"]) group.addEventListener(name, (e) => tip(e, words));
    for (const name of ["mouseleave", "blur"]) group.addEventListener(name, (e) => tip(e, ""));
  }
  svg.setAttribute("role", "group");
  const names = new Map(claims.flatMap((c) => [[c.subject.id, c.subject.name], [c.object.id, c.object.name]]));
  for (const group of svg.querySelectorAll("[data-entity]")) {
    const { entity: id } = group.dataset;
    group.classList.add("thing");
    if (group.hasAttribute("tabindex") || !names.has(id)) continue;
    const show = () => change({ thing: id, claim: "" });
    // The name that is read out begins with what is seen: a name, and what becomes of the thing.
    const seen = [...group.querySelectorAll("text")].map((t) => t.textContent.trim()).join(" "), name = names.get(id);
    const label = !seen || seen.startsWith(name) ? seen || name : `${seen}: ${name}`;
    for (const [k, v] of Object.entries({ tabindex: "0", role: "button", "aria-label": `${label}. Show what is known of it` })) group.setAttribute(k, v);
    group.classList.add("live");
    group.addEventListener("click", show);
    group.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); show(); } });
  }
}

export function dim(svg, claims, state) {
  const kept = new Set(claims.filter((c) => passes(c, state)).map((c) => c.id));
  for (const group of svg.querySelectorAll("[data-association]")) {
    const ids = group.dataset.association.split(/\s+/);
    group.classList.toggle("dim", !ids.some((id) => kept.has(id)));
    group.classList.toggle("chosen", ids.includes(state.claim));
  }
}

function exports(m, params, drawn) {
  const name = m.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase();
  const server = (format) => async () => {
    try {
      download(`${name}.${format === "sbgn" ? "sbgn" : format}`, "", await blob("draw", { ...params, ...filtered(), format }));
      say(`${format} saved`);
    } catch (error) { say(error.message); alertLine(error.message); }
  };
  const kinds = [
    ["SVG", server("svg")], ["PNG", server("png")], ["PDF", server("pdf")], ["SBGN-ML", server("sbgn")],
    ["CSV", () => download(`${name}.csv`, "text/csv", csv(passing(drawn())))],
    ["BibTeX", () => {
      const cited = new Set(passing(drawn()).flatMap((c) => c.evidence.map((e) => e.source)));
      download(`${name}.bib`, "application/x-bibtex", m.sources.filter((s) => cited.has(s.id)).map((s) => s.bibtex).join("\n"));
    }],
  ];
  return h("div", { class: "exports", role: "group", "aria-label": "Export" }, h("span", { class: "small", title: "What passes the filters" }, "Export"),
    kinds.map(([label, act]) => h("button", { type: "button", onclick: act }, label)),
    h("button", { type: "button", onclick: () => print() }, "Print"));
}

function alertLine(words) {
  document.querySelector(".exports")?.append(h("span", { class: "problem", role: "alert" }, words));
}

function objection(o) {
  return h("li", {}, h("span", { class: "small" }, `${KIND[o.kind] || o.kind.replaceAll("_", " ")}: `),
    o.evidence ? [web(o.evidence), o.evidence.summary && ` ${o.evidence.summary}`] : h("button", { type: "button", class: "textual", onclick: () => change({ claim: o.association.id }) }, o.association.sentence));
}

/** Each claim that something speaks against, and under it what does: a part of its own evidence, or other claims. */
function objections(m) {
  const told = [...m.claims, ...m.beside], of = new Map(told.map((c) => [c.id, []]));
  for (const o of m.objections) of.get(o.claim)?.push(o);
  return h("ul", {}, told.filter((c) => of.get(c.id).length).map((c) => h("li", {}, signMark(c),
    h("div", {}, h("button", { type: "button", class: "textual", onclick: () => change({ claim: c.id }) }, c.sentence), h("ul", { class: "inner" }, of.get(c.id).map(objection))))));
}

export async function view(main, state, signal) {
  const effect = state.to === "*" ? "" : state.to;
  const params = { drug: state.e, effect, k: state.k };
  const m = await get("mechanism", params, signal);
  document.title = `${m.title} · mechgraph`;
  const drawing = h("div", { class: "figure", "aria-busy": "true" }, h("p", { class: "small" }, "Drawing …"));
  const contested = objections(m), against = contested.childElementCount;
  const cut = !m.curated.length && m.paths.length >= Number(state.k || 10); // a search stops at so many
  const verdict = m.effect === null
    ? `All that is curated for ${m.drug.name}: ${m.claims.length} claims.`
    : m.sign === null ? `Its branches disagree on how ${m.drug.name} acts on ${m.effect.name}.`
      : `${m.drug.name} ${SIGN[m.sign]} ${m.effect.name}, by ${cut ? `its best ${m.paths.length} paths; there may be more` : many(m.paths.length, "path")}.`;
  const weakest = m.claims.find((c) => c.id === m.weakest);
  const known = new Map(m.claims.map((c) => [c.id, c])); // one object for one claim: the first, which is in the mechanism
  for (const c of m.beside) known.set(c.id, c);
  for (const { association: c } of [...m.objections, ...m.against]) if (c && !known.has(c.id)) known.set(c.id, c);
  const all = weighed([...known.values()], m.sides);
  let drawn = m.claims;
  const lists = (next) => [table(drawn, "Everything drawn", next), m.beside.length > 0 && table(weighed(m.beside, m.sides), "What sums several steps up", next)].filter(Boolean);
  const tables = h("div", {}, lists()), cited = h("div", {});
  fill(main,
    h("div", { class: "title" }, h("h1", { tabIndex: -1 }, to({ e: m.drug.id }, m.drug.name), m.effect && [" → ", to({ e: m.effect.id }, m.effect.name)]),
      exports(m, { drug: state.e, effect, k: state.k }, () => [...new Set([...drawn, ...m.beside])])),
    h("p", { class: "lead" }, verdict,
      ` ${m.curated.length ? "Curated." : "Found by search; not curated."} `,
      cut && m.paths.length < 50 && [h("button", { type: "button", class: "textual", onclick: () => change({ k: String(Math.min(50, m.paths.length * 2)) }) }, "Show more paths"), " "],
      against > 0 && h("button", { type: "button", class: "textual", onclick: () => { const list = $("against"); list.scrollIntoView({ block: "start" }); list.querySelector("button").focus({ preventScroll: true }); } },
        `Something speaks against ${against} of its claims.`)),
    weakest && h("p", { class: "small" }, "Weakest link: ", h("button", { type: "button", class: "textual", onclick: () => change({ claim: weakest.id }) }, weakest.sentence)),
    h("p", { class: "links" }, m.effect && to({ view: "whatif", e: m.drug.id, to: m.effect.id }, "What if a step did not hold?")),
    filters(all), drawing, cited, tables,
    m.against.length > 0 && h("section", { class: "whole objections" }, h("h2", {}, "What speaks against the conclusion"), h("ul", {}, m.against.map(objection))),
    against > 0 && h("section", { id: "against", class: "objections" }, h("h2", {}, "What speaks against its steps"), contested));
  try {
    const shown = { drug: state.e, effect, k: state.k, theme: theme(), format: "json", size: innerWidth < 600 ? "single" : "" };
    let speaking;
    try {
      speaking = await get("draw", shown, signal);
    } catch (error) {
      if (!shown.size || error.name === "AbortError") throw error;
      speaking = await get("draw", { ...shown, size: "" }, signal);
    }
    const svg = figure(speaking.svg);
    enliven(svg, all);
    dim(svg, all, state);
    const seen = new Set([...svg.querySelectorAll("[data-association]")].flatMap((g) => g.dataset.association.split(/\s+/)));
    drawn = all.filter((c) => seen.has(c.id) || m.claims.includes(c));
    tables.replaceChildren(...lists());
    drawing.replaceChildren(svg);
    if (speaking.references.length) cited.replaceChildren(references(svg, { ...speaking, sources: m.sources }));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    drawing.replaceChildren(h("p", { class: "problem" }, `No figure: ${error.message}. The table below has everything.`));
  }
  drawing.removeAttribute("aria-busy");
  return (next) => {
    const svg = drawing.querySelector("svg");
    if (svg) dim(svg, all, next);
    tables.replaceChildren(...lists(next));
  };
}

