// The first page: search, what one can do, and three examples that were tried on this graph.

import { get } from "./api.js";
import { combobox } from "./combobox.js";
import { fill, h } from "./dom.js";
import { to } from "./entity.js";
import { go } from "./state.js";

const HOLDS = [["entities", "thing", "things"], ["associations", "claim", "claims"], ["sources", "source", "sources"], ["mechanisms", "mechanism", "mechanisms"]];
const CAN = [[{ view: "browse" }, "Browse", "drugs, targets, diseases, classes, mechanisms, open questions"], [{ view: "ask" }, "Ask a question", "a verdict, and the claims for and against it"],
  [{ view: "paths" }, "Find a path", "from any thing to any other, with its net sign"], [{ view: "whatif" }, "What if", "take a step of a mechanism away, and see what is left of the effect"],
  [{ view: "interactions" }, "Interactions", "of one drug or two, by severity, and where they meet"], [{ view: "compare" }, "Compare", "what drugs share, and where they differ"],
  [{ view: "network" }, "Network", "what is around a thing, group by group"], [{ view: "sparql" }, "SPARQL", "the whole graph, here and at /sparql"]];
const KIND = { mechanism: "A mechanism", paths: "A path", question: "A question", interactions: "An interaction", compare: "A comparison" };

/** The page of an example. */
function page(x) {
  const [a, b] = x.things.map((e) => e.id);
  return { mechanism: { e: a, to: b }, paths: { view: "paths", a, b }, question: { view: "ask", q: x.question }, interactions: { view: "interactions", e: a, other: b }, compare: { view: "compare", drugs: `${a} ${b}` } }[x.kind];
}

const short = (text) => (text.length > 120 ? `${text.slice(0, text.lastIndexOf(" ", 118))} …` : text);

export async function view(main, state, signal) {
  document.title = "mechgraph";
  const stats = await get("stats", {}, signal);
  const n = stats.counts;
  const tries = h("section", { class: "stack", hidden: true });
  const box = combobox({ label: "Look up a drug, a target, a disease …", placeholder: "a name; typos are forgiven", keep: false, choose: (hit) => go({ e: hit.id }) });
  fill(main, h("section", { class: "hero" },
    h("h1", { tabIndex: -1 }, "How drugs work, claim by claim"),
    h("p", { class: "lead" }, "Each arrow is a claim with a sign, a certainty, the studies behind it, and what speaks against it."),
    h("div", { class: "search-large" }, box.element),
    h("ul", { class: "numbers", "aria-label": "What the graph holds" }, HOLDS.filter(([k]) => n[k]).map(([k, one, all]) => h("li", {}, h("strong", {}, n[k].toLocaleString("en")), h("span", {}, n[k] === 1 ? one : all))))),
    tries,
    h("section", { class: "stack" }, h("h2", {}, "What you can do"), h("ul", { class: "can" }, CAN.map(([where, what, told]) => h("li", {}, to(where, what), h("span", { class: "small" }, told))))),
    h("p", { class: "small" }, `mechgraph ${stats.software}, graph “${stats.name}”. What the graph does not say is not a “no”. Not medical advice.`));
  get("examples", {}, signal).then(({ examples }) => {
    if (!examples.length) return;
    tries.hidden = false;
    fill(tries, h("h2", {}, "Try it"), h("div", { class: "tries" }, examples.map((x) => to(page(x), [h("span", { class: "kind" }, KIND[x.kind]), h("strong", {}, x.text), h("span", { class: "small" }, short(x.told))]))));
  }).catch(() => {}); // a graph too large to look through has no examples
  return null;
}
