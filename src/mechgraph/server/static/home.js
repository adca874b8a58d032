// The first page: what is here, and where to begin.

import { get } from "./api.js";
import { h } from "./dom.js";
import { to } from "./entity.js";
import { go } from "./state.js";

const QUESTIONS = ["Is baclofen a dopamine agonist?", "Does baclofen treat spasticity?", "What does baclofen act on?"];

export async function view(main, state, signal) {
  document.title = "mechgraph";
  const stats = await get("stats", {}, signal);
  const n = stats.counts, own = stats.name === "embedded"; // the examples are about what that graph holds
  const tours = [["baclofen", "spasticity", "DRUGBANK:DB00181", "HP:0001257"], ["baclofen", "anxiety", "DRUGBANK:DB00181", "HP:0000739"]];
  main.replaceChildren(h("section", { class: "hero" },
    h("h1", { tabIndex: -1 }, "How drugs work, claim by claim"),
    h("p", { class: "lead" }, "Each arrow is a claim with a sign, a certainty, the studies behind it, and what speaks against it."),
    h("ul", { class: "numbers", "aria-label": "What the graph holds" }, [["entities", "thing"], ["associations", "claim"], ["sources", "source"], ["mechanisms", "mechanism"]].filter(([k]) => n[k]).map(([k, w]) =>
      h("li", {}, h("strong", {}, n[k].toLocaleString("en")), h("span", {}, n[k] === 1 ? w : `${w}s`))))),
    h("div", { class: "cards" },
      own && h("section", {}, h("h2", {}, "See a mechanism"), h("ul", {}, tours.map(([a, b, x, y]) => h("li", {}, to({ e: x, to: y }, `${a} → ${b}`))), h("li", {}, to({ e: tours[0][2] }, "all about baclofen")))),
      own && h("section", {}, h("h2", {}, "Ask a question"), h("ul", {}, QUESTIONS.map((q) => h("li", {}, h("button", { type: "button", class: "textual", onclick: () => go({ view: "ask", q }) }, q))))),
      !own && h("section", {}, h("h2", {}, "Look something up"), h("p", {}, "Type a name in the box above, or press /. Typos are forgiven."), h("p", {}, to({ view: "ask" }, "Ask a question"))),
      h("section", {}, h("h2", {}, "Find a path"), h("p", {}, "From any thing to any other, with its net sign."), h("p", {}, to({ view: "paths" }, "Open the path finder"))),
      h("section", {}, h("h2", {}, "Query it"), h("p", {}, "The whole graph answers SPARQL, here and at /sparql."), h("p", {}, to({ view: "sparql" }, "Open the editor")))),
    h("p", { class: "small" }, `mechgraph ${stats.software}, graph “${stats.name}”. What the graph does not say is not a “no”. Not medical advice.`));
  return null;
}
