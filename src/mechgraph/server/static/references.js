// The numbered list under a figure: a number, the arrows that bear it and the source light up together.

import { fill, h, link } from "./dom.js";

/** `ids` of claims → the numbers that stand on their arrow. */
function numbersOf(figure) {
  const of = new Map();
  for (const c of figure.claims) for (const id of c.ids) of.set(id, new Set([...(of.get(id) || []), ...c.references, ...c.against]));
  return of;
}

/** The list, and the figure bound to it; `figure` is what the API gives for a figure as JSON, `svg` the same drawn. */
export function references(svg, figure) {
  const of = numbersOf(figure), retracted = new Map((figure.sources || []).map((s) => [s.id, s.retracted]));
  const numbers = (group) => new Set((group.dataset.association || group.dataset.of).split(/\s+/).flatMap((id) => [...(of.get(id) || [])]));
  const arcs = [...svg.querySelectorAll("[data-association]")], labels = [...svg.querySelectorAll("[data-of]")];
  const items = new Map(figure.references.map((r) => [r.number, h("li", { id: `ref-${r.number}`, "data-number": String(r.number) },
    h("button", { type: "button", class: "refnumber", tabIndex: r.url ? -1 : 0, // where there is a link, it is the stop of the keyboard
      "aria-label": `Reference ${r.number}: show its arrows`, onclick: () => toArrows(r.number) }, String(r.number)),
    h("span", {}, link(r.url, r.citation), retracted.get(r.id) && h("strong", { class: "retracted" }, " retracted")))]));

  function light(wanted, where = "") {
    for (const group of [...arcs, ...labels]) group.classList.toggle("cited", where ? (group.dataset.association || group.dataset.of) === where : [...numbers(group)].some((n) => wanted.has(n)));
    for (const [n, item] of items) item.classList.toggle("cited", wanted.has(n));
  }
  const dark = () => light(new Set());

  function toArrows(n) {
    const arc = arcs.find((g) => g.hasAttribute("tabindex") && numbers(g).has(n));
    arc?.scrollIntoView({ block: "center" });
    arc?.focus({ preventScroll: true });
  }

  function toList(group) {
    const [first] = [...numbers(group)].sort((a, b) => a - b);
    const item = items.get(first);
    item?.scrollIntoView({ block: "center" });
    item?.querySelector("a, button").focus({ preventScroll: true });
    light(numbers(group), group.dataset.of);
  }

  const both = (element, on) => {
    for (const name of ["mouseenter", "focusin"]) element.addEventListener(name, on);
    for (const name of ["mouseleave", "focusout"]) element.addEventListener(name, dark);
  };
  for (const group of arcs) both(group, () => light(numbers(group), group.dataset.association));
  for (const group of labels) {
    both(group, () => light(numbers(group), group.dataset.of));
    group.addEventListener("click", () => toList(group));
  }
  for (const [n, item] of items) both(item, () => light(new Set([n])));
  const list = h("ol", { class: "refs" });
  fill(list, [...items.values()]);
  return h("section", { class: "references", "aria-label": "References" }, h("h2", {}, "References"), list);
}
