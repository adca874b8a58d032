// The evidence of one claim: for and against side by side, with links to the publications.

import { get } from "./api.js";
import { badge } from "./combobox.js";
import { $, fill, h, link, many } from "./dom.js";
import { to } from "./entity.js";
import { change, read } from "./state.js";

const STANCE = { supports: "supports", partial: "supports in part", refutes: "refutes", no_effect: "found no effect" };
export const KIND = { negates: "A claim that denies it", opposite: "A claim of the opposite sign", inconclusive: "An inconclusive claim", contested: "The other side of an open contradiction",
  refutes: "Refuted by", no_effect: "No effect found by", partial: "Supported in part only by" };
const EACH = 3;
let before = null;

export function signWord(claim) {
  if (claim.negated) return "denied";
  if (!claim.asserted) return "inconclusive";
  return { 1: "increases", "-1": "decreases", 0: "no sign" }[claim.sign];
}

export function signMark(claim) {
  const word = signWord(claim);
  const glyph = { increases: "▲", decreases: "⊣", denied: "✕", inconclusive: "?", "no sign": "○" }[word];
  return h("span", { class: `sign ${word.replace(" ", "-")}`, title: word }, h("span", { "aria-hidden": "true" }, glyph), h("span", { class: "visually-hidden" }, word));
}

function piece(e) {
  return h("li", {},
    h("p", { class: "source" }, web(e), e.retracted && h("strong", { class: "retracted" }, " retracted")),
    h("p", { class: "small" }, [STANCE[e.stance], e.locator && `at ${e.locator}`, e.verified && `read: ${e.verified.replaceAll("_", " ")}`].filter(Boolean).join(" · ")),
    e.summary && h("p", { class: "summary" }, e.summary));
}

export function web(e) {
  return e.link ? link(e.link, e.label) : h("span", {}, e.label);
}

function column(title, items, empty) {
  return h("section", { class: "column" }, h("h3", {}, `${title} (${items.length})`), items.length ? h("ul", {}, items) : h("p", { class: "small" }, empty));
}

/** Open the panel for a claim; focus moves to it and comes back when it closes. */
export async function open(id) {
  const panel = $("evidence");
  if (panel.hidden) before = document.activeElement;
  panel.hidden = false;
  let card;
  try {
    card = await get(`association/${encodeURIComponent(id)}`);
  } catch (error) {
    panel.replaceChildren(h("p", { class: "problem" }, error.message), closeButton());
    return;
  }
  if (read().claim !== id) return;
  const a = card.association;
  const supporting = a.evidence.filter((e) => e.stance === "supports" || e.stance === "partial");
  const own = a.evidence.filter((e) => e.stance === "refutes" || e.stance === "no_effect");
  const others = card.objections.filter((o) => o.association.id !== a.id);
  const claim = (o) => h("li", {},
      o.kind !== "contested" && h("p", { class: "small" }, KIND[o.kind] || o.kind),
      h("p", { class: "summary" }, h("button", { type: "button", class: "textual", onclick: () => change({ claim: o.association.id }) }, o.association.sentence)),
      h("ul", { class: "inner" }, o.association.evidence.map(piece)));
  const against = [...own.map(piece), ...others.filter((o) => o.kind !== "contested").map(claim)];
  const contested = others.filter((o) => o.kind === "contested");
  const heading = h("h2", { tabIndex: -1 }, a.sentence);
  const facts = [["Certainty", a.certainty], ["Effect", signWord(a)], ["Context", a.context], ["Hedge", a.hedge && `“${a.hedge}”`],
    ["Amount", a.quantity], ["Kind of knowledge", a.knowledge_level.replaceAll("_", " ")], ["Derived by", a.rule], ["Note", a.note]].filter(([, v]) => v);
  fill(panel,
    h("div", { class: "panel-head" }, signMark(a), heading, closeButton()),
    h("dl", { class: "facts" }, facts.map(([k, v]) => h("div", {}, h("dt", {}, k), h("dd", {}, v)))),
    h("div", { class: "columns" },
      column("For", supporting.map(piece), "No evidence is recorded for it."),
      column("Against", against, contested.length ? "No study in this graph contradicts it." : "Nothing in this graph speaks against it. That is not proof.")),
    contested.length > 0 && column("Other claims of an open contradiction", contested.map(claim), ""),
    h("p", { class: "small" }, h("a", { href: `/association/${a.id.split(":")[1]}`, "data-plain": true }, a.id)));
  heading.focus({ preventScroll: true });
  if (matchMedia("(max-width: 1100px)").matches) panel.scrollIntoView({ block: "start" });
}

/** Open the panel for a thing of a drawing: what is known of it in groups, a few claims of each, the way to its page. */
export async function openThing(id) {
  const panel = $("evidence");
  if (panel.hidden) before = document.activeElement;
  panel.hidden = false;
  let e, data;
  try {
    [e, data] = await Promise.all([get(`entity/${encodeURIComponent(id)}`), get("groups", { entity: id, each: EACH })]);
  } catch (error) {
    panel.replaceChildren(h("p", { class: "problem" }, error.message), closeButton("thing"));
    return;
  }
  if (read().thing !== id || read().claim) return;
  const known = new Map(data.associations.map((a) => [a.id, a]));
  const network = read().view === "network";
  const heading = h("h2", { tabIndex: -1 }, to({ e: e.id }, e.name));
  const claim = (a) => h("li", {}, signMark(a), h("button", { type: "button", class: "textual", onclick: () => change({ claim: a.id }) }, a.sentence));
  fill(panel, h("div", { class: "panel-head" }, badge(e.category, e.category_label), heading, closeButton("thing")),
    e.description && h("p", {}, e.description),
    h("p", { class: "small" }, `${many(data.total, "claim")}. `, to({ e: e.id }, "Its page", { "aria-label": `Its page: ${e.name}` })),
    data.groups.map((g) => h("section", { class: "column" }, h("h3", {}, `${g.title} (${g.count.toLocaleString("en")})`),
      h("ul", { class: "marked" }, g.claims.slice(0, EACH).map((c) => claim(known.get(c)))),
      network && h("p", {}, h("button", { type: "button", "aria-label": `Bring in: ${g.title}`, onclick: () => change({ open: [read().open, `${id}~${g.key}`].filter(Boolean).join(" ") }) }, "Bring in")))));
  heading.focus({ preventScroll: true });
  if (matchMedia("(max-width: 1100px)").matches) panel.scrollIntoView({ block: "start" });
}

function closeButton(what = "claim") {
  return h("button", { type: "button", class: "close", "aria-label": what === "claim" ? "Close the evidence" : "Close", onclick: () => change({ [what]: "" }) }, "✕");
}

export function close() {
  const panel = $("evidence");
  if (panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  if (before?.isConnected) before.focus({ preventScroll: true });
  before = null;
}
