// What the graph holds, to leaf through: a shelf at a time, the most connected first.

import { get } from "./api.js";
import { fill, h, many } from "./dom.js";
import { to } from "./entity.js";
import { change } from "./state.js";

const PAGE = 60;
const KIND = { unanswered: "unanswered", contradiction: "claims contradict each other", artefact: "an artefact of a source" };

function line(item, shelf) {
  const n = item.claims.toLocaleString("en");
  const count = h("span", { class: "number" }, h("span", { "aria-hidden": "true" }, n), h("span", { class: "visually-hidden" }, many(item.claims, "claim")));
  const [first, second] = item.things;
  if (shelf === "mechanisms") return h("li", {}, to({ e: first.id, to: second.id }, `${first.name} → ${second.name}`), count);
  if (shelf === "questions") return h("li", {}, h("span", {}, item.text, " ", h("span", { class: "small" }, KIND[item.note] || item.note), h("br"), item.things.map((e, i) => [i ? ", " : "", to({ e: e.id }, e.name)]).flat()), count);
  return h("li", {}, to({ e: first.id }, first.name), count);
}

export async function view(main, state, signal) {
  document.title = "Browse · mechgraph";
  const shelf = state.shelf || "drugs";
  let asked = 0, timer = 0;
  const list = h("ul", {}), more = h("p", {}), told = h("p", { class: "lead", role: "status" }), shelves = h("ul", { class: "chips", "aria-label": "Shelves" });
  const find = h("input", { id: "find", type: "search", value: state.find || "", placeholder: "words of a name", autocomplete: "off",
    oninput: () => { clearTimeout(timer); timer = setTimeout(() => change({ find: find.value.trim() }, true), 200); } });
  const page = (text, offset) => get("browse", { shelf, text, limit: PAGE, offset }, signal);

  async function show(next) {
    const turn = (asked += 1), text = next.find || "";
    const data = await page(text, 0);
    if (turn !== asked) return;
    const here = data.shelves.find((s) => s.key === shelf);
    fill(shelves, data.shelves.map((s) => h("li", {}, to({ view: "browse", ...(s.key === "drugs" ? {} : { shelf: s.key }) }, `${s.title} · ${s.count.toLocaleString("en")}`, { class: "chip", "aria-current": s.key === shelf ? "page" : null }))));
    const order = { mechanisms: "by drug", questions: "with the claims on both sides counted" }[shelf] || "the most connected first, each with the number of its claims that hold";
    told.textContent = data.found === here.count ? `${here.title}: ${here.count.toLocaleString("en")}, ${order}.` : `${data.found.toLocaleString("en")} of ${here.count.toLocaleString("en")} have these words.`;
    list.className = `shelf${["mechanisms", "questions"].includes(shelf) ? " long" : ""}`;
    let shown = data.items.length;
    fill(list, data.items.map((i) => line(i, shelf)));
    const rest = () => fill(more, shown < data.found && h("button", { type: "button", onclick: async (e) => {
      e.target.disabled = true;
      const next = await page(text, shown);
      const first = list.children.length;
      list.append(...next.items.map((i) => line(i, shelf)));
      shown += next.items.length;
      rest();
      list.children[first]?.querySelector("a")?.focus();
    } }, `Show ${Math.min(PAGE, data.found - shown)} more of ${data.found.toLocaleString("en")}`));
    rest();
    if (!data.found) fill(list, h("li", {}, h("span", {}, here.count ? "Nothing has these words." : "This graph has none.")));
  }

  fill(main, h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Browse")), shelves, h("label", { class: "filter" }, h("span", {}, "Find"), find), told, list, more);
  await show(state);
  return (next) => show(next).catch((error) => { if (error.name !== "AbortError") told.textContent = error.message; });
}
