// The question box: a verdict, and the claims for and against it.

import { get } from "./api.js";
import { h, link } from "./dom.js";
import { change, go } from "./state.js";

const EXAMPLES = ["Is baclofen a dopamine agonist?", "Does baclofen treat spasticity?", "What does baclofen act on?", "Does phenibut bind GABA-B receptors?"];
const MEANING = { supported: "Claims of this graph say so", refuted: "Claims of this graph deny it", mixed: "Claims of this graph say so, and others deny it", inconclusive: "No claim of this graph is conclusive",
  not_stated: "The graph does not say. That is not a “no”", not_understood: "The question was not understood",
  hypothesis: "No source says so; a chain of claims would lead there", list: "What is stated, listed; nothing was asked that could be denied", unknown_name: "The graph does not hold this name" };

function claims(title, list) {
  return list.length > 0 && h("section", { class: "column" }, h("h3", {}, `${title} (${list.length})`), h("ul", {}, list.map((c) => h("li", {},
    h("button", { type: "button", class: "textual", onclick: () => change({ claim: c.id }) }, c.sentence),
    h("p", { class: "small" }, c.sources.map((s, i) => [i ? "; " : "", link(s.link, s.label), s.stance && s.stance !== "supports" ? ` (${s.stance.replaceAll("_", " ")})` : ""]))))));
}

export async function view(main, state, signal) {
  document.title = "Ask · mechgraph";
  const input = h("input", { id: "question", type: "text", value: state.q || "", placeholder: EXAMPLES[0], autocomplete: "off", maxLength: 500 });
  const form = h("form", { class: "ask", onsubmit: (e) => { e.preventDefault(); if (input.value.trim()) go({ view: "ask", q: input.value.trim() }); } },
    h("label", { htmlFor: "question" }, "Your question"), h("div", { class: "row" }, input, h("button", { type: "submit", class: "main" }, "Ask")));
  const out = h("div", { "aria-live": "polite" });
  main.replaceChildren(h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Ask")), form, out);
  if (!state.q) {
    out.append(h("ul", { class: "chips" }, EXAMPLES.map((q) => h("li", {}, h("button", { type: "button", class: "chip", onclick: () => go({ view: "ask", q }) }, q)))));
    return null;
  }
  const a = await get("ask", { question: state.q }, signal);
  const by = (s) => a.claims.filter((c) => c.supports === s);
  out.append(h("div", { class: "stack" },
    h("div", { class: `verdict ${a.verdict}` }, h("p", { class: "word" }, a.verdict.replaceAll("_", " ")), h("p", { class: "small" }, MEANING[a.verdict] || "")),
    h("p", { class: "lead" }, a.answer),
    h("div", { class: "columns wide" }, claims("For", by(true)), claims("Against", by(false))),
    claims("Beside it", by(null)) || "",
    (a.suggestions || []).length > 0 && h("p", {}, "You could ask: ", a.suggestions.map((q) => h("button", { type: "button", class: "chip", onclick: () => go({ view: "ask", q }) }, q))),
    a.sparql && h("details", {}, h("summary", { class: "small" }, "The query that finds these claims, all and no others"), h("pre", {}, a.sparql))));
  return null;
}
