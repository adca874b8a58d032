// The table of everything drawn, and the filters that figure and table share.

import { get } from "./api.js";
import { h, many } from "./dom.js";
import { signMark, signWord } from "./evidence.js";
import { change, go, read } from "./state.js";

const MOST = 1000;
const CERTAINTIES = ["established", "probable", "hedged", "inconclusive"];

/** The claims of an answer, each with who is for it and who against. */
export function weighed(claims, sides) {
  for (const c of claims) c.sides = sides[c.id];
  return claims;
}

/** The claims about a thing, at most a thousand, and how many there are. */
export async function around(id, signal) {
  const { associations, sides, total } = await get("associations", { entity: id, limit: MOST }, signal);
  return { claims: weighed(associations, sides), total };
}

/** What to say where not all claims were read; nothing where they were. */
export function unread(id, claims, total, what = "were read") {
  if (claims.length >= total) return null;
  const q = `SELECT ?s ?p ?o {\n  { ${id} ?p ?o BIND(${id} AS ?s) }\n  UNION\n  { ?s ?p ${id} BIND(${id} AS ?o) }\n}`;
  return h("p", { class: "note" }, `Only the first ${claims.length.toLocaleString("en")} of ${many(total, "claim")} ${what}. `,
    h("button", { type: "button", class: "textual", onclick: () => go({ view: "sparql", q }) }, "Ask for all by SPARQL"));
}

function against(c) {
  return c.sides.refutes.length + c.sides.no_effect.length + c.sides.inconclusive.filter((s) => s.by.startsWith("mga:")).length;
}

export function passes(claim, state) {
  if (state.certainty && CERTAINTIES.indexOf(claim.certainty) > CERTAINTIES.indexOf(state.certainty)) return false;
  if (state.species && claim.qualifiers.species?.value !== state.species) return false;
  if (state.negated === "hide" && claim.negated) return false;
  if (state.negated === "only" && !claim.negated) return false;
  if (state.source && !claim.evidence.some((e) => e.source === state.source)) return false;
  return true;
}

function select(label, name, options) {
  const chosen = read()[name] || "";
  return h("label", { class: "filter" }, h("span", {}, label),
    h("select", { onchange: (e) => change({ [name]: e.target.value }) },
      options.map(([value, text]) => h("option", { value, selected: value === chosen }, text))));
}

/** The filters for claims that the page holds. */
export function filters(claims) {
  if (claims.length < 2) return "";
  const species = new Map(), sources = new Map();
  for (const c of claims) {
    if (c.qualifiers.species) species.set(c.qualifiers.species.value, c.qualifiers.species.name);
    for (const e of c.evidence) sources.set(e.source, e.label);
  }
  return choices(species, sources);
}

/** The filters, with what may be chosen: maps of identifier → name. */
export function choices(species, sources) {
  const some = (m, all) => [["", all], ...[...m].sort((x, y) => x[1].localeCompare(y[1])).map(([v, t]) => [v, t.length > 60 ? `${t.slice(0, 58)}…` : t])];
  return h("fieldset", { class: "filters" }, h("legend", {}, "Show"),
    select("Certainty", "certainty", [["", "any"], ["established", "established only"], ["probable", "probable or better"], ["hedged", "hedged or better"]]),
    species.size > 0 && select("Species", "species", some(species, "any")),
    select("Negated", "negated", [["", "show"], ["hide", "hide"], ["only", "only"]]),
    sources.size > 1 && select("Source", "source", some(sources, "any")));
}

/** A table of claims; a click or Enter on a sentence opens its evidence. */
export function table(claims, caption, state = read(), total = claims.length) {
  const shown = claims.filter((c) => passes(c, state));
  const rows = shown.map((c) => {
    const good = c.evidence.filter((e) => e.stance === "supports" || e.stance === "partial").length;
    return h("tr", { "data-claim": c.id, class: c.id === state.claim ? "open" : "" },
      h("td", {}, signMark(c)),
      h("th", { scope: "row" }, h("button", { type: "button", class: "textual", onclick: () => change({ claim: c.id }) }, c.sentence)),
      h("td", {}, h("span", { class: `certainty ${c.certainty}` }, c.certainty), c.sides?.contested.length > 0 && h("span", { class: "small" }, " contested")),
      h("td", { class: "number" }, String(good)),
      h("td", { class: "number" }, String(against(c))));
  });
  const head = [["Sign"], ["Claim"], ["Certainty"], ["For", "number"], ["Against", "number"]];
  return h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": caption },
    h("table", { class: "claims" },
      h("caption", {}, `${caption}: ${shown.length.toLocaleString("en")}${shown.length < total ? ` of ${total.toLocaleString("en")}` : ""}`),
      h("thead", {}, h("tr", {}, head.map(([t, kind]) => h("th", { scope: "col", class: kind }, t)))),
      h("tbody", {}, rows.length ? rows : h("tr", {}, h("td", { colSpan: 5 }, claims.length ? "No claim passes the filters." : "No claims.")))));
}

/** The claims as CSV; a cell that a spreadsheet would run gets an apostrophe. */
export function csv(claims) {
  const cell = (v) => {
    let t = String(v ?? "");
    if (/^[=+\-@\t\r]/.test(t)) t = `'${t}`;
    return /[",\n\r]/.test(t) ? `"${t.replaceAll('"', '""')}"` : t;
  };
  const rows = claims.map((c) => [c.id, c.subject.id, c.subject.name, c.predicate, c.object.id, c.object.name, signWord(c), c.negated, c.certainty,
    c.context, c.sentence, c.evidence.map((e) => `${e.stance}: ${e.label}`).join(" | ")]);
  const head = ["id", "subject", "subject_name", "predicate", "object", "object_name", "sign", "negated", "certainty", "context", "sentence", "evidence"];
  return [head, ...rows].map((r) => r.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** What passes the filters now. */
export const passing = (claims) => claims.filter((c) => passes(c, read()));

/** The filters that are set, as the API names them. */
export function filtered(state = read()) {
  return Object.fromEntries(["certainty", "species", "negated", "source"].filter((k) => state[k]).map((k) => [k, state[k]]));
}
